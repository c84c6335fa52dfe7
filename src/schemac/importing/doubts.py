"""What of a point was not taken over as the file has it: sentences for its entry in the draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schemac.draft import Draft
from schemac.importing.scalars import seen
from schemac.importing.settled import Settled, stated, usable


def doubts_of(draft: Draft, found: Settled) -> Mapping[int, tuple[str, ...]]:
    """By index; only points of which there is something to say."""
    given = stated(draft)
    every = {i: tuple(_of(draft, found, given, i)) for i in range(len(draft.points))}
    return {index: said for index, said in every.items() if said}


def _of(draft: Draft, found: Settled, given: dict[int, int], index: int) -> Iterator[str]:
    point = draft.points[index]
    if point.name != found.names[index]:
        called = (
            f"the file calls it `{seen(point.name)}`" if point.name.strip() else "it has no name"
        )
        yield f"keypoint {index}: {called}; is `{found.names[index]}` right?"
    partner = given.get(index, found.partners[index])
    if any(i != j for i, j in given.items()) and partner != found.partners[index]:
        name, theirs = found.names[index], found.names[partner]
        if partner == index:
            yield f"`{name}` has no mirror partner in the file; it is paired by name here."
        else:
            kept = "left alone" if found.partners[index] == index else "paired by name"
            yield f"the mirror partner of `{name}` is `{theirs}` in the file; it is {kept} here."
    if point.sigma is not None and usable(point.sigma) is None:
        yield f"the file gives `{found.names[index]}` the sigma {point.sigma:g}, left out here."
