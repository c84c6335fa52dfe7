"""Maps of body parts in C++, in documentation, or in Python, and the pairs that go with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal

from schemac.absorbing import text_of, unreadable, whole, without_skeleton
from schemac.diagnostic import Code, Diagnostic
from schemac.draft import Absorbed, Draft, DraftEdge, DraftPoint, Given
from schemac.formats.openpose import listing, scripts
from schemac.formats.openpose.part import Part
from schemac.located import Unreadable
from schemac.located.text import decode
from schemac.source import Origin, Span

NUMBERS = Code(
    id="I380",
    name="openpose-numbers",
    doc="""The body parts of a map are not numbered 0, 1, 2 and so on.

    OpenPose writes three numbers for each part in the order of the map, so one that is left out or
    there twice shifts all that follow. The draft takes the parts in the order of their numbers.

        {0, "Nose"}, {2, "Neck"}
    """,
)
CODES = (NUMBERS,)

MAX_BYTES = 1024 * 1024
MAX_POINTS = 4096
MAX_MAPS = 200
_python = re.compile(
    rb"^(?:\w{0,40}BODY_?PARTS?\w{0,40}|\w{0,40}BODY_25\w{0,40}|POSE_\w+)\s*=\s*\{", re.M | re.I
)
_side = re.compile(r"[LR](?=[A-Z])").match

Pairs = Sequence[tuple[int, int, Span]]


def recognises(given: Given) -> bool:
    """Text with a map that begins with number 0 or 1 and a name; Python with a dict of parts."""
    if given.name.endswith(".py"):
        return _python.search(given.head) is not None
    return listing.begins(given.head) and b"\x00" not in given.head[:1024]


def absorb(given: Given) -> Absorbed:
    """A draft for each map, by its name in the file."""
    data = b""
    try:
        data = whole(given, MAX_BYTES)
        if given.name.endswith(".py"):
            found = list(scripts.maps(given, data))
        else:
            found = list(islice(listing.maps(decode(data, MAX_BYTES)), MAX_MAPS + 1))
        if len(found) > MAX_MAPS:
            raise Unreadable(f"the file has over {MAX_MAPS} maps, more than any that is written")
    except Unreadable as error:
        return unreadable(given, error, data)
    found = [each for each in found if 0 < len(each[1]) <= MAX_POINTS]
    if not found:
        return without_skeleton(given, "there is no map of body parts in this file", data)
    reader = _Reader(given)
    drafts = tuple(reader.draft(*each) for each in found)
    return Absorbed(drafts=drafts, problems=tuple(reader.problems), sources=text_of(given, data))


class _Reader:
    def __init__(self, given: Given) -> None:
        self._given = given
        self.problems: list[Diagnostic] = []

    def draft(self, name: str, parts: Sequence[Part], pairs: Pairs | None) -> Draft:
        """One map. `Background` is a channel of the network's output and no keypoint."""
        kept = [part for part in parts if part.name != "Background"]
        kept.sort(key=lambda part: part.number)
        self._numbering(kept)
        unused = () if len(kept) == len(parts) else ("`Background`, which is no keypoint",)
        places = {part.number: at for at, part in enumerate(kept)}
        return Draft(
            format="openpose",
            file=self._given.file,
            name=name or None,
            of_category=False,
            points=tuple(_point(part) for part in kept),
            span=parts[0].span,
            edges=None if pairs is None else tuple(_edges(pairs, places)),
            based=0,
            unused=unused,
        )

    def _numbering(self, parts: Sequence[Part]) -> None:
        """At most one finding: what follows has the same cause."""
        for at, part in enumerate(parts):
            if part.number != at:
                twice = at > 0 and parts[at - 1].number == part.number
                what = f"{part.number} is there twice" if twice else f"there is no {at}"
                message = f"{what} among the numbers of the body parts"
                self.problems.append(NUMBERS.at(Origin(self._given.file), message, span=part.span))
                return


def _point(part: Part) -> DraftPoint:
    """`RShoulder` is the right one: the names of OpenPose begin with the side."""
    side: Literal["left", "right"] | None = None
    if _side(part.name):
        side = "left" if part.name[0] == "L" else "right"
    return DraftPoint(name=part.name, span=part.span, side=side)


def _edges(pairs: Pairs, places: Mapping[int, int]) -> Iterator[DraftEdge]:
    """A number that is not in the map is out of range."""
    total = len(places)
    for one, other, span in pairs:
        ends = [places.get(number, max(number, total)) for number in (one, other)]
        yield DraftEdge(ends[0], ends[1], span)
