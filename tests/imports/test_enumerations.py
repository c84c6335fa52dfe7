"""Reading the enumerations of MediaPipe and OpenPose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from absorbed import absorbed, only, said
from given_files import from_disk, given
from schemac.draft import Draft, Given
from schemac.formats import mediapipe, openpose
from schemac.model import Skeleton

HERE = Path(__file__).parent


def edges(draft: Draft) -> set[frozenset[int]]:
    return {frozenset((edge.start, edge.end)) for edge in draft.edges or ()}


def edges_of(made: Skeleton) -> set[frozenset[int]]:
    return {frozenset(edge) for edge in made.edge_indices}


def plain(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())


# ---- MediaPipe --------------------------------------------------------------------------------


def read(text: str, name: str = "landmarks.py", beside: dict[str, bytes] | None = None) -> Draft:
    return only(absorbed(mediapipe.FORMAT, given(name, text, beside)))


def test_the_pose_of_mediapipe_is_blazepose(skeleton: Callable[[str], Skeleton]) -> None:
    made = skeleton("body/blazepose-33")
    draft = only(absorbed(mediapipe.FORMAT, from_disk(HERE / "mediapipe/pose_landmarker.py")))
    assert [plain(p.name) for p in draft.points] == [plain(p.name) for p in made.keypoints]
    assert edges(draft) == edges_of(made)
    assert [p.side for p in draft.points] == [p.side for p in made.keypoints]
    assert draft.name == "PoseLandmark"


def test_the_hand_of_mediapipe() -> None:
    draft = only(absorbed(mediapipe.FORMAT, from_disk(HERE / "mediapipe/hand_landmarker.py")))
    assert (len(draft.points), len(draft.edges or ())) == (21, 21)
    assert frozenset((0, 17)) in edges(draft)
    assert "HAND_CONNECTIONS" in draft.unused[0]


def test_the_face_of_mediapipe_has_no_names() -> None:
    one = from_disk(HERE / "mediapipe/face_landmarker.py")
    named = Given(file=one.file, size=one.size, head=b"# mediapipe\n" + one.head, open=one.open)
    draft = only(absorbed(mediapipe.FORMAT, named))
    assert (len(draft.points), draft.named, draft.name) == (478, False, None)
    assert frozenset((61, 146)) in edges(draft)
    assert frozenset((127, 34)) not in edges(draft)
    assert draft.unused[1] == "the surface of FACE_LANDMARKS_TESSELATION, which is no skeleton"


def test_older_versions_keep_connections_in_a_file_of_their_own() -> None:
    folder = HERE / "mediapipe"
    beside = {"pose_connections.py": (folder / "pose_connections.py").read_bytes()}
    draft = read((folder / "pose.py").read_text(), "pose.py", beside)
    assert [(e.start, e.end, e.span) for e in draft.edges or ()] == [
        (0, 1, None), (0, 2, None), (1, 2, None),
    ]  # fmt: skip
    assert read((folder / "pose.py").read_text(), "pose.py").edges is None


def test_places_and_names_of_members() -> None:
    text = "class HandLandmark(IntEnum):\n  WRIST = 0\n  TIP = 1\n  END = 1\n"
    text += "CONNECTIONS = [(HandLandmark.WRIST, HandLandmark.TIP)]\n"
    draft = read(text)
    assert [(p.name, p.aliases) for p in draft.points] == [("wrist", ()), ("tip", ("end",))]
    assert [p.span.line for p in draft.points if p.span] == [2, 3]
    assert [(e.start, e.end, e.span.line) for e in draft.edges or () if e.span] == [(0, 1, 5)]


def test_numbers_with_gaps_are_told() -> None:
    text = "class PoseLandmark(enum.IntEnum):\n  A = 11\n  B = 12\nX = [(11, 12), (12, 13)]\n"
    found = absorbed(mediapipe.FORMAT, given("a.py", text))
    assert said(found) == [
        ("I400", "`A` is number 11, and index 0 in a spec", (2, 3)),
        ("I401", "the connection (12, 13) leads to a number without a landmark", (4, 16)),
    ]
    assert [(e.start, e.end) for e in found.drafts[0].edges or ()] == [(0, 1)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("class HandLandmark(IntEnum):\n  A = auto()", "there is no enumeration of landmarks and"),
        ("class HandLandmark(IntEnum):\n A = (", "not Python: '(' was never closed"),
    ],
)
def test_files_without_landmarks(text: str, message: str) -> None:
    found = absorbed(mediapipe.FORMAT, given("a.py", text))
    assert found.drafts == ()
    assert [each.message.startswith(message) for each in found.problems] == [True]


def test_other_python_is_no_enumeration() -> None:
    assert mediapipe.FORMAT.recognises is not None
    for text in ("class Blendshapes(enum.IntEnum):\n  A = 0\n", "x = 1", "import mediapipe"):
        assert not mediapipe.FORMAT.recognises(given("a.py", text))


# ---- OpenPose ---------------------------------------------------------------------------------


def test_body_25_is_the_spec(skeleton: Callable[[str], Skeleton]) -> None:
    made = skeleton("body/openpose-25")
    found = absorbed(openpose.FORMAT, from_disk(HERE / "openpose/poseParameters.cpp"))
    assert found.problems == ()
    draft, coco = found.drafts
    assert (draft.name, coco.name) == ("BODY_25", "COCO")
    assert [p.side for p in draft.points] == [p.side for p in made.keypoints]
    assert [p.name for p in draft.points] == [p.name for p in made.keypoints]
    assert edges(draft) >= edges_of(made)
    assert (len(coco.points), len(coco.edges or ())) == (18, 19)
    assert draft.unused == ("`Background`, which is no keypoint",)


def test_places_in_the_source() -> None:
    found = absorbed(openpose.FORMAT, from_disk(HERE / "openpose/poseParameters.cpp"))
    draft, source = found.drafts[0], found.sources[0]
    spans = [draft.points[2].span, (draft.edges or ())[1].span, (draft.edges or ())[-1].span]
    cut = [source.line(s.line)[s.column - 1 : s.end_column - 1] for s in spans if s]
    assert cut == ["RShoulder", "1,2", "11,24"]


def test_a_listing_in_the_documentation() -> None:
    text = '```\n// std::map<unsigned int, std::string> POSE_MPI_BODY_PARTS {\n//  {0,  "Head"},\n'
    text += (
        '//  {1,  "Neck"},\n// }\n// std::map<unsigned int, std::string> HAND {\n//  {0,"Wrist"}'
    )
    found = absorbed(openpose.FORMAT, given("output.md", text))
    assert [(d.name, [p.name for p in d.points], d.edges) for d in found.drafts] == [
        ("MPI", ["Head", "Neck"], None), ("HAND", ["Wrist"], None),
    ]  # fmt: skip


def test_pairs_of_a_header() -> None:
    text = '{0, "A"}, {1, "B"}, {2, "C"}\n#define POSE_X_PAIRS_RENDER_GPU 0,1, \\\n  1,2\n'
    named = f"std::map<unsigned int, std::string> POSE_X_BODY_PARTS {{{text}"
    draft = only(absorbed(openpose.FORMAT, given("a.hpp", named)))
    assert [(e.start, e.end) for e in draft.edges or ()] == [(0, 1), (1, 2)]


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ((0, 2), "there is no 1 among the numbers of the body parts"),
        ((0, 1, 1), "1 is there twice among the numbers of the body parts"),
        ((1, 2), "there is no 0 among the numbers of the body parts"),
    ],
)
def test_numbers_that_do_not_follow(numbers: tuple[int, ...], message: str) -> None:
    text = ", ".join(f'{{{number}, "P{at}"}}' for at, number in enumerate(numbers))
    found = absorbed(openpose.FORMAT, given("a.cpp", text))
    assert [(each.code, each.message) for each in found.problems] == [("I380", message)]


def test_other_text_is_not_recognised() -> None:
    assert openpose.FORMAT.recognises is not None
    for text in ("int main() {}", '{"a": 0}', '{7, "x"}', "{0: 'Nose'}"):
        assert not openpose.FORMAT.recognises(given("a.cpp", text))


SCRIPT = """
BODY_PARTS = {"Nose": 0, "Neck": 1, "RShoulder": 2, "Background": 3}
POSE_PAIRS = [["Neck", "RShoulder"], ["Neck", "Nose"]]
"""


@pytest.mark.parametrize(
    "text", [SCRIPT, "BODY_25 = {0: 'Nose', 1: 'Neck', 2: 'RShoulder'}\nE = [(1, 2), (1, 0)]\n"]
)
def test_a_dict_in_python(text: str) -> None:
    draft = only(absorbed(openpose.FORMAT, given("pose.py", text)))
    assert [(p.name, p.side) for p in draft.points] == [
        ("Nose", None), ("Neck", None), ("RShoulder", "right"),
    ]  # fmt: skip
    assert [(e.start, e.end) for e in draft.edges or ()] == [(1, 2), (1, 0)]


def test_two_dicts_in_python_have_pairs_by_their_names() -> None:
    text = "POSE_A_PARTS = {0: 'a', 1: 'b'}\nPOSE_B_PARTS = {0: 'c', 1: 'd'}\n"
    text += "POSE_B_PAIRS = [(0, 1)]\nother = [(1, 1)]\n"
    found = absorbed(openpose.FORMAT, given("pose.py", text))
    assert [d.edges and (d.edges[0].start, d.edges[0].end) for d in found.drafts] == [None, (0, 1)]


def test_python_that_cannot_be_read() -> None:
    found = absorbed(openpose.FORMAT, given("pose.py", "BODY_PARTS = {"))
    assert [each.code for each in found.problems] == ["I080"]
