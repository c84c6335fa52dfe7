"""A map document, linked: where target points come from, in ids of both ends."""

from __future__ import annotations

from schemac.linking import codes, history
from schemac.linking.compose import draft_of
from schemac.linking.draft import Draft, resolve
from schemac.linking.linker import Linker
from schemac.model.formula import Expression, Formula
from schemac.model.pointmap import PointMap, Take
from schemac.reading.declare import Declaration
from schemac.reading.formula import FormulaError, names, renamed, weights
from schemac.reading.types import Entry
from schemac.source import Origin


def link_map(linker: Linker, home: Declaration) -> PointMap | None:
    """A map with its formulas over ids; None when it does not say between which skeletons."""
    entry = home.entry
    if "from" not in entry or "to" not in entry:
        return None
    source = draft_of(linker, entry["from"], entry.where("from"), "spec", "part")
    target = draft_of(linker, entry["to"], entry.where("to"), "spec", "part")
    takes: list[Take] = []
    if source is not None and target is not None:
        for word, take in sorted(entry.get("points", {}).items()):
            takes += _takes(linker, source, target, word, take)
        _known_tiers(linker, source, target, entry)
    return PointMap(
        id=home.reference.id,
        version=home.reference.version,
        title=entry.get("title", home.reference.id),
        summary=entry.get("summary"),
        authors=entry.get("authors", ()),
        source=entry["from"],
        target=entry["to"],
        rationale=entry.get("rationale"),
        points=tuple(takes),
        tiers=tuple(sorted(entry.get("tiers", {}).items())),
        sources=history.sources(entry),
        waivers=history.waivers(entry),
        origin=home.origin,
    )


def _known_tiers(linker: Linker, source: Draft, target: Draft, entry: Entry) -> None:
    """`tiers` leads from tiers of the source's set to tiers of the target's."""
    at = entry.where("tiers")
    written: dict[str, str] = entry.get("tiers", {})
    for draft, tiers in ((source, tuple(written)), (target, tuple(written.values()))):
        if draft.visibility is None:
            continue
        home = linker.get(*draft.visibility, "tier_set")
        known = home.entry.get("tiers", {}) if home else {}
        what = f"tier in `{draft.visibility[0]}` called"
        for tier in tiers:
            if known and tier not in known:
                linker.unknown(codes.UNKNOWN_TIER, at, what, tier, known)


def _takes(linker: Linker, source: Draft, target: Draft, word: str, entry: Entry) -> list[Take]:
    if "take" not in entry:
        return []
    if word in target.points:
        hit = [target.points[word]]
    elif word in target.stems:
        hit = target.stems[word]
    else:
        linker.unknown(
            codes.UNKNOWN_KEYPOINT,
            entry.origin,
            "keypoint of the target called",
            word,
            target.known(),
        )
        return []
    take = entry["take"]
    written = (take, take) if isinstance(take, Formula) else (take.get("x"), take.get("y"))
    found = []
    for point in hit:
        axes = [
            _over_source(linker, source, formula, point.side, entry.where("take"))
            for formula in written
            if formula is not None
        ]
        if len(axes) == 2 and axes[0] and axes[1]:
            found.append(
                Take(
                    target=point.id,
                    x=axes[0],
                    y=axes[1],
                    tier=entry.get("tier", "worst"),
                    fidelity=entry.get("fidelity"),
                    why=entry.get("why"),
                    origin=entry.origin,
                )
            )
    return found


def _over_source(
    linker: Linker, source: Draft, formula: Formula, side: str | None, at: Origin
) -> Formula | None:
    try:
        weights(formula.tree)
    except FormulaError as error:
        linker.report(codes.FORMULA_KIND, at, f"formula: {error}")
        return None
    new: dict[str, str] = {}
    for word in dict.fromkeys(names(formula.tree)):
        found = resolve(linker, source, word, side, at)
        if found is None:
            return None
        new[word] = found
    tree: Expression = renamed(formula.tree, lambda word: new[word])
    return Formula(text=formula.text, tree=tree)
