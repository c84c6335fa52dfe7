"""Maps of body parts and pairs in C++, or in documentation that shows them.

The text is searched for `{0, "Nose"}`, not parsed: a listing in a Markdown file is as good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemac.formats.openpose.part import Part
from schemac.located.text import Lines
from schemac.source import Span

Pairs = tuple[tuple[int, int, Span], ...]

_ENTRY = r'\{\s*([0-9]{1,6})\s*,\s*"([^"\\\n]{1,100})"\s*\}'
_entry = re.compile(_ENTRY)
_first = re.compile(_ENTRY.encode())
_head = re.compile(r"(?:std::map\s*<[^<>;{}]{1,80}>\s*|#define\s+)([A-Za-z_]\w{0,80})")
_array = re.compile(r"POSE_BODY_PART_PAIRS\s*=?\s*\{")
_vector = re.compile(r"//[ \t]*(\w+)[ \t]*\n\s*std::vector<unsigned int>\s*\{([^{}]*)\}")
_define = re.compile(r"#define\s+POSE_(\w+)_PAIRS_RENDER_GPU((?:[^\n]*\\\n)*[^\n]*)")
_number = re.compile(r"[0-9]{1,6}")


def begins(head: bytes) -> bool:
    """Whether the first entry of a map in a text has number 0 or 1."""
    found = _first.search(head)
    return found is not None and int(found[1]) <= 1


def maps(text: str) -> Iterator[tuple[str, tuple[Part, ...], Pairs | None]]:
    """Each map with the name of its model, its parts in the order of the text, and its pairs."""
    lines = Lines(text)
    pairs = dict(_pairs(text))
    for name, parts in _runs(text):
        model = (name or "").removeprefix("POSE_").removesuffix("_BODY_PARTS")
        told = tuple(Part(int(m[1]), m[2], lines.span(*m.span(2))) for m in parts)
        numbers = pairs.get(model)
        yield model, told, None if numbers is None else tuple(_two_by_two(numbers, lines))


def _two_by_two(numbers: list[re.Match[str]], lines: Lines) -> Iterator[tuple[int, int, Span]]:
    for one, other in zip(numbers[::2], numbers[1::2], strict=False):
        yield int(one[0]), int(other[0]), lines.span(one.start(), other.end())


def _runs(text: str) -> Iterator[tuple[str | None, list[re.Match[str]]]]:
    """Each run of entries, with the name of the map that it stands in. A new one begins where the
    name changes or numbers begin again."""
    heads = [(found.start(), found[1]) for found in _head.finditer(text)]
    name: str | None = None
    run: list[re.Match[str]] = []
    at = 0
    for found in _entry.finditer(text):
        previous = name
        while at < len(heads) and heads[at][0] < found.start():
            name, at = heads[at][1], at + 1
        if run and (name != previous or int(found[1]) == int(run[0][1])):
            yield previous, run
            run = []
        run.append(found)
    if run:
        yield name, run


def _pairs(text: str) -> Iterator[tuple[str, list[re.Match[str]]]]:
    """The numbers of the pairs of each model, in the source or in a header."""
    for found in _define.finditer(text):
        yield found[1], list(_number.finditer(text, found.start(2), found.end(2)))
    begin = _array.search(text)
    if begin is None:
        return
    end = text.find("};", begin.end())
    for found in _vector.finditer(text, begin.end(), len(text) if end < 0 else end):
        inside = re.sub(r"//[^\n]*", lambda m: " " * len(m[0]), found[2])
        if re.search(r"[A-Za-z]", inside):
            continue  # a macro, whose numbers are in another file
        blank = " " * found.start(2) + inside
        yield found[1], list(_number.finditer(blank, found.start(2)))
