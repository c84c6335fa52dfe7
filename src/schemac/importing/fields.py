"""The fields of one keypoint entry, each as `key: value`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from schemac.importing.naming import template
from schemac.importing.page import Page
from schemac.importing.scalars import clean, in_quotes, number, quoted, quoted_name
from schemac.importing.settled import Entry


def index_of(entry: Entry) -> str:
    """The index, by side for a pair."""
    if entry.mid is not None:
        return f"index: {entry.mid}"
    sides = (("left", entry.left), ("right", entry.right))
    return f"index: {{{', '.join(f'{s}: {i}' for s, i in sides if i is not None)}}}"


def fields_of(page: Page, entry: Entry) -> Iterator[str]:
    """All but the index."""
    points = page.draft.points
    indices = [i for i in (entry.left, entry.right, entry.mid) if i is not None]
    yield from _name(page, entry)
    yield from _title(page, entry)
    yield "kind: surface"
    definition = _definition(page, indices)
    if definition:
        yield f"definition: {definition}"
    yield f"at: {_at(page, entry)}"
    aliases = _aliases(page, indices)
    if aliases:
        yield f"aliases: [{', '.join(aliases)}]"
    keys = {i: points[i].hotkey for i in indices}
    if all(key and re.fullmatch(r"[!-~]", key) for key in keys.values()):
        yield f"hotkey: {_by_side(entry, {i: in_quotes(key or '') for i, key in keys.items()})}"
    weights = {points[i].weight for i in indices}
    if weighted(page) and len(weights) == 1:
        weight = next(iter(weights))
        written = number(weight) if weight is not None and weight >= 0 else None
        if written is not None:
            yield f"weight: {written}"
    halves = {points[i].half for i in indices}
    if len(halves) == 1 and (half := next(iter(halves))):
        yield f"half: {half}"


def _name(page: Page, entry: Entry) -> Iterator[str]:
    names = page.found.names
    if entry.left is not None and entry.right is not None:
        left, right = names[entry.left], names[entry.right]
        written = template(left, right, entry.stem)
        if written is None:
            yield f"name: {{left: {quoted_name(left)}, right: {quoted_name(right)}}}"
        elif written:
            yield f"name: {quoted_name(written)}"
        return
    name = names[entry.first]
    if page.found.ids[entry.first] != name:
        yield f"name: {quoted_name(name)}"


def _title(page: Page, entry: Entry) -> Iterator[str]:
    """A name in other letters than the language's stays as what people read."""
    names = page.draft.points
    sides = (("left", entry.left), ("right", entry.right))
    if entry.mid is not None:
        if _foreign(names[entry.mid].name):
            yield f"title: {quoted(names[entry.mid].name)}"
        return
    said = {side: names[i].name for side, i in sides if i is not None}
    if all(map(_foreign, said.values())):
        yield f"title: {{{', '.join(f'{side}: {quoted(name)}' for side, name in said.items())}}}"


def _foreign(name: str) -> bool:
    """Whether a name is in letters that a spec's names do not have, and can be shown whole."""
    letters = any(c.isalpha() and not c.isascii() for c in name)
    return letters and len(name) <= 64 and clean(name) == name


def _definition(page: Page, indices: Sequence[int]) -> str | None:
    """The definition; one with holes, where those of left and right differ in their side only."""
    found = [clean(page.draft.points[i].definition or "", 2000) for i in indices]
    text = next((each for each in found if each), None)
    if text is None:
        return None
    if len(found) == 2 and all(found) and found[0] != found[1]:
        holes = {"left": "<side>", "Left": "<Side>", "right": "<other>"}
        rule = re.sub(r"\b(left|Left|right)\b", lambda word: holes[word[0]], found[0])
        filled = rule.replace("<side>", "right").replace("<Side>", "Right")
        if filled.replace("<other>", "left") == found[1]:
            return in_quotes(rule)
    return quoted(text, 2000)


def _at(page: Page, entry: Entry) -> str:
    spots = page.layout.spots
    if entry.mid is not None:
        return _spot(spots[entry.mid])
    if page.layout.mirrored and entry.left is not None:
        return _spot(spots[entry.left])
    sides = {i: _spot(spots[i]) for i in (entry.left, entry.right) if i is not None}
    named = (("left", entry.left), ("right", entry.right))
    return f"{{{', '.join(f'{side}: {sides[i]}' for side, i in named if i is not None)}}}"


def _spot(at: tuple[float, float]) -> str:
    return f"[{number(at[0])}, {number(at[1])}]"


def _aliases(page: Page, indices: Sequence[int]) -> list[str]:
    points = page.draft.points
    shared = [a for a in points[indices[0]].aliases if all(a in points[i].aliases for i in indices)]
    kept = dict.fromkeys(quoted(alias) for alias in shared if clean(alias))
    return list(kept)[:12]


def _by_side(entry: Entry, values: Mapping[int, str]) -> str:
    if entry.mid is not None:
        return values[entry.mid]
    named = (("left", entry.left), ("right", entry.right))
    return f"{{{', '.join(f'{side}: {values[i]}' for side, i in named if i is not None)}}}"


def weighted(page: Page) -> bool:
    """Whether the file weighs keypoints at all: 1 for each says nothing."""
    return {point.weight for point in page.draft.points} not in ({None}, {1.0})
