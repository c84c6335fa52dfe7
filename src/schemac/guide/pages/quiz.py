"""The calibration quiz: only the frame of the page; its figures are drawn when it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemac.guide.context import Context


def values(context: Context) -> Mapping[str, Any] | None:
    """None when there is no place that could be clicked."""
    return {} if asks(context) else None


def asks(context: Context) -> bool:
    """Whether the main view has a position of a keypoint that is set by hand."""
    places = context.skeleton.positions()
    points = (p for p in context.skeleton.keypoints if p.kind != "constructed")
    return any(p.id in places and p.deprecated is None for p in points)
