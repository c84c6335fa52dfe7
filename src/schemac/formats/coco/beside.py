"""What `schemac.json` says of the category beside it: partners, sides, sigmas and tiers."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from schemac.absorbing import SHOWN, whole
from schemac.draft import Draft, DraftPartner, DraftTier, Given
from schemac.located import Node, Unreadable

NAME = "schemac.json"
_SIDES: dict[Any, Literal["left", "right"]] = {"left": "left", "right": "right"}
_SCALES: dict[Any, Literal["segment_area", "box_area"]] = {
    "segment_area": "segment_area",
    "box_area": "box_area",
}


def with_beside(given: Given, draft: Draft) -> Draft:
    """The draft with what the file beside adds; as it is when there is none that fits it. What is
    from there has no place in the file of the draft."""
    found = _read(given.beside(NAME))
    listed = found.get("keypoints") if found else None
    if found is None or listed is None or len(listed.items) != len(draft.points):
        return draft
    draft = _with_sides(draft, found)
    partners = [each.whole for each in _items(found, "mirror")]
    mirror = tuple(DraftPartner(i, p) for i, p in enumerate(partners) if p is not None)
    draft = msgspec.structs.replace(draft, mirror=mirror or draft.mirror, tiers=_tiers(found))
    return _with_sigmas(draft, found)


def _with_sides(draft: Draft, found: Node) -> Draft:
    sides = _items(found, "sides")
    if len(sides) != len(draft.points):
        return draft
    points = zip(draft.points, sides, strict=True)
    told = (msgspec.structs.replace(p, side=_SIDES.get(s.scalar)) for p, s in points)
    return msgspec.structs.replace(draft, points=tuple(told))


def _with_sigmas(draft: Draft, found: Node) -> Draft:
    sets, main = found.get("sigmas"), found.get("main_sigmas")
    if sets is None:
        return draft
    named = sets.get(main.text) if main is not None and main.text else None
    chosen = named or (sets.pairs[0][1] if len(sets.pairs) == 1 else None)
    values = _items(chosen, "values") if chosen else ()
    if chosen is None or len(values) != len(draft.points):
        return msgspec.structs.replace(draft, sigmas=bool(sets.pairs))
    pairs = zip(draft.points, values, strict=True)
    points = tuple(msgspec.structs.replace(p, sigma=v.number) for p, v in pairs)
    scale = chosen.get("scale")
    known = _SCALES.get(scale.scalar) if scale is not None else None
    return msgspec.structs.replace(draft, points=points, sigmas=True, sigma_scale=known)


def _tiers(found: Node) -> tuple[DraftTier, ...] | None:
    said = found.get("visibility")
    if said is None or said.kind != "map":
        return None
    tiers = []
    for each in _items(said, "tiers"):
        id, coco = each.get("id"), each.get("coco")
        if id is not None and id.text:
            tiers.append(DraftTier(name=id.text, coco=coco.whole if coco else None))
    return tuple(tiers)


def _items(node: Node, key: str) -> tuple[Node, ...]:
    found = node.get(key)
    return found.items if found else ()


def _read(given: Given | None) -> Node | None:
    from schemac.located import json

    if given is None or given.size > SHOWN:
        return None
    try:
        found = json.read(given.file, whole(given))
    except (Unreadable, OSError):
        return None
    return found if found.get("spec") and found.get("mirror") else None
