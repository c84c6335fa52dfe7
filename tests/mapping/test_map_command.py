"""`schemac map`, as people run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemac.cli import main


def test_json_goes_out_and_a_summary_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", "body/coco-17", "body/mpii-16"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["to"]["spec"] == "body/mpii-16"
    assert said.err == (
        "16 keypoints: 1 exact, 11 permuted, 2 derived, 2 none; 5 of the source not used\n"
    )


def test_several_maps_want_a_choice(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", "face/wflw-98", "face/ibug-68"]) == 2
    said = capsys.readouterr().err
    assert "several maps lead from `face/wflw-98@1.0.0` to `face/ibug-68@1.0.0`" in said
    assert "`--via maps/wflw-98-to-ibug-68-lab`" in said
    for via in ("landmarks", "maps/wflw-98-to-ibug-68-lab", "wflw-98-to-ibug-68-lab"):
        assert main(["map", "face/wflw-98", "face/ibug-68", "--via", via]) == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["body/coco-17", "body/nowhere"], "there is no spec, file or folder `body/nowhere`"),
        (["body/coco-17", "face/eye-16"], "`face/eye-16` is not one spec"),
        (["body/coco-17", "body/mpii-16", "--via", "maps/none"], "no map `maps/none` leads"),
        (["body/coco-17"], "the following arguments are required: B"),
    ],
)
def test_what_cannot_be_asked(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(["map", *words])
    except SystemExit as stopped:
        code = int(str(stopped.code))
    assert code == 2
    assert told in capsys.readouterr().err


def test_a_file_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "map.sql"
    assert main(["map", "body/coco-17", "body/mpii-16", "--format", "sql", "-o", str(out)]) == 0
    assert out.read_text("utf-8").startswith("-- body/coco-17@1.0.0 to body/mpii-16@1.0.0")
    assert "16 keypoints" in capsys.readouterr().err


@pytest.mark.parametrize("columns", ["80", "120"])
def test_text_for_people(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["map", "body/coco-17", "body/h36m-17", "--format", "text"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "body/coco-17@1.0.0 → body/h36m-17@1.0.0"
    assert "from map: maps/coco-17-to-h36m-17-motionbert@1.0.0, by Wentao Zhu" in lines
    assert "   0 root            derived      1/2 left_hip + 1/2 right_hip" in lines
    assert max(map(len, lines)) <= int(columns)


def test_a_map_with_errors_is_not_gone_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "specs" / "maps").mkdir(parents=True)
    (tmp_path / "schemac.yaml").write_text("schemac: 1\nproject: demo\n", "utf-8")
    (tmp_path / "specs" / "maps" / "broken.yaml").write_text(
        "schemac: 1\nmap: maps/broken\nversion: 1.0.0\ntitle: Broken\n"
        "from: body/coco-17@1.0.0\nto: body/crowdpose-14@1.0.0\nrationale: A test.\n"
        "points:\n  neck: {take: left_shoulder + right_shoulder}\n",
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    assert main(["map", "body/coco-17", "body/crowdpose-14"]) == 2
    said = capsys.readouterr().err
    assert "the map `maps/broken@1.0.0` has errors" in said
    assert "`schemac check maps/broken` shows them" in said


def test_targets_lists_maps(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["targets", "maps", "--format", "json"]) == 0
    (maps,) = json.loads(capsys.readouterr().out)
    assert ["face/wflw-98", "face/ibug-68"] in maps["pairs"]
    assert main(["targets", "maps"]) == 0
    assert capsys.readouterr().out.startswith("maps: Migration maps\n")
    assert main(["targets"]) == 0
    assert "`guide` and `maps` are names of targets too" in capsys.readouterr().out
