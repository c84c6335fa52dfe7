"""When a label was made, as the day, week or month it falls into."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

Window = Literal["day", "week", "month"]


def period_of(when: str, window: Window) -> str | None:
    """`2026-03-05`, `2026-W10` (ISO 8601) or `2026-03`, from a time in ISO 8601; None for a text
    that is no time. Zones are taken as written: a day is that of whoever wrote it."""
    try:
        moment = datetime.fromisoformat(when.replace("Z", "+00:00"))
    except ValueError:
        return None
    if window == "week":
        year, week, _ = moment.isocalendar()
        return f"{year:04}-W{week:02}"
    return moment.strftime("%Y-%m-%d" if window == "day" else "%Y-%m")
