"""How visibility is judged: the questions in their order, and a card for each tier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemac.guide.context import Context
from schemac.guide.numbers import amount

_STORED = {
    "required": "A position is always set.",
    "optional": "A position may be set.",
    "forbidden": "No position is set.",
}
_CVAT = {"visible": "visible", "occluded": "occluded", "outside": "outside"}


def values(context: Context) -> Mapping[str, Any] | None:
    """None when the spec has no tiers."""
    tiers = context.skeleton.visibility
    if tiers is None or not tiers.tiers:
        return None
    keys = context.hotkeys.tiers
    return {
        "tiers": tiers,
        "steps": [(step.ask, tiers.tier(step.then)) for step in tiers.decision],
        "cards": [
            {
                "tier": tier,
                "stored": _STORED[tier.coordinates],
                "cvat": _CVAT[tier.cvat],
                "key": keys.get(tier.id),
                "blur": amount(context.speech, tier.blur) if tier.blur else None,
            }
            for tier in tiers.tiers
        ],
    }
