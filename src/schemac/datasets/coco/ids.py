"""Ids as COCO wants them: whole numbers, each once."""

from __future__ import annotations

import re
from typing import Any

_WHOLE = re.compile(r"-?[1-9][0-9]{0,17}")


_PAGE = 6  # binary digits of an id that are a place within a page


class Ids:
    """Keeps ids that are whole numbers, and numbers what has another id or none. An id that was
    given away already is numbered too. 0 is not kept, since COCOeval takes it for none.

    What was given away is kept in pages of 64 bits: ids that lie close, as they mostly do, take
    less than two bytes each, and others some hundred.
    """

    def __init__(self) -> None:
        self._pages: dict[int, int] = {}
        self._next = 1

    def of(self, id: str | None) -> dict[str, Any]:
        """`id` for the file, and `source_id` where it is not the one that was there."""
        if id is not None and _WHOLE.fullmatch(id) and self._take(int(id)):
            return {"id": int(id)}
        while not self._take(self._next):
            self._next += 1
        return {"id": self._next} if id is None else {"id": self._next, "source_id": id}

    def _take(self, id: int) -> bool:
        """Give an id away; False where it was given before."""
        page, bit = id >> _PAGE, 1 << (id & ((1 << _PAGE) - 1))
        given = self._pages.get(page, 0)
        self._pages[page] = given | bit
        return not given & bit
