"""`schemac figure`: one figure as a file, or a clear word on why there is none."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec import structs

import schemac
from hostile_skeletons import PAYLOADS, placed
from schemac.cli import main
from schemac.guide import Context, speech
from schemac.model import Skeleton
from schemac.prints import KINDS, drawn, rendered
from schemac.workspace import UsageError
from small_skeletons import bird

OF = {"spec": None, "keypoint": "left_elbow", "region": "arm", "measure": "left_elbow_angle"}
SPEC, MEASURED = "body/coco-17", "sport/cricket-bowling-54"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, from its first chunk."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def run(*words: str) -> int:
    try:
        return main(["figure", *words])
    except SystemExit as stopped:
        return int(str(stopped.code))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_drawing_that_stands_alone(kind: str) -> None:
    spec = MEASURED if kind == "measure" else SPEC
    made = schemac.figure(spec, OF[KINDS[kind].of], kind=kind)
    root = ElementTree.fromstring(made)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.find("{http://www.w3.org/2000/svg}title") is not None
    assert b"var(--" not in made
    assert made == schemac.figure(spec, OF[KINDS[kind].of], kind=kind)


def test_without_a_kind_it_follows_from_what_it_is_of() -> None:
    for of, kind in ((None, "overview"), ("left_elbow", "target"), ("arm", "region")):
        assert schemac.figure(SPEC, of) == schemac.figure(SPEC, of, kind=kind)


def test_a_point_goes_by_its_name_too() -> None:
    by_name = schemac.figure("hand/hand-21", "thumb_tip")
    assert by_name == schemac.figure("hand/hand-21", schemac.load("hand/hand-21").keypoints[4].id)


def test_themes_and_widths() -> None:
    light, dark = (schemac.figure(SPEC, theme=theme) for theme in ("light", "dark"))
    assert light != dark
    own = ElementTree.fromstring(light)
    wide = ElementTree.fromstring(schemac.figure(SPEC, width=1000))
    assert wide.get("width") == "1000"
    assert wide.get("viewBox") == own.get("viewBox")
    assert own.get("width") == own.get("viewBox", "").split()[2]
    assert size(schemac.figure(SPEC, form="png", width=1000))[0] == 1000


def test_a_png_needs_no_font_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    import resvg_py

    asked: dict[str, object] = {}
    made = resvg_py.svg_to_bytes

    def told(**options: object) -> bytes:
        asked.update(options)
        return bytes(made(**options))

    monkeypatch.setattr(resvg_py, "svg_to_bytes", told)
    figure = schemac.figure(SPEC, form="png")
    assert asked["skip_system_fonts"] is True
    assert figure == schemac.figure(SPEC, form="png")


def test_a_file_is_written_whole(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.svg", "b.PNG"):
        assert run(SPEC, "left_elbow", "-o", name) == 0
        assert (home / name).stat().st_size > 1000
    assert (home / "a.svg").read_bytes() == schemac.figure(SPEC, "left_elbow")
    assert sorted(path.name for path in home.iterdir()) == ["a.svg", "b.PNG"]
    assert "wrote a.svg, " in capsys.readouterr().out


def test_a_file_that_stands_there_is_replaced_and_keeps_its_mode(home: Path) -> None:
    (home / "a.svg").write_text("old")
    (home / "a.svg").chmod(0o600)
    assert run(SPEC, "-o", "a.svg") == 0
    assert (home / "a.svg").read_bytes() == schemac.figure(SPEC)
    assert (home / "a.svg").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((SPEC, "left_elbw", "-o", "a.svg"), "did you mean `left_elbow`?"),
        ((SPEC, "--kind", "targt", "-o", "a.svg"), "did you mean `target`?"),
        ((SPEC, "--kind", "target", "-o", "a.svg"), "this figure is of one keypoint"),
        ((SPEC, "arm", "--kind", "target", "-o", "a.svg"), "has no keypoint `arm`"),
        ((SPEC, "left_elbow", "--kind", "crowd", "-o", "a.svg"), "leave out `left_elbow`"),
        (("body/coco-71", "-o", "a.svg"), "did you mean `body/coco-17`?"),
        ((SPEC, "-o", "a.gif"), "cannot be written as `gif`"),
        ((SPEC, "-o", "a"), "`a` has no ending"),
        ((SPEC, "-o", "missing/a.svg"), "cannot write missing/a.svg: no such file or directory"),
        ((SPEC, "-o", "a.svg", "--width", "0"), "widths go from 1 to 20000"),
        ((SPEC, "-o", "a.svg", "--width", "wide"), "invalid int value"),
        ((SPEC, "-o", "a.svg", "--theme", "pink"), "invalid choice"),
        ((SPEC, "-o", "a.svg", "--locale", "tlh"), "there is no guide in `tlh`"),
        ((SPEC,), "-o/--output"),
    ],
)
def test_what_makes_no_sense_is_said(
    home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert run(*words) == 2
    assert said in capsys.readouterr().err
    assert list(home.iterdir()) == []


def test_a_pdf_without_a_browser_is_said(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.fspath(home))
    assert run(SPEC, "-o", "a.pdf") == 2
    said = capsys.readouterr().err
    assert "a PDF is printed by Chromium or Chrome, and neither is on the PATH" in said
    assert "`.png`" in said


def test_a_spec_with_errors_is_a_finding(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "broken.yaml").write_text("schemac: 1\nspec: demo/broken\n", "utf-8")
    assert run("broken.yaml", "-o", "a.svg") == 1
    assert "error[" in capsys.readouterr().err
    assert not (home / "a.svg").exists()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_spec_says_is_no_markup(payload: str) -> None:
    places = {"beak": (10.0, 10.0), "left_wing": (90.0, 40.0), "right_wing": (10.0, 40.0)}
    plain, said = (elements(placed(places), text) for text in ("harmless", payload))
    assert plain == said


def elements(skeleton: Skeleton, text: str) -> list[str]:
    """The elements of figures of a skeleton that says `text`, without those that only hold it."""
    points = tuple(
        structs.replace(p, words=structs.replace(p.words, title=text)) for p in skeleton.keypoints
    )
    context = of(structs.replace(skeleton, title=text, keypoints=points))
    made = [rendered(drawn(context, id), "svg") for id in (None, "beak")]
    tags = [element.tag.rpartition("}")[2] for svg in made for element in iterated(svg)]
    return sorted({tag for tag in tags if tag != "tspan"})


def iterated(svg: bytes) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter())


def of(skeleton: Skeleton) -> Context:
    return Context(skeleton=skeleton, speech=speech("en"), digest="")


def test_nothing_to_draw_is_said() -> None:
    for id in (None, "beak"):
        with pytest.raises(UsageError, match="there is nothing to draw"):
            drawn(of(bird()), id)
