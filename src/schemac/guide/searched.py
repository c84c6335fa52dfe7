"""What the search learns of a page: what the plugin of Material would read in it, sooner.

The plugin goes through HTML of any kind, byte by byte. That of guides is ours, so tags and text are
found by one pattern, and tags that no search cares for are passed by. A page with anything else in
it is left to the plugin.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import Any

_STRANGE = re.compile(r"<(?:[!?]|(?:object|script|style|textarea|title)\b)|<(?!/?[a-z])")
"""What HTML reads by rules of its own."""

_TOKEN = re.compile(r"""<(/?)([a-z][a-z0-9-]*)((?:\s+[^\s"'<>/=]+(?:="[^"<]*")?)*\s*/?)>|([^<]+)""")
_ATTRIBUTE = re.compile(r"""([^\s="/]+)(?:="([^"]*)")?""")
_TELLING = re.compile(r"\bid=|\bclass=\"(?:headerlink|linenodiv)\"|data-search-exclude")
_PASSED_BY = frozenset(
    {"a", "b", "em", "i", "kbd", "small", "span", "strong", "td", "th", "tr"}
)  # fmt: skip
"""Elements that the plugin does not keep, and that hold no headline."""
_HEADLINES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def add_entries(index: Any, page: Any) -> None:
    """Add what is found in a page of MkDocs, whose Markdown is rendered, to the plugin's index."""
    if (page.meta.get("search") or {}).get("exclude"):
        return
    reader = _reader()()
    reader.feed(page.content)
    reader.close()
    for section in reader.data:
        if not section.is_excluded():
            index.create_entry_for_section(section, page.toc, page.url, page)


@cache
def _reader() -> Any:
    from material.plugins.search.plugin import (  # type: ignore[import-untyped]
        Parser,
        void,
    )

    class Left(set[Any]):
        """What is left out. It is compared with the open elements at every tag and text, though
        nothing of it is open but within an element that was added."""

        def intersection(self, *others: Any) -> set[Any]:
            return super().intersection(*others) if len(self) > always else set()

    always = len(Parser().skip)

    def _odd(tag: str, attributes: str) -> bool:
        return attributes.endswith("/") and tag not in void

    class Reader(Parser):  # type: ignore[misc]
        skip: Any

        def feed(self, html: str) -> None:
            if _STRANGE.search(html) or not self._read(html):
                self.__init__()  # type: ignore[misc]
                super().feed(html)

        def _read(self, html: str) -> bool:
            """Whether it could be read: every element ends where it should."""
            self.skip = Left(self.skip)
            opened: list[tuple[str, bool]] = []  # and whether it is passed by
            end = 0
            for found in _TOKEN.finditer(html):
                closing, tag, attributes, text = found.groups()
                if found.start() != end:
                    return False
                end = found.end()
                if text is not None:
                    self.handle_data(unescape(text) if "&" in text else text)
                elif closing:
                    if not opened or opened[-1][0] != tag:
                        return False
                    if not opened.pop()[1]:
                        self.handle_endtag(tag)
                elif tag in _PASSED_BY and self.section and not _TELLING.search(attributes):
                    opened.append((tag, True))
                elif _odd(tag, attributes) or (tag in _HEADLINES and any(by for _, by in opened)):
                    return False
                else:
                    self.handle_starttag(tag, _attributes(attributes))
                    if tag not in void:
                        opened.append((tag, False))
            return end == len(html)

    return Reader


def _attributes(written: str) -> list[tuple[str, str | None]]:
    """Names and values, where the plugin cares for any; one without a value has None."""
    if not _TELLING.search(written):
        return []
    return [
        (found[1], None if found[2] is None else unescape(found[2]))
        for found in _ATTRIBUTE.finditer(written)
    ]
