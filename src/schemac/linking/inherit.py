"""`extends`: is that skeleton, and more."""

from __future__ import annotations

from itertools import pairwise

from schemac.linking import codes
from schemac.linking.draft import Draft, both_sides, words_of
from schemac.linking.linker import Linker
from schemac.reading.types import Entry


def inherit(linker: Linker, made: Draft, base: Draft, entry: Entry) -> None:
    """Take everything of the base but its header and history, less what is left out."""
    made.subject, made.subject_origin = dict(base.subject), base.subject_origin
    made.visibility = base.visibility
    made.root = base.root
    made.whole = made.whole and base.whole
    for point in base.points.values():
        made.add(point.copy())
    made.edges, made.swaps = list(base.edges), list(base.swaps)
    for name in ("contours", "regions", "views", "measures", "sigma_sets", "inherited", "profiles"):
        setattr(made, name, dict(getattr(base, name)))
    made.sigmas = {name: dict(values) for name, values in base.sigmas.items()}
    if "omit" in entry:
        _leave_out(linker, made, entry["omit"])


def _leave_out(linker: Linker, made: Draft, omit: Entry) -> None:
    for word in words_of(omit.get("keypoints", ())):
        hit = [made.points[word]] if word in made.points else list(made.stems.get(word, ()))
        if not hit:
            at = omit.where("keypoints")
            linker.unknown(codes.UNKNOWN_OMITTED, at, "keypoint", word, made.known())
        for point in hit:
            made.remove(point)
    _omit_edges(linker, made, omit)
    for field in ("contours", "regions", "measures"):
        held = getattr(made, field)
        for name in omit.get(field, ()):
            keys = [k for k in (name, f"left_{name}", f"right_{name}") if k in held]
            if not keys:
                at = omit.where(field)
                linker.unknown(codes.UNKNOWN_OMITTED, at, field[:-1], name, held)
            for key in keys:
                del held[key]
    left = made.points
    made.edges = [e for e in made.edges if e.source in left and e.target in left]
    made.contours = {k: c for k, c in made.contours.items() if all(p in left for p in c.points)}
    made.swaps = [s for s in made.swaps if s.first in left and s.second in left]
    for values in made.sigmas.values():
        for id in [id for id in values if id not in left]:
            del values[id]


def _omit_edges(linker: Linker, made: Draft, omit: Entry) -> None:
    edges = omit.get("edges", ())
    if edges == "all":
        made.edges = []
        return
    for number, chain in enumerate(edges):
        at = omit.where("edges") / number
        lines = both_sides(linker, made, list(words_of(chain)), at)
        pairs = {frozenset(pair): pair for _, ids in lines for pair in pairwise(ids)}
        drawn = {frozenset((edge.source, edge.target)) for edge in made.edges}
        missing = next((pair for ends, pair in pairs.items() if ends not in drawn), None)
        if missing:
            message = f"there is no edge from `{missing[0]}` to `{missing[1]}`"
            help = "name an edge that is there, or take this one out"
            linker.report(codes.UNKNOWN_OMITTED, at, message, help=help)
        made.edges = [e for e in made.edges if frozenset((e.source, e.target)) not in pairs]
