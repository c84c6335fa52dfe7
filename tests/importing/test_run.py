"""`schemac import` from the command line: files in, drafts out, all or none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from schemac.api import UsageError, import_files, importable, load
from schemac.cli import main
from schemac.importing import codes
from schemac.importing.text import render
from schemac.source import Origin

PERSON = {"id": 1, "name": "person", "supercategory": "person",
          "keypoints": ["nose", "left_eye", "right_eye"], "skeleton": [[1, 2], [1, 3]]}  # fmt: skip
CUP = {"id": 2, "name": "cup", "keypoints": ["rim", "base"], "skeleton": [[1, 2]]}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def coco(path: Path, *categories: dict[str, Any]) -> str:
    path.write_text(json.dumps({"categories": list(categories)}, indent=1))
    return path.name


def test_a_draft_for_each_skeleton(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", coco(here / "a.json", PERSON, CUP)]) == 0
    out = capsys.readouterr().out
    assert (
        "wrote specs/imported/person-3.yaml: 3 keypoints, 2 edges, 1 pair, no sigmas; read as"
        in out
    )
    assert "wrote specs/imported/cup-2.yaml" in out
    assert "it compiles, with" in out
    assert "next: look at it with `schemac serve specs/imported/person-3.yaml --open`" in out
    skeleton = load("imported/person-3")
    assert skeleton.mirror == (0, 2, 1)
    assert skeleton.subject.category_id == 1
    assert main(["check"]) == 0


def test_nothing_is_written_over(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = coco(here / "a.json", CUP)
    assert main(["import", name]) == 0
    draft = here / "specs/imported/cup-2.yaml"
    draft.write_text("mine")
    coco(here / "a.json", PERSON, CUP)
    assert main(["import", name]) == 2
    assert "`specs/imported/cup-2.yaml` exists already" in capsys.readouterr().err
    assert draft.read_text() == "mine"
    assert [p.name for p in draft.parent.iterdir()] == ["cup-2.yaml"]
    assert main(["import", name, "--force"]) == 0
    assert draft.read_text() != "mine"


def test_a_file_with_errors_gives_a_draft_and_exit_code_1(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = PERSON | {"skeleton": [[0, 1], [0, 2]]}
    assert main(["import", coco(here / "a.json", wrong)]) == 1
    out = capsys.readouterr().out
    assert "error[I021]: the edges count keypoints from 0" in out
    assert "--> a.json:" in out
    assert load("imported/person-3").edge_indices == ((0, 1), (0, 2))


def test_all_drafts_are_written_or_none(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from schemac.importing import targets
    from schemac.output import OutputError, put_file

    def full(path: Path, data: bytes) -> None:
        if path.name == "cup-2.yaml":
            raise OutputError("cannot write: the disk is full")
        put_file(path, data)

    monkeypatch.setattr(targets, "put_file", full)
    assert main(["import", coco(here / "a.json", PERSON, CUP)]) == 2
    assert not list((here / "specs").rglob("*.yaml"))


def test_another_folder(here: Path) -> None:
    name = coco(here / "a.json", CUP)
    (here / "schemac.yaml").write_text("schemac: 1\nproject: x\nspecs: [defs]\n")
    assert import_files(name, cwd=here).written[0].id == "imported/cup-2"
    assert (here / "defs/imported/cup-2.yaml").is_file()
    assert import_files(name, out="defs/sport", cwd=here).written[0].id == "sport/cup-2"
    assert import_files(name, out="elsewhere", cwd=here).written[0].id == "cup-2"
    with pytest.raises(UsageError, match="`My Stuff` cannot be the beginning of an id"):
        import_files(name, out="defs/My Stuff", cwd=here)


def test_one_skeleton_in_many_files_is_written_once(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "in").mkdir()
    coco(here / "in/a.json", CUP)
    coco(here / "in/b.json", CUP)
    assert main(["import", "in"]) == 0
    assert "in/b.json says the same as in/a.json" in capsys.readouterr().out
    assert len(list((here / "specs/imported").iterdir())) == 1


def test_two_skeletons_of_one_name_get_two_ids(here: Path) -> None:
    other = CUP | {"keypoints": ["top", "foot"]}
    found = import_files(coco(here / "a.json", CUP, other), cwd=here)
    assert [each.id for each in found.written] == ["imported/cup-2", "imported/cup-2-v2"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.bin", b"\x00\x01", "`a.bin` is a binary file"),
        ("a.dat", b"\x01", "looks like nothing that can be imported"),
        ("a.json", b" \n", "`a.json` is empty"),
        ("a.json", '{"categories": []}'.encode("utf-16"), "save it as UTF-8"),
        ("a.pkl", b"\x80\x04x", "looks like a pickle"),
        ("a.json", b"[1, 2]", "`--from coco`"),
        ("a.yaml", b"schemac: 1\nspec: a/b\n", "is a document of schemac already"),
    ],
)
def test_what_cannot_be_told_is_wrong_usage(
    here: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, said: str
) -> None:
    (here / name).write_bytes(data)
    assert main(["import", name]) == 2
    assert said in capsys.readouterr().err
    assert not (here / "specs").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import"], "nothing says what to import"),
        (["import", "no.json"], "there is no file `no.json`"),
        (["import", ""], "a file without a name cannot be read"),
        (["import", "a.json", "-o", "specs/u_x"], "in parts with `/`: `u-x`"),
        (["import", "a.json", "--from", "cocoo"], "did you mean `coco`?"),
        (["import", "a.json", "--from", "json-schema"], "can be written, but not read"),
    ],
)
def test_wrong_usage(
    here: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    coco(here / "a.json", CUP)
    assert main(words) == 2
    assert said in capsys.readouterr().err


def test_json_for_programs(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", coco(here / "a.json", PERSON), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["written"][0]["file"] == "specs/imported/person-3.yaml"
    assert said["written"][0]["compiles"] is True
    assert said["findings"]["summary"]["errors"] == 0
    assert said["checked"]["summary"]["warnings"] > 0


def test_formats_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "--formats"]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("coco ")
    assert "coco" in importable()


def test_a_draft_that_does_not_compile_is_not_offered_to_be_looked_at(here: Path) -> None:
    done = import_files(coco(here / "a.json", CUP), cwd=here)
    assert "next: look at it" in render(done)
    wrong = codes.NO_POINTS.at(Origin("a.json"), "wrong")
    (one,) = done.written
    said = render(replace(done, written=(replace(one, checked=(wrong,)),)))
    assert f"next: mend the errors of {one.file}" in said
    assert "next: look at it" not in said


def test_a_program_of_openpose_in_a_folder_is_found(here: Path) -> None:
    (here / "src").mkdir()
    (here / "src" / "parts.cpp").write_text('map {\n {0, "Nose"},\n {1, "Neck"},\n {2, "Eye"}\n};')
    (one,) = import_files("src", cwd=here).written
    assert one.format == "openpose"
