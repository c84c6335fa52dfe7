"""The wheel, installed on its own in an empty folder: nothing may come from this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = ("specs", "templates", "site")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts folder of a new environment that holds the wheel.

    The dependencies are those of the running environment, lent through a path file. Path files
    over there are not read, so the editable checkout stays out of reach.
    """
    venv = tmp_path_factory.mktemp("venv")
    _run(sys.executable, "-m", "venv", "--without-pip", venv)
    scripts = venv / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    _run(*pip, "install", "-q", "--no-deps", "--no-index", wheel)
    site_packages = _run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(site_packages.strip(), "lent.pth").write_text("\n".join(sorted(lent)))
    return scripts


def test_the_wheel_carries_library_templates_site_and_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in SHIPPED:
        # Git keeps no empty folder: some hold only a marker.
        here = {
            f"schemac/_shipped/{path.relative_to(ROOT).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and not path.name.startswith(".") and path.suffix != ".pyc"
        }
        assert here <= names
    licences = {name.partition("/licenses/")[2] for name in names if "/licenses/" in name}
    assert {"LICENSE", "specs/LICENSE"} <= licences
    assert "schemac/py.typed" in names


def test_the_wheel_holds_nothing_but_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"schemac"}


def test_it_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    where = _run(
        installed / "python", "-c", "import schemac; print(schemac.__file__)", cwd=tmp_path
    )
    assert Path(where.strip()).is_relative_to(installed.parent)


def test_a_new_project_checks_and_builds(installed: Path, tmp_path: Path) -> None:
    schemac = installed / "schemac"
    _run(schemac, "init", ".", cwd=tmp_path)
    _run(schemac, "check", cwd=tmp_path)
    _run(schemac, "build", cwd=tmp_path)
    assert (tmp_path / "build" / "index.html").is_file()
    assert (tmp_path / "build" / "manifest.json").is_file()


def test_the_shipped_library_is_found(installed: Path, tmp_path: Path) -> None:
    _run(installed / "schemac", "check", "body/coco-17", cwd=tmp_path)
    _run(installed / "schemac", "build", "body/coco-17", "--out", "made", cwd=tmp_path)
    assert (tmp_path / "made" / "body" / "coco-17").is_dir()


def _run(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a program away from this checkout's variables and the user's cache; what it printed."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    if cwd is not None:
        env["XDG_CACHE_HOME"] = str(cwd / ".cache")
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout
