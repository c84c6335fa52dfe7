"""Titles in the navigation that are not in the reader's language say in which they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from schemac.guide.context import Context
from schemac.guide.render import safe


def mark_titles(entries: Iterable[Any], context: Context) -> None:
    """Give entries of a navigation by MkDocs the marked form of their titles, in the attribute in
    which the theme looks for titles with marks (WCAG 2.2, 3.1.2)."""
    if context.speech.fallback is None:
        return
    marked = dict(_marked(context))
    for entry in _all(entries):
        if entry.title in marked:
            entry.typeset = {"title": marked[entry.title]}


def _marked(context: Context) -> Iterator[tuple[str, str]]:
    """Titles of the spec as the navigation has them, and with their language."""
    for id, plain in context.titles.items():
        yield str(safe(plain)), context.quoted[id]
    for region in context.regions:
        yield str(safe(context.speech.plain(region.title))), context.speech.quote(region.title)


def _all(entries: Iterable[Any]) -> Iterator[Any]:
    for entry in entries:
        yield entry
        yield from _all(entry.children or ())
