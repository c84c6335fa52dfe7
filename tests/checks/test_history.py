"""What one version says of its past."""

from __future__ import annotations

from typing import Any

import pytest

from checks.build import (
    HOME,
    Case,
    dictionary,
    found,
    landmark,
    lineage,
    pair,
    point,
    retired,
    skeleton,
    tier,
    tiers,
)  # fmt: skip
from schemac.checks import history
from schemac.model import Change, Fate, Skeleton, Waiver


def change(verb: str, *points: str, **fields: Any) -> Change:
    return Change(verb=verb, points=points, origin=HOME / "lineage" / "changes" / 0, **fields)


def changed(*changes: Change, parent: str = "demo/test@0.9.0", **fields: Any) -> Skeleton:
    return skeleton(*pair("wrist"), point("nose", 2), lineage=lineage(parent, *changes), **fields)


def moved(*changes: Change, parent: str = "demo/test@1.0.0") -> Skeleton:
    gone = retired("t2", "1.0.0", indices=(2,))
    return changed(*changes, parent=parent, retired=(gone,), version="2.0.0")


def renumbered(parent: str, version: str, id: str = "demo/test") -> Skeleton:
    declared = change("renumber", why="The face comes last.")
    return changed(declared, parent=f"{id}@{parent}", version=version)


CASES: tuple[Case, ...] = (
    (
        history.change_incomplete,
        lambda: changed(change("redefine", "nose")),
        lambda: changed(change("editorial", "nose")),
    ),
    (
        history.change_of_unknown,
        lambda: changed(change("editorial", "noes")),
        lambda: changed(change("split", "t2", labels="redo"), retired=(retired("t2"),)),
    ),
    (
        history.version_not_above_parent,
        lambda: changed(parent="demo/test@1.0.0"),
        lambda: changed(parent="demo/other@1.0.0"),
    ),
    (
        history.retired_too_late,
        lambda: changed(retired=(retired("t2", "1.0.0"),)),
        lambda: changed(retired=(retired("t2", "0.10.0"),)),
    ),
    (
        history.retired_entry_in_use,
        lambda: dictionary(landmark("hip"), retired=(retired("hip"),)),
        lambda: tiers(tier("visible", 2), retired=(retired("occluded"),)),
    ),
    (
        history.retired_index_in_use,
        lambda: moved(),
        lambda: moved(change("renumber", why="Closes the gap of t2.")),
    ),
    (
        history.renumber_without_major,
        lambda: renumbered("1.2.0", "1.3.0"),
        lambda: renumbered("1.2.0", "2.0.0"),
    ),
    (
        history.date_impossible,
        lambda: skeleton(lineage=lineage(effective="2024-02-30")),
        lambda: skeleton(lineage=lineage(effective="2024-02-29")),
    ),
)


@pytest.mark.parametrize(
    ("declared", "missing"),
    [
        (change("redefine", "nose"), "`labels`"),
        (change("replace", "nose"), "`by` and `labels`"),
        (change("merge", "nose"), "`into` and `labels`"),
        (change("split", "nose"), "`into`"),
        (change("split", "nose", into=(Fate(target="wrist", labels=""),)), "`labels`"),
        (change("split", "nose", into=(Fate(target="wrist", labels="redo"),)), None),
        (change("renumber"), None),
    ],
)
def test_what_a_change_must_say(declared: Change, missing: str | None) -> None:
    problems = found(history.change_incomplete, changed(declared))
    assert [p.message.split("needs ")[1] for p in problems] == ([missing] if missing else [])


def test_dictionaries_and_tier_sets_have_no_labels_to_speak_of() -> None:
    past = lineage("landmarks/test@0.9.0", change("redefine", "hip"))
    assert not found(history.change_incomplete, dictionary(landmark("hip"), lineage=past))


def test_a_misspelt_point_is_given_its_nearest_name() -> None:
    [problem] = found(history.change_of_unknown, changed(change("editorial", "wirst")))
    assert problem.help == "is `wrist` meant?"


def test_a_split_leads_to_points_that_are_there() -> None:
    into = (Fate(target="wrist", labels="review"), Fate(target="carpus", labels="redo"))
    declared = changed(change("split", "t2", into=into), retired=(retired("t2"),))
    [problem] = found(history.change_of_unknown, declared)
    assert "`carpus`" in problem.message
    assert "`wrist`" not in problem.message


def test_an_index_freed_in_an_earlier_step_is_no_news() -> None:
    assert not found(history.retired_index_in_use, moved(parent="demo/test@1.5.0"))


def test_versions_are_compared_as_numbers() -> None:
    assert not found(
        history.version_not_above_parent, changed(parent="demo/test@0.9.0", version="0.10.0")
    )


@pytest.mark.parametrize("until", ["2024-13-01", "tomorrow", "20240101"])
def test_dates_of_waivers(until: str) -> None:
    waiver = Waiver(rule="missing-cue", because="Later.", until=until, origin=HOME / "waivers" / 0)
    [problem] = found(history.date_impossible, skeleton(waivers=(waiver,)))
    assert problem.origin.route == ("waivers", 0, "until")


@pytest.mark.parametrize(
    ("parent", "version", "next_major"),
    [
        ("1.2.0", "1.2.1", "2.0.0"),
        ("0.2.0", "0.2.1", "0.3.0"),
        ("0.2.0", "0.3.0", None),
        ("0.2.0", "1.0.0", None),
        ("9.0.0", "10.0.0", None),
        ("1.3.0", "1.2.0", None),  # not above its parent, which is told by itself
        ("1.x", "1.y", None),
    ],
)
def test_the_version_that_moved_indices_need(
    parent: str, version: str, next_major: str | None
) -> None:
    problems = found(history.renumber_without_major, renumbered(parent, version))
    expected = [f"write `version: {next_major}`"] if next_major else []
    assert [problem.help for problem in problems] == expected


def test_a_child_of_another_spec_counts_its_own_versions() -> None:
    other = renumbered("1.2.0", "1.3.0", "demo/other")
    assert not found(history.renumber_without_major, other)


def test_versions_say_nothing_where_indices_stay() -> None:
    stay = changed(change("editorial", "nose"), parent="demo/test@1.0.0", version="1.1.0")
    assert not found(history.renumber_without_major, stay)
