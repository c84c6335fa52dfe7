"""Laws over all rules: each has a case, a near miss, a page, an id and a name of its own."""

from __future__ import annotations

import re
from inspect import cleandoc

import pytest

from checks import (
    test_history,
    test_meaning,
    test_names,
    test_numbers,
    test_positions,
    test_symmetry,
    test_topology,
    test_visibility,
)  # fmt: skip
from checks.build import Case, dictionary, landmark, pair, point, skeleton, tiers
from schemac.checks import (
    CODES,
    RULES,
    check_dictionary,
    check_map,
    check_skeleton,
    check_tier_set,
)  # fmt: skip
from schemac.diagnostic import Code, Severity
from schemac.model import PointMap, Reference, Waiver

CASES: tuple[Case, ...] = tuple(
    case
    for module in (
        test_names, test_symmetry, test_topology, test_numbers, test_meaning, test_positions,
        test_visibility, test_history,
    )
    for case in module.CASES
)  # fmt: skip
NAMED = [pytest.param(*case, id=case[0].code.name) for case in CASES]


@pytest.mark.parametrize(("rule", "bad", "good"), NAMED)
def test_the_bad_is_told_and_the_near_miss_is_not(rule, bad, good) -> None:  # type: ignore[no-untyped-def]
    problems = list(rule(bad()))
    assert problems
    for problem in problems:
        assert (problem.code, problem.rule) == (rule.code.id, rule.code.name)
        assert problem.origin.file, "a finding must have a place"
        assert "\n" not in problem.message
        assert not problem.message.endswith(".")
    assert not list(rule(good()))


def test_every_rule_has_a_case() -> None:
    assert {case[0] for case in CASES} == set(RULES)


def test_ids_and_names_are_given_once() -> None:
    assert len({code.id for code in CODES}) == len(CODES)
    assert len({code.name for code in CODES}) == len(CODES)
    for code in CODES:
        assert re.fullmatch(r"[NSTUMPVHDW]\d\d\d", code.id)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", code.name)


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.name)
def test_every_page_says_what_why_instead_and_shows_an_example(code: Code) -> None:
    what, why, *rest = re.split(r"\n\n+", cleandoc(code.doc))
    instead, example = rest[:-1], rest[-1]
    assert re.fullmatch(r"[A-Z`][^\n]+(\n[^\n]+)?\.", what)
    assert len(re.findall(r"[.!?](?= [A-Z])", what.replace("\n", " "))) == 0, "one sentence"
    assert why.endswith(".")
    assert instead
    assert all(line.startswith("    ") for line in example.splitlines())


def test_a_sound_skeleton_is_met_with_silence() -> None:
    assert check_skeleton(skeleton(point("nose"), *pair("eye", 1))) == ()
    assert check_tier_set(tiers()) == ()
    assert check_dictionary(dictionary(landmark("hip"), landmark("knee"))) == ()


def test_a_map_has_its_dates_checked() -> None:
    waiver = Waiver(rule="missing-cue", because="Later.", until="soon")
    some = Reference(id="a/b", version="1.0.0")
    map = PointMap(
        id="maps/x", version="1.0.0", title="X", source=some, target=some, waivers=(waiver,)
    )
    assert [problem.rule for problem in check_map(map)] == ["date-impossible"]


def test_a_broken_skeleton_is_spared_the_rules_that_need_all_of_it() -> None:
    gap = skeleton(point("nose", 3))
    assert [problem.rule for problem in check_skeleton(gap)] == ["index-not-a-run"]
    assert check_skeleton(gap, whole=False) == ()


def test_severities_are_errors_and_warnings_only() -> None:
    assert {rule.code.severity for rule in RULES} == {Severity.ERROR, Severity.WARNING}
