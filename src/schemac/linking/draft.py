"""A skeleton while it is being linked: the one mutable thing in the compiler."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemac.linking import codes
from schemac.linking.linker import Linker
from schemac.model.formula import Formula, Weight
from schemac.model.keypoint import Sigma
from schemac.model.numbers import SigmaSet
from schemac.model.place import Reference
from schemac.model.skeleton import Measure
from schemac.model.topology import AxisSwap, Contour, Edge, Region, View
from schemac.reading.declare import Declaration
from schemac.reading.scalars import Run
from schemac.reading.types import Entry
from schemac.source import Origin

SIDES = ("left", "right")
OTHER = {"left": "right", "right": "left"}


class Layer:
    """One entry that says something of a point, and the document whose pins it is read by.

    `local` carries names of the document that wrote it over to this skeleton's ids; None in that
    document itself, where a stem means the point on the same side.
    """

    __slots__ = ("entry", "home", "local")

    def __init__(
        self, entry: Entry, home: Declaration, local: dict[str, str] | None = None
    ) -> None:
        self.entry, self.home, self.local = entry, home, local


class DraftPoint:
    """A point in the making. `layers` run from the first entry to the last override."""

    __slots__ = (
        "_deciding", "_layers", "at", "formula", "given", "id", "index", "name", "origin",
        "region", "side", "stem", "weights",
    )  # fmt: skip

    def __init__(
        self, stem: str, side: str | None, index: int, name: str, layers: tuple[Layer, ...]
    ) -> None:
        self.stem, self.side, self.index, self.name = stem, side, index, name
        self.id = f"{side}_{stem}" if side else stem
        self._layers = layers
        self._deciding: dict[str, Layer] | None = None
        self.origin: Origin = layers[0].entry.origin
        self.region: str | None = None
        # where fields were written that no layer writes, such as an index by `include`
        self.given: dict[str, Origin] = {}
        self.at: dict[str, tuple[float, float]] = {}
        self.formula: Formula | None = None
        self.weights: tuple[Weight, ...] = ()

    def copy(self) -> DraftPoint:
        twin = DraftPoint(self.stem, self.side, self.index, self.name, self.layers)
        twin.region, twin.given, twin.at = self.region, dict(self.given), dict(self.at)
        twin.formula, twin.weights = self.formula, self.weights
        return twin

    @property
    def region_origin(self) -> Origin:
        return self.given.get("region", self.origin / "region")

    @property
    def layers(self) -> tuple[Layer, ...]:
        return self._layers

    @layers.setter
    def layers(self, layers: tuple[Layer, ...]) -> None:
        self._layers, self._deciding = layers, None

    def last(self, field: str) -> Layer | None:
        """The layer that decides a field: the last one that writes it."""
        if self._deciding is None:
            self._deciding = {f: layer for layer in self._layers for f in layer.entry.values}
        return self._deciding.get(field)


class Draft:
    """Everything of a skeleton that composition moves about."""

    def __init__(self, home: Declaration) -> None:
        self.home = home
        self.points: dict[str, DraftPoint] = {}
        self.stems: dict[str, list[DraftPoint]] = {}
        self.edges: list[Edge] = []
        self.contours: dict[str, Contour] = {}
        self.regions: dict[str, Region] = {}
        self.views: dict[str, View] = {}
        self.measures: dict[str, Measure] = {}
        self.sigma_sets: dict[str, SigmaSet] = {}
        self.sigmas: dict[str, dict[str, Sigma]] = {}
        self.swaps: list[AxisSwap] = []
        self.subject: dict[str, object] = {}
        self.subject_origin: Origin = home.origin
        self.visibility: tuple[Reference, Origin] | None = None
        self.inherited: dict[str, tuple[Entry, Declaration]] = {}
        self.profiles: dict[str, tuple[Entry, Declaration]] = {}
        self.root: str | None = None
        self.whole = home.sound

    @property
    def main(self) -> View:
        """The view whose layout goes to tools (a spec with none marked is reported elsewhere)."""
        return next((v for v in self.views.values() if v.main), next(iter(self.views.values())))

    @property
    def one_of_pair(self) -> bool:
        return bool(self.subject.get("one_of_pair"))

    def add(self, point: DraftPoint) -> None:
        self.points[point.id] = point
        self.stems.setdefault(point.stem, []).append(point)

    def remove(self, point: DraftPoint) -> None:
        del self.points[point.id]
        self.stems[point.stem] = [p for p in self.stems[point.stem] if p.id != point.id]
        if not self.stems[point.stem]:
            del self.stems[point.stem]

    def known(self) -> Iterator[str]:
        """Every word that may stand where a keypoint is named."""
        yield from self.stems
        yield from self.points

    def in_order(self) -> list[DraftPoint]:
        return sorted(self.points.values(), key=lambda point: (point.index, point.id))


def words_of(items: Iterable[str | Run]) -> Iterator[str]:
    """A list as written, with its runs written out: `jaw_0 .. jaw_2` is three words."""
    for item in items:
        if isinstance(item, str):
            yield item
            continue
        first, last = item
        base, _, start = first.rpartition("_")
        end = last.rpartition("_")[2]
        width = len(start) if start.startswith("0") and len(start) > 1 else 0
        a, b = int(start), int(end)
        for number in range(a, b + 1) if a <= b else range(a, b - 1, -1):
            yield f"{base}_{number:0{width}d}"


def resolve(linker: Linker, draft: Draft, word: str, side: str | None, at: Origin) -> str | None:
    """The id a word means: an id as it stands, or a stem on the given side."""
    if word in draft.points:
        return word
    if side and f"{side}_{word}" in draft.points:
        return f"{side}_{word}"
    if word in draft.stems and not side:
        help = f"write `left_{word}` or `right_{word}`"
        linker.report(codes.MIXED_SIDES, at, f"`{word}` is a pair; one point is needed", help=help)
        return None
    draft.whole = False
    if word in draft.stems:
        only = draft.stems[word][0].side
        message = f"`{word}` has a {only} point only, and this line is for both sides"
        help = f"write a line of its own for `{only}_{word}`, with its side on every point"
        linker.report(codes.UNKNOWN_KEYPOINT, at, message, help=help)
        return None
    linker.unknown(codes.UNKNOWN_KEYPOINT, at, "keypoint", word, draft.known())
    return None


def both_sides(
    linker: Linker, draft: Draft, words: list[str], at: Origin, places: list[Origin] | None = None
) -> list[tuple[str | None, list[str]]]:
    """A line of words as ids: once, or once per side when it is written with stems.

    A line with an unknown word is reported and left out.
    """
    where = places or [at] * len(words)
    paired = [w for w in words if w not in draft.points and w in draft.stems]
    if not paired:
        ids = _resolved(linker, draft, words, None, where)
        return [] if ids is None else [(None, ids)]
    sided = [w for w in words if w in draft.points and draft.points[w].side]
    if sided:
        stem = draft.points[sided[0]].stem
        linker.report(
            codes.MIXED_SIDES, at, f"`{sided[0]}` names a side, `{paired[0]}` stands for both",
            help=f"write `{stem}` for both sides, or name the side everywhere",
        )  # fmt: skip
        draft.whole = False
        return []
    lines: list[tuple[str | None, list[str]]] = []
    for side in SIDES:
        if not any(f"{side}_{w}" in draft.points for w in paired):
            continue
        ids = _resolved(linker, draft, words, side, where)
        if ids is None:
            return lines
        lines.append((side, ids))
    return lines


def _resolved(
    linker: Linker, draft: Draft, words: list[str], side: str | None, where: list[Origin]
) -> list[str] | None:
    """The ids of a line; None when one is unknown. Of one place only the first is reported."""
    ids: list[str] = []
    failed: set[Origin] = set()
    for word, at in zip(words, where, strict=True):
        if at not in failed:
            id = resolve(linker, draft, word, side, at)
            if id is None:
                failed.add(at)
            else:
                ids.append(id)
    return None if failed else ids


def placed(items: Iterable[str | Run], at: Origin) -> tuple[list[str], list[Origin]]:
    """The words of a list with the place of each; those of a run stand at the run."""
    words, places = [], []
    for number, item in enumerate(items):
        for word in words_of([item]):
            words.append(word)
            places.append(at / number)
    return words, places


def expand(linker: Linker, draft: Draft, selection: Iterable[str], at: Origin) -> tuple[str, ...]:
    """Keypoint ids of a list of ids, stems and `region.x`, in index order."""
    chosen: set[str] = set()
    for number, word in enumerate(selection):
        chosen |= _selected(linker, draft, word, at / number)
    return tuple(point.id for point in draft.in_order() if point.id in chosen)


def _selected(linker: Linker, draft: Draft, word: str, at: Origin) -> set[str]:
    if not word.startswith("region."):
        if word in draft.points:
            return {word}
        if word in draft.stems:
            return {point.id for point in draft.stems[word]}
        linker.unknown(codes.UNKNOWN_KEYPOINT, at, "keypoint", word, draft.known())
        return set()
    name = word.removeprefix("region.")
    side, _, rest = name.partition("_")
    halved = draft.regions.get(rest) if side in SIDES and name not in draft.regions else None
    if halved is not None and halved.by_side:
        return {p.id for p in draft.points.values() if p.region == rest and p.side == side}
    if name not in draft.regions:
        linker.unknown(codes.UNKNOWN_REGION, at, "region", name, draft.regions)
        return set()
    return {p.id for p in draft.points.values() if p.region == name}
