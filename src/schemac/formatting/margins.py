"""No spaces at the ends of lines, one line end at the end of the file."""

from __future__ import annotations

from schemac.reading.tree import Scalar
from schemac.reading.typed import Typed


def trim(text: str, document: Typed) -> str:
    """The text without trailing spaces, but for lines inside quotes and of block texts."""
    kept = _kept(document)
    lines = text.split("\n")
    made = [line if at in kept else line.rstrip(" ") for at, line in enumerate(lines)]
    return "\n".join(made).rstrip("\n") + "\n"


def _kept(document: Typed) -> set[int]:
    """Lines that end inside a text where a space could count."""
    kept: set[int] = set()
    for each in document.walk():
        node = each.node
        if isinstance(node, Scalar) and not node.plain:
            kept.update(range(node.start.line, node.end.line))
    return kept
