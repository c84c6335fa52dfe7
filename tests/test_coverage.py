"""`schemac coverage`: counts, tables, JSON, and what becomes of faults."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import schemac
from conftest import SPECS
from schemac.cli import main
from schemac.covered import ASPECTS, Coverage, Tally, coverage_of, totals
from schemac.model import (
    Confusion,
    Find,
    Keypoint,
    Mistake,
    Position,
    QaPlan,
    Quantity,
    Skeleton,
    Tolerance,
    View,
    Words,
)
from schemac.model.words import Advice
from schemac.report.coverage import SHORT, coverage_json, percent, render_coverage
from small_skeletons import bird, keypoint, sigmas

LIMIT = Tolerance(across=Quantity(value=2, unit="px"), along=Quantity(value=2, unit="px"))
FULL: dict[str, Any] = {
    "definition": {"definition": "Here."},
    "cue": {"find": Find(see=("It is red.",))},
    "mistake": {"mistakes": (Mistake(text="Clicked beside it."),)},
    "confusion": {"confuse_with": (Confusion(target="b", title="B", text="the other one"),)},
    "when": {"when": (Advice(situation="hidden", text="Guess."),)},
    "source": {"source": "book"},
}
BOTH: dict[str, Any] = {
    "position": {"positions": (Position(view="front", x=1, y=1),)},
    "sigma": {"sigmas": sigmas(own=0.1)},
    "tolerance": {"tolerance": LIMIT},
}
CLICKED = {"cue", "mistake", "confusion", "when", "tolerance"}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder outside any project, with a cache of its own."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(["coverage", *words])
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 1
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def made(*points: Keypoint, **fields: Any) -> Skeleton:
    front = View(id="front", sees="front", main=True)
    return replace(bird(), keypoints=points, views=(front,), sigma_sets=(), **fields)


def full(index: int, id: str, **without: Any) -> Keypoint:
    words = {name: value for each in FULL.values() for name, value in each.items()}
    rest = {name: value for each in BOTH.values() for name, value in each.items()}
    return keypoint(index, id, words=Words(title=id, **words), **{**rest, **without})


# ---- counting -----------------------------------------------------------------------------------


def test_every_aspect_is_tested_and_named() -> None:
    assert [aspect.id for aspect in ASPECTS] == [
        "definition", "cue", "mistake", "confusion", "when", "position", "sigma", "tolerance",
        "source",
    ]  # fmt: skip
    assert {aspect.id for aspect in ASPECTS} == FULL.keys() | BOTH.keys() == SHORT.keys()


@pytest.mark.parametrize("aspect", [aspect.id for aspect in ASPECTS])
def test_what_one_keypoint_lacks_is_counted_there_and_nowhere_else(aspect: str) -> None:
    whole = full(0, "a")
    if aspect in FULL:
        (field,) = FULL[aspect]
        empty = "" if field == "definition" else Find() if field == "find" else ()
        words = replace(whole.words, **{field: None if field == "source" else empty})
        lacking = replace(whole, id="b", index=1, words=words)
    else:
        (field,) = BOTH[aspect]
        value = None if field == "tolerance" else ()
        lacking = replace(whole, id="b", index=1, **{field: value})
    found = coverage_of(made(whole, lacking))
    assert found.keypoints == 2
    for tally in found.tallies:
        assert tally.of == 2
        assert tally.missing == (("b",) if tally.aspect == aspect else ()), tally.aspect


def test_computed_keypoints_are_not_asked_for_what_helps_people_to_click() -> None:
    bare = keypoint(0, "middle", kind="constructed", words=Words(title="Middle"))
    found = {tally.aspect: tally for tally in coverage_of(made(bare)).tallies}
    assert {aspect for aspect, tally in found.items() if not tally.of} == CLICKED
    assert all(tally.missing == ("middle",) for tally in found.values() if tally.of)


def test_the_tolerance_of_the_plan_is_everybodys() -> None:
    point = full(0, "a", tolerance=None)
    assert "tolerance" in lacks(made(point))
    assert "tolerance" not in lacks(made(point, qa=QaPlan(tolerance=LIMIT)))


def test_a_position_in_another_view_is_not_one_in_the_main_view() -> None:
    point = full(0, "a", positions=(Position(view="side", x=1, y=1),))
    views = (View(id="front", sees="front", main=True), View(id="side", sees="left"))
    assert "position" in lacks(replace(made(point), views=views))


def lacks(skeleton: Skeleton) -> set[str]:
    return {tally.aspect for tally in coverage_of(skeleton).tallies if tally.missing}


def test_totals_add_up() -> None:
    one, two = coverage_of(made(full(0, "a"))), coverage_of(made(full(0, "a"), full(1, "b")))
    assert set(totals([one, two]).values()) == {(3, 3)}
    assert set(totals([]).values()) == {(0, 0)}


@pytest.mark.parametrize("spec", SPECS)
def test_every_keypoint_of_the_library_can_be_found_and_drawn(spec: str, skeleton: Any) -> None:
    """The library is the reference: nothing is left to guess."""
    found = {tally.aspect: tally.missing for tally in coverage_of(skeleton(spec)).tallies}
    for aspect in ("definition", "cue", "mistake", "when", "position"):
        assert found[aspect] == (), aspect


# ---- showing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("have", "of", "said"),
    [(0, 0, "-"), (0, 9, "0"), (1, 1000, "1"), (999, 1000, "99"), (5, 5, "100"), (2, 3, "66")],
)
def test_percent(have: int, of: int, said: str) -> None:
    assert percent(have, of) == said


def coverage(spec: str, have: int, of: int, version: str = "1.0.0") -> Coverage:
    missing = tuple(f"p{i}" for i in range(of - have))
    tallies = tuple(Tally(aspect.id, of, missing) for aspect in ASPECTS)
    return Coverage(spec, version, "spec", of, tallies)


def only(aspect: str, of: int, *missing: str, spec: str = "a/b") -> Coverage:
    """A spec that lacks nothing but an aspect of some keypoints."""
    tallies = (Tally(a.id, of, missing if a.id == aspect else ()) for a in ASPECTS)
    return Coverage(spec, "1.0.0", "spec", of, tuple(tallies))


def test_the_table() -> None:
    text = render_coverage([coverage("a/b", 8, 8), coverage("a/c", 3, 8)], width=100)
    rows = text.splitlines()
    assert rows[0].split() == ["points", *SHORT.values()]
    assert rows[1] == "a/b         8" + " ███ 100" * 9
    assert rows[2] == "a/c         8" + " █▏░  37" * 9
    assert rows[3] == "total      16" + " ██░  68" * 9
    assert rows[0].index("cue") == rows[1].index("███") + 8


@pytest.mark.parametrize("width", [20, 72, 80, 100, 120, 200])
def test_rows_fit_the_terminal_from_72_columns_on(width: int) -> None:
    text = render_coverage([coverage("face/some-name-20", 1, 3)], width=width, missing=True)
    assert max(map(len, text.splitlines())) <= max(width, 72)
    assert len(text.splitlines()[1].split()) >= 2 + len(ASPECTS)


def test_without_blocks_it_is_ascii() -> None:
    text = render_coverage([coverage("a/b", 1, 2)], blocks=False)
    assert text.isascii()
    assert "#..  50" in text


def test_one_spec_has_no_total_and_several_versions_say_which() -> None:
    assert "total" not in render_coverage([coverage("a/b", 1, 2)])
    text = render_coverage([coverage("a/b", 1, 2), coverage("a/b", 1, 2, "2.0.0")])
    assert "a/b@1.0.0 " in text
    assert "a/b@2.0.0 " in text


def test_missing_keypoints_are_named_a_pair_once() -> None:
    missing = ("nose", "left_eye", "right_eye", "left_ear")
    text = render_coverage([only("cue", 9, *missing)], missing=True)
    assert text.endswith("\na/b lacks (a pair is named once)\n  cue         nose, eye, left_ear\n")
    assert "lacks" not in render_coverage([only("cue", 9, *missing)])
    assert "lacks" not in render_coverage([only("cue", 9)], missing=True)
    every = render_coverage([only("cue", 4, *missing)], missing=True)
    assert "  cue         every keypoint\n" in every


def test_nothing_of_a_stranger_steers_the_terminal() -> None:
    one = only("cue", 2, "\x1b[31mred", spec="a\x1b[2J")
    text = render_coverage([one], missing=True)
    assert "\x1b" not in text
    assert "<U+001B>[31mred" in text


def test_json_has_all_keys_always() -> None:
    data = coverage_json([coverage("a/b", 1, 2)])
    assert list(data) == ["version", "specs", "total"]
    (spec,) = data["specs"]
    assert list(spec) == ["spec", "version", "kind", "keypoints", "coverage"]
    assert list(spec["coverage"]) == [aspect.id for aspect in ASPECTS]
    assert spec["coverage"]["cue"] == {"have": 1, "of": 2, "missing": ["p0"]}
    assert data["total"]["coverage"]["cue"] == {"have": 1, "of": 2}
    assert coverage_json([])["total"]["specs"] == 0


# ---- the command --------------------------------------------------------------------------------

GOOD = """schemac: 1
spec: demo/arrow-2
version: 0.1.0
title: Arrow, 2 keypoints
subject: {category: arrow, laterality: viewer}
visibility: visibility/coco-3@1.0.0
keypoints:
  tip:  {index: 0, kind: surface, definition: The sharp end of the arrow., at: [50, 10]}
  tail: {index: 1, kind: surface, definition: The blunt end of the arrow., at: [50, 90]}
edges: [[tail, tip]]
"""


def project(folder: Path, text: str = GOOD) -> Path:
    path = folder / "specs" / "demo" / "arrow-2.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    (folder / "schemac.yaml").write_text("schemac: 1\nproject: demo\n", "utf-8")
    return path


def test_the_specs_of_a_project(run: Run, home: Path) -> None:
    project(home)
    code, out, err = run()
    assert (code, err) == (0, "")
    assert out.splitlines()[1].split()[:3] == ["demo/arrow-2", "2", "███"]
    assert "total" not in out


def test_a_part_alone_and_a_frozen_version_when_named(run: Run, home: Path) -> None:
    path = project(home)
    path.with_name("arrow-2@0.0.9.yaml").write_text(GOOD.replace("0.1.0", "0.0.9"), "utf-8")
    assert run()[1].count("arrow-2") == 1
    named = json.loads(run("demo/arrow-2@0.0.9", "--format", "json")[1])
    assert [spec["version"] for spec in named["specs"]] == ["0.0.9"]
    part = json.loads(run("foot/foot-3", "--format", "json")[1])
    assert [(spec["spec"], spec["kind"]) for spec in part["specs"]] == [("foot/foot-3", "part")]
    both = json.loads(run("foot/foot-3", "demo/arrow-2", "--format", "json")[1])
    assert [spec["spec"] for spec in both["specs"]] == ["demo/arrow-2"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("body/coco-71", "did you mean `body/coco-17`?"),
        ("landmarks/body", "there is no spec or part in `landmarks/body`"),
        ("--mising", "did you mean `--missing`?"),
        ("--format xml", "invalid choice"),
    ],
)
def test_wrong_usage(words: str, said: str, run: Run) -> None:
    code, out, err = run(*words.split())
    assert (code, out) == (2, "")
    assert said in err


def test_a_folder_without_specs(run: Run, home: Path) -> None:
    project(home).unlink()
    assert run() == (1, "", "schemac: there is no spec to count\n")


def test_documents_with_errors_are_counted_and_told(run: Run, home: Path) -> None:
    project(home, GOOD.replace("[[tail, tip]]", "[[tail, tipp]]"))
    code, out, err = run()
    assert code == 1
    assert "demo/arrow-2" in out
    assert err.startswith("schemac: some documents have errors")
    project(home, "spec: [")
    code, out, err = run()
    assert (code, out) == (1, "")
    assert "Traceback" not in err


def test_an_answer_is_kept_until_a_file_changes(run: Run, home: Path) -> None:
    path = project(home)
    first = run("demo/arrow-2")
    (kept,) = (home.parent / "cache" / "schemac").iterdir()
    assert run("demo/arrow-2") == first
    kept.write_text(kept.read_text("utf-8").replace('"keypoints": 2', '"keypoints": 7'), "utf-8")
    assert "  7 " in run("demo/arrow-2")[1]  # it was the kept one
    assert run("demo/arrow-2", "--no-cache") == first
    path.write_text(GOOD.replace("tail: {", "tail: {find: {see: The blunt end.}, "), "utf-8")
    assert run("demo/arrow-2")[1] != first[1]
    assert "50" in run("demo/arrow-2")[1]


def test_a_kept_answer_of_another_shape_counts_as_none(run: Run, home: Path) -> None:
    project(home)
    first = run("demo/arrow-2")
    (kept,) = (home.parent / "cache" / "schemac").iterdir()
    entry = json.loads(kept.read_text("utf-8"))
    odd = json.loads(kept.read_text("utf-8"))["answer"]
    odd["specs"][0]["tallies"][0]["aspect"] = "beauty"
    for answer in ([], {}, {"specs": 3}, {"specs": [{"spec": 1}], "failed": False}, "x", 5, odd):
        kept.write_text(json.dumps({**entry, "answer": answer}), "utf-8")
        assert run("demo/arrow-2") == first


def test_an_encoding_without_blocks_gets_ascii(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(home)
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    assert main(["coverage"]) == 0
    sys.stdout.flush()
    assert b"### 100" in written.getvalue()


@pytest.mark.parametrize("again", [False, True], ids=["first", "kept"])
def test_nothing_heavy_is_loaded(again: bool) -> None:
    heavy = {"numpy", "networkx", "jsonschema", "jinja2", "shapely"} | (
        {"yaml"} if again else set()
    )
    call = (
        "import sys; from schemac.cli import main; main(['coverage', 'body/coco-17']);"
        f"found = {heavy} & set(sys.modules); sys.exit(f'loaded {{found}}' if found else 0)"
    )
    for _ in range(1 + again):
        command = [sys.executable, "-c", call]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_from_python(home: Path) -> None:
    project(home)
    found = schemac.coverage()
    assert not found.failed
    (spec,) = found.specs
    assert {t.aspect: t.have for t in spec.tallies}["definition"] == 2
    assert schemac.coverage("demo/arrow-2", cwd=home).specs == found.specs
    with pytest.raises(schemac.UsageError):
        schemac.coverage("demo/arow-2")
