"""The pages' Markdown to HTML: what MkDocs makes of it, sooner.

MkDocs looks through the HTML in a page for anchors, to judge links, and Markdown looks through it
for its end. Links and HTML of guides are ours: most of a page is elements between blank lines, each
of them whole. A page with HTML elsewhere is left to Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

_BLANK = re.compile(r"\n[ \t]*\n+")
_START = re.compile("<(dl|div|figure|ol|p|section|table|ul)[ >]")


def markdown(config: Any) -> Any:
    """A `markdown.Markdown` for the pages of a site with these settings of MkDocs."""
    from markdown import Markdown  # type: ignore[import-untyped]
    from markdown.preprocessors import HtmlBlockPreprocessor  # type: ignore[import-untyped]

    class Blocks(HtmlBlockPreprocessor):  # type: ignore[misc]
        def run(self, lines: list[str]) -> Any:
            pieces = _BLANK.split("\n".join(lines))
            if not all(map(_simple, pieces)):
                return super().run(lines)
            return "\n\n".join(self._put_aside(pieces)).split("\n")

        def _put_aside(self, pieces: Iterable[str]) -> Iterator[str]:
            for piece in pieces:
                html = piece.startswith("<")
                yield self.md.htmlStash.store(f"{piece}\n") if html else piece

    made = Markdown(
        extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"] or {}
    )
    made.preprocessors.register(Blocks(made), "html_block", 20)  # in place of the one of that name
    return made


def _simple(piece: str) -> bool:
    """Whether a piece between blank lines is one whole element, or has no HTML in it at all."""
    started = _START.match(piece)
    if not started:
        return "<" not in piece
    tag, depth = started[1], 0
    for found in re.finditer(f"<(/?){tag}[ >]", piece):
        depth += -1 if found[1] else 1
        if depth == 0:
            return found.end() == len(piece)
    return False
