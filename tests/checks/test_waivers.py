"""Findings that somebody accepts, and how bad a project takes a rule."""

from __future__ import annotations

import pytest

from checks.build import HOME, pair, point, skeleton
from schemac.checks import RULE_NAMES, apply_levels, apply_waivers, check_levels
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.model import Skeleton, Waiver
from schemac.reading.declare import KEY

CUE = Code(id="M020", name="missing-cue")
JOINED = Code(id="L035", name="places-joined", severity=Severity.WARNING)
BROKEN = Code(id="Y001", name="not-yaml")


def missing(*points: str) -> Diagnostic:
    return CUE.at(HOME, "no cue", points=points)


def waived(rule: str, *points: str, **fields: str) -> Skeleton:
    waiver = Waiver(
        rule=rule, points=points, because="Agreed.", origin=HOME / "waivers" / 0, **fields
    )
    return skeleton(point("nose"), *pair("eye", 1), waivers=(waiver,))


def after(subject: Skeleton, *found: Diagnostic, today: str | None = None) -> list[str]:
    return [each.rule for each in apply_waivers(found, subject, today, RULE_NAMES)]


def test_without_waivers_nothing_changes() -> None:
    assert apply_waivers([missing("nose")], skeleton(), "2024-01-01", RULE_NAMES) == (
        missing("nose"),
    )


def test_a_waiver_without_points_meets_every_finding_of_its_rule() -> None:
    assert after(waived("missing-cue"), missing("nose"), missing("left_eye"), missing()) == []


@pytest.mark.parametrize(
    ("points", "left"),
    [
        (("left_eye", "right_eye"), []),
        (("left_eye", "right_eye", "nose"), []),
        (("left_eye",), ["missing-cue", "waiver-unused"]),
    ],
)
def test_all_points_of_a_finding_must_be_waived(points: tuple[str, ...], left: list[str]) -> None:
    assert after(waived("missing-cue", *points), missing("left_eye", "right_eye")) == left


def test_a_finding_on_no_point_is_not_met_by_a_waiver_of_points() -> None:
    assert "missing-cue" in after(waived("missing-cue", "nose"), missing())


def test_a_waiver_that_meets_nothing_is_an_error() -> None:
    [problem] = apply_waivers((), waived("missing-cue", "nose"), None, RULE_NAMES)
    assert (problem.rule, problem.severity) == ("waiver-unused", Severity.ERROR)
    assert problem.message == "the waiver of `missing-cue` meets no finding of `nose`"


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2024-06-30", []),  # the last day still counts
        ("2024-07-01", ["missing-cue", "waiver-expired"]),
        (None, []),
    ],
)
def test_a_waiver_ends_after_its_date(today: str | None, left: list[str]) -> None:
    subject = waived("missing-cue", until="2024-06-30")
    assert after(subject, missing("nose"), today=today) == left


def test_an_unknown_rule_is_given_its_nearest_name() -> None:
    [problem] = apply_waivers((), waived("missing-cues"), None, RULE_NAMES)
    assert problem.rule == "waiver-unknown-rule"
    assert problem.help == "is `missing-cue` meant?"


def test_an_error_of_reading_cannot_be_waived() -> None:
    broken = BROKEN.at(HOME, "not YAML")
    assert after(waived("not-yaml"), broken) == ["not-yaml", "waiver-refused"]


def test_a_warning_of_linking_can_be_waived() -> None:
    assert after(waived("places-joined"), JOINED.at(HOME, "joined")) == []


def test_waivers_of_a_comparison_are_left_to_it() -> None:
    assert after(waived("breaking", finding="ab12")) == []


def test_levels_change_ignore_and_leave() -> None:
    found = (missing("nose"), JOINED.at(HOME, "joined"), BROKEN.at(HOME, "not YAML"))
    levels = {"missing-cue": "note", "places-joined": "ignore", "not-yaml": "ignore"}
    left = apply_levels(found, levels, RULE_NAMES)
    assert [(each.rule, each.severity) for each in left] == [
        ("missing-cue", Severity.NOTE),
        ("not-yaml", Severity.ERROR),
    ]


def test_a_level_of_an_unknown_rule_is_an_error_at_its_own_place() -> None:
    problems = check_levels(
        {"missing-cue": "note", "vague-words": "note"}, RULE_NAMES, HOME / "checks"
    )
    assert [(p.rule, p.origin.route, p.help) for p in problems] == [
        ("level-unknown-rule", ("checks", "vague-words", KEY), "is `vague-word` meant?")
    ]
