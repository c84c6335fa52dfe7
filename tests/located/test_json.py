"""JSON is read as `json.loads` reads it, with the place of every value."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from located_made import plain, pointed, texts
from schemac.located import Node, Unreadable
from schemac.located.json import MAX_DEPTH, read, read_text

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@settings(deadline=None)
@given(values, st.sampled_from([None, 1, 4]), st.booleans())
def test_it_agrees_with_json_loads(value: object, indent: int | None, ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii)
    node = read("a.json", text.encode())
    assert plain(node) == value
    for each in pointed(node):
        assert json.loads(texts_at(text, each)) == plain(each)


def texts_at(text: str, node: Node) -> str:
    """What stands in the span of a node."""
    lines = text.split("\n")
    span = node.span
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    first, *middle = lines[span.line - 1 : span.end_line]
    return "\n".join([first[span.column - 1 :], *middle[:-1], middle[-1][: span.end_column - 1]])


@settings(deadline=None)
@given(st.text(alphabet='{}[]",:01.e+-trufalsn \n\\', max_size=12))
def test_what_json_refuses_is_refused(text: str) -> None:
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(Unreadable) as caught:
            read_text(text)
        assert caught.value.span is not None
    else:
        assert plain(read_text(text)) == expected


def test_keys_written_twice_are_all_there() -> None:
    node = read("a.json", b'{"a": 1, "a": 2}')
    assert [(key, each.scalar) for key, each in node.entries()] == [("a", 1), ("a", 2)]
    assert (found := node.get("a")) is not None
    assert found.scalar == 2


def test_marks_and_line_ends_of_windows() -> None:
    node = read("a.json", b'\xef\xbb\xbf{\r\n "a": 1}')
    assert (found := node.get("a")) is not None
    assert (found.span.line, found.span.column) == (2, 7)
    assert plain(read("a.json", '{"é": "ü"}'.encode("utf-16"))) == {"é": "ü"}


def test_a_piece_of_a_file_has_the_places_of_the_file() -> None:
    node = read_text("[1,\n2]", 7, 101)
    assert [(each.span.line, each.span.column) for each in node.items] == [(7, 102), (8, 1)]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ('{"a": NaN}', "`NaN` is not JSON", (1, 7)),
        ("[1,\n -Infinity]", "`-Infinity` is not JSON", (2, 2)),
        ("[1e999999]", "this number is too large for any tool to read", (1, 2)),
        ("[" + "9" * 5000 + "]", "this number is too large for any tool to read", (1, 2)),
        ('["\\ud800"]', "half of a surrogate pair, which is no character", (1, 2)),
        ('{"a" 1}', "a colon is missing behind the key", (1, 6)),
        ("{'a': 1}", "a key in double quotes is missing", (1, 2)),
        ("[1, ]", "a comma with nothing behind it", (1, 5)),
        ("[1 2]", "a comma or `]` is missing", (1, 4)),
        ("[1", "the file ends in the middle of a value", (1, 3)),
        ("", "the file is empty", (1, 1)),
        ("kpt_shape: [2, 3]", "this is not JSON: it begins with `kpt_shape:`", (1, 1)),
        ("1 1", "something follows the value", (1, 3)),
        ('["a\nb"]', "a quote is never closed, or a line ends or a tab stands inside", (1, 2)),
        ('["\\x"]', "a backslash with nothing that it can stand before", (1, 2)),
        ("[" * 100_000, f"nested more than {MAX_DEPTH} levels deep", (1, MAX_DEPTH + 1)),
    ],
    ids=range(16),
)
def test_it_says_what_is_wrong_and_where(text: str, message: str, place: tuple[int, int]) -> None:
    with pytest.raises(Unreadable) as caught:
        read("a.json", text.encode("utf-8", "surrogatepass"))
    assert caught.value.message.startswith(message)
    assert caught.value.span is not None
    assert (caught.value.span.line, caught.value.span.column) == place


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(Unreadable) as caught:
        read("a.json", b'{\n "a": "\xff"}')
    assert caught.value.message == "byte 10 (0xff) is not UTF-8"
    assert caught.value.span is not None
    assert (caught.value.span.line, caught.value.span.column) == (2, 8)


def test_files_with_too_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schemac.located.json.MAX_VALUES", 1000)
    read_text("[" + "0," * 998 + "0]")
    with pytest.raises(Unreadable, match="the file has over 1,000 values"):
        read_text("[" + "0," * 999 + "0]")


def test_files_that_are_too_large() -> None:
    with pytest.raises(Unreadable, match="over 16 MiB"):
        read("a.json", b" " * (16 * 1024 * 1024 + 1))
