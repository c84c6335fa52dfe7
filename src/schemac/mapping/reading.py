"""Map files back as maps. A file may come from anybody: each part is checked, and so is the whole,
by the digest that it states."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from schemac.mapping.digest import map_digest
from schemac.mapping.ends import End, Rung
from schemac.mapping.fidelity import WORDS, Fidelity
from schemac.mapping.migration import Entry, Made, MapError, MigrationMap, TierStep
from schemac.mapping.tier_rule import Rule, best, worst
from schemac.model import Reference
from schemac.reading.scalars import DOCUMENT, ID, VERSION

MAX_BYTES = 16 * 1024 * 1024
MAX_POINTS = 16_384
MAX_SOURCES = 512  # of one point

# As in specs: nothing that cannot be seen, or that turns the direction of text round.
_UNSEEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff"
_Id = Annotated[str, Meta(pattern=rf"\A{ID}\Z", max_length=200)]
_Document = Annotated[str, Meta(pattern=rf"\A{DOCUMENT}\Z", max_length=200)]
_Version = Annotated[str, Meta(pattern=rf"\A{VERSION}\Z")]
_Digest = Annotated[str, Meta(pattern=r"\Asha256:[0-9a-f]{64}\Z")]
_Count = Annotated[int, Meta(ge=0, le=2**31)]
_Ratio = Annotated[str, Meta(pattern=r"\A-?[0-9]{1,300}(/[0-9]{1,300})?\Z")]
_Text = Annotated[str, Meta(pattern="\\A[^" + _UNSEEN + "]*\\Z")]
_Tiers = Annotated[tuple["_Tier", ...], Meta(min_length=1, max_length=1000)]
_Points = Annotated[tuple[_Id, ...], Meta(min_length=1, max_length=MAX_POINTS)]


class _Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the file; a field that the published schema does not have is refused."""


class _Tier(_Part, frozen=True):
    id: _Id
    code: _Count
    coordinates: bool


class _End(_Part, frozen=True):
    spec: _Document
    version: _Version
    digest: _Digest
    keypoints: _Points
    mirror: tuple[_Count, ...]
    tiers: _Tiers


class _Made(_Part, frozen=True):
    how: Literal["landmarks", "lineage", "map", "inverse"]
    of: _Text
    author: _Text | None = None
    rationale: _Text | None = None


class _Weight(_Part, frozen=True):
    x: float
    y: float


class _Exact(_Part, frozen=True):
    x: _Ratio
    y: _Ratio


class _Source(_Part, frozen=True):
    keypoint: _Id
    index: _Count
    weight: float | _Weight
    exact: _Ratio | _Exact | None = None


class _Groups(_Part, frozen=True):
    worst_of_best_of: Annotated[tuple[tuple[_Id, ...], ...], Meta(max_length=MAX_SOURCES)]


class _Point(_Part, frozen=True):
    target: _Id
    index: _Count
    fidelity: str
    sources: Annotated[tuple[_Source, ...], Meta(max_length=MAX_SOURCES)]
    tier: Literal["worst", "best"] | _Groups | None = None
    why: tuple[_Text, ...] = ()
    review: bool = False
    sigmas: Any = None


class _Step(_Part, frozen=True, rename={"source": "from", "target": "to"}):
    source: _Id
    target: _Id
    keeps_coordinates: bool


class _File(_Part, frozen=True, rename={"source": "from", "target": "to"}):
    schemac_map: Literal[1]
    digest: _Digest
    source: _End
    target: _End
    made: tuple[_Made, ...]
    points: Annotated[tuple[_Point, ...], Meta(max_length=MAX_POINTS)]
    tiers: tuple[_Step, ...]
    losses: Any
    way_back: Any
    sigma: Any = None


def read_map(data: bytes) -> MigrationMap:
    """The map that a file of `schemac map` holds.

    Sigmas, losses and the way back are not read: they follow from the map and the two skeletons.
    Raises MapError, with a message for people, for everything that is not such a file, and for one
    that was edited: its digest then is another one than it states.
    """
    file = _decoded(data)
    made = MigrationMap(
        source=_end(file.source),
        target=_end(file.target),
        entries=tuple(_entry(point) for point in file.points),
        tiers=tuple(
            TierStep(source=step.source, target=step.target, keeps=step.keeps_coordinates)
            for step in file.tiers
        ),
        made=tuple(
            Made(how=each.how, of=each.of, author=each.author, rationale=each.rationale)
            for each in file.made
        ),
    )
    _check_places(file, made)
    if map_digest(made) != file.digest:
        raise MapError(
            "the map was edited after schemac wrote it: its digest is"
            f" {map_digest(made)}, and it states {file.digest}"
        )
    return made


def _decoded(data: bytes) -> _File:
    if len(data) > MAX_BYTES:
        raise MapError(f"a map file has at most {MAX_BYTES // 1024 // 1024} MiB")
    try:
        return msgspec.json.decode(data, type=_File)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise MapError(f"not a map file of schemac: {error}") from None


def _end(end: _End) -> End:
    count = len(end.keypoints)
    whole = set(range(count))
    if len(whole) != len(set(end.keypoints)):
        raise MapError(f"`{end.spec}` names a keypoint twice")
    if len(end.mirror) != count or set(end.mirror) != whole:
        raise MapError(f"the mirror partners of `{end.spec}` are not one for each keypoint")
    if any(end.mirror[partner] != at for at, partner in enumerate(end.mirror)):
        raise MapError(f"the mirror partners of `{end.spec}` are not partners of each other")
    ids, codes = {tier.id for tier in end.tiers}, {tier.code for tier in end.tiers}
    if not len(ids) == len(codes) == len(end.tiers):
        raise MapError(f"`{end.spec}` names a tier or a code twice")
    rungs = [Rung(id=tier.id, code=tier.code, placed=tier.coordinates) for tier in end.tiers]
    return End(
        reference=Reference(id=end.spec, version=end.version),
        digest=end.digest,
        points=end.keypoints,
        mirror=end.mirror,
        tiers=tuple(sorted(rungs, key=lambda rung: (rung.placed, rung.code))),
    )


def _entry(point: _Point) -> Entry:
    if point.fidelity not in WORDS:
        raise MapError(f"`{point.target}` has no fidelity that there is")
    needs = tuple(source.keypoint for source in point.sources)
    if len(set(needs)) != len(needs):
        raise MapError(f"`{point.target}` names a source twice")
    weights = [_weights(point, source) for source in point.sources]
    x, y = ([weight[axis] for weight in weights] for axis in (0, 1))
    if needs and not sum(x) == sum(y) == 1:
        raise MapError(f"the weights of `{point.target}` do not add up to 1")
    return Entry(
        target=point.target,
        x=tuple(zip(needs, x, strict=True)),
        y=tuple(zip(needs, y, strict=True)),
        fidelity=Fidelity(WORDS.index(point.fidelity)),
        why=point.why,
        needs=needs,
        rule=_rule(point, needs),
        review=point.review,
    )


def _weights(point: _Point, source: _Source) -> tuple[Fraction, Fraction]:
    """The weights on both axes: exactly as stated, else what the decimal number says."""
    rounded, exact = source.weight, source.exact
    near = (rounded.x, rounded.y) if isinstance(rounded, _Weight) else (rounded, rounded)
    if not all(map(isfinite, near)):
        raise MapError(f"a weight of `{point.target}` is not a number")
    if exact is None:
        return Fraction(repr(near[0])), Fraction(repr(near[1]))
    told = (exact.x, exact.y) if isinstance(exact, _Exact) else (exact, exact)
    try:
        x, y = Fraction(told[0]), Fraction(told[1])
    except ZeroDivisionError:
        raise MapError(f"a weight of `{point.target}` is divided by zero") from None
    if not _same(x, near[0]) or not _same(y, near[1]):
        raise MapError(f"a weight of `{point.target}` has an exact form of another size")
    return x, y


def _same(exact: Fraction, rounded: float) -> bool:
    try:
        return float(exact) == rounded
    except OverflowError:
        return False


def _rule(point: _Point, needs: tuple[str, ...]) -> Rule:
    if isinstance(point.tier, _Groups):
        groups = point.tier.worst_of_best_of
        if not groups or not all(group and set(group) <= set(needs) for group in groups):
            raise MapError(f"the tier of `{point.target}` goes by points that are not its sources")
        return groups
    return best(needs) if point.tier == "best" else worst(needs)


def _check_places(file: _File, made: MigrationMap) -> None:
    """The indices of a file say nothing new, and must not say anything else."""
    for point in file.points:
        if made.target.index[point.target] != point.index:
            raise MapError(f"`{point.target}` does not have the index {point.index}")
        for source in point.sources:
            if made.source.index[source.keypoint] != source.index:
                raise MapError(f"`{source.keypoint}` does not have the index {source.index}")
