"""Strings and numbers as text of other languages: read back they are the same."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from emitted import HOSTILE, formatted
from schemac.literals import (
    comment,
    json_text,
    python_text,
    python_value,
    words_of,
    yaml_number,
    yaml_text,
)

TEXT = st.text(alphabet=st.characters(exclude_categories=("Cs",)))
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    TEXT | NUMBERS | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(TEXT | st.integers(), inner, max_size=3)
    ),
    max_leaves=20,
)


@given(TEXT)
def test_any_text_comes_back(value: str) -> None:
    written = (python_text(value), yaml_text(value), json_text(value))
    assert all(text.isascii() and text.isprintable() for text in written)
    assert ast.literal_eval(written[0]) == value
    assert yaml.safe_load(written[1]) == value
    assert json.loads(written[2]) == value
    assert not set("{}\"'") & set(written[0][1:-1]) - {"'"}


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_comes_back_from_yaml(value: float) -> None:
    loaded = yaml.safe_load(yaml_number(value))
    assert isinstance(loaded, float)
    assert loaded == value


@given(VALUES)
def test_any_value_comes_back(value: Any) -> None:
    written = python_value(value)
    assert written.isascii()
    found = ast.literal_eval(written)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "value",
    [
        [],
        (1,),
        ("x" * 90,),
        {"a": {}},
        {"a" * 30: {"b" * 40: ["c" * 20, "d"]}},
        [("left_ankle", "left_knee", (149, 89, 3))] * 3,
        list(range(40)),
        {"transform": {"labels": {f"left_{i}": f"right_{i}" for i in range(9)}}},
        ["x" * length for length in range(60, 90)],
    ],
)
def test_it_is_laid_out_as_a_formatter_would(value: Any) -> None:
    source = f"NAME = {python_value(value, before=7)}\n".encode()
    assert formatted(source) == source


@pytest.mark.parametrize("length", range(70, 84))
def test_lines_are_as_long_as_they_may_be(length: int) -> None:
    source = f"NAME = {python_value(['x' * length], before=7)}\n".encode()
    assert formatted(source) == source
    nested = f"NAME = {python_value([['x' * length], 1], before=7)}\n".encode()
    assert formatted(nested) == nested


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_comment_stays_one(hostile: str) -> None:
    assert set(comment(hostile)) <= set(
        "?/._@+-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    )


def test_words_are_those_of_programs() -> None:
    assert words_of("L. Bären-Tatze") == ("l", "baren", "tatze")
    assert words_of("\u202e...") == ()
