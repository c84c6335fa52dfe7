"""Formulas from text to a tree: a small parser of our own, because `eval` would run code.

Grammar: sum = product (("+" | "-") product)*; product = sign (("*" | "/") sign)*;
sign = "-" sign | atom; atom = number | name | name "(" sum ("," sum)* ")" | "(" sum ")".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from schemac.model.formula import (
    NUMBER_FUNCTIONS,
    POINT_FUNCTIONS,
    VARIABLES,
    Binary,
    Call,
    Expression,
    Formula,
    Number,
    Point,
    Variable,
)

if TYPE_CHECKING:
    from fractions import Fraction

MAX_LENGTH = 1000
MAX_TOKENS = 400  # keeps the tree shallow enough to walk by recursion
MAX_DEPTH = 40
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z][a-z0-9_]*)|([-+*/(),])|(\S))")


class FormulaError(ValueError):
    """A formula that cannot be read; the message is for people."""


def parse(text: str) -> Formula:
    """Read a formula. Raises FormulaError."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"a formula has at most {MAX_LENGTH} characters")
    tokens = list(_tokens(text))
    if len(tokens) > MAX_TOKENS:
        raise FormulaError(f"a formula has at most {MAX_TOKENS} words and signs")
    parser = _Parser(tokens)
    tree = parser.sum()
    if parser.token is not None:
        raise FormulaError(f"`{parser.token}` is not expected here")
    return Formula(text=text, tree=tree)


def names(tree: Expression) -> Iterator[str]:
    """The keypoints of a formula, in the order written, repeats included."""
    if isinstance(tree, Point):
        yield tree.id
    elif isinstance(tree, Binary):
        yield from names(tree.left)
        yield from names(tree.right)
    elif isinstance(tree, Call):
        for argument in tree.arguments:
            yield from names(argument)


def renamed(tree: Expression, new: Callable[[str], str]) -> Expression:
    """The same formula over other keypoints."""
    if isinstance(tree, Point):
        return Point(id=new(tree.id))
    if isinstance(tree, Binary):
        left, right = renamed(tree.left, new), renamed(tree.right, new)
        return Binary(operator=tree.operator, left=left, right=right)
    if isinstance(tree, Call):
        return Call(
            function=tree.function, arguments=tuple(renamed(a, new) for a in tree.arguments)
        )
    return tree


def is_point(tree: Expression) -> bool:
    """Whether a formula gives a point (True) or a number (False). Raises FormulaError when it
    adds, multiplies or passes what does not go together."""
    if isinstance(tree, Point):
        return True
    if isinstance(tree, Call):
        points = [is_point(a) for a in tree.arguments]
        wanted = tree.function not in ("min", "max", "abs", "sqrt")
        if any(point is not wanted for point in points):
            raise FormulaError(f"{tree.function} takes {'points' if wanted else 'numbers'} only")
        return tree.function in POINT_FUNCTIONS
    if isinstance(tree, Binary):
        left, right = is_point(tree.left), is_point(tree.right)
        if tree.operator in "+-" and left is not right and tree.left != _ZERO:
            raise FormulaError("a point and a number do not add")
        if tree.operator == "*" and left and right:
            raise FormulaError("two points do not multiply")
        if tree.operator == "/" and right:
            raise FormulaError("nothing can be divided by a point")
        return left or right
    return False


def weights(tree: Expression) -> dict[str, Fraction]:
    """A linear point formula as exact weights per keypoint, which add up to 1.

    Raises FormulaError for a number, a function of points, or weights that do not add up to 1.
    """
    result = _linear(tree)
    if not isinstance(result, dict):
        raise FormulaError("this is a number, not a point")
    total = sum(result.values())
    if total != 1:
        raise FormulaError(f"the weights add up to {total}, not to 1")
    return {name: weight for name, weight in result.items() if weight}


_ZERO = Number(text="0")


class _Parser:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def token(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def sum(self) -> Expression:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FormulaError(f"brackets are nested more than {MAX_DEPTH} deep")
        left = self._product()
        while self.token in ("+", "-"):
            operator = self._next()
            left = Binary(
                operator="+" if operator == "+" else "-", left=left, right=self._product()
            )
        self._depth -= 1
        return left

    def _product(self) -> Expression:
        left = self._sign()
        while self.token in ("*", "/"):
            operator = self._next()
            left = Binary(operator="*" if operator == "*" else "/", left=left, right=self._sign())
        return left

    def _sign(self) -> Expression:
        signs = 0
        while self.token == "-":
            self._next()
            signs += 1
        atom = self._atom()
        return Binary(operator="-", left=_ZERO, right=atom) if signs % 2 else atom

    def _atom(self) -> Expression:
        token = self._next()
        if token is None:
            raise FormulaError("the formula ends where a value is expected")
        if token == "(":
            inner = self.sum()
            self._expect(")")
            return inner
        if token[0].isdigit():
            return Number(text=token)
        if not token[0].isalpha():
            raise FormulaError(f"a value is expected, not `{token}`")
        if self.token == "(":
            return self._call(token)
        return Variable(name=token) if token in VARIABLES else Point(id=token)

    def _call(self, function: str) -> Expression:
        arity = {**POINT_FUNCTIONS, **NUMBER_FUNCTIONS}.get(function, -1)
        if arity == -1:
            known = ", ".join(sorted({*POINT_FUNCTIONS, *NUMBER_FUNCTIONS}))
            raise FormulaError(f"there is no function `{function}`; there are {known}")
        self._next()
        arguments = [self.sum()]
        while self.token == ",":
            self._next()
            arguments.append(self.sum())
        self._expect(")")
        if arity is not None and arity != len(arguments):
            raise FormulaError(f"{function} takes {arity} values, not {len(arguments)}")
        return Call(function=function, arguments=tuple(arguments))

    def _next(self) -> str | None:
        token = self.token
        self._at += 1
        return token

    def _expect(self, wanted: str) -> None:
        token = self._next()
        if token != wanted:
            found = f"`{token}`" if token else "the end"
            raise FormulaError(f"`{wanted}` is expected, not {found}")


def _tokens(text: str) -> Iterator[str]:
    for found in _TOKEN.finditer(text.strip()):
        number, name, sign, other = found.groups()
        if other:
            raise FormulaError(f"`{other}` has no meaning in a formula")
        yield number or name or sign


def _linear(tree: Expression) -> dict[str, Fraction] | Fraction:
    from fractions import Fraction

    if isinstance(tree, Point):
        return {tree.id: Fraction(1)}
    if isinstance(tree, Number):
        return Fraction(tree.text)
    if not isinstance(tree, Binary):
        what = tree.function if isinstance(tree, Call) else tree.name
        raise FormulaError(f"`{what}` cannot stand in a weighted point")
    left, right = _linear(tree.left), _linear(tree.right)
    if tree.operator in "+-":
        return _added(left, right, 1 if tree.operator == "+" else -1)
    if tree.operator == "/":
        if isinstance(right, dict):
            raise FormulaError("nothing can be divided by a point")
        if right == 0:
            raise FormulaError("division by zero")
        right = 1 / right
    if isinstance(left, dict):
        share = _number_of(right)
        return {name: weight * share for name, weight in left.items()}
    if isinstance(right, dict):
        return {name: weight * left for name, weight in right.items()}
    return _number_of(left) * _number_of(right)


def _number_of(value: dict[str, Fraction] | Fraction) -> Fraction:
    if isinstance(value, dict):
        raise FormulaError("two points do not multiply")
    return value


def _added(
    left: dict[str, Fraction] | Fraction, right: dict[str, Fraction] | Fraction, sign: int
) -> dict[str, Fraction] | Fraction:
    if isinstance(left, dict) and isinstance(right, dict):
        every = {**left, **right}
        return {name: left.get(name, 0) + sign * right.get(name, 0) for name in every}  # type: ignore[misc]
    if isinstance(right, dict) and left == 0:  # a sign: 0 - point
        return {name: sign * weight for name, weight in right.items()}
    if isinstance(left, dict) or isinstance(right, dict):
        raise FormulaError("a point and a number do not add")
    return left + sign * right
