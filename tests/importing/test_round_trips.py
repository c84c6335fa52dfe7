"""A spec, emitted for a tool, imported again: the draft says what the file says, and so does what
is emitted of the draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import linked
from schemac.api import compare_definitions, import_files, load
from schemac.choosing import choose_targets
from schemac.compile import emit
from schemac.formats import load as format_named
from schemac.model import Skeleton
from schemac.workspace import Workspace

FILES = {
    "coco": "categories.json", "mmpose": "dataset_info.py", "ultralytics": "data.yaml",
    "cvat": "labels.json",
}  # fmt: skip
SPECS = ("body/coco-17", "hand/hand-21", "animal/ap10k-17")


def emitted(skeleton: Skeleton, format: str, folder: Path) -> Path:
    """The file of a target that says what the keypoints are, with those beside it."""
    workspace = Workspace(str(folder))
    chosen = choose_targets(workspace, (format,))
    made = emit(skeleton, format_named(format), chosen, workspace, "")
    for each in made.artifacts:
        path = folder / each.path.rsplit("/", 1)[-1]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each.content)
    return folder / FILES[format]


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("format", FILES)
def test_a_draft_is_the_same_skeleton_as_its_file(format: str, spec: str, tmp_path: Path) -> None:
    file = emitted(linked(spec), format, tmp_path / "first")
    done = import_files(file, format=format, cwd=tmp_path)
    assert [one.message for one in done.problems if one.severity == "error"] == []
    draft = done.written[0].file
    assert not [one for one in done.written[0].checked if one.severity == "error"]
    for other in (draft, spec):
        found, _ = compare_definitions(file, other, format=format, cwd=tmp_path)
        assert [d.message for d in found.differences if d.counts] == []
    again = emitted(load(draft, cwd=tmp_path), format, tmp_path / "second")
    found, _ = compare_definitions(file, again, format=format, cwd=tmp_path)
    assert [d.message for d in found.differences] == []
