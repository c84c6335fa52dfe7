"""The MMPose target: the file is read back without running it, and parsed by MMPose's rules."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import LIBRARY
from schemac.colours import INSTANCE_COLOUR, label_colours
from schemac.format import Feature, Loss, Settings, losses_of
from schemac.formats.mmpose import CODES, FORMAT
from schemac.model import AxisSwap, Edge, SigmaSet, Skeleton, SourceRef, Subject
from small_skeletons import AREA, NASTY, POINTS, bird, keypoint, sigmas

FACTS = json.loads((Path(__file__).parents[1] / "facts/skeletons.json").read_text("utf-8"))
PUBLISHED = {
    "body/coco-17": "coco",
    "hand/hand-21": "coco_wholebody_hand",
    "body/coco-wholebody-133": "coco_wholebody",
    "face/ibug-68": "300w",
}
HOSTILE = (
    NASTY,
    '"), __import__("os").system("false") #',
    "'''\n\"\"\"\r\\",
    "\\",
    "\\N{BULLET}\\x22",
    "{{ fileDirname }}{{ $HOME:x }}{{_base_.model}}",
    "\u202e\u2028é😀\x00\x1f",
)


def text(skeleton: Skeleton, **options: str) -> str:
    emission = FORMAT.emit(skeleton, Settings(options={"sigmas": "", **options}))
    (artifact,) = emission.artifacts
    assert artifact.path in FORMAT.files
    return artifact.content.decode("ascii")


def info(skeleton: Skeleton, **options: str) -> dict[str, Any]:
    return read(text(skeleton, **options))


def read(source: str) -> dict[str, Any]:
    """The value of the one statement `dataset_info = ...`, which may hold literals and `dict(...)`
    with keywords, and nothing else that runs."""
    (statement,) = ast.parse(source).body
    assert isinstance(statement, ast.Assign)
    assert [ast.unparse(target) for target in statement.targets] == ["dataset_info"]
    value = ast.literal_eval(ast.fix_missing_locations(Plain().visit(statement.value)))
    assert isinstance(value, dict)
    return value


class Plain(ast.NodeTransformer):
    def visit_Call(self, call: ast.Call) -> ast.Dict:
        assert isinstance(call.func, ast.Name)
        assert call.func.id == "dict"
        assert not call.args
        keys: list[ast.expr | None] = [ast.Constant(word.arg) for word in call.keywords]
        return ast.Dict(keys, [self.visit(word.value) for word in call.keywords])


def parse(metainfo: dict[str, Any]) -> dict[str, Any]:
    """What MMPose makes of the dict, written from a description of `parse_pose_metainfo`: keys of
    dicts are ids, the order in the file is the order of arrays, swaps and links are by name."""
    for key in ("dataset_name", "keypoint_info", "skeleton_info", "joint_weights", "sigmas"):
        assert key in metainfo
    points = metainfo["keypoint_info"]
    ids = {point["name"]: id for id, point in points.items()}
    links = metainfo["skeleton_info"].values()
    return {
        "names": {id: point["name"] for id, point in points.items()},
        "upper": [id for id, point in points.items() if point["type"] == "upper"],
        "lower": [id for id, point in points.items() if point["type"] == "lower"],
        "flip": [ids[point["swap"] or point["name"]] for point in points.values()],
        "links": [tuple(ids[name] for name in link["link"]) for link in links],
    }


def losses(skeleton: Skeleton, **options: str) -> tuple[Loss, ...]:
    return FORMAT.emit(skeleton, Settings(options=options)).losses


def assumed(skeleton: Skeleton) -> str:
    return "\n".join(FORMAT.emit(skeleton, Settings()).assumed)


def test_the_whole_file_of_a_small_skeleton() -> None:
    points = (
        keypoint(0, "nose", half="upper", weight=1.5, sigmas=sigmas(own=0.026)),
        keypoint(1, "left_eye", half="upper", weight=1.0, sigmas=sigmas(own=0.025)),
        keypoint(2, "right_eye", half="upper", weight=1.0, sigmas=sigmas(own=0.025)),
    )
    edges = (Edge(source="nose", target="left_eye"), Edge(source="left_eye", target="right_eye"))
    sources = (SourceRef(key="coop", title="The coop", url="https://example.org", year=2024),)
    small = bird(keypoints=points, edges=edges, sources=sources)
    colours = {id: channels(colour) for id, colour in label_colours(small).items()}
    grey = channels(INSTANCE_COLOUR)
    assert info(small) == {
        "dataset_name": "animal/bird-6",
        "paper_info": {"title": "The coop", "year": "2024", "homepage": "https://example.org"},
        "keypoint_info": {
            0: entry("nose", 0, colours["nose"], "upper", ""),
            1: entry("left_eye", 1, colours["left_eye"], "upper", "right_eye"),
            2: entry("right_eye", 2, colours["right_eye"], "upper", "left_eye"),
        },
        "skeleton_info": {
            0: {"link": ("nose", "left_eye"), "id": 0, "color": grey},
            1: {"link": ("left_eye", "right_eye"), "id": 1, "color": grey},
        },
        "joint_weights": [1.5, 1.0, 1.0],
        "sigmas": [0.026, 0.025, 0.025],
    }


def entry(name: str, id: int, color: list[int], type: str, swap: str) -> dict[str, Any]:
    return {"name": name, "id": id, "color": color, "type": type, "swap": swap}


def channels(colour: str) -> list[int]:
    """Red, green, blue."""
    return list(bytes.fromhex(colour[1:]))


@pytest.mark.parametrize("spec", LIBRARY)
def test_the_library_parses_to_the_published_skeletons(skeleton: Any, spec: str) -> None:
    fact = FACTS["skeletons"][PUBLISHED[spec]]
    made = info(skeleton(spec))
    parsed = parse(made)
    assert list(made["keypoint_info"]) == list(range(fact["count"]))
    if fact["names"][0] != "kpt-0":  # faces are published as numbers
        assert list(parsed["names"].values()) == fact["names"]
    assert parsed["flip"] == fact["mirror"]
    published = [tuple(link) for link in fact["links"]]
    assert [link for link in parsed["links"] if link in published] == published
    assert made["sigmas"] == (fact["sigmas"] or [])


def test_halves_of_coco_are_those_of_mmpose(skeleton: Any) -> None:
    parsed = parse(info(skeleton("body/coco-17")))
    assert parsed["upper"] == list(range(11))
    assert parsed["lower"] == list(range(11, 17))


def test_names_swaps_and_links_go_by_names_not_ids() -> None:
    parsed = parse(info(bird()))
    assert parsed["names"][1] == "LWing"
    assert parsed["flip"] == [0, 2, 1, 3, 4, 5]
    assert parsed["links"] == [(0, 3), (1, 4)]


def test_links_within_one_side_have_its_colour(skeleton: Any) -> None:
    coco = skeleton("body/coco-17")
    colours = label_colours(coco)
    links = {each["link"]: each["color"] for each in info(coco)["skeleton_info"].values()}
    assert links["left_shoulder", "left_elbow"] == channels(colours["left_elbow"])
    assert links["left_hip", "right_hip"] == channels(INSTANCE_COLOUR)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_data(hostile: str) -> None:
    points = (
        keypoint(0, "left_a", name=f"1{hostile}"),
        keypoint(1, "right_a", name=f"2{hostile}"),
    )
    source = SourceRef(key="s", title=hostile, url=hostile)
    edges = (Edge(source="left_a", target="right_a"),)
    made = bird(id=hostile, version=hostile, keypoints=points, edges=edges, sources=(source,))
    written = text(made)
    found = read(written)
    assert found["dataset_name"] == hostile
    assert found["paper_info"] == {"title": hostile, "homepage": hostile}
    assert found["keypoint_info"][0]["swap"] == f"2{hostile}"
    assert found["skeleton_info"][0]["link"] == (f"1{hostile}", f"2{hostile}")
    assert "{{" not in written  # MMEngine fills in templates anywhere in the file


@given(st.text(min_size=1, alphabet=st.characters(exclude_categories=("Cs",))))
def test_any_name_comes_back(name: str) -> None:
    (point,) = info(bird(keypoints=(keypoint(0, "a", name=name),), edges=()))[
        "keypoint_info"
    ].values()
    assert point["name"] == name


@pytest.mark.parametrize("spec", LIBRARY)
def test_it_is_laid_out_as_a_formatter_would(skeleton: Any, spec: str) -> None:
    """Ruff's formatter follows black; a file that people format keeps its lines."""
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--stdin-filename", "x.py"]
    written = text(skeleton(spec))
    done = subprocess.run(command, input=written, capture_output=True, text=True, check=True)
    assert done.stdout == written


def test_a_spec_without_numbers_gets_empty_lists_and_says_so() -> None:
    points = (keypoint(0, "a"), keypoint(1, "b"))
    bare = bird(keypoints=points, edges=(), sigma_sets=(), evaluation=(), sources=())
    made = info(bare)
    assert (made["joint_weights"], made["sigmas"], made["skeleton_info"]) == ([], [], {})
    assert made["paper_info"] == {}
    assert [point["type"] for point in made["keypoint_info"].values()] == ["", ""]
    said = assumed(bare)
    assert "sigmas is empty, as the spec has none" in said
    assert "joint_weights is empty" in said
    assert "type is '' for 2 of 2 keypoints" in said


def test_a_spec_that_says_all_assumes_nothing() -> None:
    points = (keypoint(0, "a", half="lower", weight=2.0, sigmas=sigmas(own=0.1)),)
    assert assumed(bird(keypoints=points, edges=())) == ""


def test_a_weight_that_is_not_stated_is_one_and_named() -> None:
    points = (keypoint(0, "a", weight=0.8), keypoint(1, "b"))
    some = bird(keypoints=points, edges=())
    assert info(some)["joint_weights"] == [0.8, 1.0]
    assert "the loss weight of 1 keypoints that state none is 1" in assumed(some)


def test_sigmas_are_all_or_none() -> None:
    points = (keypoint(0, "a", sigmas=sigmas(own=0.1)), keypoint(1, "b"))
    gap = bird(keypoints=points, edges=())
    assert info(gap)["sigmas"] == []
    assert any("own has none for 1 of them (b)" in loss.message for loss in losses(gap))


def test_the_option_takes_another_set() -> None:
    points = (keypoint(0, "a", sigmas=sigmas(own=0.1, lent=0.2)),)
    made = bird(keypoints=points, edges=())
    assert info(made)["sigmas"] == [0.1]
    assert info(made, sigmas="lent")["sigmas"] == [0.2]
    lost = [loss.message for loss in losses(made, sigmas="lent")]
    assert any(message.endswith("without own") for message in lost)


def test_a_set_that_does_not_exist_is_found() -> None:
    assert FORMAT.accepts
    asked = Settings(options={"sigmas": "coco"})
    (found,) = FORMAT.accepts(bird(), asked)
    assert found.rule == "mmpose-sigmas"
    assert found.help == "it has `own`, `lent`"
    assert info(bird(), sigmas="coco")["sigmas"] == []
    assert list(FORMAT.accepts(bird(), Settings(options={"sigmas": "own"}))) == []
    assert list(FORMAT.accepts(bird(), Settings())) == []


def test_the_scale_of_sigmas_is_lost_aloud() -> None:
    scaled = SigmaSet(id="own", basis="measured", scale=AREA)
    (loss,) = losses(bird(sigma_sets=(scaled,)))
    assert loss.feature == Feature.SIGMAS
    assert "segment_area" in loss.message


@pytest.mark.parametrize(
    ("laterality", "points", "swaps", "warned"),
    [
        ("viewer", ("left_a", "right_a"), (), True),
        ("viewer", ("a", "b"), (AxisSwap(first="a", second="b"),), True),
        ("viewer", ("a", "b"), (), False),
        ("subject", ("left_a", "right_a"), (), False),
    ],
)
def test_flips_upside_down_are_reported_where_they_are_wrong(
    laterality: Any, points: tuple[str, ...], swaps: tuple[AxisSwap, ...], warned: bool
) -> None:
    made = bird(
        subject=Subject(laterality=laterality),
        keypoints=tuple(keypoint(i, id) for i, id in enumerate(points)),
        edges=(),
        top_bottom=swaps,
    )
    assert any(loss.feature == Feature.MIRROR for loss in losses(made)) is warned


def test_what_is_carried_in_full_is_not_lost_by_itself() -> None:
    lost = {loss.feature for loss in losses_of(FORMAT, bird())}
    assert lost.isdisjoint({Feature.EDGES, Feature.MIRROR, Feature.WEIGHTS, Feature.HALVES})
    assert {Feature.TIERS, Feature.SIDES, Feature.LATERALITY, Feature.VERSION} <= lost


def test_the_same_skeleton_gives_the_same_bytes() -> None:
    assert text(bird()) == text(bird())
    assert len(POINTS) == len(info(bird())["keypoint_info"])


def test_codes_are_documented_and_distinct() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(
        code.id.startswith(("C4", "I12")) and code.name.startswith("mmpose-") for code in CODES
    )
    assert all(code.doc.strip() for code in CODES)
