"""A plan says from the labels themselves what a migration would do to them, and writes nothing."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import labels_made
import schemac
from mapping_made import ends, labels, maps
from schemac.labelfiles import find
from schemac.labels import Account, Labels
from schemac.mapping import Fidelity
from schemac.maps import Mapped
from schemac.migrating import Outcome, migrate, plan, record, render_html, render_json, render_text
from schemac.migrating import Way as MigrationWay
from schemac.migrating.counting import REDO, Counting
from schemac.model import Skeleton

NAN = np.nan


def bowling() -> Mapped:
    return schemac.map_between("sport/cricket-bowling-54@1.0.0", "sport/cricket-bowling-54")


def rows(skeleton: Skeleton, *said: dict[str, tuple[float, float, int]]) -> Any:
    """Labels in which only the keypoints named are placed."""
    made = np.full((len(said), len(skeleton.keypoints), 3), NAN)
    for row, points in enumerate(said):
        for name, point in points.items():
            made[row, skeleton.by_id[name].index] = point
    return made


def planned(path: Path, mapped: Mapped, made: Any, **way: Any) -> tuple[Outcome, Any]:
    labels_made.put(path, mapped.source, made)
    return plan(find(path, labels_made.FORMAT), mapped, **way)


def test_each_keypoint_is_counted_for_what_becomes_of_it(tmp_path: Path) -> None:
    mapped = bowling()
    made = rows(
        mapped.source,
        {"nose": (1, 2, 2), "t2": (3, 4, 2), "t4": (3, 5, 1)},
        {"nose": (1, 2, 2), "left_wrist": (9, 9, 2)},
        {},
    )
    outcome, work = planned(tmp_path / "a.made", mapped, made)
    row = {each.keypoint: each for each in outcome.keypoints}
    assert work is None
    assert (row["nose"].fidelity, row["nose"].done, row["nose"].unlabelled) == ("exact", 2, 1)
    assert (row["t4"].fidelity, row["t4"].done, row["t4"].unlabelled) == ("relabel", 1, 2)
    assert (row["left_wrist"].fidelity, row["left_wrist"].done) == ("approximate", 1)
    assert row["left_wrist"].look == 1
    assert row["left_middle_cmc"].done == 0  # one of its two sources is not there
    assert {gone.keypoint: gone.labels for gone in outcome.lost if gone.labels} == {"t2": 1}
    counted = {key: count for key, count in outcome.instances.items() if count}
    assert counted == {"all": 3, "approximate": 1, "relabel": 1, "lost": 1, "unlabelled": 1}
    assert outcome.losing
    tiers = {(step.source, step.target): step.labels for step in outcome.tiers}
    assert tiers[("visible", "sharp")] == 4
    assert tiers[("occluded", "inferred")] == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.made"]


def test_a_middle_without_one_of_its_sources_is_not_placed(tmp_path: Path) -> None:
    mapped = schemac.map_between("body/coco-17", "body/halpe-26")
    both = {"left_hip": (10.0, 10.0, 2), "right_hip": (20.0, 10.0, 2)}
    one = {"left_hip": (10.0, 10.0, 2), "right_hip": (NAN, NAN, 0)}
    outcome, _ = planned(tmp_path / "a.made", mapped, rows(mapped.source, both, one))
    row = {each.keypoint: each for each in outcome.keypoints}
    assert (row["hip_centre"].fidelity, row["hip_centre"].done) == ("derived", 1)
    assert row["left_hip"].done == 2
    assert outcome.instances["derived"] == 1
    assert outcome.instances["kept"] == 1
    assert not outcome.losing


def test_the_work_counts_what_the_plan_says(tmp_path: Path) -> None:
    mapped = bowling()
    made = np.random.default_rng(3).integers(0, 3, (50, len(mapped.source.keypoints), 3)) * 1.0
    made[made[..., 2] == 0, :2] = NAN
    outcome, _ = planned(tmp_path / "a.made", mapped, made)
    found = find(tmp_path / "a.made", labels_made.FORMAT)
    done = migrate(found, mapped, MigrationWay(out=tmp_path / "b.made", jobs=1))
    assert done.outcome == outcome


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_keypoint_of_every_instance_is_counted_once(data: st.DataObject) -> None:
    source, target = data.draw(ends("one")), data.draw(ends("two"))
    map = data.draw(maps(source, target))
    given_ = data.draw(labels(source))
    account = Account()
    counting = Counting(map=map, account=account)
    counting(given_)
    for entry in map.entries:
        counted = [n for key, n in account.carried.items() if key[:2] == ("keypoint", entry.target)]
        assert sum(counted) == len(given_)
    codes = {rung.code for rung in source.tiers if rung.placed}
    told = np.isin(given_[..., 2], list(codes))
    used = {need for entry in map.entries for need in entry.needs}
    again = {entry.target for entry in map.entries if entry.fidelity is Fidelity.RELABEL}
    lost = sum(n for key, n in account.carried.items() if key[0] == "lost")
    assert lost == sum(
        told[:, at].sum() for at, p in enumerate(source.points) if p not in used | again
    )
    todo = counting.to_redo(given_)
    for at, entry in enumerate(map.entries):
        kinds = {REDO[kind] for kind in todo[:, at]} - {""}
        if entry.fidelity < Fidelity.RELABEL:
            assert kinds <= ({"look"} if entry.review else set())
    parts = Account()
    for row in given_:
        one = Account()
        counting(row[None], one)
        parts.add(one)
    assert parts.carried == account.carried


def test_it_is_told_as_text_json_and_a_page(tmp_path: Path) -> None:
    mapped = bowling()
    made = rows(mapped.source, {"nose": (1, 2, 2), "t2": (3, 4, 2), "t4": (3, 5, 1)})
    outcome, _ = planned(tmp_path / "<b>a.made", mapped, made)
    text = render_text(outcome, width=90)
    for said in ("t4", "label again", "`t2` is retired"):
        assert said in text
    assert max(map(len, text.splitlines())) <= 130
    data = json.loads(render_json(outcome))
    assert data == json.loads(json.dumps(record(outcome)))
    assert (data["schemac_migration"], data["losing"]) == (1, True)
    page = render_html(outcome, title="<b>a.made", planned=True)
    assert "<b>a.made" not in page
    assert "http:" not in page
    assert "<script" not in page
    assert 'class="label-again"' in page


def recorded(folder: Path, seen: dict[str, Any]) -> Callable[[str], ModuleType]:
    """Worklists of tools that only note what they are given."""

    def write(parts: Iterable[tuple[Labels, Any]], path: Path, writing: Any) -> None:
        seen[path.name] = [(labels.about, mask) for labels, mask in parts]
        path.write_text(str(writing.skeleton.reference))

    def module(name: str) -> ModuleType:
        made = ModuleType(name)
        made.write = write  # type: ignore[attr-defined]
        return made

    return module


def test_a_worklist_names_what_people_must_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}
    monkeypatch.setattr(
        sys.modules["schemac.migrating.worklist"], "import_module", recorded(tmp_path, seen)
    )
    mapped = bowling()
    made = rows(
        mapped.source,
        {"nose": (1, 2, 2), "t4": (3, 5, 1)},
        {"nose": (1, 2, 2)},
        {"left_wrist": (9, 9, 2)},
    )
    _, work = planned(tmp_path / "a.made", mapped, made, worklist=tmp_path / "todo")
    assert (work.instances, work.keypoints) == (2, 2)
    assert sorted(each.name for each in (tmp_path / "todo").iterdir()) == sorted(work.files)
    with (tmp_path / "todo" / "worklist.csv").open() as file:
        listed = [(row["image"], row["keypoint"], row["todo"]) for row in csv.DictReader(file)]
    assert listed == [("00000.jpg", "t4", "relabel"), ("00002.jpg", "left_wrist", "look")]
    for parts in seen.values():
        ((about, mask),) = parts
        assert [each.id for each in about] == ["0", "2"]
        assert mask.sum() == 2
        assert mask[0, mapped.target.by_id["t4"].index]
    assert len(seen) == 2
    _, work = planned(
        tmp_path / "a.made", mapped, made, worklist=tmp_path / "again", redo=("relabel",)
    )
    assert (work.instances, work.keypoints) == (1, 1)
