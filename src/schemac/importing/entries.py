"""The keypoints of a draft spec: a line for each, with what is offered and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemac.draft import Draft
from schemac.importing.fields import fields_of, index_of, weighted
from schemac.importing.known import Offer
from schemac.importing.page import Page
from schemac.importing.scalars import comment
from schemac.importing.settled import Entry

LONG = 110  # characters of an entry that stands on one line


def keypoints(page: Page) -> Iterator[str]:
    """The lines of `keypoints`, with what a person has to know before them."""
    if not page.draft.named:
        yield from comment("TODO: the file has no names, only an order. Give each point its name.")
    if any(point.definition is None for point in page.draft.points):
        yield from comment(
            "TODO: say where each point is. Either cite a place of a dictionary (`landmark:`; what"
            " stands behind # with a question mark is a guess from the name), or write a"
            " `definition` and its `kind`. `surface` is no more than a stand-in."
        )
    if page.found.paired and page.draft.mirror and _placeholder(page.draft):
        yield from comment(
            "TODO: the mirror list of the file exchanges nothing; pairs are made by name here."
        )
    yield from comment(page.layout.how)
    yield "keypoints:"
    entries = sorted(page.found.entries, key=lambda entry: entry.first)
    fields = [[index_of(entry), *fields_of(page, entry)] for entry in entries]
    key = min(24, max(len(entry.stem) for entry in entries)) + 1
    first = max(len(each[0]) for each in fields) + 1
    lines = [_in_one(entry, each, key, first) for entry, each in zip(entries, fields, strict=True)]
    short = sum(len(line) <= LONG for line in lines) * 2 > len(lines)
    edge = max((len(line) for line in lines if len(line) <= LONG), default=0)
    for entry, each, line in zip(entries, fields, lines, strict=True):
        for doubt in _doubts(page, entry):
            yield from comment(f"TODO: {doubt}", "  ")
        proposed = _proposed(page.known.offers.get(entry.first, ()))
        if short and len(line) <= LONG:
            yield line.ljust(edge) + proposed if proposed else line
        else:
            yield f"  {entry.stem}:{proposed}"
            yield from (f"    {field}" for field in each)


def _placeholder(draft: Draft) -> bool:
    """Whether a mirror list exchanges nothing."""
    return all(each.index == each.partner for each in draft.mirror or ())


def _in_one(entry: Entry, fields: Sequence[str], key: int, first: int) -> str:
    """An entry on one line, with its id and its index in columns."""
    head = f"{fields[0]},".ljust(first)
    return f"  {f'{entry.stem}:'.ljust(key)} {{{head} {', '.join(fields[1:])}}}"


def _proposed(offers: Sequence[Offer]) -> str:
    if not offers:
        return ""
    return f"  # landmark: {' or '.join(offer.place for offer in offers)} ?"


def _doubts(page: Page, entry: Entry) -> Iterator[str]:
    points = page.draft.points
    indices = [i for i in (entry.left, entry.right, entry.mid) if i is not None]
    for index in indices:
        yield from page.doubts.get(index, ())
    if entry.guessed and entry.left is not None and entry.right is not None:
        one, two = page.found.names[entry.left], page.found.names[entry.right]
        yield f"is `{one}` the left one, and `{two}` the right one? The file pairs them only."
    for field in ("half", "weight"):
        said = {getattr(points[i], field) for i in indices}
        if len(said) > 1 and (field == "half" or weighted(page)):
            listed_ = " and ".join(str(getattr(points[i], field)) for i in indices)
            yield f"left and right have unlike values of `{field}` in the file: {listed_}"
