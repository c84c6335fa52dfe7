"""Digests of the aspects of a document, so that others can pin what they depend on.

    layout        ids, names, indices, sides, mirror partners, category: what arrays are read by
    semantics     what each label means and when it is set
    visibility    tiers, and what each keypoint allows of them
    topology      edges, contours, the kinematic tree
    evaluation    sigmas, tolerances, profiles, measures, the QA plan
    presentation  titles, views, positions, regions, figures, hotkeys, sources

A checkpoint pins layout and semantics, a paper evaluation, a tool's project all but evaluation.
Identity and history (version, lineage, tombstones, waivers) belong to no aspect, and neither do
the versions of dictionaries: what they say stands in the words of each keypoint.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from schemac.canonical import canonical
from schemac.ledger.chain import digest_of
from schemac.model import Dictionary, PointMap, Skeleton, TierSet

FACETS = ("layout", "semantics", "visibility", "topology", "evaluation", "presentation")

# Fields of records and the aspect each belongs to. "" is none: identity and history.
SKELETON = {
    "id": "", "version": "", "kind": "", "edition": "", "retired": "", "lineage": "",
    "waivers": "", "dependencies": "", "origin": "",
    "top_bottom": "layout",
    "visibility": "visibility",
    "edges": "topology", "contours": "topology", "root": "topology",
    "measures": "evaluation", "sigma_sets": "evaluation", "evaluation": "evaluation",
    "qa": "evaluation",
    "title": "presentation", "summary": "presentation", "language": "presentation",
    "authors": "presentation", "licence": "presentation", "sources": "presentation",
    "views": "presentation", "regions": "presentation", "figure": "presentation",
}  # fmt: skip
SUBJECT = {
    "category": "layout", "category_id": "layout", "supercategory": "layout",
    "pixel_centre": "layout",
    "laterality": "semantics", "one_of_pair": "semantics", "species": "semantics",
    "origin": "",
}  # fmt: skip
INSTANCE = {
    "attributes": "layout", "box": "layout",
    "one": "semantics", "at_least": "semantics", "occlusion": "semantics", "crowd": "semantics",
    "origin": "",
}  # fmt: skip
KEYPOINT = {
    "origin": "", "origins": "", "former_names": "", "deprecated": "",
    "id": "layout", "stem": "layout", "index": "layout", "name": "layout", "side": "layout",
    "kind": "semantics", "place": "semantics", "formula": "semantics", "weights": "semantics",
    "required": "semantics",
    "tiers": "visibility", "blur": "visibility",
    "parent": "topology",
    "sigmas": "evaluation", "tolerance": "evaluation", "weight": "evaluation",
    "half": "evaluation",
    "region": "presentation", "positions": "presentation", "best_view": "presentation",
    "hotkey": "presentation", "width": "presentation",
}  # fmt: skip
WORDS = {
    "title": "presentation", "examples": "presentation", "source": "presentation",
    "definition": "semantics", "find": "semantics", "mistakes": "semantics",
    "confuse_with": "semantics", "when": "semantics", "notes": "semantics",
    "self_check": "semantics", "aliases": "semantics", "same_as": "semantics",
}  # fmt: skip
_IN_PARTS = {"subject": SUBJECT, "instance": INSTANCE}
_HISTORY = frozenset({"id", "version", "retired", "lineage", "waivers", "sources", "summary"})

Document = Skeleton | TierSet | Dictionary | PointMap


def facets(document: Document) -> dict[str, str]:
    """The digest of each aspect that a kind of document has; a map has none."""
    if isinstance(document, PointMap):
        return {}
    plain = _unversioned(canonical(document))
    if isinstance(document, TierSet):
        return {"visibility": _digest({k: v for k, v in plain.items() if k not in _HISTORY})}
    if isinstance(document, Dictionary):
        return {"semantics": _digest({k: v for k, v in plain.items() if k not in _HISTORY})}
    split: dict[str, dict[str, Any]] = {facet: {} for facet in FACETS}
    for field, value in plain.items():
        if field == "keypoints":
            _points(value, split)
        elif field in _IN_PARTS:
            _sort(value, _IN_PARTS[field], split, field)
        elif facet := SKELETON[field]:
            split[facet][field] = value
    tiers = split["visibility"].get("visibility")
    if tiers:
        split["visibility"]["visibility"] = {k: v for k, v in tiers.items() if k not in _HISTORY}
    return {facet: _digest(split[facet]) for facet in FACETS}


def _points(points: list[dict[str, Any]], split: dict[str, dict[str, Any]]) -> None:
    """Order is layout; in every other aspect a keypoint is found by its id."""
    split["layout"]["order"] = [point["id"] for point in points]
    for point in points:
        name = f"keypoint {point['id']}"
        _sort({k: v for k, v in point.items() if k != "words"}, KEYPOINT, split, name)
        _sort(point["words"], WORDS, split, f"words of {name}")


def _sort(
    record: Mapping[str, Any], table: Mapping[str, str], split: dict[str, dict[str, Any]], name: str
) -> None:
    for field, value in record.items():
        if facet := table[field]:
            split[facet].setdefault(name, {})[field] = value


def _unversioned(value: Any) -> Any:
    """Places without the version of their dictionary."""
    if isinstance(value, dict):
        return {
            k: {"id": v["id"]} if k == "dictionary" and isinstance(v, dict) else _unversioned(v)
            for k, v in value.items()
        }
    return [_unversioned(item) for item in value] if isinstance(value, list) else value


def _digest(value: Any) -> str:
    return digest_of(msgspec.json.encode(value, order="deterministic"))
