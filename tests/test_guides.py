"""Guides of a build: made once, taken as they are while nothing changed, made anew when it did."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import pytest

import schemac
from schemac import guides

SPEC = """\
schemac: 1
spec: demo/arm-3
version: 0.1.0
title: An arm
summary: The joints of one arm.
subject: {category: arm, laterality: subject}
visibility: visibility/coco-3@1.0.0
keypoints:
  wrist:    {index: 0, kind: joint, title: Wrist, at: [50, 80], definition: Middle of the wrist.}
  elbow:    {index: 1, kind: joint, title: Elbow, at: [50, 50], definition: Middle of the elbow.}
  shoulder: {index: 2, kind: joint, title: Shoulder, at: [50, 20], definition: Top of the arm.}
edges: [[shoulder, elbow, wrist]]
"""
GUIDE = "guide/demo/arm-3"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "schemac.yaml").write_text("schemac: 1\nproject: demo\n")
    (tmp_path / "specs" / "demo").mkdir(parents=True)
    (tmp_path / "specs" / "demo" / "arm-3.yaml").write_text(SPEC)
    return tmp_path


@pytest.fixture
def made(monkeypatch):
    """The guides that were really made, by the ids of their specs."""
    seen: list[str] = []
    make = guides.make
    monkeypatch.setattr(
        guides, "make", lambda order: (seen.append(order.skeleton.id), make(order))[1]
    )
    return seen


def build(project, **more):
    built = schemac.build(cwd=project, **more)
    assert built.written is not None
    return built.written


def tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_every_keypoint_has_a_page_that_the_start_pages_lead_to(project):
    out = build(project).out
    for name in ("wrist", "elbow", "shoulder"):
        assert (out / GUIDE / "points" / f"{name}.html").is_file()
    assert f'href="{GUIDE}/index.html"' in (out / "index.html").read_text()
    assert 'href="demo/arm-3/index.html"' in (out / "guide" / "index.html").read_text()


def test_what_did_not_change_is_not_made_again(project, made):
    build(project)
    first = tree(project / "build")
    build(project)
    assert made == ["demo/arm-3"]
    assert tree(project / "build") == first


@pytest.mark.parametrize("change", ["spec", "locales", "feedback", "edited", "missing"])
def test_what_changed_is_made_again(project, made, change):
    build(project)
    page = project / "build" / GUIDE / "points" / "elbow.html"
    if change == "spec":
        spec = project / "specs" / "demo" / "arm-3.yaml"
        spec.write_text(SPEC.replace("Middle of the elbow", "Centre of the elbow"))
    elif change == "edited":
        page.write_text("by hand")
    elif change == "missing":
        page.unlink()
    elif change == "feedback":
        config = project / "schemac.yaml"
        config.write_text(config.read_text() + "feedback: https://example.org/<id>\n")
    build(project, locales=("es",) if change == "locales" else ())
    assert made == ["demo/arm-3"] * 2
    text = unescape(page.read_text())
    assert text != "by hand"
    assert ("Centre of the elbow" in text) == (change == "spec")
    assert ('href="https://example.org/elbow"' in text) == (change == "feedback")


def test_no_guide_is_made_unless_it_is_asked_for(project):
    assert not (build(project, guide=False).out / "guide").exists()
    assert not (build(project, targets=("coco",)).out / "guide").exists()
    assert (build(project, targets=("guide",)).out / GUIDE / "index.html").is_file()


def test_each_language_has_its_folder_after_the_first(project):
    out = build(project, locales=("es", "ar")).out
    assert 'lang="es"' in (out / GUIDE / "index.html").read_text()
    arabic = (out / GUIDE / "ar" / "index.html").read_text()
    assert 'lang="ar"' in arabic
    assert 'dir="rtl"' in arabic


def test_an_unknown_language_is_refused_before_anything_is_written(project):
    with pytest.raises(schemac.UsageError, match="no guide in `xx`"):
        schemac.build(cwd=project, locales=("xx",))
    assert not (project / "build").exists()


def test_several_processes_leave_the_same_bytes(project):
    twin = SPEC.replace("demo/arm-3", "demo/arm-4")
    (project / "specs" / "demo" / "arm-4.yaml").write_text(twin)
    alone = tree(build(project, out=project / "one").out)
    together = tree(build(project, out=project / "two", jobs=2).out)
    assert alone == together


def test_the_record_says_what_a_guide_was_made_of(project):
    out = build(project).out
    record = json.loads((out / GUIDE / "made.json").read_text())
    listed = json.loads((out / "manifest.json").read_text())["artifacts"]
    digests = {entry["digest"] for entry in listed if entry["target"] == "guide"}
    assert record["spec"] == "demo/arm-3@0.1.0"
    assert digests == {record["digest"]}


def second(project):
    twin = SPEC.replace("demo/arm-3", "demo/arm-4").replace("An arm", "Another arm")
    (project / "specs" / "demo" / "arm-4.yaml").write_text(twin)


def test_a_build_of_some_specs_lists_what_the_folder_has(project):
    second(project)
    out = build(project).out
    over_all = (out / "guide" / "index.html").read_bytes()
    (out / "guide" / "index.html").unlink()
    schemac.build("demo/arm-4", targets=("guide",), cwd=project)
    assert (out / "guide" / "index.html").read_bytes() == over_all


def test_a_first_build_of_one_spec_has_the_page_over_all(project):
    second(project)
    built = schemac.build("demo/arm-4", cwd=project)
    page = (built.written.out / "guide" / "index.html").read_text()
    assert 'href="demo/arm-4/index.html"' in page
    assert 'data-words="wrist"' in page
    assert "demo/arm-3" not in page
    assert schemac.api.compare("demo/arm-4", cwd=project)[1] == schemac.output.Difference()


def test_a_guide_of_another_version_leaves_nothing_of_the_last_one(project):
    spec = project / "specs" / "demo" / "arm-3.yaml"
    schemac.build("demo/arm-3", targets=("guide",), cwd=project)
    spec.write_text(SPEC.replace("0.1.0", "0.2.0").replace("elbow", "bend"))
    out = schemac.build("demo/arm-3", targets=("guide",), cwd=project).written.out
    assert (out / GUIDE / "points" / "bend.html").is_file()
    assert not (out / GUIDE / "points" / "elbow.html").exists()
    listed = json.loads((out / "manifest.json").read_text())["artifacts"]
    assert {entry["version"] for entry in listed if entry["target"] == "guide"} == {"0.2.0"}


def test_a_superseded_version_is_told_so_on_the_page_over_all(project):
    spec = project / "specs" / "demo" / "arm-3.yaml"
    spec.with_name("arm-3@0.1.0.yaml").write_text(SPEC)
    spec.write_text(SPEC.replace("0.1.0", "0.2.0"))
    out = schemac.build("demo/arm-3@0.1.0", targets=("guide",), cwd=project).written.out
    assert "Superseded by version 0.2.0." in (out / "guide" / "index.html").read_text()
    schemac.build("demo/arm-3", targets=("guide",), cwd=project)
    assert "Superseded" not in (out / "guide" / "index.html").read_text()
