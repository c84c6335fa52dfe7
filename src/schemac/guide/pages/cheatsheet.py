"""The cheat sheet: only the frame of the page; the sheet is laid out when it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemac.guide.context import Context
from schemac.guide.pages.quiz import asks


def values(context: Context) -> Mapping[str, Any] | None:
    """None when there is nothing to show on a map."""
    return {} if asks(context) else None
