"""Single members of a large object: as `json.loads` has them, wherever chunks end."""

import io
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemac.located import Unreadable, json_members
from schemac.located.json import read_text
from schemac.located.json_members import members, outline

nasty = st.text('ab"\\[]{}:,é😀\n', max_size=6)
values = st.recursive(
    st.integers() | nasty | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(nasty, inner, max_size=4),
    max_leaves=8,
)
keys = nasty | st.sampled_from(["categories", "info"])
documents = st.dictionaries(keys, values, max_size=6)


@settings(deadline=None)
@given(documents, st.sampled_from([None, 1]), st.booleans(), st.integers(1, 40))
def test_it_agrees_with_json_loads(
    document: dict[str, object], indent: int | None, ascii: bool, chunk: int
) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=ascii)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_members, "CHUNK", chunk)
        found = members(io.BytesIO(text.encode()), document, None, 10_000)
    brackets = {key: value for key, value in document.items() if isinstance(value, (list, dict))}
    assert {key: json.loads(piece.text) for key, piece in found.items()} == brackets
    whole = read_text(text)
    for key, piece in found.items():
        span = whole.get(key).span  # type: ignore[union-attr]
        assert (piece.line, piece.column) == (span.line, span.column)
    assert outline(text.encode()) == {
        key: "[" if isinstance(value, list) else "{" for key, value in brackets.items()
    }


def test_it_ends_at_the_last_one_that_is_asked_for() -> None:
    stream = io.BytesIO(b'{"categories": [1], "annotations": [' + b" " * 5_000_000)
    assert members(stream, {"categories"}, "categories", 100)["categories"].text == b"[1]"
    assert stream.tell() <= json_members.CHUNK


def test_what_looks_like_it_elsewhere_is_passed_over() -> None:
    text = '{"a": {"categories": [0]}, "b": "\\"categories\\": [1]", "c": "categories", '
    text += '"d": [{"categories": [2]}], "\\u0063ategories": [3]}'
    found = members(io.BytesIO(text.encode()), {"categories"}, "categories", 100)
    assert found["categories"].text == b"[3]"


def test_memory_stays_small() -> None:
    stream = io.BytesIO(b'{"a": "' + b"x" * 30_000_000 + b'", "b": [' + b"[1]," * 2_000_000)
    tracemalloc.start()
    assert members(stream, {"c"}, "c", 100) == {}
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b'{"a": [' + b"1," * 100, "`a` has over 0 MiB"),
        (b"{" + b'"a":[],' * 10_001, "over 10,000 members at its outermost level"),
    ],
)
def test_what_is_too_much_is_refused(text: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        members(io.BytesIO(text), {"a"}, "b", 100)


@pytest.mark.parametrize("text", [b"", b"[]", b"\x00\xff", b"}}}}", b'"', b'{"a', b"[[[[", b'\\"'])
def test_anything_else_has_no_members(text: bytes) -> None:
    assert members(io.BytesIO(text), {"a"}, "a", 100) == {}
    assert outline(text) == {}
