"""What an outside file says of one skeleton, as it says it: nothing is judged, nothing put right.

A reader of a format makes drafts of a file; `importing` judges them and writes specs, `comparing`
holds them against each other. What a format has no word for is None here, and what it could say
and says is empty is empty: a COCO category without `skeleton` differs from one with `[]`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Literal

from msgspec import Struct

from schemac.diagnostic import Diagnostic
from schemac.source import Source, Span


class Given(Struct, frozen=True, kw_only=True):
    """A file that somebody gave us: how to call it, its first bytes, and how to read it.

    `head` is at most 64 KiB, enough to recognise a format by. `beside` gives a file next to it, by
    a relative path that stays in the folder or archive, or None. Members of archives are given
    one by one.
    """

    file: str
    size: int
    head: bytes
    open: Callable[[], BinaryIO]
    beside: Callable[[str], Given | None] = lambda path: None

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.file.replace("\\", "/").rsplit("/", 1)[-1]


class DraftPoint(Struct, frozen=True, kw_only=True):
    """One keypoint as listed. `position` is (x to the right, y down) in the file's own units;
    `sigma` is in sigma form, whatever form the file has; `colour` is `#rrggbb`."""

    name: str
    span: Span | None = None
    position: tuple[float, float] | None = None
    sigma: float | None = None
    sigma_span: Span | None = None
    weight: float | None = None
    half: Literal["upper", "lower"] | None = None
    side: Literal["left", "right", "mid"] | None = None
    definition: str | None = None
    colour: str | None = None
    hotkey: str | None = None
    aliases: tuple[str, ...] = ()


class DraftEdge(Struct, frozen=True):
    """A link between two keypoints, by indices counted from 0 (out of range where the file is)."""

    start: int
    end: int
    span: Span | None = None


class DraftPartner(Struct, frozen=True):
    """That a keypoint becomes another one when the picture is mirrored, by indices from 0.

    `named`: the name that the file gives, where it names the partner. An index of -1 is a name
    that the file does not list.
    """

    index: int
    partner: int
    span: Span | None = None
    named: str | None = None


class DraftTier(Struct, frozen=True, kw_only=True):
    """A visibility tier that the file lists, by the word that its labels hold."""

    name: str
    coco: int | None = None
    span: Span | None = None


class Draft(Struct, frozen=True, kw_only=True):
    """One skeleton of a file. `points` are in index order.

    `edges`: None where the format has none. `based` is the number that the *file* counts its edges
    from, None where it goes by names. `mirror` holds every statement the file makes, one for each
    direction that it states; None where the format has none.
    `unused` are sentences: what the file says that no spec can hold, or that this reader leaves.
    """

    format: str
    file: str
    name: str | None
    points: tuple[DraftPoint, ...]
    named: bool = True
    """False where the file has no names, and the reader numbered its keypoints."""
    of_category: bool = True
    """Whether `name` is what labels call an instance; False where it is the name of a data set, a
    project or a part of a program."""
    span: Span | None = None
    category_id: int | None = None
    supercategory: str | None = None
    edges: tuple[DraftEdge, ...] | None = None
    based: Literal[0, 1] | None = None
    mirror: tuple[DraftPartner, ...] | None = None
    sigmas: bool | None = None
    """Whether the file has sigmas; None where the format has no place for them."""
    sigma_scale: Literal["segment_area", "box_area"] | None = None
    tiers: tuple[DraftTier, ...] | None = None
    title: str | None = None
    homepage: str | None = None
    year: int | None = None
    unused: tuple[str, ...] = ()

    @property
    def category(self) -> str | None:
        """What is labelled, where the file says it."""
        return self.name if self.of_category else None


class Absorbed(Struct, frozen=True, kw_only=True):
    """What a reader made of a file: its skeletons, what is wrong with it in its own terms, and the
    texts that the findings point into (left out where a text is too large to show)."""

    drafts: tuple[Draft, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    sources: tuple[Source, ...] = ()
