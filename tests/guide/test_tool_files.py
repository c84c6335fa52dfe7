"""What a build leaves for annotation tools beside a guide."""

from __future__ import annotations

import io
import json
from zipfile import ZipFile

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
  shoulder: {index: 1, kind: joint, title: Shoulder, at: [50, 20], definition: Top of the arm.}
edges: [[shoulder, wrist]]
"""
TOOLS = "guide/demo/arm-3/tools"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose guides have no pages: these are looked at elsewhere, and take their time."""
    monkeypatch.setattr("schemac.guide.site", lambda context, jobs: ())
    monkeypatch.setattr(guides, "fingerprint", lambda: "this program")
    (tmp_path / "specs" / "demo").mkdir(parents=True)
    (tmp_path / "specs" / "demo" / "arm-3.yaml").write_text(SPEC)
    write(tmp_path, "targets: {cvat: {visibility: flags}, coco: {}}")
    return tmp_path


def write(project, targets):
    (project / "schemac.yaml").write_text(f"schemac: 1\nproject: demo\n{targets}\n")


def build(project, **more):
    written = schemac.build(cwd=project, **more).written
    assert written is not None
    return written.out / TOOLS


def labels(tools):
    with ZipFile(tools / "cvat" / "project-backup.zip") as archive:
        return json.load(io.BytesIO(archive.read("project.json")))["labels"]


def test_the_backup_has_the_labels_that_the_build_has(project):
    tools = build(project)
    beside = tools.parents[3] / "demo" / "arm-3" / "0.1.0" / "cvat" / "labels.json"
    assert labels(tools) == json.loads(beside.read_text())
    files = {path.relative_to(tools).as_posix() for path in tools.rglob("*") if path.is_file()}
    assert files == {
        "cvat/guide.md", "cvat/project-backup.zip", "cvat/assets/map.png",
        "cvat/assets/tiers.png", "label-studio/instructions.html",
    }  # fmt: skip
    assert "Middle of the wrist." in (tools / "cvat" / "guide.md").read_text()


def test_a_build_of_guides_alone_leaves_the_same(project, monkeypatch):
    before = (build(project) / "cvat" / "project-backup.zip").read_bytes()
    monkeypatch.setattr(guides, "make", None)  # nothing is made anew
    alone = build(project, targets=("guide",))
    assert (alone / "cvat" / "project-backup.zip").read_bytes() == before


def test_another_choice_for_cvat_changes_the_backup(project):
    flags = labels(build(project))
    write(project, "targets: {cvat: {visibility: attribute}}")
    assert labels(build(project)) != flags


def test_a_project_without_cvat_has_no_backup(project):
    write(project, "targets: {coco: {}}")
    tools = build(project)
    assert (tools / "cvat" / "guide.md").is_file()
    assert not (tools / "cvat" / "project-backup.zip").exists()
