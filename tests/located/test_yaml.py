"""YAML is read as `yaml.safe_load` reads it, with the place of every value."""

import datetime
import json
import math
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from located_made import plain
from schemac.located import Unreadable
from schemac.located.yaml import MAX_DEPTH, MAX_VALUES, read, read_text

# Characters that YAML cannot write at all are not at stake.
words = st.text(st.sampled_from("ab1_-.:#'\"&*!|>%@` \n{}[],?=~éß"), max_size=8)
scalars = (
    st.none() | st.booleans() | st.integers() | words
    | st.floats(allow_nan=False, allow_infinity=False)
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(words, inner, max_size=5),
    max_leaves=20,
)
styles = st.sampled_from([None, True, False])


def safe(value: Any) -> Any:
    """As PyYAML has it, with dates as written."""
    if isinstance(value, list):
        return [safe(each) for each in value]
    return {key: safe(each) for key, each in value.items()} if isinstance(value, dict) else value


@settings(deadline=None)
@given(values, styles, st.sampled_from(['"', "'", None]))
def test_it_agrees_with_safe_load(value: object, flow: bool | None, quotes: str | None) -> None:
    written = yaml.safe_dump(value, default_flow_style=flow, default_style=quotes, sort_keys=False)
    assert plain(read("a.yaml", written.encode())) == yaml.safe_load(written)


@settings(deadline=None)
@given(st.text(alphabet="ab10_.:-+xoe#~ynofTF<=&*,[]{} \n\t'\"", max_size=16))
def test_any_text_is_read_as_safe_load_reads_it_or_refused(text: str) -> None:
    try:
        expected = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, IndexError):
        return  # PyYAML's constructors fail on `:` and on `=`; what stands there does not matter
    try:
        found = read_text(text)
    except Unreadable as stopped:
        assert "this cannot be read as the" not in stopped.message  # noqa: PT017
        raise
    if not strange(expected):
        assert plain(found) == expected


def strange(value: Any) -> bool:
    """Dates and infinite numbers, which are read in another way."""
    if isinstance(value, dict):
        return any(strange(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return any(strange(each) for each in value)
    if isinstance(value, float):
        return not math.isfinite(value)
    return isinstance(value, datetime.date)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True), ("Off", False), ("0x1F", 31), ("010", 8), ("1_000", 1000), ("1:30", 90),
        ("1.5e+3", 1500.0), ("1e5", "1e5"), ("~", None), ("", None), ("2024-11-01", "2024-11-01"),
        ("'1'", "1"), ("!!str 1", "1"), ("!!int '3'", 3), ("! 1", "1"), ("a: <<", {"a": "<<"}),
    ],
)  # fmt: skip
def test_plain_values_are_those_of_yaml_1_1(text: str, value: object) -> None:
    found = plain(read_text(text))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", [".inf", "-.INF", ".nan", "1.0e+999", "9" * 400, "0x" + "f" * 400])
def test_numbers_that_fit_no_float_are_other_values(text: str) -> None:
    assert read_text(text).kind == "other"


def test_places() -> None:
    node = read("a.yaml", b"\xef\xbb\xbfnames:\r\n  - nose\r\n  - {x: 1}\r\nb: 2\n")
    names, b = (node.get(key) for key in ("names", "b"))
    assert names is not None
    assert b is not None
    spans = [(s.line, s.column, s.end_line, s.end_column) for s in (names.span, b.span)]
    assert spans == [(2, 3, 3, 11), (4, 4, 4, 5)]
    assert [each.span.column for each in names.items] == [5, 5]
    assert [(key.span.line, key.span.end_column) for key, _ in node.pairs] == [(1, 6), (4, 2)]


def test_columns_count_characters() -> None:
    node = read_text('é😀: ["ü", 1]')
    _, row = node.pairs[0]
    assert [(each.span.column, each.span.end_column) for each in row.items] == [(6, 9), (11, 12)]


def test_aliases_stand_for_what_they_name() -> None:
    text = "a: &x [1, &y {k: v}]\nb: *x\nc: *y\n"
    node = read_text(text)
    assert plain(node) == yaml.safe_load(text)
    assert node.pairs[1][1] is node.pairs[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "a: &x {k: 1, l: 2}\nb: {<<: *x, k: 3}",
        "a: &x {k: 1}\nb: &y {k: 2, m: 3}\nc: {k0: 0, <<: [*x, *y]}",
        "b:\n  k: 3\n  <<: {k: 1, n: 5}\n  l: 4",
    ],
)
def test_merge_keys(text: str) -> None:
    assert plain(read_text(text)) == yaml.safe_load(text)


def laughs(levels: int) -> str:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for i in range(1, levels):
        rows.append(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]")
    return "\n".join(rows)


def merged_laughs(levels: int) -> str:
    rows = ["a0: &a0 {x: 1, y: 2}"]
    rows += [f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}]}}" for i in range(1, levels)]
    return "\n".join(rows)


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        (laughs(12), f"the file amounts to over {MAX_VALUES:,} values", (6, 10)),
        (merged_laughs(12), f"the file amounts to over {MAX_VALUES:,} values", (6, 35)),
        ("[" * 100_000, f"nested more than {MAX_DEPTH} levels deep", (1, MAX_DEPTH + 1)),
        ("a: &x [*x]", "`*x` stands for something that it is part of", (1, 8)),
        ("a: *x", "`*x` has no anchor before it", (1, 4)),
        ("a: 1\n---\nb: 2", "a second document starts here", (2, 1)),
        ("a: !!python/object:os.system x", "the tag `!!python/object:os.system` is not", (1, 4)),
        ("a: !mine [1]", "the tag `!mine` is not read", (1, 4)),
        ("a: !!set {x}", "the tag `!!set` is not read", (1, 4)),
        ("? [a, b]\n: 1", "a key is one word, not a list or a mapping", (1, 3)),
        ("a: !!int x", "this cannot be read as the int that it says it is", (1, 4)),
        ("<<: 1", "`<<` takes a mapping, or a list of mappings", (1, 5)),
        ("a: [1, 2", "not YAML: did not find expected ',' or ']'", (1, 9)),
        ("a: b: c", "not YAML: mapping values are not allowed in this context", (1, 5)),
        ("a: \x00", "not YAML: ", (1, 4)),
    ],
    ids=range(15),
)
def test_it_says_what_is_wrong_and_where(text: str, message: str, place: tuple[int, int]) -> None:
    with pytest.raises(Unreadable) as caught:
        read("a.yaml", text.encode())
    assert caught.value.message.startswith(message)
    assert caught.value.span is not None
    assert (caught.value.span.line, caught.value.span.column) == place


def test_files_that_are_too_large() -> None:
    with pytest.raises(Unreadable, match="over 4 MiB"):
        read("a.yaml", b" " * (4 * 1024 * 1024 + 1))


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=8))
def test_any_characters(text: str) -> None:
    assert plain(read_text(json.dumps(text))) == text
