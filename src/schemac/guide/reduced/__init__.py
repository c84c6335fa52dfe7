"""The guide in short, for tools that show a text and a few pictures beside the work.

`words` says what, as data; `markup` writes it as HTML or Markdown; `sheets` draws the pictures;
`cvat` and `files` make what is handed over.
"""

from schemac.guide.reduced.cvat import guide_text
from schemac.guide.reduced.files import tool_files
from schemac.guide.reduced.markup import html
from schemac.guide.reduced.sheets import Sheet, contact_sheets
from schemac.guide.reduced.title import title_of
from schemac.guide.reduced.words import MADE_BY, TELLS, blocks

__all__ = [
    "MADE_BY", "TELLS", "Sheet", "blocks", "contact_sheets", "guide_text", "html", "title_of",
    "tool_files",
]  # fmt: skip
