"""What an expression of Python stands for, as far as that can be read off without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import NoReturn

from schemac.located.node import Node, Scalar, Unreadable
from schemac.located.text import fits_float, whole_text
from schemac.source import Span

MAX_DEPTH = 64
MAX_VALUES = 200_000

_LISTS = {"list", "tuple", "set", "frozenset"}
_ARRAYS = {"array", "asarray", "tensor", "as_tensor", "FloatTensor", "Tensor", "float32", "float64"}
_KEPT = {"tolist", "copy", "flatten", "ravel", "squeeze"}  # methods that leave a row of numbers be

Pairs = tuple[tuple[Node, Node], ...]


class Class(Node, frozen=True, kw_only=True):
    """The names that a class assigns."""


class _Array(Node, frozen=True, kw_only=True):
    """A list with which one calculates."""


class Values:
    """Works out expressions. A value that is used again counts again, so sums stay bounded.

    `names` holds what is assigned so far: the name as written, the value, and how many values
    that is made of.
    """

    def __init__(self, text: str) -> None:
        self.names: dict[str, tuple[Node, Node, int]] = {}
        self.count = 0
        self._text = text.split("\n")
        self._ascii = text.isascii()

    def inner(self) -> Values:
        """Values inside of a class, which sees the names outside of it."""
        other = Values("")
        other._text, other._ascii = self._text, self._ascii
        other.names, other.count = dict(self.names), self.count
        return other

    def value(self, node: ast.expr, depth: int = 0) -> Node:
        """What an expression stands for."""
        self._add(node)
        if depth > MAX_DEPTH:
            return self._other(node)
        match node:
            case ast.Constant(value=value):
                return self._constant(node, value)
            case ast.List(elts=elts) | ast.Tuple(elts=elts) | ast.Set(elts=elts):
                return self._list(node, elts, depth)
            case ast.Dict(keys=keys, values=values):
                return self._dict(node, zip(keys, values, strict=True), depth)
            case ast.Name(id=name):
                return self._name(node, name)
            case ast.Attribute(value=inside, attr=attr):
                return self._attribute(node, self.value(inside, depth + 1), attr)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                return self._signed(node, sign, self.value(operand, depth + 1))
            case ast.BinOp():
                return self._sum(node, depth)
            case ast.Call():
                return self._call(node, depth)
        return self._other(node)

    def keywords(self, node: ast.Call, depth: int = 0) -> Pairs | None:
        """The keyword arguments of a call; None when some cannot be known."""
        pairs: list[tuple[Node, Node]] = []
        for keyword in node.keywords:
            value = self.value(keyword.value, depth + 1)
            if keyword.arg is not None:
                pairs.append((self._keyword(keyword, keyword.arg), value))
            elif value.kind == "map":
                pairs += value.pairs
            else:
                return None
        return tuple(pairs)

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> Span:
        """Where a piece of the tree stands; `ast` counts columns in bytes."""
        end_line, end = node.end_lineno or node.lineno, node.end_col_offset or 0
        start = self._column(node.lineno, node.col_offset)
        return Span(node.lineno, start, end_line, self._column(end_line, end))

    def _constant(self, node: ast.expr, value: object) -> Node:
        if value is None or isinstance(value, bool):
            return self._scalar(node, value)
        if isinstance(value, str) and whole_text(value):
            return self._scalar(node, value)
        return self._numeral(node, value) if isinstance(value, (int, float)) else self._other(node)

    def _numeral(self, node: ast.expr, value: float | None) -> Node:
        """A number, if it fits a float."""
        if value is not None and fits_float(value):
            return self._scalar(node, value)
        return self._other(node)

    def _list(self, node: ast.expr, elts: Sequence[ast.expr], depth: int) -> Node:
        items: list[Node] = []
        for each in elts:
            if not isinstance(each, ast.Starred):
                items.append(self.value(each, depth + 1))
                continue
            inside = self.value(each.value, depth + 1)
            if inside.kind != "list":
                return self._other(node)
            items += inside.items
        return Node(kind="list", span=self.span(node), items=tuple(items))

    def _dict(
        self, node: ast.expr, entries: Iterable[tuple[ast.expr | None, ast.expr]], depth: int
    ) -> Node:
        pairs: list[tuple[Node, Node]] = []
        for key, value in entries:
            inside = self.value(value, depth + 1)
            if key is not None:
                pairs.append((self.value(key, depth + 1), inside))
            elif inside.kind == "map":
                pairs += inside.pairs
            else:
                return self._other(node)
        return Node(kind="map", span=self.span(node), pairs=tuple(pairs))

    def _name(self, node: ast.expr, name: str) -> Node:
        if name not in self.names:
            return self._other(node)
        _, value, size = self.names[name]
        self._add(node, size)
        return value

    def _attribute(self, node: ast.expr, inside: Node, attr: str) -> Node:
        """What a class says under a name; `.value` of an entry of an enumeration is the entry."""
        found = inside.get(attr) if isinstance(inside, Class) else None
        if found is None and attr == "value" and inside.kind == "scalar":
            return inside
        return found or self._other(node)

    def _signed(self, node: ast.expr, sign: ast.unaryop, inside: Node) -> Node:
        number = _number(inside)
        if number is None:
            return self._other(node)
        return self._numeral(node, -number if isinstance(sign, ast.USub) else number)

    def _sum(self, node: ast.BinOp, depth: int) -> Node:
        start = self.count
        left = self.value(node.left, depth + 1)
        middle = self.count
        right = self.value(node.right, depth + 1)
        a, b = _number(left), _number(right)
        if a is not None and b is not None:
            return self._numeral(node, _calculated(node.op, a, b))
        if isinstance(left, _Array) and b is not None:
            return self._row(node, left, [_with(node.op, each, b) for each in left.items])
        if isinstance(right, _Array) and a is not None and isinstance(node.op, ast.Mult):
            return self._row(node, right, [_with(node.op, each, a) for each in right.items])
        if isinstance(left, _Array) or isinstance(right, _Array):
            return self._other(node)
        if isinstance(node.op, ast.Add) and left.kind == right.kind == "list":
            return Node(kind="list", span=self.span(node), items=left.items + right.items)
        if isinstance(node.op, ast.Mult) and left.kind == "list" and isinstance(b, int):
            return self._times(node, left, b, middle - start)
        if isinstance(node.op, ast.Mult) and right.kind == "list" and isinstance(a, int):
            return self._times(node, right, a, self.count - middle)
        return self._other(node)

    def _times(self, node: ast.expr, row: Node, times: int, size: int) -> Node:
        self._add(node, max(0, times - 1) * size)
        return Node(kind="list", span=self.span(node), items=row.items * max(0, times))

    def _row(self, node: ast.expr, row: Node, numbers: Sequence[float | None]) -> Node:
        """An array whose numbers have been calculated anew, each at the place of the old one."""
        if any(each is None or not fits_float(each) for each in numbers):
            return self._other(node)
        pairs = zip(row.items, numbers, strict=True)
        items = (Node(kind="scalar", span=old.span, scalar=new) for old, new in pairs)
        return _Array(kind="list", span=self.span(node), items=tuple(items))

    def _call(self, node: ast.Call, depth: int) -> Node:
        return self._made(node, depth) or Node(
            kind="other",
            span=self.span(node),
            items=tuple(self.value(each, depth + 1) for each in node.args),
            pairs=self.keywords(node, depth) or (),
        )

    def _made(self, node: ast.Call, depth: int) -> Node | None:
        """What a call of a few known functions gives; None for others."""
        func, args = node.func, node.args
        if isinstance(func, ast.Name) and func.id == "dict" and len(args) <= 1:
            return self._made_dict(node, depth)
        if isinstance(func, ast.Name) and func.id in _LISTS and not node.keywords:
            inside = self.value(args[0], depth + 1) if len(args) == 1 else None
            if not args or (inside and inside.kind == "list"):
                items = inside.items if inside else ()
                return Node(kind="list", span=self.span(node), items=items)
        name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if name in _ARRAYS and args:
            inside = self.value(args[0], depth + 1)
            if inside.kind == "list":
                return _Array(kind="list", span=inside.span, items=inside.items)
        if name in _KEPT and isinstance(func, ast.Attribute) and not args:
            inside = self.value(func.value, depth + 1)
            return inside if isinstance(inside, _Array) else None
        return None

    def _made_dict(self, node: ast.Call, depth: int) -> Node | None:
        first = self.value(node.args[0], depth + 1) if node.args else None
        further = self.keywords(node, depth)
        if further is None or (first and first.kind != "map"):
            return None
        pairs = (*first.pairs, *further) if first else further
        return Node(kind="map", span=self.span(node), pairs=pairs)

    def _keyword(self, keyword: ast.keyword, name: str) -> Node:
        at = self.span(keyword)
        span = Span(at.line, at.column, at.line, at.column + len(name))
        return Node(kind="scalar", span=span, scalar=name)

    def _scalar(self, node: ast.expr, value: Scalar) -> Node:
        return Node(kind="scalar", span=self.span(node), scalar=value)

    def _other(self, node: ast.expr) -> Node:
        return Node(kind="other", span=self.span(node))

    def _add(self, node: ast.expr, size: int = 1) -> None:
        self.count += size
        if self.count > MAX_VALUES:
            self._stop(node, f"what is written here amounts to over {MAX_VALUES:,} values")

    def _column(self, line: int, byte: int) -> int:
        if self._ascii or line > len(self._text):
            return byte + 1
        return len(self._text[line - 1].encode("utf-8")[:byte].decode("utf-8", "ignore")) + 1

    def _stop(self, node: ast.expr, message: str) -> NoReturn:
        raise Unreadable(message, self.span(node))


def _number(node: Node) -> int | float | None:
    """The number as it is, whole or not."""
    value = node.scalar
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _with(op: ast.operator, node: Node, other: float) -> float | None:
    number = _number(node)
    return None if number is None else _calculated(op, number, other)


def _calculated(op: ast.operator, a: float, b: float) -> float | None:
    """The result of the four basic operations; None of others and where there is none."""
    try:
        match op:
            case ast.Add():
                return a + b
            case ast.Sub():
                return a - b
            case ast.Mult():
                return a * b
            case ast.Div():
                return a / b
    except (ZeroDivisionError, OverflowError):
        pass
    return None
