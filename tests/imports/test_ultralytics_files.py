"""Reading `data.yaml`: our own, files that Ultralytics ships, and what goes wrong in others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from absorbed import absorbed, facts, facts_of, files, mirror, only, said, sigmas, sigmas_of
from given_files import from_disk, given, shown
from hostile_skeletons import PAYLOADS
from schemac.draft import Absorbed
from schemac.formats.ultralytics import FORMAT
from schemac.formats.ultralytics.absorbing import MAX_CLASSES
from schemac.literals import yaml_text
from schemac.model import Skeleton

SHIPPED = Path(__file__).parent / "ultralytics"
SPECS = ("body/coco-17", "hand/hand-21", "face/ibug-68")
NAMES = "kpt_names: {0: [nose, left_eye, right_eye]}\n"


def read(text: str) -> Absorbed:
    return absorbed(FORMAT, given("data.yaml", text))


@pytest.mark.parametrize("spec", SPECS)
def test_what_we_write_says_the_same_when_it_is_read(
    skeleton: Callable[[str], Skeleton], spec: str
) -> None:
    made = skeleton(spec)
    draft = only(read(files(FORMAT, made)["data.yaml"].decode()))
    expected = facts_of(made)
    assert (facts(draft)["names"], mirror(draft)) == (expected["names"], expected["mirror"])
    assert (draft.edges, draft.named, draft.name) == (None, True, made.category)
    if made.main_sigmas:
        assert sigmas(draft) == sigmas_of(made)


@pytest.mark.parametrize("file", ["coco8-pose", "dog-pose", "tiger-pose"])
def test_files_that_ultralytics_ships(file: str) -> None:
    draft = only(absorbed(FORMAT, from_disk(SHIPPED / f"{file}.yaml")))
    shape = {"coco8-pose": (17, 17), "dog-pose": (24, None), "tiger-pose": (12, 12)}[file]
    assert (len(draft.points), len(draft.mirror) if draft.mirror else None) == shape
    assert draft.name == {"coco8-pose": "person"}.get(file, file.split("-")[0])
    two = "that labels have no visibility: `kpt_shape` gives two numbers a keypoint"
    assert draft.unused == ((two,) if file == "tiger-pose" else ())


def test_places_are_those_in_the_file() -> None:
    found = read("kpt_shape: [2, 3]\nflip_idx: [1,\n  0]\nkpt_names:\n  0: [a, b]\n"
                 "kpt_oks_sigmas: [0.1, 0.2]\n")  # fmt: skip
    draft, source = only(found), found.sources[0]
    spans = [draft.points[1].span, (draft.mirror or ())[1].span, draft.points[1].sigma_span]
    cut = [source.line(s.line)[s.column - 1 : s.end_column - 1] for s in spans if s]
    assert cut == ["b", "0", "0.2"]


def test_without_names_the_keypoints_are_numbered() -> None:
    found = read("kpt_shape: [3, 3]\nnames: [cat, dog]\n")
    (draft,) = found.drafts
    assert (draft.named, draft.name) == (False, "cat")
    assert [p.name for p in draft.points] == ["kpt_0", "kpt_1", "kpt_2"]
    assert draft.unused == ("the other 1 classes, which share these keypoints",)
    assert [(p.code, p.severity) for p in found.problems] == [("I143", "note")]


def test_each_class_with_names_becomes_a_draft() -> None:
    found = read("kpt_shape: [1, 3]\nnames: {0: cat, 1: dog}\nkpt_names: {0: [a], 1: [b]}\n")
    assert [(d.name, d.points[0].name) for d in found.drafts] == [("cat", "a"), ("dog", "b")]


def test_pairs_are_read_as_they_are_meant_and_explained() -> None:
    found = read(f"kpt_shape: [3, 3]\n{NAMES}flip_idx: [[1, 2]]\n")
    (problem,) = found.problems
    assert problem.code == "I142"
    assert problem.help == "write `flip_idx: [0, 2, 1]`"
    assert shown(problem, found.sources) == "[[1, 2]]"
    assert mirror(found.drafts[0]) == (0, 2, 1)


def test_an_odd_list_is_stated_as_it_is() -> None:
    draft = only(read(f"kpt_shape: [3, 3]\n{NAMES}flip_idx: [1, 2, 9]\n"))
    assert mirror(draft) == (1, 2, 9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{NAMES}kpt_shape: [3, 3]\nflip_idx: [0, 1]\n",
            [("I141", "`flip_idx` has 2 numbers for the 3 keypoints of `kpt_shape`", (3, 11))],
        ),
        (
            f"{NAMES}kpt_shape: [3, 3]\nkpt_oks_sigmas: [0.1]\n",
            [("I141", "`kpt_oks_sigmas` has 1 numbers for 3 keypoints", (3, 17))],
        ),
        (
            f"{NAMES}kpt_shape: [4, 3]\n",
            [("I141", "there are 3 names for the 4 keypoints of `kpt_shape`", (1, 16))],
        ),
        (
            f"{NAMES}kpt_shape: [2, 3]\n",
            [("I141", "there are 3 names for the 2 keypoints of `kpt_shape`", (1, 16))],
        ),
        (
            NAMES,
            [
                (
                    "I140",
                    "`kpt_shape` is missing or is no number of keypoints; Ultralytics stops",
                    (1, 1),
                )
            ],
        ),
        (
            f"{NAMES}kpt_shape: [3]\n",
            [("I140", "`kpt_shape` is two numbers, such as [17, 3]", (2, 12))],
        ),
        (
            f"{NAMES}kpt_shape: [3, 3]\nflip_idx: a\n",
            [("I140", "`flip_idx` is not a list of numbers", (3, 11))],
        ),
        (
            f"{NAMES}kpt_shape: [3, 3]\nkpt_oks_sigmas: [a, b, c]\n",
            [("I140", "`kpt_oks_sigmas` is not a list of numbers", (3, 17))],
        ),
        (
            f"{NAMES}kpt_shape: [3, 3]\nflip_idx: [[1, 2], [0]]\n",
            [
                ("I140", "a pair of `flip_idx` is not two numbers", (3, 20)),
                (
                    "I142",
                    "`flip_idx` is written as pairs,"
                    " and Ultralytics wants a number for each keypoint",
                    (3, 11),
                ),
            ],
        ),
    ],
    ids=range(9),
)
def test_it_says_what_is_wrong_and_where(
    text: str, expected: list[tuple[str, str, tuple[int, int]]]
) -> None:
    found = read(text)
    assert said(found) == expected
    assert len(found.drafts) == 1


def test_a_draft_has_as_many_keypoints_as_the_shape_says() -> None:
    (more,) = read(f"{NAMES}kpt_shape: [4, 3]\n").drafts
    assert [p.name for p in more.points] == ["nose", "left_eye", "right_eye", "kpt_3"]
    (fewer,) = read(f"{NAMES}kpt_shape: [2, 3]\n").drafts
    assert [p.name for p in fewer.points] == ["nose", "left_eye"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kpt_shape: [0, 3]", "I081"),
        ("kpt_shape: [100000000, 3]", "I081"),
        ("kpt_shape: x", "I081"),
        ("kpt_shape: [3, 3", "I080"),
        ("kpt_shape: !!python/object:os.system [3]", "I080"),
    ],
)
def test_files_without_a_skeleton(text: str, code: str) -> None:
    found = read(text)
    assert found.drafts == ()
    assert [each.code for each in found.problems] == [code]


def test_many_classes_are_bounded() -> None:
    many = ", ".join(f"{i}: []" for i in range(1000))
    found = read(f"kpt_shape: [3, 3]\nkpt_names: {{{many}}}\n")
    assert len(found.drafts) == MAX_CLASSES
    assert "1000 classes have names of keypoints; 100 are read" in {
        each.message for each in found.problems
    }


@pytest.mark.parametrize("text", PAYLOADS)
def test_any_name_comes_through(text: str) -> None:
    draft = only(read(f"kpt_shape: [1, 3]\nkpt_names: {{0: [{yaml_text(text)}]}}\n"))
    assert draft.points[0].name == text


@pytest.mark.parametrize("value", ["", "1", "x", "[]", "{}", "[[]]", "[{}]", "{a: 1}", "[1.5]"])
def test_values_of_any_kind_do_no_harm(value: str) -> None:
    keys = ("flip_idx", "names", "kpt_names", "kpt_oks_sigmas", "skeleton")
    for key in keys:
        assert len(read(f"kpt_shape: [1, 3]\n{key}: {value}\n").drafts) == 1


def test_other_yaml_is_not_recognised() -> None:
    assert FORMAT.recognises is not None
    plan = "nc: 1\nkpt_shape: [17, 3]\nbackbone:\n  - [-1, 1]\n"
    for name, text in (("m.yaml", plan), ("a.yaml", "bodyparts: []"), ("a.txt", NAMES)):
        assert not FORMAT.recognises(given(name, text))
