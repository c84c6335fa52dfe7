"""Reading `dataset_info`: our own, files that MMPose ships, and what goes wrong in others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from absorbed import absorbed, facts, facts_of, files, only, said, sigmas, sigmas_of
from given_files import from_disk, given, shown
from hostile_skeletons import PAYLOADS
from schemac.draft import Absorbed
from schemac.formats.mmpose import FORMAT
from schemac.model import Skeleton

SHIPPED = Path(__file__).parent / "mmpose"
SPECS = ("body/coco-17", "hand/hand-21", "face/ibug-68")


def info(keypoints: str, links: str = "", weights: str = "[]", sigmas: str = "[]") -> Absorbed:
    text = f"dataset_info = dict(\n  dataset_name='x',\n  keypoint_info={{{keypoints}}},\n"
    text += f"  skeleton_info={{{links}}},\n  joint_weights={weights},\n  sigmas={sigmas})\n"
    return absorbed(FORMAT, given("info.py", text))


THREE = (
    "0: dict(name='nose', id=0, swap=''), 1: dict(name='left_eye', id=1, swap='right_eye'),"
    " 2: dict(name='right_eye', id=2, swap='left_eye')"
)


@pytest.mark.parametrize("spec", SPECS)
def test_what_we_write_says_the_same_when_it_is_read(
    skeleton: Callable[[str], Skeleton], spec: str
) -> None:
    made = skeleton(spec)
    draft = only(absorbed(FORMAT, given("d.py", files(FORMAT, made)["dataset_info.py"])))
    assert facts(draft) == facts_of(made)
    assert draft.name == made.id
    assert sigmas(draft) == sigmas_of(made)
    assert [p.half for p in draft.points] == [p.half for p in made.keypoints]
    assert (draft.based, draft.sigmas) == (None, made.main_sigmas is not None)


def test_the_file_that_mmpose_ships_is_the_spec(skeleton: Callable[[str], Skeleton]) -> None:
    made = skeleton("body/coco-17")
    draft = only(absorbed(FORMAT, from_disk(SHIPPED / "_base_/datasets/coco.py")))
    found, expected = facts(draft), facts_of(made)
    assert (found["names"], found["mirror"]) == (expected["names"], expected["mirror"])
    edges = {frozenset(edge) for edge in found["edges"]}
    assert edges == {frozenset(edge) for edge in expected["edges"]}
    assert sigmas(draft) == sigmas_of(made)
    assert [p.weight for p in draft.points][7:11] == [1.2, 1.2, 1.5, 1.5]
    assert draft.points[1].colour == "#3399ff"
    assert (draft.title, draft.year) == ("Microsoft coco: Common objects in context", 2014)
    assert draft.homepage == "http://cocodataset.org/"


def test_places_are_those_in_the_file() -> None:
    one = from_disk(SHIPPED / "_base_/datasets/coco.py")
    draft = only(absorbed(FORMAT, one))
    source = absorbed(FORMAT, one).sources[0]
    spans = [draft.points[1].span, draft.points[1].sigma_span]
    spans += [(draft.edges or ())[0].span, (draft.mirror or ())[1].span]
    lines = [(span.line, source.line(span.line)) for span in spans if span]
    cut = [
        line[span.column - 1 : span.end_column - 1]
        for span, (_, line) in zip(spans, lines, strict=True)
        if span
    ]
    assert cut == ["'left_eye'", "0.025", "('left_ankle', 'left_knee')", "'right_eye'"]


def test_faults_in_files_that_mmpose_ships() -> None:
    assert said(absorbed(FORMAT, from_disk(SHIPPED / "_base_/datasets/coco_aic.py"))) == [
        ("I122", "`joint_weights` has 18 numbers for 19 keypoints; the draft has none", (190, 19))
    ]
    one = from_disk(SHIPPED / "_base_/datasets/deepfashion_full.py")
    found = absorbed(FORMAT, one)
    (problem,) = found.problems
    assert problem.message == "`left waistline` has the key 4 and the id 0, and so on for 3 more"
    assert shown(problem, found.sources) == "0"
    assert problem.severity == "warning"


def test_a_config_leads_to_the_file_that_it_names() -> None:
    config = SHIPPED / "rtmpose.py"
    base = (SHIPPED / "_base_/datasets/coco.py").read_bytes()
    for where in ("coco.py", "_base_/datasets/coco.py", "../../_base_/datasets/coco.py"):
        draft = only(absorbed(FORMAT, given(config.name, config.read_bytes(), {where: base})))
        assert (draft.file, len(draft.points)) == (where, 17)


def test_a_config_without_that_file_says_so() -> None:
    config = SHIPPED / "rtmpose.py"
    (problem,) = absorbed(FORMAT, from_disk(config)).problems
    assert (problem.code, problem.message) == (
        "I124",
        "the keypoints are described in `configs/_base_/datasets/coco.py`, which is not there",
    )
    assert problem.help == "give that file instead, or the folder that holds both"


@pytest.mark.parametrize(
    "text",
    [
        "_base_ = ['../_base_/datasets/coco.py', '../_base_/default_runtime.py']",
        "class D:\n    METAINFO: dict = dict(from_file='configs/_base_/datasets/coco.py')",
        "d = dict(metainfo={'from_file': 'coco.py'})",
    ],
)
def test_ways_to_name_the_file(text: str) -> None:
    base = (SHIPPED / "_base_/datasets/coco.py").read_bytes()
    draft = only(absorbed(FORMAT, given("c.py", text, {"coco.py": base})))
    assert len(draft.points) == 17


def test_a_class_of_a_data_set_describes_it_too() -> None:
    text = f"class D(X):\n  METAINFO = dict(dataset_name='d', keypoint_info={{{THREE}}},\n"
    text += "    skeleton_info={}, joint_weights=[1.] * 3, sigmas=np.array([.2, .3, .3]) / 10)\n"
    draft = only(absorbed(FORMAT, given("d.py", text)))
    assert [p.weight for p in draft.points] == [1.0, 1.0, 1.0]
    assert sigmas(draft) == [0.02, 0.03, 0.03]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            info(THREE, sigmas="[0.1, 0.2]"),
            [("I122", "`sigmas` has 2 numbers for 3 keypoints; the draft has none", (6, 10))],
        ),
        (
            info(THREE, "0: dict(link=('nose', 'left_eyes'), id=0)"),
            [("I123", "a link goes to `left_eyes`, which is not listed", (4, 31))],
        ),
        (
            info(THREE, "0: dict(link=(0, 1), id=0)"),
            [("I120", "a link is two names of keypoints", (4, 31))],
        ),
        (
            info("1: dict(name='a', swap=''), 2: dict(name='b', swap='')"),
            [
                (
                    "I121",
                    "the keys begin with 1; MMPose takes `a` for index 0 in lists and links",
                    (3, 18),
                )
            ],
        ),
        (
            info("0: dict(name='a'), 2: dict(name='b')"),
            [
                (
                    "I121",
                    "there is no key 1; MMPose takes `b` for index 1 in lists and links",
                    (3, 37),
                )
            ],
        ),
        (
            info("1: dict(name='b'), 0: dict(name='a')"),
            [("I121", "keypoint 0 stands behind 1", (3, 37))],
        ),
        (
            info("0: dict(name='a'), 0: dict(name='b')"),
            [("I125", "keypoint 0 is there twice: `a` is lost", (3, 18))],
        ),
        (info("0: dict(id=0)"), [("I120", "keypoint 0 has no name", (3, 21))]),
        (
            info("'a': dict(name='a')"),
            [("I120", "a key of `keypoint_info` is not a number", (3, 18))],
        ),
        (
            info(THREE, weights="[w for w in x]"),
            [("I120", "`joint_weights` is not a list of numbers that are written out", (5, 17))],
        ),
    ],
    ids=range(10),
)
def test_it_says_what_is_wrong_and_where(
    found: Absorbed, expected: list[tuple[str, str, tuple[int, int]]]
) -> None:
    assert said(found) == expected
    assert len(found.drafts) == 1


def test_a_name_nearly_right_is_proposed() -> None:
    (problem,) = info(THREE, "0: dict(link=('nose', 'left_eyes'), id=0)").problems
    assert problem.help == "is `left_eye` meant?"


def test_partners_are_stated_as_they_are() -> None:
    found = info("0: dict(name='a', swap='b'), 1: dict(name='b', swap='c'), 2: dict(name='d')")
    told = [(each.index, each.partner, each.named) for each in only(found).mirror or ()]
    assert told == [(0, 1, "b"), (1, -1, "c")]


def test_keypoints_are_in_the_order_of_their_keys() -> None:
    (draft,) = info("1: dict(name='b'), 0: dict(name='a')").drafts
    assert [p.name for p in draft.points] == ["a", "b"]


def test_missing_parts() -> None:
    found = absorbed(FORMAT, given("d.py", f"dataset_info = dict(keypoint_info={{{THREE}}})"))
    assert [each.message for each in found.problems] == [
        "`sigmas` is missing; MMPose asks for it",
        "`joint_weights` is missing; MMPose asks for it",
        "`skeleton_info` is missing; MMPose asks for it",
    ]
    assert (found.drafts[0].edges, found.drafts[0].sigmas) == (None, False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("keypoint_info = (", "not Python: '(' was never closed"),
        ("# keypoint_info", "there is no `keypoint_info` in this file"),
        (
            "# keypoint_info\ndataset_info = load()",
            "what describes the keypoints is made when the file runs, and nothing is run",
        ),
    ],
)
def test_files_without_a_skeleton(text: str, message: str) -> None:
    found = absorbed(FORMAT, given("d.py", text))
    assert found.drafts == ()
    assert [each.message for each in found.problems] == [message]


def test_nothing_is_run(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    text = f"import pathlib\npathlib.Path({str(mark)!r}).touch()\n"
    text += f"dataset_info = dict(keypoint_info={{{THREE}}}, x=exec('raise SystemExit'))\n"
    absorbed(FORMAT, given("d.py", text))
    assert not mark.exists()


@pytest.mark.parametrize("text", PAYLOADS)
def test_any_name_comes_through(text: str) -> None:
    found = absorbed(
        FORMAT,
        given(
            "d.py",
            f"keypoint_info = {{0: dict(name={text!r})}}\nd = dict(keypoint_info=keypoint_info)",
        ),
    )
    assert [p.name for p in found.drafts[0].points] == [text]


def test_other_python_is_not_recognised() -> None:
    assert FORMAT.recognises is not None
    for name, text in (
        ("a.py", "x = 1"),
        ("a.yaml", "keypoint_info: 1"),
        ("a.py", "_base_ = ['r.py']"),
    ):
        assert not FORMAT.recognises(given(name, text))


def test_a_description_in_pieces_is_one_skeleton() -> None:
    text = f"keypoint_info = {{{THREE}}}\ndataset_info = dict(keypoint_info=keypoint_info,"
    text += " skeleton_info={}, joint_weights=[], sigmas=[])\n"
    assert len(only(absorbed(FORMAT, given("d.py", text))).points) == 3


def test_problems_and_descriptions_are_bounded() -> None:
    links = ", ".join(f"{at}: dict(link=('a', 'n{at}'))" for at in range(1000))
    assert len(info(THREE, links).problems) == 100
    many = f"x = dict(keypoint_info={{{THREE}}})\n"
    text = "".join(many.replace("x", f"x{at}", 1) for at in range(201))
    found = absorbed(FORMAT, given("d.py", text))
    assert [each.message for each in found.problems] == [
        "keypoints are described 201 times in this file"
    ]
