"""One way to write a document: fields in the order of the grammar, two spaces a level.

Texts are edited by lines and stretches, never written anew from a tree, so that comments, line
breaks inside texts and the spacing inside `{…}` stay what their author made them.
"""

from schemac.formatting.format import Formatted, format_document

__all__ = ["Formatted", "format_document"]
