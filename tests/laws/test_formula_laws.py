"""Formulas: whatever is written, it is a tree that can be walked, or an error in words."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemac.reading.formula import FormulaError, is_point, names, parse, renamed, weights

TOKENS = [
    "a", "b", "left_hip", "1", "2", "0", "0.5", "3", "(", ")", "+", "-", "*", "/", ",", " ",
    "distance(", "angle(", "projection(", "min(", "sqrt(", "box_width", "pi", "1e5", "**", "é",
]  # fmt: skip
laws = settings(deadline=None, max_examples=200)


def refusal(call: Callable[[Any], object], value: object) -> str | None:
    """What a FormulaError says; None when there is none. Anything else is raised."""
    try:
        call(value)
    except FormulaError as error:
        return str(error)
    return None


def read_and_walked(text: str) -> None:
    """Everything that is ever done with a formula."""
    if (said := refusal(parse, text)) is not None:
        assert said
        return
    tree = parse(text).tree
    list(names(tree))
    renamed(tree, lambda name: f"x_{name}")
    assert refusal(is_point, tree) != ""
    assert refusal(weights, tree) != ""


@laws
@given(st.lists(st.sampled_from(TOKENS), max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_is_a_formula_or_an_error_in_words(text: str) -> None:
    read_and_walked(text)


@laws
@given(
    st.sampled_from(["(", "-", "a+", "2*", "a/", "min(", "a-(", "1/(2*"]),
    st.integers(1, 400),
    st.sampled_from(["a", "1", "a)", ""]),
)
def test_deep_and_long_formulas_never_run_out_of_stack(head: str, times: int, tail: str) -> None:
    closing = ")" * (head * times).count("(")
    read_and_walked(head * times + tail + closing)


shares = st.lists(st.integers(1, 9), min_size=1, max_size=6)


@laws
@given(shares)
def test_weights_of_a_mean_are_its_shares(numbers: list[int]) -> None:
    total = sum(numbers)
    text = " + ".join(f"{number} * p{i}" for i, number in enumerate(numbers))
    found = weights(parse(f"({text}) / {total}").tree)
    assert found == {f"p{i}": Fraction(n, total) for i, n in enumerate(numbers)}
    assert sum(found.values()) == 1


@laws
@given(shares, st.integers(1, 40))
def test_weights_that_do_not_add_up_to_one_are_refused(numbers: list[int], by: int) -> None:
    text = " + ".join(f"{number} * p{i}" for i, number in enumerate(numbers))
    said = refusal(weights, parse(f"({text}) / {by}").tree)
    assert (said is None) is (sum(numbers) == by)
    assert said is None or f"add up to {Fraction(sum(numbers), by)}" in said


@laws
@given(shares, st.permutations(["a", "b", "c", "d", "e", "f"]))
def test_renaming_keeps_the_weights(numbers: list[int], new: list[str]) -> None:
    text = " + ".join(f"{number} * p{i}" for i, number in enumerate(numbers))
    tree = parse(f"({text}) / {sum(numbers)}").tree
    names_of = {f"p{i}": new[i] for i in range(len(numbers))}
    before, after = weights(tree), weights(renamed(tree, names_of.__getitem__))
    assert after == {names_of[name]: weight for name, weight in before.items()}
