"""Ids as COCO wants them: whole numbers, each once."""

from __future__ import annotations

import re
from typing import Any

_WHOLE = re.compile(r"-?[1-9][0-9]{0,17}")


class Ids:
    """Keeps ids that are whole numbers, and numbers what has another id or none. An id that was
    given away already is numbered too. 0 is not kept, since COCOeval takes it for none."""

    def __init__(self) -> None:
        self._given: set[int] = set()
        self._next = 1

    def of(self, id: str | None) -> dict[str, Any]:
        """`id` for the file, and `source_id` where it is not the one that was there."""
        if id is not None and _WHOLE.fullmatch(id) and int(id) not in self._given:
            self._given.add(int(id))
            return {"id": int(id)}
        while self._next in self._given:
            self._next += 1
        self._given.add(self._next)
        return {"id": self._next} if id is None else {"id": self._next, "source_id": id}
