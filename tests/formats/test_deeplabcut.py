"""DeepLabCut's files: what is written, and what its own library wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import LIBRARY
from emitted import HOSTILE
from given_files import from_disk, given
from schemac.format import Feature
from schemac.formats.deeplabcut import CODES, FORMAT
from small_skeletons import bird
from there_and_back import (
    back,
    differences,
    emission,
    files,
    links,
    named,
    partners,
    problems,
    read,
)

FIXTURES = Path(__file__).parents[1] / "imports/deeplabcut"


def loaded(skeleton: Any, file: str = "config.yaml", **options: str) -> Any:
    return yaml.safe_load(files(FORMAT, skeleton, **options)[file])


def test_one_animal() -> None:
    assert loaded(bird()) == {
        "multianimalproject": False,
        "bodyparts": ["beak", "LWing", "right_wing", "comb", "tail", "middle"],
        "skeleton": [["beak", "comb"], ["LWing", "tail"]],
    }


def test_several_animals() -> None:
    made = loaded(bird(), animals="multi")
    assert made["bodyparts"] == "MULTI!"
    assert made["multianimalproject"] is True
    assert made["multianimalbodyparts"] == loaded(bird())["bodyparts"]
    assert made["uniquebodyparts"] == []
    assert any(
        "uniquebodyparts" in said for said in emission(FORMAT, bird(), animals="multi").assumed
    )


def test_pairs_are_indices_of_both_partners_once() -> None:
    made = loaded(bird(), "pytorch_config.yaml")
    assert made == {"data": {"train": {"hflip": {"symmetries": [[1, 2]]}}}}


def test_a_flip_of_several_animals_is_reported() -> None:
    (loss,) = emission(FORMAT, bird(), animals="multi").losses
    assert loss.feature is Feature.MIRROR
    assert emission(FORMAT, bird()).losses == ()
    assert emission(FORMAT, named("a"), animals="multi").losses == ()


@pytest.mark.parametrize("spec", LIBRARY)
@pytest.mark.parametrize("animals", ["single", "multi"])
def test_what_is_written_says_the_same_when_it_is_read(
    skeleton: Any, spec: str, animals: str
) -> None:
    assert differences(FORMAT, skeleton(spec), "config.yaml", animals=animals) == []
    draft = back(FORMAT, skeleton(spec), "config.yaml", animals=animals)
    pairs = [(m.index, m.partner) for m in draft.mirror or ()]
    moved = [(i, j) for i, j in enumerate(skeleton(spec).mirror) if i != j]
    assert sorted(pairs) == sorted(moved)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_comes_back(name: str) -> None:
    draft = back(FORMAT, named(name), "config.yaml")
    assert [point.name for point in draft.points] == [name, "b"]
    assert links(draft) == [(name, "b")]
    assert yaml.safe_load(files(FORMAT, named(name))["pytorch_config.yaml"])


def test_a_project_of_deeplabcut() -> None:
    found = FORMAT.absorb(from_disk(FIXTURES / "config-single.yaml")) if FORMAT.absorb else None
    assert found is not None
    assert found.problems == ()
    (draft,) = found.drafts
    assert draft.name == "mouse"
    assert [point.name for point in draft.points] == ["snout", "leftear", "rightear", "tailbase"]
    assert links(draft) == [("snout", "leftear"), ("snout", "rightear"), ("snout", "tailbase")]
    assert draft.mirror is None
    assert draft.sigmas is None


def test_a_project_of_several_animals() -> None:
    found = read(FORMAT, "config.yaml", (FIXTURES / "config-multi.yaml").read_bytes())
    (draft,) = found.drafts
    assert [point.name for point in draft.points] == ["snout", "leftear", "rightear", "tailbase"]
    assert len(draft.edges or ()) == 3  # the line to a part of the scene is not one of an animal
    assert found.problems == ()
    assert any("corner" in said for said in draft.unused)
    assert any("2 animals" in said for said in draft.unused)


def test_a_model_s_file_has_pairs() -> None:
    text = (
        "metadata:\n  bodyparts: [snout, leftear, rightear]\n"
        "data:\n  train:\n    hflip: {p: 0.5, symmetries: [[1, 2]]}\n"
    )
    (draft,) = read(FORMAT, "pytorch_config.yaml", text).drafts
    assert partners(draft) == {"leftear": "rightear", "rightear": "leftear"}
    assert draft.edges is None


def test_findings_have_their_place() -> None:
    text = (
        "Task: mouse\nbodyparts:\n- nose\n- tail\n"
        "skeleton:\n- [nose, tial]\n- [nose]\n- [nose, tail]\n"
    )
    found = read(FORMAT, "config.yaml", text)
    assert problems(found) == [
        ("I200", "a line leads to `tial`, which is not listed", "[nose, tial]"),
        ("I201", "a line of the skeleton is two names", "[nose]"),
    ]
    assert links(found.drafts[0]) == [("nose", "tail")]


def test_a_project_of_many_videos_is_recognised() -> None:
    videos = "".join(f"  /videos/{at}.mp4:\n    crop: 0, 640, 0, 480\n" for at in range(3000))
    text = f"Task: mouse\nvideo_sets:\n{videos}bodyparts: [nose]\n"
    assert [point.name for point in read(FORMAT, "config.yaml", text).drafts[0].points] == ["nose"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bodyparts: [nose, tail", "I080"),
        ("bodyparts:\nskeleton: []\n", "I081"),
        ("bodyparts: MULTI!\nmultianimalproject: true\n", "I081"),
        ("bodyparts: nose, tail\n", "I081"),
    ],
)
def test_files_that_say_nothing(text: str, code: str) -> None:
    found = read(FORMAT, "config.yaml", text)
    assert [each.code for each in found.problems] == [code]
    assert found.drafts == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("config.json", "bodyparts: [a]"),
        ("data.yaml", "kpt_shape: [1, 3]\n"),
        ("config.yaml", "# bodyparts: [a]\nx: 1\n"),
    ],
)
def test_what_is_not_deeplabcut(name: str, text: str) -> None:
    assert FORMAT.recognises is not None
    assert not FORMAT.recognises(given(name, text))


def test_codes_are_documented_and_distinct() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(code.id.startswith("I20") and code.doc.strip() for code in CODES)
