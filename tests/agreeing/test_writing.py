"""Sigmas into a draft: the file keeps its comments, and compiles."""

from __future__ import annotations

from pathlib import Path

import pytest
from people import Person, label, truth

import schemac
from schemac.agreeing import Agreement
from schemac.agreeing.propose import propose_sigmas
from schemac.agreeing.result import SigmaEstimate
from schemac.agreeing.sums import NOTHING, Estimate
from schemac.workspace import UsageError

TEXT = """\
# Drawn from the front.
schemac: 1
spec: demo/face-3
version: 0.1.0
title: Face, 3 keypoints
subject: {category: face, laterality: subject}
visibility: visibility/coco-3@1.0.0
sources:
  trial: {title: A trial}          # two afternoons
views: {front: {sees: front}}
keypoints:
  nose: {index: 0, kind: surface, definition: The tip of the nose., at: [50, 60]}
  eye:                              # the pupil
    index: {left: 1, right: 2}
    kind: surface
    definition: The middle of the pupil.
    at: [60, 40]
sigmas:
  old:
    basis: assumed
    scale: segment_area
    values: {nose: 0.03, eye: 0.03}
evaluation:
  main: {metric: OKS, sigmas: old}
"""


def study(point: str, value: float, *, differs: bool = False) -> SigmaEstimate:
    ids = ("left_eye", "right_eye") if point == "eye" else (point,)
    estimate = Estimate(value, value * 0.9, value * 1.1, 200)
    return SigmaEstimate(
        point=point, items=200, sigma=estimate, robust=estimate, differs=differs, points=ids
    )


def found(*, differs: bool = False) -> Agreement:
    sigmas = tuple(
        study(id, 0.02 + at / 100) for at, id in enumerate(("nose", "left_eye", "right_eye"))
    )
    return Agreement(
        spec="demo/face-3@0.1.0", people=("a", "b"), gold=False, items=200, labels=400, unmatched=0,
        scale="segment_area", errors={}, regions={}, sigmas=sigmas,
        pooled=(study("nose", 0.02), study("eye", 0.0355, differs=differs)), tiers=(),
    )  # fmt: skip


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Path:
    (tmp_path / "schemac.yaml").write_text(
        "schemac: 1\nproject: demo\nchecks: {missing-cue: ignore, missing-mistake: ignore}\n",
        "utf-8",
    )
    folder = tmp_path / "specs" / "demo"
    folder.mkdir(parents=True)
    (folder / "face-3.yaml").write_text(TEXT, "utf-8")
    return tmp_path


def test_they_are_written_beside_what_is_there(project: Path) -> None:
    file = Path(schemac.write_sigmas("demo/face-3", found(), name="own", cwd=project))
    text = file.read_text("utf-8")
    for comment in ("# Drawn from the front.", "# two afternoons", "# the pupil", "# 0.0180 to"):
        assert comment in text
    spec = schemac.load("demo/face-3", cwd=project)
    own = spec.sigma_set("own")
    assert own
    assert own.basis == "measured"
    assert own.source
    assert own.source.title == "Own study, 2 people on 200 instances"
    assert [point.sigma("own") for point in spec.keypoints] == [0.02, 0.0355, 0.0355]
    assert spec.main_sigmas == "old"
    (looked,) = schemac.fmt("demo/face-3", write=False, cwd=project)
    assert looked.before == looked.after


def test_sides_that_differ_are_both_written(project: Path) -> None:
    schemac.write_sigmas("demo/face-3", found(differs=True), cwd=project)
    spec = schemac.load("demo/face-3", cwd=project)
    assert [point.sigma("measured") for point in spec.keypoints] == [0.02, 0.03, 0.04]


def test_a_spec_without_sigmas_gets_them(project: Path) -> None:
    file = project / "specs/demo/face-3.yaml"
    file.write_text(TEXT[: TEXT.index("sigmas:\n")], "utf-8")
    schemac.write_sigmas("demo/face-3", found(), cwd=project)
    assert schemac.load("demo/face-3", cwd=project).sigma_set("measured")


def test_a_name_that_is_taken(project: Path) -> None:
    before = (project / "specs/demo/face-3.yaml").read_bytes()
    with pytest.raises(UsageError, match="the spec has `old` among its sigmas"):
        schemac.write_sigmas("demo/face-3", found(), name="old", cwd=project)
    assert (project / "specs/demo/face-3.yaml").read_bytes() == before


def test_a_released_version_does_not_change(project: Path) -> None:
    file = project / "specs/demo/face-3.yaml"
    schemac.release(
        "demo/face-3", approved_by=("Dr. A",), author="B", rationale="First.", cwd=project,
        effective="2026-01-01", recorded="2026-01-01T00:00:00Z",
    )  # fmt: skip
    before = file.read_bytes()
    with pytest.raises(UsageError, match="is released, and does not change"):
        schemac.write_sigmas("demo/face-3", found(), cwd=project)
    assert file.read_bytes() == before


def test_what_nobody_labelled_twice_is_left_out(project: Path) -> None:
    from msgspec import structs

    made = found()
    none = SigmaEstimate(point="nose", items=0, sigma=NOTHING, robust=NOTHING, points=("nose",))
    text = propose_sigmas(
        structs.replace(made, pooled=(none, made.pooled[1])),
        schemac.load("demo/face-3", cwd=project),
    )
    assert "# nose: nobody labelled it twice" in text


def test_people_are_made_up() -> None:
    """Synthetic annotators are what they are said to be."""
    coco = schemac.load("body/coco-17")
    import numpy as np

    gold = truth(coco, 500)
    made = label(coco, gold, Person("a", 0.05), np.random.default_rng(0))
    off = made[..., :2] - gold.keypoints[..., :2]
    rms = np.sqrt((off**2).sum(axis=-1) / gold.areas[:, None])
    assert np.sqrt((rms**2).mean()) == pytest.approx(0.05, rel=0.02)
