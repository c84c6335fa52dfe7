"""The bowler's two versions end to end: the old one taken in, the new one released and told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import schemac
from schemac.auditing import History
from schemac.auditing.account import Step
from schemac.auditing.log import render_changelog
from schemac.ledger.facets import facets
from schemac.mapping import map_digest
from schemac.shipped import shipped

ID = "sport/cricket-bowling-54"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bowling")
    shutil.copytree(Path(shipped("specs"), "sport"), folder / "specs/sport")
    (folder / "schemac.yaml").write_text("schemac: 1\nproject: bowling\n", "utf-8")
    done = schemac.release(
        ID, approved_by=("Dr A. Rao (medical lead)",), effective="2024-07-01",
        recorded="2024-06-20T09:00:00Z", today="2024-06-20", cwd=folder,
    )  # fmt: skip
    assert [line.version for line in done.taken_in] == ["1.0.0"], done.checked.diagnostics
    assert [line.version for line in done.lines] == ["2.0.0"]
    return folder


@pytest.fixture(scope="module")
def history(project: Path) -> History:
    return schemac.log(ID, on="2024-12-31", cwd=project)


def test_the_old_version_is_not_made_better_than_it_is(history: History) -> None:
    old, new = history.versions
    assert (old.state, old.entry.approvals, old.since) == ("unattested", (), None)
    assert (new.state, new.since, new.gaps[0][:8]) == ("in force", "2024-07-01", "rests on")


def test_the_step_is_as_great_as_what_changed(history: History) -> None:
    assert (history.versions[1].asked, history.versions[1].taken) == ("MAJOR", "MAJOR")


def test_both_definitions_stand_beside_each_other(history: History) -> None:
    def every(steps: tuple[Step, ...]) -> list[Step]:
        return [each for step in steps for each in (step, *every(step.parts))]

    texts = {(s.before, s.after) for s in every(history.versions[1].changes or ())}
    assert (
        "Skin of the back over T4.",
        "Tip of the spinous process of the fourth thoracic vertebra.",
    ) in texts


def test_the_account_names_the_map_that_leads_labels_on(history: History, project: Path) -> None:
    """From the frozen forms alone follows the map that `schemac map` prints, to the digest."""
    made = schemac.map_between(f"{ID}@1.0.0", f"{ID}@2.0.0", cwd=project)
    assert history.versions[0].carried is None
    led = history.versions[1].carried
    assert led is not None
    assert led.map == map_digest(made.map)
    assert (dict(led.keypoints)["relabel"], led.unused) == (5, 7)


def test_declared_reasons_are_in_the_changelog(history: History) -> None:
    text = render_changelog(history)
    for words in ("`t2` is retired", "Lies under the collar in most pictures.", "- unattested"):
        assert words in text


def test_the_line_holds_the_digests_of_what_is_linked(project: Path) -> None:
    before = schemac.load(ID, cwd=project)
    line = (project / "specs/ledger.jsonl").read_text("utf-8")
    assert all(digest in line for digest in facets(before).values())
