"""What a build leaves, byte for byte: nothing moves unless somebody meant it.

`golden/<spec>/` holds the files of a spec. For larger specs `SHA256SUMS` stands for the files that
are too long to be read. `SCHEMAC_UPDATE_GOLDEN=1` rewrites all of it. A golden proves only that
nothing moved; what is right is proved in `outside/` and `test_facts.py`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import schemac
from conftest import LIBRARY, small_project

HERE = Path(__file__).parent
ROOT = HERE.parent
GOLDEN = HERE / "golden"
IN_FULL = "body/coco-17"
SHORT = 6_000  # bytes of a file that is kept as it is
SUMS = "SHA256SUMS"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def shortened(spec: str, files: dict[str, bytes]) -> dict[str, bytes]:
    """What is kept of a spec's files: short ones, and a line for each of the others."""
    kept = {p: data for p, data in files.items() if spec == IN_FULL or len(data) <= SHORT}
    long = [f"{hashlib.sha256(files[p]).hexdigest()}  {p}\n" for p in files if p not in kept]
    return {**kept, SUMS: "".join(long).encode()} if long else kept


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_project(tmp_path_factory.mktemp("golden"))


@pytest.fixture(scope="session")
def built(project: Path) -> Path:
    """A few specs of the library, by every target; guides have tests of their own."""
    assert schemac.build(cwd=project, guide=False).written is not None
    return project / "build"


@pytest.fixture(scope="session")
def smaller(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built with its guides."""
    project = small_project(tmp_path_factory.mktemp("smaller"), ("body/coco-17", "hand/hand-21"))
    assert schemac.build(cwd=project).written is not None
    return project


@pytest.mark.parametrize("spec", LIBRARY)
def test_no_file_of_a_spec_is_missing_changed_or_stale(spec: str, built: Path) -> None:
    found = shortened(spec, tree(built / spec))
    folder = GOLDEN / spec
    if os.environ.get("SCHEMAC_UPDATE_GOLDEN"):
        shutil.rmtree(folder, ignore_errors=True)
        for path, data in found.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    expected = tree(folder)
    assert found.keys() == expected.keys()
    changed = [path for path in found if found[path] != expected[path]]
    assert not changed


def test_no_golden_is_left_of_a_spec_that_is_gone() -> None:
    assert {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.glob("*/*")} == set(LIBRARY)


@pytest.mark.parametrize(
    ("seed", "locale", "cwd"), [("1", "C.UTF-8", "."), ("2", "C", "..")], ids=["here", "elsewhere"]
)
def test_another_process_leaves_the_same_bytes(
    seed: str, locale: str, cwd: str, smaller: Path, tmp_path: Path
) -> None:
    """Hash seed, locale, encoding, time zone and working folder leave no trace."""
    made = tmp_path / "build"
    call = "import sys, schemac; schemac.build(out=sys.argv[1], cwd=sys.argv[2])"
    environment = {
        **os.environ, "PYTHONHASHSEED": seed, "LANG": locale, "LC_ALL": locale, "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0", "TZ": "Asia/Kolkata", "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }  # fmt: skip
    command = [sys.executable, "-c", call, str(made), str(smaller)]
    subprocess.run(command, check=True, env=environment, cwd=smaller / cwd, timeout=300)
    assert tree(made) == tree(smaller / "build")
