"""Fixes for findings: one function a kind of finding, in one table.

A fix is made from the text, the tree and the grammar, not from the words of a message. Where any
doubt is left, there is no fix, or one that is not safe and has to be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from itertools import islice

from msgspec.structs import replace

from schemac.diagnostic import Diagnostic, Edit, Fix
from schemac.fixes.edits import decoded
from schemac.reading import codes, scalars
from schemac.reading.tree import Node, Scalar, read, span_of
from schemac.reading.typed import Typed, typed_document
from schemac.reading.types import Words
from schemac.source import Span

CLOSE = 0.75  # of difflib's ratio: one or two letters of a word
_MOST_FIELDS = 100  # of one record; with more, something else is wrong


class Page:
    """A text with its nodes by the span they stand at."""

    def __init__(self, file: str, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self._marked = text.replace("\r\n", "\n")  # what the marks of nodes count in
        document = typed_document(read(file, text.encode())[1])
        self.values: dict[Span, Typed] = {}
        self.keys: dict[Span, Typed] = {}
        for each in document.walk() if document else ():
            self.values.setdefault(span_of(each.node), each)
            if each.key is not None:
                self.keys[span_of(each.key)] = each

    def line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def between(self, start: Node, end: Node) -> str:
        """The text from the start of one node to the end of another, with line ends of `\\n`."""
        return self._marked[start.start.index : end.end.index]


Maker = Callable[[Diagnostic, Page], Iterator[Fix]]


def propose(
    diagnostics: Iterable[Diagnostic], data: Callable[[str], bytes | None]
) -> tuple[Diagnostic, ...]:
    """The findings, those that can be mended with their fixes.

    `data` gives the bytes of a file, None for one that must not be changed.
    """
    pages: dict[str, Page | None] = {}

    def page(file: str) -> Page | None:
        if file not in pages:
            known = data(file)
            text = None if known is None else decoded(known)
            pages[file] = None if text is None else Page(file, text)
        return pages[file]

    return tuple(_with_fixes(one, page) for one in diagnostics)


def _with_fixes(one: Diagnostic, page: Callable[[str], Page | None]) -> Diagnostic:
    maker = FIXABLE.get(one.code)
    if maker is None or one.span is None or not one.origin.file:
        return one
    found = page(one.origin.file)
    return one if found is None else replace(one, fixes=tuple(maker(one, found)))


# ---- characters -------------------------------------------------------------------------------


def _byte_order_mark(one: Diagnostic, page: Page) -> Iterator[Fix]:
    if page.text.startswith("\ufeff"):
        yield Fix("remove the byte order mark", (Edit(Span(1, 1, 1, 2), ""),))


def _unseen(one: Diagnostic, page: Page) -> Iterator[Fix]:
    assert one.span is not None  # noqa: S101 - asked before
    text = page.line(one.span.line)[one.span.column - 1 : one.span.end_column - 1]
    if len(text) == 1 and not text.isprintable():
        separates = text in "\x85\u2028\u2029"  # lines of a text; a space folds to the same
        title = "put a space in its place" if separates else "delete the character"
        yield Fix(title, (Edit(one.span, " " if separates else ""),))


def _tab(one: Diagnostic, page: Page) -> Iterator[Fix]:
    """Two spaces for each tab of an indentation; one for a tab behind it, which means the same."""
    assert one.span is not None  # noqa: S101 - asked before
    line = page.line(one.span.line)
    indent = re.match(r"[ \t]*", line)
    first = len(indent[0]) if indent else 0
    edits = []
    for at in (i for i, character in enumerate(line) if character == "\t"):
        span = Span(one.span.line, at + 1, one.span.line, at + 2)
        edits.append(Edit(span, "  " if at < first else " "))
    # Spaces before a tab say nothing of how wide the author saw it.
    guess = bool(re.match(r"\t* +\t", line))
    if edits:
        yield Fix("replace the tabs with spaces", tuple(edits), safe=not guess)


# ---- values -----------------------------------------------------------------------------------

_TRUTH = {"yes": "true", "on": "true", "true": "true"} | {
    "no": "false", "off": "false", "false": "false",
}  # fmt: skip


def _value(one: Diagnostic, page: Page) -> Iterator[Fix]:
    """`yes` for `true`, `012` for `12`."""
    assert one.span is not None  # noqa: S101 - asked before
    found = page.values.get(one.span)
    if found is None or not isinstance(found.node, Scalar):
        return
    text = found.node.value
    meant = None
    if found.type is scalars.truth:
        meant = _TRUTH.get(text.lower())
    elif found.type is scalars.whole and re.fullmatch(r"0+\d{1,9}", text):
        meant = text.lstrip("0") or "0"
    if meant is not None and meant != text:
        yield Fix(f"write `{meant}`", (Edit(one.span, meant),))


def _known_word(one: Diagnostic, page: Page) -> Iterator[Fix]:
    assert one.span is not None  # noqa: S101 - asked before
    found = page.values.get(one.span)
    if found is not None and isinstance(found.node, Scalar) and isinstance(found.type, Words):
        yield from _meant(found.node.value, found.type.words, one.span)


# ---- fields -----------------------------------------------------------------------------------


def _field(one: Diagnostic, page: Page) -> Iterator[Fix]:
    """A text cut by a comma gets its quotes; a field that is misspelt, its name."""
    assert one.span is not None  # noqa: S101 - asked before
    found = page.keys.get(one.span)
    if found is None or found.parent is None or found.parent.record is None:
        return
    siblings = list(islice(found.parent.children(), _MOST_FIELDS + 1))
    if len(siblings) > _MOST_FIELDS:
        return
    at = next(i for i, each in enumerate(siblings) if each.key is found.key)
    if _cut(found, page):
        yield from _quoted(siblings, at, page)
        return
    taken = {each.key.value for each in siblings if each.key is not None}
    names = [field.name for field in found.parent.record.fields if field.name not in taken]
    yield from _meant(found.key.value if found.key else "", names, one.span)


def _cut(each: Typed, page: Page) -> bool:
    """Whether a key is the rest of a text after a comma: no colon, no value, no field."""
    key, value = each.key, each.node
    if key is None or not key.plain or not isinstance(value, Scalar) or not value.plain:
        return False
    return each.type is None and not value.value and ":" not in page.between(key, value)


def _quoted(siblings: list[Typed], at: int, page: Page) -> Iterator[Fix]:
    """Quotes around the text that begins before the first cut and ends with the last."""
    first = last = at
    while first > 0 and _cut(siblings[first], page):
        first -= 1
    while last + 1 < len(siblings) and _cut(siblings[last + 1], page):
        last += 1
    if last + 1 < len(siblings) and siblings[last + 1].type is None:
        return  # what follows is no field either, so nobody can say where the text ends
    begin, end = siblings[first].node, siblings[last].key
    wordy = siblings[first].type in (scalars.text, scalars.plain_text, scalars.line)
    if not isinstance(begin, Scalar) or end is None:
        return
    if wordy and begin.plain and begin.value:
        yield Fix("quote the whole text", tuple(_quotes(begin, end, page.between(begin, end))))


def _quotes(begin: Scalar, end: Scalar, text: str) -> Iterator[Edit]:
    """Insertions only, so that a text of several lines keeps them."""
    plain = "'" not in text and ('"' in text or "\\" in text)
    quote = "'" if plain else '"'
    yield _insert(begin.start.line + 1, begin.start.column + 1, quote)
    if not plain:
        for number, line in enumerate(text.split("\n")):
            column = 1 if number else begin.start.column + 1
            for found in re.finditer(r'["\\]', line):
                yield _insert(begin.start.line + 1 + number, column + found.start(), "\\")
    yield _insert(end.end.line + 1, end.end.column + 1, quote)


def _insert(line: int, column: int, text: str) -> Edit:
    return Edit(Span(line, column, line, column), text)


def _meant(word: str, known: Iterable[str], span: Span) -> Iterator[Fix]:
    """The one known word that is close. It stays a guess, so it is not safe."""
    near = get_close_matches(word[:64], list(known), n=2, cutoff=CLOSE)
    if len(near) == 1:
        yield Fix(f"write `{near[0]}`", (Edit(span, near[0]),), safe=False)


FIXABLE: dict[str, Maker] = {
    codes.ENCODING.id: _byte_order_mark,
    codes.UNSEEN.id: _unseen,
    codes.TAB.id: _tab,
    codes.BAD_VALUE.id: _value,
    codes.UNKNOWN_WORD.id: _known_word,
    codes.UNKNOWN_FIELD.id: _field,
}
