"""Text that goes into a page without passing through Markdown."""

from __future__ import annotations

_JOINERS = "\u200c\u200d"  # Persian and the scripts of India cannot be written without


def printable(text: str) -> str:
    """Text on one line, characters that nothing can show replaced: among them those that turn the
    direction of what follows. It still has to be escaped."""
    line = " ".join(text.split())
    return "".join(c if c.isprintable() or c in _JOINERS else "\ufffd" for c in line)
