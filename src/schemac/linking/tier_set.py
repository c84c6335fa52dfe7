"""A tier set, linked: every tier with its folds, the decision as steps."""

from __future__ import annotations

from typing import Any

from schemac.linking import codes, history
from schemac.linking.linker import Linker
from schemac.model.tiers import BlurRule, Step, Tier, TierSet
from schemac.reading import codes as reading_codes
from schemac.reading.declare import Declaration
from schemac.reading.types import Entry

_CVAT: dict[int, Any] = {2: "visible", 1: "occluded", 0: "outside"}


def link_tier_set(linker: Linker, home: Declaration) -> TierSet:
    """The tiers with their folds, the highest code first, and the decision."""
    entry = home.entry
    tiers = [_tier(id, tier) for id, tier in entry.get("tiers", {}).items() if _complete(tier)]
    tiers.sort(key=lambda tier: (-tier.code, tier.id))
    default = entry.get("default")
    if default is not None and default not in entry.get("tiers", {}):
        linker.unknown(
            codes.UNKNOWN_TIER, entry.where("default"), "tier", default, entry.get("tiers", {})
        )
        default = None
    blur = entry.get("blur")
    return TierSet(
        id=home.reference.id,
        version=home.reference.version,
        title=entry.get("title", home.reference.id),
        summary=entry.get("summary"),
        ordinal=entry.get("ordinal", False),
        default=default,
        blur=BlurRule(measure=blur.get("measure"), click=blur.get("click")) if blur else None,
        decision=_decision(linker, entry),
        tiers=tuple(tiers),
        sources=history.sources(entry),
        retired=history.retired(entry),
        lineage=history.lineage(linker, entry),
        waivers=history.waivers(entry),
        origin=home.origin,
    )


def _complete(tier: Entry) -> bool:
    needed = ("code", "title", "definition", "situations", "coordinates", "evaluated", "coco")
    return all(field in tier for field in needed)


def _tier(id: str, entry: Entry) -> Tier:
    return Tier(
        id=id,
        code=entry["code"],
        title=entry["title"],
        definition=entry["definition"],
        situations=entry["situations"],
        coordinates=entry["coordinates"],
        evaluated=entry["evaluated"],
        coco=entry["coco"],
        cvat=entry.get("cvat", _CVAT[entry["coco"]]),
        blur=entry.get("blur"),
        slack=entry.get("slack"),
        hotkey=entry.get("hotkey"),
        origin=entry.origin,
    )


def _decision(linker: Linker, entry: Entry) -> tuple[Step, ...]:
    steps: list[Step] = []
    for step in entry.get("decision", ()):
        otherwise = step.get("otherwise")
        asked = "ask" in step or "then" in step
        if (otherwise is None) == (not asked) or (asked and not ("ask" in step and "then" in step)):
            if not linker.broken(step.origin):
                linker.report(
                    reading_codes.NOT_TOGETHER, step.origin,
                    "a step is a question with its tier, or `otherwise`",
                    help="write `ask: …` with `then: …`; the last step is `otherwise: …` alone",
                )  # fmt: skip
            if otherwise is None:
                continue
        field = "otherwise" if otherwise is not None else "then"
        tier = step[field]
        if tier not in entry.get("tiers", {}):
            at = step.where(field)
            linker.unknown(codes.UNKNOWN_TIER, at, "tier", tier, entry.get("tiers", {}))
        ask = step.get("ask") if otherwise is None else None
        steps.append(Step(ask=ask, then=tier, origin=step.origin))
    return tuple(steps)
