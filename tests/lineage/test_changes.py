"""Every kind of change has a step in which it happens, with what a person sees of it.

`changes/<kind>/` holds `before.yaml` and `after.yaml` and `expected.txt`, what `schemac breaking`
prints of the step. `SCHEMAC_UPDATE_GOLDEN=1` rewrites what is expected; read the difference as
somebody who has never seen the change.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from schemac.lineage.breakage import TABLE
from schemac.lineage.change import Change, kinds, name_of
from schemac.revision import Comparison, Policy, compare, judge_steps
from schemac.revision.text import Page, render_steps
from schemac.shipped import shipped
from schemac.workspace import Workspace

CHANGES = Path(__file__).parent / "changes"
NAMES = sorted(path.name for path in CHANGES.iterdir() if path.is_dir())


def laid_out(kind: str, folder: Path) -> Path:
    """A copy of a step as two folders of documents; a frozen version is called by its version."""
    frozen = "@1.0.0" if kind == "released-version-edited" else ""
    shutil.copytree(CHANGES.parent / "specs", folder / "specs")
    for side in ("before", "after"):
        (folder / side).mkdir(parents=True)
        if (file := CHANGES / kind / f"{side}.yaml").exists():
            id = re.findall(r"^(?:spec|tier_set|dictionary|map): (\S+)", file.read_text(), re.M)[0]
            to = folder / side / f"{id}{frozen}.yaml"
            to.parent.mkdir(parents=True)
            shutil.copy(file, to)
    return folder


def compared(kind: str, folder: Path) -> Comparison:
    laid_out(kind, folder)
    workspace = Workspace(str(folder))
    ends = [str(path) for side in ("before", "after") for path in (folder / side).rglob("*.yaml")]
    if len(ends) == 1:
        return compare(workspace, ("before", "after"), pair=True)
    return compare(workspace, tuple(ends), pair=True)


def every(changes: Iterable[Change]) -> Iterator[Change]:
    for change in changes:
        yield change
        yield from every(change.parts)


def test_every_kind_of_change_has_a_step_and_a_row() -> None:
    known = [name_of(kind) for kind in kinds()]
    assert sorted(known) == NAMES
    assert [row.name for row in TABLE] == known


@pytest.mark.parametrize("kind", NAMES)
def test_what_a_person_sees(kind: str, tmp_path: Path) -> None:
    comparison = compared(kind, tmp_path / "step")
    assert not comparison.broken, [b.problems for b in comparison.broken]
    judged = judge_steps(comparison.steps, Policy(today="2026-01-01"))
    found = {change.name for each in judged for f in each.findings for change in every([f.change])}
    page = Page(str(tmp_path / "step"), width=100)
    text = render_steps(judged, page, fingerprints=True)
    text = text.replace(shipped("specs"), "LIBRARY")
    assert kind in found, text
    golden = CHANGES / kind / "expected.txt"
    if os.environ.get("SCHEMAC_UPDATE_GOLDEN"):
        golden.write_text(text, "utf-8", newline="\n")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("kind", NAMES)
def test_a_document_does_not_differ_from_itself(kind: str, tmp_path: Path) -> None:
    laid_out(kind, tmp_path / "step")
    workspace = Workspace(str(tmp_path / "step"))
    for file in sorted((tmp_path / "step").rglob("*.yaml")):
        same = compare(workspace, (str(file), str(file)), pair=True)
        assert [step.changes for step in same.steps] == [()]
