"""Sides, twins, ids and name rules made of what people call their keypoints."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importing.drafts import draft, linked, written
from schemac.importing.known import Known
from schemac.importing.naming import id_for, names_for, template
from schemac.importing.settled import settle
from schemac.importing.sides import side_said, twins
from schemac.reading.scalars import ID, NAME, RESERVED


@pytest.mark.parametrize(
    ("left", "right", "stem"),
    [
        ("left_eye", "right_eye", "eye"),
        ("LShoulder", "RShoulder", "shoulder"),
        ("L_F_Paw", "R_F_Paw", "f_paw"),
        ("l-hip", "r-hip", "hip"),
        ("foot.L", "foot.R", "foot"),
        ("knee_left", "knee_right", "knee"),
        ("mouth_left", "mouth_right", "mouth"),
        ("LeftBigToe", "RightBigToe", "big_toe"),
        ("LEFT_ANKLE_OUTER", "RIGHT_ANKLE_OUTER", "ankle_outer"),
        ("left eye, outer", "right eye, outer", "eye_outer"),
        ("lf_paw", "rf_paw", "f_paw"),
        ("lefteye", "righteye", "eye"),
        ("front_L_paw", "front_R_paw", "front_paw"),
    ],
)
def test_pairs_are_told_by_their_names(left: str, right: str, stem: str) -> None:
    assert twins([left, "tail", right]) == {0: 2, 2: 0}
    found = settle(draft([left, "tail", right]))
    assert found.ids == (f"left_{stem}", "tail", f"right_{stem}")


@pytest.mark.parametrize("name", ["nose", "l", "R", "upper_lip", "rump", "lower", "left"])
def test_a_letter_or_half_a_word_is_no_side(name: str) -> None:
    said = side_said(name)
    assert said is None or name == "left"


def test_a_side_without_a_twin_is_believed_only_beside_pairs() -> None:
    alone = settle(draft(["left_eye", "nose"]))
    assert alone.ids == ("point_left_eye", "nose") or not alone.sided
    assert not alone.sided
    assert settle(draft(["left_eye", "right_eye", "left_scar"])).ids[2] == "left_scar"


def test_the_file_may_say_sides_that_names_do_not() -> None:
    made = draft(["a", "b"], mirror=[(0, 1), (1, 0)])
    text = written(made, Known())
    assert "is `a` the left one, and `b` the right one?" in text
    assert linked(text)[0].mirror == (1, 0)


@pytest.mark.parametrize(
    ("left", "right", "stem", "rule"),
    [
        ("left_eye", "right_eye", "eye", ""),
        ("L_Eye", "R_Eye", "eye", "<S>_Eye"),
        ("LEye", "REye", "eye", "<S>Eye"),
        ("EyeL", "EyeR", "eye", "Eye<S>"),
        ("eye_left", "eye_right", "eye", "eye_<side>"),
        ("LeftEye", "RightEye", "eye", "<Side>Eye"),
        ("l_eye", "r_eye", "eye", None),
        ("left_eye", "right_Eye", "eye", None),
    ],
)
def test_a_pair_of_names_becomes_a_rule_where_there_is_one(
    left: str, right: str, stem: str, rule: str | None
) -> None:
    assert template(left, right, stem) == rule
    names = [p.name for p in linked(written(draft([left, right]), Known()))[0].keypoints]
    assert names == [left, right]


@given(st.lists(st.text(max_size=70), max_size=8))
def test_names_are_always_legal_and_unlike(names: list[str]) -> None:
    made = names_for(names)
    assert len(set(made)) == len(names)
    assert all(re.fullmatch(NAME, name) and name == name.strip() for name in made)


@given(st.lists(st.text(max_size=60), max_size=4))
def test_ids_are_always_ids(words: list[str]) -> None:
    id = id_for([word.lower() for word in words], {"eye"}, "point_3")
    assert re.fullmatch(ID, id)
    assert len(id) <= 48
    assert id not in RESERVED
    assert not id.startswith(("left_", "right_"))
