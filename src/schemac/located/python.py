"""Python as a tree with places: what its names stand for, as far as that can be read off.

Nothing is executed. Literals are taken as they are; `dict(...)`, `list`, `tuple`, `set`, arrays of
NumPy and PyTorch, names assigned before, and sums, products and quotients of numbers and lists are
worked out. A value that is none of these, or that is altered after it was assigned, is of kind
`other`; that of a call of something else has its arguments in `items` and `pairs`.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Sequence

from msgspec import Struct

from schemac.located.node import Node, Unreadable
from schemac.located.python_values import Class, Pairs, Values
from schemac.located.text import Lines, decode
from schemac.source import Span

MAX_BYTES = 1024 * 1024


class Call(Struct, frozen=True, kw_only=True):
    """A call somewhere in a file. In `a.b("x").c(1)` the call with 1 has the name `a.b().c`, and
    `on` is the call with "x".

    What is put into an attribute, `a.b = 1`, is a call of `a.__setattr__` with "b" and 1.
    """

    name: str
    args: tuple[Node, ...]
    kwargs: Pairs
    span: Span
    on: Call | None = None

    def get(self, key: str) -> Node | None:
        """A keyword argument."""
        return next((value for name, value in self.kwargs if name.scalar == key), None)


def read(file: str, data: bytes) -> Node:
    """The names that a file assigns, as a mapping; a class is a mapping of its own names.

    A name assigned several times has the last value. Raises `Unreadable`.
    """
    text = decode(data, MAX_BYTES)
    values = Values(text)
    _take(values, _parsed(text).body)
    pairs = tuple((key, value) for key, value, _ in values.names.values())
    return Node(kind="map", span=Lines(text).span(0, len(text)), pairs=pairs)


def calls(file: str, data: bytes) -> tuple[Call, ...]:
    """Every call of a named function in a file, in the order of the text, also inside of functions.

    Arguments may use the names that the file assigns at its outermost level; keyword arguments
    that cannot be known (`**x`) leave the call without any. Raises `Unreadable`.
    """
    text = decode(data, MAX_BYTES)
    tree = _parsed(text)
    values = Values(text)
    _take(values, tree.body)
    found: dict[int, Call] = {}
    for node in reversed(list(ast.walk(tree))):  # what is inside comes before what is around it
        values.count = 0
        call = _called(values, node, found)
        if call:
            found[id(node)] = call
    return tuple(sorted(found.values(), key=lambda call: (call.span.line, call.span.column)))


def _parsed(text: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as of escapes that Python does not know
            return ast.parse(text)
    except SyntaxError as error:
        line, column = max(error.lineno or 1, 1), max(error.offset or 1, 1)
        span = Span(line, column, line, column + 1)
        raise Unreadable(f"not Python: {error.msg}", span) from None
    except (RecursionError, MemoryError):
        raise Unreadable("not read: brackets or sums are nested too deep") from None
    except ValueError as error:
        raise Unreadable(f"not Python: {error}") from None


def _take(values: Values, statements: Sequence[ast.stmt]) -> None:
    """Remember what is assigned, and what is altered in a way that is not followed."""
    for statement in statements:
        match statement:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    _assign(values, target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                _assign(values, target, value)
            case ast.AugAssign(target=ast.Name() as target, op=op, value=value):
                before = ast.copy_location(ast.Name(target.id, ast.Load()), target)
                _assign(values, target, ast.copy_location(ast.BinOp(before, op, value), statement))
            case ast.ClassDef():
                _class(values, statement)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Import() | ast.ImportFrom():
                pass
            case _:
                _altered(values, statement)


def _assign(values: Values, target: ast.expr, value: ast.expr) -> None:
    if isinstance(target, ast.Name):
        before = values.count
        _put(values, target, target.id, values.value(value), before)
    else:
        _altered(values, target)


def _class(values: Values, statement: ast.ClassDef) -> None:
    """A class that stands in another one is left out."""
    inner = values.inner()
    _take(inner, [each for each in statement.body if not isinstance(each, ast.ClassDef)])
    outer = {name: key for name, (key, _, _) in values.names.items()}
    pairs = tuple(
        (key, value) for name, (key, value, _) in inner.names.items() if outer.get(name) is not key
    )
    before, values.count = values.count, inner.count
    node = Class(kind="map", span=values.span(statement), pairs=pairs)
    _put(values, statement, statement.name, node, before)


def _put(values: Values, at: ast.expr | ast.stmt, name: str, node: Node, before: int) -> None:
    values.names.pop(name, None)  # so that the order is that of the last assignment
    key = Node(kind="scalar", span=values.span(at), scalar=name)
    values.names[name] = (key, node, max(1, values.count - before))


def _altered(values: Values, statement: ast.AST) -> None:
    """Names whose value is not known any more: assigned in a branch, or extended by a method."""
    for node in ast.walk(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                pass
            case ast.Subscript(value=inside, ctx=ast.Store() | ast.Del()):
                name = _base(inside)
            case ast.Call(func=ast.Attribute(value=inside)):
                name = _base(inside)
            case _:
                continue
        if name in values.names:
            key, value, _ = values.names[name]
            values.names[name] = (key, Node(kind="other", span=value.span), 1)


def _called(values: Values, node: ast.AST, inner: dict[int, Call]) -> Call | None:
    """A call, if the node is one of something that has a name; `inner` are the calls in it."""
    match node:
        case ast.Assign(targets=[ast.Attribute(value=inside, attr=attr) as target], value=value):
            span = values.span(target)
            args = [Node(kind="scalar", span=span, scalar=attr), values.value(value)]
            name, kwargs = _dotted(inside, "__setattr__"), None
        case ast.Call(func=ast.Attribute(value=inside, attr=attr), args=given):
            span, args = values.span(node), [values.value(each) for each in given]
            name, kwargs = _dotted(inside, attr), values.keywords(node)
        case ast.Call(func=ast.Name(id=name) as inside, args=given):
            span, args = values.span(node), [values.value(each) for each in given]
            kwargs = values.keywords(node)
        case _:
            return None
    if not name:
        return None
    on = inner.get(id(inside))
    return Call(name=name, args=tuple(args), kwargs=kwargs or (), span=span, on=on)


def _dotted(node: ast.expr, last: str) -> str:
    """`a.b().c` of names, attributes and calls; empty for anything else."""
    parts = [f".{last}"]
    while True:
        match node:
            case ast.Name(id=name):
                return name + "".join(reversed(parts))
            case ast.Attribute(value=inside, attr=attr):
                parts.append(f".{attr}")
            case ast.Call(func=inside):
                parts.append("()")
            case _:
                return ""
        node = inside


def _base(node: ast.expr) -> str:
    """The name that a chain of attributes and indices begins with; empty when it is none."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
