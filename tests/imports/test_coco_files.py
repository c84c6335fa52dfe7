"""Reading COCO categories: our own, files of other tools, huge ones, and what goes wrong."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from absorbed import absorbed, facts, facts_of, files, only, said, sigmas, sigmas_of
from given_files import HEAD, from_disk, given, shown
from hostile_skeletons import PAYLOADS
from schemac.draft import Absorbed, Draft, Given
from schemac.formats.coco import FORMAT
from schemac.model import Skeleton

MADE = Path(__file__).parent / "coco"
SPECS = ("body/coco-17", "hand/hand-21", "face/ibug-68")


def category(**fields: Any) -> dict[str, Any]:
    return {"id": 1, "name": "fly", "keypoints": ["head", "tail"], "skeleton": [[1, 2]], **fields}


def read(*categories: dict[str, Any]) -> Absorbed:
    return absorbed(FORMAT, given("c.json", json.dumps({"categories": categories})))


@pytest.mark.parametrize("spec", SPECS)
def test_what_we_write_says_the_same_when_it_is_read(
    skeleton: Callable[[str], Skeleton], spec: str
) -> None:
    made = skeleton(spec)
    written = files(FORMAT, made)
    draft = only(absorbed(FORMAT, given("categories.json", written["categories.json"], written)))
    assert facts(draft) == facts_of(made)
    assert (draft.name, draft.category_id) == (made.category, made.category_id)
    assert draft.supercategory == made.subject.supercategory
    assert sigmas(draft) == sigmas_of(made)
    assert [p.side for p in draft.points] == [p.side for p in made.keypoints]
    tiers = made.visibility.tiers if made.visibility else ()
    assert [(t.name, t.coco) for t in draft.tiers or ()] == [(t.id, t.coco) for t in tiers]


def test_without_the_file_beside_it_only_the_category_is_told(
    skeleton: Callable[[str], Skeleton],
) -> None:
    written = files(FORMAT, skeleton("body/coco-17"))
    draft = only(absorbed(FORMAT, given("categories.json", written["categories.json"])))
    assert (draft.mirror, draft.sigmas, draft.tiers) == (None, None, None)


@pytest.mark.parametrize(
    "beside",
    [b"", b"[]", b'{"spec": 1, "mirror": [0], "keypoints": ["a"]}', b'{"spec": "a", "mirror": 1}'],
)
def test_a_file_beside_it_that_does_not_fit_says_nothing(beside: bytes) -> None:
    text = json.dumps({"categories": [category()]})
    draft = only(absorbed(FORMAT, given("categories.json", text, {"schemac.json": beside})))
    assert (draft.mirror, draft.sigmas) == (None, None)


@pytest.mark.parametrize(
    ("file", "edges"),
    [
        ("sleap_io.json", ((1, 0), (1, 2), (1, 3))),
        ("datumaro.json", ((1, 0), (1, 2), (1, 3))),
        ("roboflow.json", ((1, 0), (1, 2), (1, 3))),
    ],
)
def test_files_of_other_tools(file: str, edges: tuple[tuple[int, int], ...]) -> None:
    draft = only(absorbed(FORMAT, from_disk(MADE / file)))
    assert facts(draft)["names"] == ["head", "thorax", "left_wing", "right_wing"]
    assert sorted(facts(draft)["edges"]) == list(edges)
    assert (draft.name, draft.based) == ("fly", 1)


def test_categories_without_keypoints_are_named() -> None:
    draft = only(absorbed(FORMAT, from_disk(MADE / "roboflow.json")))
    assert draft.unused == ("categories without keypoints: flies",)
    assert draft.supercategory == "flies"
    assert (draft.title, draft.year) == ("Exported from roboflow.com", 2024)


@pytest.mark.parametrize("wrap", [lambda c: c, lambda c: [c], lambda c: {"categories": [c]}])
def test_ways_to_keep_categories(wrap: Callable[[dict[str, Any]], Any]) -> None:
    draft = only(absorbed(FORMAT, given("c.json", json.dumps(wrap(category())))))
    assert facts(draft) == {"names": ["head", "tail"], "edges": ((0, 1),), "mirror": (0, 1)}


def test_several_categories_become_several_drafts() -> None:
    found = read(category(), category(id=2, name="bee", keypoints=["a"], skeleton=[]))
    assert [(d.name, len(d.points), d.edges) for d in found.drafts][1] == ("bee", 1, ())
    assert found.problems == ()


def test_no_skeleton_differs_from_an_empty_one() -> None:
    bare = category()
    del bare["skeleton"]
    assert read(bare).drafts[0].edges is None
    assert read(category(skeleton=[])).drafts[0].edges == ()


def test_colours_and_further_keys() -> None:
    found = read(category(keypoint_colors=["#FF0000", "red"], flavour=1))
    assert [p.colour for p in found.drafts[0].points] == ["#ff0000", None]
    assert found.drafts[0].unused == ("further keys of the category: flavour",)


# ---- large files ------------------------------------------------------------------------------


class Long(io.RawIOBase):
    """A file of many megabytes that is nowhere: a start, a piece again and again, and an end."""

    def __init__(self, start: bytes, piece: bytes, times: int, end: bytes) -> None:
        self._parts = [start, *[piece] * times, end]
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self._parts and not self._left:
            self._left = self._parts.pop(0)
        taken, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def long(end: bytes, megabytes: int, start: bytes = b"") -> Given:
    one = {"id": 1, "image_id": 1, "category_id": 1, "keypoints": [1, 2, 2] * 17, "x": '"]}\\"é'}
    text = json.dumps(one, ensure_ascii=False).encode() + b", "
    piece = text * (1_000_000 // len(text))
    begin = b'{"info": {"year": 2017}, "images": [{"id": 1}], ' + start + b'"annotations": ['

    def opened() -> Any:
        return io.BufferedReader(Long(begin, piece, megabytes, end))

    size = len(begin) + megabytes * len(piece) + len(end)
    with opened() as stream:
        head = stream.read(HEAD)
    return Given(file="instances.json", size=size, head=head, open=opened)


LAST = b'{"id": 2}], "categories": [' + json.dumps(category()).encode() + b"]}"


def test_a_large_file_is_read_in_little_memory() -> None:
    one = long(LAST, 20)
    tracemalloc.start()
    draft = only(absorbed(FORMAT, one))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert facts(draft)["names"] == ["head", "tail"]
    assert draft.year == 2017
    assert peak < 15_000_000


def test_a_place_in_a_large_file_of_one_line() -> None:
    wrong = json.dumps(category(skeleton=[[1]])).encode()
    one = long(b'{"id": 2}], "categories": [' + wrong + b"]}", 2)
    found = absorbed(FORMAT, one)
    assert found.sources == ()
    ((_, _, (line, column)),) = said(found)
    with one.open() as stream:
        text = stream.read().decode()
    assert line == 1
    assert text[column - 1 : column + 2] == "[1]"


def test_categories_before_the_annotations_end_the_search() -> None:
    start = b'"categories": [' + json.dumps(category()).encode() + b"], "
    assert len(only(absorbed(FORMAT, long(b"cut off", 3, start))).points) == 2


def test_a_large_file_without_categories() -> None:
    found = absorbed(FORMAT, long(b'{"id": 2}]}', 2))
    assert [each.message for each in found.problems] == ["there are no `categories` in this file"]


# ---- what goes wrong --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {"skeleton": [[1, 2, 3], [1, "2"]]},
            [
                ("I100", "an edge of `skeleton` is not two numbers", (1, 86)),
                ("I100", "an edge of `skeleton` is not two numbers", (1, 97)),
            ],
        ),
        ({"skeleton": "none"}, [("I100", "`skeleton` is not a list of edges", (1, 85))]),
        ({"keypoints": "head"}, [("I100", "`keypoints` is not a list of names", (1, 55))]),
        (
            {"keypoints": ["head", 2]},
            [("I100", "keypoint 1 has something else than a name", (1, 64))],
        ),
        (
            {"keypoint_colors": ["#000000"]},
            [("I100", "there are 1 colours for 2 keypoints", (1, 114))],
        ),
    ],
)
def test_it_says_what_is_wrong_and_where(
    changed: dict[str, Any], expected: list[tuple[str, str, tuple[int, int]]]
) -> None:
    assert said(read(category(**changed))) == expected


def test_two_categories_with_one_id() -> None:
    found = read(category(), category(name="bee"))
    assert said(found) == [("I101", "`bee` has the id 1, and so has `fly`", (1, 103))]
    assert shown(found.problems[0], found.sources) == "1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"categories": [{"name": "a"}]}', "its category has no keypoints"),
        ('{"categories": [{"name": "a"}, {"name": "b", "keypoints": []}]}',
         "none of its 2 categories has keypoints"),
        ('{"images": [], "annotations": []}', "there are no `categories` in this file"),
        ('{"categories": [{"keypoints": [NaN]}]}', "`NaN` is not JSON"),
        ('{"categories": [{"keypoints": ["a", ]}]}', "a comma with nothing behind it"),
        ('{"categories": [{"keypoints": ["a"', "the file ends in the middle of a value"),
        ('[{"id": 1, "keypoints": ["a"]', "the file ends in the middle of a value"),
    ],
)  # fmt: skip
def test_files_without_a_skeleton(text: str, message: str) -> None:
    found = absorbed(FORMAT, given("c.json", text))
    assert found.drafts == ()
    assert [each.message for each in found.problems] == [message]


@pytest.mark.parametrize("text", PAYLOADS)
def test_any_name_comes_through(text: str) -> None:
    draft = only(read(category(keypoints=[text, "b"], name=text, supercategory=text)))
    assert (draft.points[0].name, draft.name, draft.supercategory) == (text, text, text)


@pytest.mark.parametrize("keypoints", [None, 1, {}, [None], [[]], {"a": 1}, "x", True])
@pytest.mark.parametrize("other", [None, 1, "x", [], {}, [[[]]], [1], [{}], 1e300, True])
def test_values_of_any_kind_do_no_harm(keypoints: object, other: object) -> None:
    odd = dict.fromkeys(("id", "name", "supercategory", "skeleton", "keypoint_colors"), other)
    text = json.dumps({"info": other, "categories": [{**odd, "keypoints": keypoints}, other]})
    found = absorbed(FORMAT, given("c.json", text))
    assert all(isinstance(draft, Draft) for draft in found.drafts)


@pytest.mark.parametrize(
    "text",
    [
        '{"categories": {"points": {}}, "items": []}',
        '[{"name": "a", "type": "skeleton", "svg": "", "sublabels": []}]',
        '{"nodes": [], "links": []}',
        "[1, 2]",
        "x",
        "",
    ],
)
def test_other_json_is_not_recognised(text: str) -> None:
    assert FORMAT.recognises is not None
    assert not FORMAT.recognises(given("c.json", text))


def test_categories_are_bounded() -> None:
    found = read(*[category(id=at) for at in range(501)])
    assert found.drafts == ()
    assert [each.message for each in found.problems] == [
        "501 categories have keypoints, more than in any file that tools write"
    ]


def test_a_key_that_is_there_twice_is_told() -> None:
    text = '{"categories": [{"id": 1, "keypoints": ["a", "b"], "keypoints": ["c"]}]}'
    found = absorbed(FORMAT, given("c.json", text))
    (draft,) = found.drafts
    assert [p.name for p in draft.points] == ["c"]
    (said,) = found.problems
    assert (said.code, said.message) == (
        "I102", "the category has `keypoints` twice; the last one is read",
    )  # fmt: skip


def test_what_is_not_json_is_said_to_be_none() -> None:
    assert FORMAT.absorb is not None
    (said,) = FORMAT.absorb(given("c.yaml", "kpt_shape: [2, 3]\n")).problems
    assert said.message == "this is not JSON: it begins with `kpt_shape:`"
    (said,) = FORMAT.absorb(given("c.json", "")).problems
    assert said.message == "the file is empty"
