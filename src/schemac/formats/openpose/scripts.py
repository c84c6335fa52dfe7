"""Maps of body parts and pairs in Python, as programs around OpenPose write them.

`BODY_PARTS = {"Nose": 0, ...}` or `{0: "Nose", ...}`, and `POSE_PAIRS = [["Nose", "Neck"], ...]` of
names or of numbers. Nothing is run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile

from schemac.draft import Given
from schemac.formats.openpose.part import Part
from schemac.located import Node
from schemac.source import Span

Pairs = tuple[tuple[int, int, Span], ...]


def maps(given: Given, data: bytes) -> Iterator[tuple[str, tuple[Part, ...], Pairs | None]]:
    """Each map with its name, its parts in the order of the file, and the pairs that are for it:
    those of the list that begins alike, or of the only one. Raises Unreadable."""
    from schemac.located import python

    root = python.read(given.file, data)
    found = [(key.text or "", parts) for key, node in root.pairs if (parts := _parts(node))]
    lists = [(key.text or "", node) for key, node in root.pairs if node.kind == "list"]
    for name, parts in found:
        numbers = {part.name: part.number for part in parts}
        pairs = [(other, made) for other, node in lists if (made := _pairs(node, numbers))]
        best = max(pairs, key=lambda each: _alike(name, each[0]), default=None)
        fits = best is not None and (len(found) == 1 or _alike(name, best[0]) > len("POSE_"))
        yield name, parts, best[1] if best and fits else None


def _parts(node: Node) -> tuple[Part, ...]:
    """The parts of a mapping between names and numbers, either way; nothing of any other."""
    parts = []
    for key, value in node.pairs:
        number = key.scalar if key.text is None else value.scalar
        name = key if key.text is not None else value
        if type(number) is not int or name.text is None or not 0 <= number < 10**6:
            return ()
        parts.append(Part(number, name.text, name.span))
    return tuple(parts) if node.kind == "map" and len(parts) > 1 else ()


def _pairs(node: Node, numbers: Mapping[str, int]) -> Pairs:
    """The pairs of a list, of names or of numbers; nothing of any other list."""
    pairs = []
    for each in node.items:
        ends = [numbers.get(end.text) if end.text is not None else end.whole for end in each.items]
        if each.kind != "list" or len(ends) != 2 or ends[0] is None or ends[1] is None:
            return ()
        pairs.append((ends[0], ends[1], each.span))
    return tuple(pairs)


def _alike(one: str, other: str) -> int:
    """How many characters two names begin with together."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
