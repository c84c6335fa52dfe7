"""Reading skeletons of CVAT: our own files, exports, backups, and what goes wrong in other ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from absorbed import absorbed as read_as
from absorbed import files, only
from given_files import from_disk, given, shown
from hostile_skeletons import PAYLOADS
from schemac.draft import Absorbed, Draft, Given
from schemac.formats.cvat import FORMAT
from schemac.model import Skeleton

LABELS = Path(__file__).parents[1] / "labels" / "cvat"
SPECS = ("body/coco-17", "hand/hand-21", "face/ibug-68")


def absorbed(one: Given) -> Absorbed:
    return read_as(FORMAT, one)


def facts(draft: Draft) -> tuple[object, ...]:
    edges = draft.edges or ()
    return tuple(p.name for p in draft.points), tuple((edge.start, edge.end) for edge in edges)


def facts_of(skeleton: Skeleton) -> tuple[object, ...]:
    return tuple(p.name for p in skeleton.keypoints), skeleton.edge_indices


def label(names: list[str], drawn: list[str], edges: list[tuple[int, int]]) -> dict[str, Any]:
    circles = "".join(
        f'<circle cx="{n}" cy="{n}" r="1" data-type="element node" data-element-id="{n + 1}"'
        f' data-node-id="{n + 1}" data-label-name="{name}"></circle>'
        for n, name in enumerate(drawn)
    )
    lines = "".join(
        f'<line data-type="edge" data-node-from="{a}" data-node-to="{b}"></line>' for a, b in edges
    )
    sublabels = [{"name": name, "type": "points", "attributes": []} for name in names]
    return {
        "name": "arrow",
        "type": "skeleton",
        "attributes": [],
        "sublabels": sublabels,
        "svg": lines + circles,
    }


def read(*labels: dict[str, Any]) -> Absorbed:
    return absorbed(given("labels.json", json.dumps(labels, indent=1)))


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("file", ["labels.json", "skeleton.svg"])
def test_what_we_write_says_the_same_when_it_is_read(
    skeleton: Callable[[str], Skeleton], spec: str, file: str
) -> None:
    made = skeleton(spec)
    draft = only(absorbed(given(file, files(FORMAT, made, visibility="auto")[file])))
    assert facts(draft) == facts_of(made)
    assert all(point.position and point.colour for point in draft.points)


def test_the_tiers_of_the_attribute_come_along(skeleton: Callable[[str], Skeleton]) -> None:
    made = skeleton("body/coco-17")
    draft = only(
        absorbed(given("labels.json", files(FORMAT, made, visibility="attribute")["labels.json"]))
    )
    assert made.visibility
    assert [tier.name for tier in draft.tiers or ()] == [tier.id for tier in made.visibility.tiers]


def test_the_head_of_an_export_is_enough() -> None:
    class Unending(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(size) or b"<image/>" * 1000

    text = (LABELS / "images.xml").read_bytes().partition(b"</meta>")[0] + b"</meta>"
    one = Given(file="annotations.xml", size=10**12, head=text[:65536], open=lambda: Unending(text))
    (draft,) = absorbed(one).drafts
    assert draft.name == "person"
    assert [point.name for point in draft.points[:3]] == ["nose", "left_eye", "right_eye"]


def test_a_video_export_has_the_same_head() -> None:
    (draft,) = absorbed(from_disk(LABELS / "video.xml")).drafts
    assert draft.points[0].name == "nose"


def test_the_server_refers_to_sublabels_by_number() -> None:
    plain = label(["tip", "tail"], ["tip", "tail"], [(1, 2)])
    for number, sub in enumerate(plain["sublabels"], 41):
        sub["id"] = number
        plain["svg"] = plain["svg"].replace(
            f'data-label-name="{sub["name"]}"', f'data-label-id="{number}"'
        )
    assert facts(only(read(plain))) == (("tip", "tail"), ((0, 1),))
    answer = json.dumps({"count": 1, "results": [plain]})
    assert facts(only(absorbed(given("labels", answer)))) == (("tip", "tail"), ((0, 1),))


def test_a_backup_lists_labels_beside_other_things() -> None:
    project = {"version": "1.0", "name": "p", "labels": [label(["a"], ["a"], [])]}
    assert facts(only(absorbed(given("project.json", json.dumps(project))))) == (("a",), ())


def test_the_raw_editor_shows_quotes_in_another_way() -> None:
    plain = label(["a", "b"], ["a", "b"], [(1, 2)])
    plain["svg"] = plain["svg"].replace('"', "&quot;")
    assert facts(only(read(plain))) == (("a", "b"), ((0, 1),))


def test_exports_go_by_the_template_so_the_draft_does() -> None:
    found = read(label(["left_eye", "nose"], ["nose", "left_eye"], [(1, 2)]))
    assert facts(found.drafts[0]) == (("nose", "left_eye"), ((0, 1),))
    (problem,) = found.problems
    assert problem.code == "I161"
    assert problem.message == (
        "number 0 is `left_eye` among the sublabels and `nose` in the template"
    )
    assert shown(problem, found.sources).startswith('"<line data-type=')


@pytest.mark.parametrize(
    ("names", "drawn", "edges", "message", "place"),
    [
        (["nose"], ["Nose"], [], "circle 1 of the template is named `Nose`, which no", '"<circle'),
        (["a", "b"], ["a"], [], "sublabel `b` has no circle in the template", '"b"'),
        (["a"], ["a", "a"], [], "two circles of the template stand for `a`", '"<circle'),
        (["a"], ["a"], [(1, 9)], "an edge goes to node `9`", '"<line'),
    ],
)
def test_template_and_sublabels_that_disagree(
    names: list[str], drawn: list[str], edges: list[tuple[int, int]], message: str, place: str
) -> None:
    found = read(label(names, drawn, edges))
    first = found.problems[0]
    assert first.code == "I160"
    assert first.message.startswith(message)
    assert shown(first, found.sources).startswith(place)
    assert {point.name for point in found.drafts[0].points} == set(names)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ('[{"name": "a", "type": "skeleton", "sublabels": [', "I080", ""),
        ('[{"name": "box", "type": "rectangle", "svg": ""}]', "I081", "none of its 1 labels"),
        ('[{"type": "skeleton", "sublabels": [{}], "svg": ""}]', "I080", "a sublabel has no name"),
        ('{"svg": "no list"}', "I080", "it is no list of labels"),
        ('[{"sublabels": [], "svg": "<circle"}]', "I080", "a skeleton's svg is no markup"),
        ("<svg><circle data-node-id='1'/></svg>", "I080", "the picture has no description"),
        ("<annotations><image/></annotations>", "I080", "the export has no `meta`"),
        ('<annotations><!DOCTYPE x [<!ENTITY a "b">]><meta></meta>', "I080", ""),
    ],
)
def test_what_cannot_be_read_is_told_at_its_place(text: str, code: str, message: str) -> None:
    found = absorbed(given("file", text))
    (problem,) = found.problems
    assert (found.drafts, problem.code) == ((), code)
    assert problem.message.startswith(message)
    assert problem.span is not None


def test_hostile_words_stay_words() -> None:
    names = [f"{number}{text}" for number, text in enumerate(PAYLOADS)]
    plain = label(names, [], [])
    plain["svg"] = ""
    found = read(plain)
    assert [point.name for point in found.drafts[0].points] == names


def test_files_of_others_are_left_to_them() -> None:
    assert FORMAT.recognises is not None
    for text in ('{"categories": []}', "<View/>", "names: [a]", "", "[1, 2]"):
        assert not FORMAT.recognises(given("file.json", text))
