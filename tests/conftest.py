"""What every test may use: the linked skeletons of the standard library."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from schemac.model import Skeleton

ROOT = Path(__file__).parent.parent
LIBRARY = ("body/coco-17", "hand/hand-21", "face/ibug-68", "body/coco-wholebody-133")


@cache
def linked(spec: str) -> Skeleton:
    """A spec of the standard library, linked, by id (or by the path of a file)."""
    import schemac

    return schemac.load(spec)


@pytest.fixture(scope="session")
def skeleton() -> Callable[[str], Skeleton]:
    return linked
