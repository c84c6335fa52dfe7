"""The order of lines means nothing: shuffled documents come to the same skeletons, same digest."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import PARTS, SPECS, linked
from schemac import workspace
from schemac.canonical import canonical, declared_digest, digest
from schemac.compile import check
from schemac.folders import documents_in
from schemac.model import Skeleton
from schemac.workspace import Workspace

LIBRARY = Path(__file__).parents[2] / "specs"
HEADER = ("schemac", "spec", "part", "tier_set", "dictionary", "map")


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same data with the entries of every mapping in another order; lists keep theirs."""
    if isinstance(value, list):
        return [shuffled(item, chance) for item in value]
    if not isinstance(value, dict):
        return value
    first = [key for key in HEADER if key in value]
    rest = [key for key in value if key not in first]
    chance.shuffle(rest)
    return {key: shuffled(value[key], chance) for key in first + rest}


def shuffle_library(into: Path, seed: int) -> Path:
    chance = random.Random(seed)
    for path in sorted(LIBRARY.rglob("*.yaml")):
        data = yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
        text = yaml.dump(
            shuffled(data, chance),
            Dumper=yaml.CDumper,
            default_style='"',
            sort_keys=False,
            width=90,
        )
        to = into / "specs" / path.relative_to(LIBRARY)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(text, "utf-8")
    return into / "specs"


@cache
def states(library: Path) -> dict[str, tuple[str, Any]]:
    """What every document declares and comes to, by its place in the library."""
    made = Workspace(str(library.parent))
    found = {}
    for path in documents_in(str(library)):
        [document] = check(made, [path]).documents
        linked = digest(document) if isinstance(document, Skeleton) else canonical(document)
        declaration = made.read(path).declaration
        assert declaration is not None
        found[str(Path(path).relative_to(library))] = declared_digest(declaration), linked
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_lines_change_nothing(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meant = states(LIBRARY)
    library = shuffle_library(tmp_path, seed)
    monkeypatch.setattr(workspace, "shipped", lambda name: str(library))
    assert states(library) == meant
    assert len(meant) == len(list(LIBRARY.rglob("*.yaml")))


def test_another_word_changes_the_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison above can fail: one changed letter of a landmark does change who cites it."""
    meant = states(LIBRARY)
    heels = {f"{id}.yaml" for id in (*SPECS, *PARTS) if cites(id, "landmarks/foot.heel")}
    library = shuffle_library(tmp_path, 1)
    monkeypatch.setattr(workspace, "shipped", lambda name: str(library))
    path = library / "landmarks" / "foot.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"title": "Heel"', '"title": "Heels"', 1), "utf-8")
    assert text != path.read_text("utf-8")
    changed = {file for file, state in states(library).items() if state[1] != meant[file][1]}
    assert {"landmarks/foot.yaml", *heels} <= changed
    assert "foot/foot-3.yaml" in heels
    assert "face/ibug-68.yaml" not in changed


def cites(id: str, place: str) -> bool:
    return any(point.place and point.place.key == place for point in linked(id).keypoints)
