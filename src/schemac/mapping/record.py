"""A map as JSON: plain data in the form of the published schema."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from schemac.artifact import json_bytes
from schemac.mapping import propagation
from schemac.mapping.algebra import losses_back
from schemac.mapping.digest import map_digest
from schemac.mapping.ends import End
from schemac.mapping.fidelity import Fidelity
from schemac.mapping.losses import losses_of_map
from schemac.mapping.migration import Entry, Made, MigrationMap
from schemac.mapping.tier_rule import best, worst
from schemac.model import Skeleton

EDITION = 1


def map_json(map: MigrationMap, source: Skeleton, target: Skeleton) -> bytes:
    """The file of a map."""
    return json_bytes(map_record(map, source, target))


def map_record(map: MigrationMap, source: Skeleton, target: Skeleton) -> dict[str, Any]:
    """A map as plain data, with the sigmas of computed points and an account of losses.

    Both skeletons must be those of its ends. `read_map` leads back from the file to the map."""
    points = [_point(map, entry, source) for entry in map.entries]
    record: dict[str, Any] = {
        "schemac_map": EDITION,
        "digest": map_digest(map),
        "from": _end(map.source),
        "to": _end(map.target),
        "made": [_made(made) for made in map.made],
        "points": points,
        "tiers": [
            {"from": step.source, "to": step.target, "keeps_coordinates": step.keeps}
            for step in reversed(map.tiers)
        ],
        "losses": [
            {"what": lost.what, "id": lost.id, "message": lost.message}
            for lost in losses_of_map(map, target)
        ],
        "way_back": {"lossless": not (reasons := losses_back(map)), "why_not": list(reasons)},
    }
    if any("sigmas" in point for point in points):
        record["sigma"] = {
            "formula": propagation.FORMULA,
            "source": propagation.SOURCE,
            "assumes": list(propagation.ASSUMES),
        }
    return record


def _end(end: End) -> dict[str, Any]:
    return {
        "spec": end.reference.id,
        "version": end.reference.version,
        "digest": end.digest,
        "keypoints": list(end.points),
        "mirror": list(end.mirror),
        "tiers": [
            {"id": rung.id, "code": rung.code, "coordinates": rung.placed}
            for rung in reversed(end.tiers)
        ],
    }


def _made(made: Made) -> dict[str, Any]:
    said = {"how": made.how, "of": made.of, "author": made.author, "rationale": made.rationale}
    return {key: value for key, value in said.items() if value is not None}


def _point(map: MigrationMap, entry: Entry, source: Skeleton) -> dict[str, Any]:
    x, y = dict(entry.x), dict(entry.y)
    record: dict[str, Any] = {
        "target": entry.target,
        "index": map.target.index[entry.target],
        "fidelity": entry.fidelity.word,
        "sources": [
            {
                "keypoint": need,
                "index": map.source.index[need],
                **_weight(x.get(need, Fraction(0)), y.get(need, Fraction(0))),
            }
            for need in entry.needs
        ],
    }
    if entry.fidelity < Fidelity.RELABEL:
        record["tier"] = _rule(entry)
    if entry.why:
        record["why"] = list(entry.why)
    if entry.review:
        record["review"] = True
    if sigmas := propagation.propagated(entry, source):
        record["sigmas"] = [{"set": set, "value": float(f"{s:.6g}")} for set, s in sigmas]
    return record


def _weight(x: Fraction, y: Fraction) -> dict[str, Any]:
    """A weight as numbers; as fractions too, where a number does not say exactly what it is."""
    told: dict[str, Any] = {"weight": _axes(_number(x), _number(y))}
    if any(Fraction(repr(_number(weight))) != weight for weight in (x, y)):
        told["exact"] = _axes(str(x), str(y))
    return told


def _axes(x: Any, y: Any) -> Any:
    return x if x == y else {"x": x, "y": y}


def _number(weight: Fraction) -> int | float:
    return int(weight) if weight.denominator == 1 else float(weight)


def _rule(entry: Entry) -> Any:
    """`worst` or `best` of all sources, or the groups of a mixed rule."""
    if entry.rule == worst(entry.needs):
        return "worst"
    if entry.rule == best(entry.needs):
        return "best"
    return {"worst_of_best_of": [list(group) for group in entry.rule]}
