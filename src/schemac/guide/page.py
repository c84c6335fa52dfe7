"""A page of a guide as plain data: where it lies, which template shows it, and with what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct


class Page(Struct, frozen=True, kw_only=True):
    """`path` ends in `.md` and lies below the guide's folder. `section` is a title of the
    navigation; pages without one stand at its top. `wide` pages have no table of contents."""

    path: str
    title: str
    template: str
    values: Mapping[str, Any]
    section: tuple[str, ...] = ()
    wide: bool = False

    @property
    def address(self) -> str:
        """Where the page lies once it is built."""
        return self.path.removesuffix(".md") + ".html"
