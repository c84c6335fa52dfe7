"""What every test may use: the linked skeletons of the standard library."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from schemac.model import Skeleton

ROOT = Path(__file__).parent.parent
LIBRARY = ("body/coco-17", "hand/hand-21", "face/ibug-68", "body/coco-wholebody-133")
"""A few specs of different kinds, for tests that are too slow for all of them."""


def documents(kind: str) -> tuple[str, ...]:
    """Ids of the standard library's working documents of a kind, `spec` or `part`; not linked."""
    header = re.compile(rf"^{kind}: (\S+)", re.M)
    paths = sorted((ROOT / "specs").rglob("*.yaml"))
    found = (header.search(path.read_text("utf-8")) for path in paths if "@" not in path.name)
    return tuple(match[1] for match in found if match)


SPECS = documents("spec")
PARTS = documents("part")


def small_project(folder: Path, specs: tuple[str, ...] = LIBRARY) -> Path:
    """A project with a few specs of the library, for tests of whole builds; its folder."""
    for spec in specs:
        to = folder / "specs" / f"{spec}.yaml"
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes((ROOT / "specs" / f"{spec}.yaml").read_bytes())
    (folder / "schemac.yaml").write_text("schemac: 1\nproject: library\n", "utf-8")
    return folder


@cache
def linked(spec: str) -> Skeleton:
    """A spec of the standard library, linked, by id (or by the path of a file)."""
    import schemac

    return schemac.load(spec)


@pytest.fixture(scope="session")
def skeleton() -> Callable[[str], Skeleton]:
    return linked


@pytest.fixture(scope="session")
def to_h36m() -> Any:
    """A map for label files: copies in another order, midpoints, and some from nothing."""
    return _pair("body/h36m-17")


@pytest.fixture(scope="session")
def to_halpe() -> Any:
    return _pair("body/halpe-26")


def _pair(target: str) -> Any:
    from coco_made import Pair  # lies beside the tests that ask for it

    from schemac.api import map_between

    return Pair(map_between("body/coco-17", target))
