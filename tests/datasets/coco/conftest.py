"""Maps that several tests take, made once."""

from __future__ import annotations

import pytest
from coco_made import Pair

from schemac.api import map_between


@pytest.fixture(scope="session")
def to_h36m() -> Pair:
    """17 keypoints to 17: copies in another order, midpoints, and some from nothing."""
    return Pair(map_between("body/coco-17", "body/h36m-17"))


@pytest.fixture(scope="session")
def to_halpe() -> Pair:
    return Pair(map_between("body/coco-17", "body/halpe-26"))
