"""`schemac targets`: a line each, all of one, and the page of the documentation."""

from __future__ import annotations

import json
import os
import re

import pytest

import schemac
from conftest import ROOT, small_project
from schemac.cli import main
from schemac.cli.target_table import COLUMNS, glance, table, tried
from schemac.format import Feature, Group
from schemac.formats import FORMATS, READ_ONLY, USUAL

PAGE = ROOT / "docs/targets.md"
BEGIN = "<!-- `schemac targets --format markdown`; a test compares -->\n\n"
END = "\n\\* in every build."


def run(capsys, *words):
    capsys.readouterr()
    code = main([*words])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_the_page_has_the_tables_as_they_are(capsys):
    """`SCHEMAC_UPDATE_GOLDEN=1` puts them into the page."""
    code, text = run(capsys, "targets", "--format", "markdown")
    assert code == 0
    page = PAGE.read_text("utf-8")
    head, _, rest = page.partition(BEGIN)
    tail = rest.partition(END)[2]
    wanted = f"{head}{BEGIN}{text}{END}{tail}"
    if os.environ.get("SCHEMAC_UPDATE_GOLDEN"):
        PAGE.write_text(wanted, "utf-8", newline="\n")
        page = wanted
    assert page == wanted
    rows = re.findall(r"^\| `([\w-]+)`( \\\*)? \|", page, re.M)
    assert sorted(name for name, _ in rows) == sorted(FORMATS)
    assert sorted(name for name, star in rows if star) == sorted(USUAL)


@pytest.mark.parametrize("width", [72, 80, 100, 160])
def test_each_target_has_one_line_under_its_group(width):
    text = glance(schemac.targets(), width)
    lines = text.splitlines()
    for target in schemac.targets():
        (at,) = [i for i, line in enumerate(lines) if line.split()[:1] == [target.name]]
        assert len(lines[at]) <= width
        group = next(line for line in reversed(lines[:at]) if not line.startswith(" "))
        assert group == target.group
        cells = lines[at].replace(" * ", " ").split()[1:8]
        carried = [feature in target.carries for feature in COLUMNS.values()]
        assert [cell == "x" for cell in cells[:5]] == carried
        assert (cells[5] == "-") == (target.sigmas is None)
        assert (cells[6] == "yes") == tried(target)
    assert [line for line in lines if line in [*Group]] == [*Group]


def test_every_target_says_what_it_is():
    for target in schemac.targets():
        assert target.proven, target.name
        assert target.use, target.name
        assert target.files, target.name
        assert target.summary.endswith("."), target.name
        if Feature.SIGMAS in target.carries:
            assert target.sigmas, target.name
            assert re.match(r"(2 )?sigma\b", target.sigmas), target.sigmas


def test_details_are_complete_as_json(capsys):
    code, text = run(capsys, "targets", "--format", "json")
    assert code == 0
    *described, maps = json.loads(text)
    assert maps["target"] == "maps"
    assert [each["target"] for each in described] == [*FORMATS]
    for each, target in zip(described, schemac.targets(), strict=True):
        assert each["usual"] == (target.name in USUAL)
        assert each["group"] == target.group
        assert (each["sigmas"], each["proven"]) == (target.sigmas, target.proven)
        assert set(each["carries"]) | set(each["cannot_carry"]) == {*Feature}


def test_details_of_one(capsys):
    code, text = run(capsys, "targets", "fiftyone", "maps")
    assert code == 0
    assert "fiftyone: FiftyOne" in text
    assert "sigmas: 2 sigma" in text
    assert "tried with: " in text
    assert "maps: Migration maps" in text


def test_names_that_are_no_target(capsys):
    code, text = run(capsys, "targets", "ultralitics")
    assert code == 2
    assert "did you mean `ultralytics`?" in text
    for name in READ_ONLY:
        code, text = run(capsys, "build", "--target", name)
        assert code == 2
        assert "`schemac import` reads it" in text


def test_all_is_a_full_build_with_every_target(tmp_path, capsys, monkeypatch):
    folder = small_project(tmp_path, ("hand/hand-21",))
    monkeypatch.chdir(folder)
    assert run(capsys, "build", "--no-guide", "--target", "all")[0] == 0
    made = {path.name for path in (folder / "build/hand/hand-21/1.0.0").iterdir()}
    assert made == set(FORMATS)
    assert (folder / "build/index.html").is_file()
    assert run(capsys, "build", "--no-guide", "--target", "all", "--check") == (0, "up to date\n")
    assert run(capsys, "build", "--no-guide")[0] == 0
    made = {path.name for path in (folder / "build/hand/hand-21/1.0.0").iterdir()}
    assert made == set(USUAL)


def test_no_cell_of_the_tables_ends_early():
    for line in table(schemac.targets()).splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 6
