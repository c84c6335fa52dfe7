"""Maps in the forms of other programs do what the map does."""

from __future__ import annotations

import sqlite3
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import schemac
from mapping_made import ends, labels, maps
from schemac.mapping import Entry, Fidelity, MigrationMap, carry, identity
from schemac.mapping.emit import FORMS, mmpose, numpy_gather, sql


@st.composite
def with_labels(draw: st.DrawFn) -> tuple[MigrationMap, Any]:
    source, target = draw(ends("a")), draw(ends("b"))
    return draw(maps(source, target)), draw(labels(source))


def module(map: MigrationMap) -> dict[str, Any]:
    found: dict[str, Any] = {}
    exec(compile(numpy_gather.write(map), "map.numpy.py", "exec"), found)
    return found


@settings(deadline=None)
@given(with_labels())
def test_the_numpy_module_carries_alike(given: tuple[MigrationMap, Any]) -> None:
    map, before = given
    np.testing.assert_allclose(module(map)["carry"](before), carry(map, before))


def test_the_numpy_module_refuses_an_unknown_tier() -> None:
    made = schemac.map_between("body/coco-17", "body/mpii-16").map
    with pytest.raises(ValueError, match="tier"):
        module(made)["carry"](np.full((17, 3), 7.0))


def through_sql(map: MigrationMap, before: Any) -> Any:
    """Labels written into SQLite, carried there, and read again."""
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE TABLE schemac_labels (instance INT, keypoint TEXT, x REAL, y REAL, tier INT)"
    )
    rows = [
        (at, map.source.points[index], *(float(x), float(y)), int(code))
        for at, instance in enumerate(before)
        for index, (x, y, code) in enumerate(instance)
        if np.isfinite(code)
    ]
    database.executemany("INSERT INTO schemac_labels VALUES (?, ?, ?, ?, ?)", rows)
    database.executescript(sql.write(map).decode())
    after = np.full((len(before), len(map.target.points), 3), np.nan)
    for instance, keypoint, x, y, tier in database.execute("SELECT * FROM schemac_carried"):
        values = [np.nan if value is None else value for value in (x, y, tier)]
        after[instance, map.target.index[keypoint]] = values
    return after


@settings(max_examples=60, deadline=None)
@given(with_labels())
def test_the_sql_carries_alike(given: tuple[MigrationMap, Any]) -> None:
    map, before = given
    np.testing.assert_allclose(through_sql(map, before), carry(map, before), atol=1e-9)


def converted(map: MigrationMap, keypoints: Any, visible: Any) -> Any:
    """What MMPose's KeypointConverter does with a mapping: one pair of sources anywhere makes the
    middle of two the rule for all, and visibilities are multiplied."""
    config: dict[str, Any] = {}
    exec(mmpose.write(map), config)
    converter = config["converter"]
    sources = [(s, s) if isinstance(s, int) else s for s, _ in converter["mapping"]]
    targets = [target for _, target in converter["mapping"]]
    points = np.zeros((len(keypoints), converter["num_keypoints"], 2))
    seen = np.zeros((len(keypoints), converter["num_keypoints"]))
    first, second = ([pair[side] for pair in sources] for side in (0, 1))
    points[:, targets] = 0.5 * (keypoints[:, first] + keypoints[:, second])
    seen[:, targets] = visible[:, first] * visible[:, second]
    return points, seen


@pytest.mark.parametrize("target", ["body/mpii-16", "body/h36m-17", "body/openpose-25"])
def test_the_converter_of_mmpose_carries_what_it_can(target: str) -> None:
    map = schemac.map_between("body/coco-17", target).map
    random = np.random.default_rng(3)
    before = np.concatenate(
        [random.uniform(0, 99, (9, 17, 2)), random.choice([0, 2], (9, 17, 1))], axis=-1
    )
    points, seen = converted(map, before[..., :2], np.minimum(before[..., 2], 1))
    after = carry(map, before)
    pairs, _ = mmpose.mapping_of(map)
    for _, at, _ in pairs:
        placed = np.isfinite(after[:, at, 0])
        np.testing.assert_allclose(points[placed, at], after[placed, at, :2])
        assert (seen[:, at] == placed).all()
    missing = set(range(len(map.entries))) - {at for _, at, _ in pairs}
    assert not seen[:, sorted(missing)].any()


def test_the_converter_names_what_it_cannot_carry() -> None:
    text = FORMS["mmpose"].write(schemac.map_between("body/coco-17", "body/h36m-17").map).decode()
    assert "# not carried: spine, which has 4 sources" in text
    made = schemac.map_between("face/wflw-98", "face/ibug-68", via="wflw-98-to-ibug-68-pipnet")
    text = made.written("mmpose").decode()
    assert "right_brow_1, whose x and y come from different sources" in text
    assert "right_upper_lid_1, whose two sources have other weights than a half each" in text
    cricket = schemac.map_between("sport/cricket-bowling-54@1.0.0", "sport/cricket-bowling-54")
    assert "# not carried: the change of visibility tiers" in cricket.written("mmpose").decode()


def test_a_pair_that_takes_the_best_tier_is_no_pair_of_mmpose() -> None:
    from fractions import Fraction

    end = schemac.map_between("body/coco-17", "body/coco-17").map.source
    half = Fraction(1, 2)
    share = (("left_hip", half), ("right_hip", half))
    rules = {"worst": (("left_hip",), ("right_hip",)), "best": (("left_hip", "right_hip"),)}
    for name, rule in rules.items():
        entry = Entry(target="nose", x=share, y=share, rule=rule, fidelity=Fidelity.DERIVED)
        map = MigrationMap(source=end, target=end, entries=(entry,), tiers=identity(end).tiers)
        pairs, refused = mmpose.mapping_of(map)
        assert bool(pairs) == (name == "worst")
        assert bool(refused) == (name == "best")


def test_names_from_strangers_are_written_as_literals() -> None:
    assert sql._literal("o'ring\n") == "'o''ring\n'"
