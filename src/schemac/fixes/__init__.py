"""What can be mended by a machine: edits of the text that keep its comments and its spacing.

`propose` adds fixes to findings, one function a kind of finding; `mend` applies them to a file
until nothing is left to do. Both are functions of texts: nothing here touches the disk.
"""

from schemac.fixes.edits import apply_edits, apply_fixes, decoded
from schemac.fixes.mend import Mended, mend
from schemac.fixes.propose import FIXABLE, propose

__all__ = ["FIXABLE", "Mended", "apply_edits", "apply_fixes", "decoded", "mend", "propose"]
