"""The versions of a document as a list, a graph and a changelog."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

import schemac
from releases import HOSTILE, do_release, entry, next_version, released_project
from schemac.auditing import History, Version
from schemac.auditing.account import Merged, Step
from schemac.auditing.log import render_changelog, render_log


def history(steps: Sequence[tuple[str, Sequence[str]]], **more: object) -> History:
    """Versions with the versions each grew from, in the order of release."""
    versions = tuple(
        Version(
            entry=replace(
                entry(version, f"Why {version}."),
                line=number,
                parent=f"demo/arrow-2@{parents[0]}" if parents else None,
                merges=tuple(f"demo/arrow-2@{parent}" for parent in parents[1:]),
            ),
            mark="",
            state="superseded",
        )
        for number, (version, parents) in enumerate(steps, 1)
    )
    return History(id="demo/arrow-2", kind="spec", title="Arrow", versions=versions, **more)  # type: ignore[arg-type]


def drawn(made: History) -> list[str]:
    """The graph without what is told of each version."""
    lines = render_log(made, 200, graph=True).splitlines()[1:]
    return [
        line.partition("  effective")[0].partition("  draft")[0]
        for line in lines
        if " by B. Lee" not in line and "Why " not in line
    ]


def test_a_line_of_versions() -> None:
    made = history([("1.0.0", []), ("1.1.0", ["1.0.0"]), ("2.0.0", ["1.1.0"])], draft="2.1.0")
    assert drawn(made) == ["* 2.1.0", "* 2.0.0", "* 1.1.0", "* 1.0.0"]


def test_a_fork_and_its_merge() -> None:
    steps = [
        ("1.0.0", []),
        ("1.1.0", ["1.0.0"]),
        ("2.0.0", ["1.0.0"]),
        ("3.0.0", ["2.0.0", "1.1.0"]),
    ]
    assert drawn(history(steps)) == [
        "* 3.0.0",
        "|\\",
        "* | 2.0.0",
        "| * 1.1.0",
        "|/",
        "* 1.0.0",
    ]


def test_two_heads() -> None:
    steps = [("1.0.0", []), ("1.1.0", ["1.0.0"]), ("2.0.0", ["1.0.0"])]
    assert drawn(history(steps)) == ["* 2.0.0", "| * 1.1.0", "|/", "* 1.0.0"]


def test_the_changelog_says_what_a_merge_brings_for_each_head() -> None:
    made = history([("1.0.0", []), ("1.1.0", ["1.0.0"]), ("2.0.0", ["1.0.0", "1.1.0"])])
    last = made.versions[-1]
    own = Step(kind="keypoint-added", message="`nock` is new")
    other = Step(kind="keypoint-retired", message="`vane` is gone")
    merged = Merged(head="demo/arrow-2@1.1.0", changes=(other,))
    versions = (*made.versions[:-1], replace(last, changes=(own,), merged=(merged,)))
    lines = render_changelog(replace(made, versions=versions)).splitlines()
    heading = lines.index("### For those who come from 1.1.0")
    assert lines.index("- `nock` is new.") < heading < lines.index("#### Removed")
    assert lines.index("#### Removed") < lines.index("- `vane` is gone.")


def test_versions_that_have_nothing_to_do_with_each_other() -> None:
    assert drawn(history([("1.0.0", []), ("2.0.0", [])])) == ["* 2.0.0", "* 1.0.0"]


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("graph", [False, True])
def test_it_fits(width: int, graph: bool) -> None:
    made = history([("1.0.0", []), ("1.1.0", ["1.0.0"])])
    long = replace(made.versions[1], entry=replace(made.versions[1].entry, rationale="word " * 60))
    text = render_log(replace(made, versions=(made.versions[0], long)), width, graph=graph)
    assert max(map(len, text.splitlines())) <= width


def test_frozen_versions_and_drafts_are_in_the_list(tmp_path: Path) -> None:
    project = released_project(tmp_path)
    next_version(project, "1.1.0")
    text = render_log(schemac.log("demo/arrow-2", on="2024-12-31", cwd=project), 80)
    assert "  1.1.0  draft\n" in text
    assert "  1.0.0  effective 2024-07-01, in force\n" in text


def test_a_changelog_from_ledger_and_comparison(tmp_path: Path) -> None:
    project = released_project(tmp_path)
    path = next_version(project, "1.1.0", why="Feathers count now.")
    text = path.read_text("utf-8").replace(
        "\nedges:",
        "  nock:\n    index: 2\n    kind: surface\n    definition: The slit for the string.\n"
        "    find: {see: The slit at the blunt end.}\n    mistakes:\n"
        "      - {text: Clicking a feather., offset: [6, 4]}\n    at: [50, 95]\n\nedges:",
    ).replace("- [tail, tip]", "- [nock, tail, tip]")  # fmt: skip
    path.write_text(text, "utf-8")
    assert do_release(project).lines
    made = render_changelog(schemac.log("demo/arrow-2", on="2024-12-31", cwd=project))
    lines = made.splitlines()
    assert "## [1.1.0] - 2024-09-01" in lines
    assert "Feathers count now." in lines
    assert "Written by B. Lee, approved by A. Rao (lead)." in lines
    assert lines.index("### Added") < next(n for n, line in enumerate(lines) if "`nock`" in line)
    assert lines.index("## [1.1.0] - 2024-09-01") < lines.index("## [1.0.0] - 2024-07-01")


def test_hostile_words_stay_words_in_a_changelog() -> None:
    made = history([("1.0.0", [])])
    step = Step(kind="reworded", message=HOSTILE, before=f"# {HOSTILE}", after="[x](javascript:1)")
    attack = replace(
        made.versions[0],
        entry=replace(made.versions[0].entry, rationale=f"# {HOSTILE}", author="- <b>"),
        changes=(step,),
    )
    text = render_changelog(replace(made, versions=(attack,)))
    assert "<img" not in text
    assert "<b>" not in text
    assert "\\[x\\](javascript:1)" in text
    assert "\u202e" not in text
    assert "\n# <" not in text
    assert "\n\\# " in text
