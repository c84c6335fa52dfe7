"""What Python's names stand for, without running anything."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from located_made import plain, texts
from schemac.located import Node, Unreadable
from schemac.located.python import calls, read

values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


def one(source: str, name: str = "x") -> Node:
    found = read("a.py", source.encode()).get(name)
    assert found is not None
    return found


@settings(deadline=None)
@given(values)
def test_it_agrees_with_literal_eval(value: object) -> None:
    text = repr(value)
    assert plain(one(f"x = {text}")) == ast.literal_eval(text)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("x = dict(a=1, b=dict())", {"a": 1, "b": {}}),
        ("x = dict({'a': 1}, b=2)", {"a": 1, "b": 2}),
        ("y = dict(a=1)\nx = dict(b=2, **y)", {"b": 2, "a": 1}),
        ("y = {'a': 1}\nx = {**y, 'b': 2}", {"a": 1, "b": 2}),
        ("x = list((1, 2)) + [*[3], 4]", [1, 2, 3, 4]),
        ("x = frozenset([(1, 2)])", [[1, 2]]),
        ("x = {0: 'a', 'b': None}", {0: "a", "b": None}),
        ("x = [1.] * 3 + 2 * [0]", [1.0, 1.0, 1.0, 0, 0]),
        ("x = 2 * 0.026", 0.052),
        ("x = -3 + 1 / 2 - +1", -3.5),
        ("import numpy as np\nx = np.array([.5, 3]) / 10.0", [0.05, 0.3]),
        ("x = (2 * torch.tensor([1., 2.])).tolist()", [2.0, 4.0]),
        ("x = np.array([0.5] * 2, dtype=np.float32)", [0.5, 0.5]),
        ("a = b = [1]\nx = a + b", [1, 1]),
        ("x: list[int] = [1]\nx += [2]", [1, 2]),
        ("x = 1\nx = 2", 2),
        ("x = ('a' 'b')", "ab"),
        ("class A:\n  B = 3\n  C = [B]\nx = [(A.B, A.B.value), A.C]", [[3, 3], [3]]),
        ("class x(enum.IntEnum):\n  '''d'''\n  A = 0\n  B = A + 1\n  def f(self): pass", None),
    ],
)
def test_what_is_worked_out(source: str, value: object) -> None:
    found = one(source)
    assert plain(found) == ({"A": 0, "B": 1} if value is None else value)


@pytest.mark.parametrize(
    "source",
    [
        "x = __import__('os').system('true')",
        "x = f'{1}'",
        "x = [i for i in range(3)]",
        "x = unknown",
        "x = unknown.b",
        "y = {'b': 1}\nx = y.b",
        "class A:\n  B = 1\nx = A.C",
        "x = 10 ** 10 ** 10",
        "x = 1e999",
        "x = 1 / 0",
        "x = '\\ud800'",
        "x = [1] - [2]",
        "x = np.array([1, 'a']) * 2",
        "x = np.array([1]) + np.array([2])",
        "x = dict(**y)",
        "x = [1]\nx.append(2)",
        "x = {'a': 1}\nx['b'] = 2",
        "x = [1]\nif True:\n    x = [2]",
        "x = [1]\nfor x in range(3): pass",
        "x = [1]\ndel x[0]",
        "x = " + "[" * 100 + "]" * 100 + "\nx = x",
    ],
)
def test_what_is_not_known_is_another_value(source: str) -> None:
    node = one(source)
    while node.kind == "list":
        (node,) = node.items
    assert node.kind == "other"


def test_arguments_of_other_calls() -> None:
    node = one("x = [Connection(0, 1, kind='a')]").items[0]
    assert node.kind == "other"
    assert [each.scalar for each in node.items] == [0, 1]
    assert [(key, each.scalar) for key, each in node.entries()] == [("kind", "a")]


def test_places_count_characters() -> None:
    node = read("a.py", "é = dict(ü='ä', b=[1,\r\n  2])".encode())
    key, value = node.pairs[0]
    assert (key.span.column, key.span.end_column) == (1, 2)
    inner, row = value.pairs[1]
    assert (inner.span.column, inner.span.end_column) == (17, 18)
    assert [(e.span.line, e.span.column) for e in row.items] == [(1, 20), (2, 3)]


def test_an_array_keeps_the_places_of_its_numbers() -> None:
    row = one("x = np.array([.26,\n .25]) / 10")
    assert [(each.span.line, each.span.column) for each in row.items] == [(1, 15), (2, 2)]


def test_calls_are_found_wherever_they_stand() -> None:
    source = b"""
NAMES = ['nose', 'eye']

def register():
    MetadataCatalog.get("face").set(keypoint_names=NAMES, keypoint_flip_map=[])

MetadataCatalog.get("face").thing_classes = ['face']
cfg.TEST.KEYPOINT_OKS_SIGMAS = [0.1] * 2
"""
    found = {call.name: call for call in calls("a.py", source)}
    assert list(found) == [
        "MetadataCatalog.get", "MetadataCatalog.get().set",
        "MetadataCatalog.get().__setattr__", "cfg.TEST.__setattr__",
    ]  # fmt: skip
    put = found["MetadataCatalog.get().set"]
    assert put.on is not None
    assert [each.scalar for each in put.on.args] == ["face"]
    names = put.get("keypoint_names")
    assert names is not None
    assert plain(names) == ["nose", "eye"]
    assert (put.span.line, put.span.column) == (5, 5)
    assert [plain(e) for e in found["cfg.TEST.__setattr__"].args] == [
        "KEYPOINT_OKS_SIGMAS", [0.1, 0.1],
    ]  # fmt: skip
    where = found["MetadataCatalog.get().__setattr__"]
    assert where.on is not None
    assert [each.scalar for each in where.on.args] == ["face"]


def laughs() -> str:
    rows = ["x = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"]
    return "\n".join(rows + ["x = [x, x, x, x, x, x, x, x, x, x]"] * 12)


@pytest.mark.parametrize(
    ("source", "message", "line"),
    [
        ("x = [0] * 1000000000", "what is written here amounts to over 200,000 values", 1),
        ("x = [[0] * 1000] * 1000", "what is written here amounts to over 200,000 values", 1),
        (laughs(), "what is written here amounts to over 200,000 values", 6),
        ("x = 1\ny = (", "not Python: '(' was never closed", 2),
        ("x = " + "(" * 5000, "not Python: too many nested parentheses", 1),
        ("x = " + "9" * 5000, "not Python: Exceeds the limit", 1),
        ("x = '\x00'", "not Python: source code string cannot contain null bytes", 1),
        ("x = " + "-" * 100_000 + "1", "not read: brackets or sums are nested too deep", None),
        ("x = 1" + "+1" * 100_000, "not read: brackets or sums are nested too deep", None),
        ("x = a" + ".b" * 100_000, "not read: brackets or sums are nested too deep", None),
        ("x = a" + "(1)" * 100_000, "not read: brackets or sums are nested too deep", None),
    ],
    ids=range(11),
)
@pytest.mark.parametrize("reader", [read, calls])
def test_hostile_files_are_refused(reader, source: str, message: str, line: int | None) -> None:
    with pytest.raises(Unreadable) as caught:
        reader("a.py", source.encode())
    assert caught.value.message.startswith(message)
    assert (caught.value.span and caught.value.span.line) == line


@pytest.mark.parametrize("source", ["x = f(" * 90 + ")" * 90, "x = a" + ".b(1)" * 400])
def test_deep_calls_are_read_as_far_as_they_go(source: str) -> None:
    assert one(source).kind == "other"
    assert len(calls("a.py", source.encode())) in (90, 400)
