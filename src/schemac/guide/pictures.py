"""The figures of a guide: pages say which they want, the site puts them in at the very end.

Between the two only a number stands in the page. Markdown never sees a drawing (it would be slow
to look through one), and the search index does not learn its labels.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schemac.guide.context import Context

if TYPE_CHECKING:
    from markupsafe import Markup

_PLACE = re.compile(r'<div data-picture="(\d+)"></div>')

Request = tuple[str | int, ...]
"""The kind of a figure, and what it is of: `("target", "left_elbow")`."""


class Pictures:
    """The figures that the pages of one guide asked for, each drawn once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._asked: dict[Request, int] = {}
        self._drawn: dict[Request, str] = {}

    def place(self, kind: str, *what: str | int) -> Markup:
        """The place of a figure in a page, as markup of ours."""
        from markupsafe import Markup

        number = self._asked.setdefault((kind, *what), len(self._asked))
        return Markup(f'<div data-picture="{number}"></div>')  # noqa: S704 - a number only

    def put_into(self, page: str) -> str:
        """A page with its figures drawn. One that cannot be drawn leaves no trace."""
        wanted = list(self._asked)
        return _PLACE.sub(lambda found: self._picture(wanted[int(found[1])]), page)

    def _picture(self, request: Request) -> str:
        if request not in self._drawn:
            from schemac.guide.drawing import draw

            self._drawn[request] = draw(self._context, request)
        return self._drawn[request]
