"""Whatever stands in a file that looks like one of a training tool, reading it ends with findings:
it never raises, every place that it names is in the file, and what it made can be a spec."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from given_files import from_disk
from given_files import given as given_file
from importing.drafts import linked, written
from schemac.draft import Absorbed
from schemac.formats import load
from schemac.importing.known import Known

HERE = Path(__file__).parent
FILES = (
    ("detectron2", "detectron2/script.py"),
    ("fiftyone", "fiftyone/metadata.json"),
    ("huggingface", "huggingface/config.json"),
    ("lightning-pose", "lightning_pose/config.yaml"),
    ("openpifpaf", "openpifpaf/constants.py"),
)
_SCALARS = st.none() | st.booleans() | st.integers(-2, 9) | st.floats(-1, 9) | st.text(max_size=4)
_NAMES = st.sampled_from(("a", "b", "left_a", "0", "1", "labels", "keypoint_names"))
_VALUES = st.recursive(
    _SCALARS | _NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3),
    max_leaves=9,
)


def python(prefix: str) -> Callable[[dict[str, Any]], str]:
    return lambda fields: "".join(f"{prefix}{key} = {value!r}\n" for key, value in fields.items())


SHAPES: dict[str, tuple[str, tuple[str, ...], Callable[[dict[str, Any]], str]]] = {
    "detectron2": (
        "x.py",
        ("keypoint_names", "keypoint_flip_map", "keypoint_connection_rules", "KEYPOINT_OKS_SIGMAS"),
        lambda fields: python('MetadataCatalog.get("x").')(fields) + python("cfg.TEST.")(fields),
    ),
    "fiftyone": ("x.json", ("labels", "edges", "default_skeleton", "skeletons"), json.dumps),
    "huggingface": ("x.json", ("id2label", "label2id", "edges", "flip_pairs"), json.dumps),
    "lightning-pose": ("x.yaml", ("num_keypoints", "keypoint_names", "view_names"), json.dumps),
    "openpifpaf": ("x.py", ("KEYPOINTS", "SKELETON", "HFLIP", "SIGMAS", "POSE"), python("")),
}


def within(found: Absorbed, text: str) -> None:
    assert found.problems or found.drafts
    lines = len(text.split("\n"))
    for problem in found.problems:
        assert problem.span is not None
        assert 1 <= problem.span.line <= lines
    for draft in found.drafts:
        assert draft.points
        _, errors = linked(written(draft, Known()))
        assert not errors


@pytest.mark.parametrize("format", SHAPES)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_values_of_any_shape(format: str, data: Any) -> None:
    name, keys, write = SHAPES[format]
    text = write({key: data.draw(_VALUES) for key in keys})
    absorb = load(format).absorb
    assert absorb
    within(absorb(given_file(name, text)), text)


@pytest.mark.parametrize(("format", "file"), FILES)
def test_files_that_break_off(format: str, file: str) -> None:
    whole = from_disk(HERE / file).head
    absorb = load(format).absorb
    assert absorb
    for end in range(0, len(whole), max(1, len(whole) // 60)):
        part = whole[:end]
        within(absorb(given_file(file, part)), part.decode())
        within(absorb(given_file(file, part + b"\x00\xff")), part.decode() + " ")
