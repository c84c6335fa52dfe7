"""Pins are moved in many files, and history is left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from schemac.model.place import Reference
from schemac.revision.pin import pin
from schemac.workspace import UsageError, Workspace

STEP = Path(__file__).parents[1] / "lineage"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with two versions of a dictionary, and a spec that names the first."""
    shutil.copytree(STEP / "specs", tmp_path / "specs")
    shutil.copy(STEP / "changes/pin-moved/before.yaml", tmp_path / "specs/demo/bird-4.yaml")
    (tmp_path / "schemac.yaml").write_text("schemac: 1\nproject: birds\n")
    return tmp_path


def test_pins_move(folder: Path) -> None:
    workspace = Workspace(str(folder))
    file = folder / "specs/demo/bird-4.yaml"
    before = file.read_text()
    files = [str(path) for path in sorted((folder / "specs/demo").glob("*.yaml"))]
    done = pin(workspace, Reference(id="demo/places", version="1.1.0"), files)
    assert [(Path(one.file).name, one.versions, one.number) for one in done] == [
        ("bird-4.yaml", ("1.0.0",), 1)
    ]
    assert file.read_text() == before.replace("places@1.0.0", "places@1.1.0")
    parent = (folder / "specs/demo/places.yaml").read_text()
    assert "parent: demo/places@1.0.0" in parent
    again = pin(Workspace(str(folder)), Reference(id="demo/places", version="1.1.0"), files)
    assert not again


def test_a_version_that_is_not_there_is_no_pin(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"demo/places@9\.0\.0"):
        pin(Workspace(str(folder)), Reference(id="demo/places", version="9.0.0"), [])
