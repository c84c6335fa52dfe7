"""What people read about a place. All text is plain: one line, no markup, side words filled in."""

from __future__ import annotations

from typing import Literal

from schemac.model.history import SourceRef
from schemac.model.place import Place, Situation
from schemac.model.record import Record
from schemac.source import NOWHERE, Origin

Direction = Literal["up", "down", "medial", "lateral", "front", "back", "proximal", "distal"]


class Find(Record, frozen=True, kw_only=True):
    """How to get to a place: by eye, by touch, by geometry."""

    see: tuple[str, ...] = ()
    feel: tuple[str, ...] = ()
    construct: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.see or self.feel or self.construct)


class Mistake(Record, frozen=True, kw_only=True):
    """A wrong click that people make, with its displacement where it is known.

    Either `direction`, `toward` (a place) or `keypoint` (an id) with `by` (a fraction of `unit`'s
    length, or of the way there), or `offset` in figure units, as written for the left one.
    """

    text: str
    direction: Direction | None = None
    toward: Place | None = None
    toward_title: str | None = None
    keypoint: str | None = None
    by: float | None = None
    unit: tuple[Place, Place] | None = None
    offset: tuple[float, float] | None = None
    origin: Origin = NOWHERE


class Confusion(Record, frozen=True, kw_only=True):
    """A place that this one is taken for. `keypoint` is its id when the skeleton has it."""

    target: str
    title: str
    text: str
    keypoint: str | None = None
    origin: Origin = NOWHERE


class Advice(Record, frozen=True, kw_only=True):
    """What to do with a place in a situation: hidden, blurred …"""

    situation: Situation
    text: str
    origin: Origin = NOWHERE


class Note(Record, frozen=True, kw_only=True):
    """A remark that holds for a species, a view or a garment (`subject`)."""

    subject: str
    text: str
    origin: Origin = NOWHERE


class Example(Record, frozen=True, kw_only=True):
    """A picture of a right or a wrong placement; `image` is a path beside the document."""

    image: str
    verdict: Literal["right", "wrong"]
    condition: str | None = None
    caption: str | None = None
    licence: str | None = None
    origin: Origin = NOWHERE


class Deprecated(Record, frozen=True, kw_only=True):
    """Still valid, on its way out."""

    since: str
    use: str | None = None
    why: str | None = None


class Words(Record, frozen=True, kw_only=True):
    """Everything said about one place."""

    title: str
    definition: str = ""
    find: Find = Find()
    mistakes: tuple[Mistake, ...] = ()
    confuse_with: tuple[Confusion, ...] = ()
    when: tuple[Advice, ...] = ()
    notes: tuple[Note, ...] = ()
    self_check: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    source: SourceRef | None = None
