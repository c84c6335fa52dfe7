"""What the specs say, written down for checks that know nothing of schemac.

For each spec a folder with the files of a build and `expected.json`.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import schemac
from schemac.guide import Context, speech
from schemac.guide.reduced import blocks, contact_sheets
from schemac.hotkeys import allocate, placing_tiers
from schemac.model import Skeleton

SPECS = ("body/coco-17", "hand/hand-21", "face/ibug-68", "body/coco-wholebody-133")
ROOT = Path(__file__).parent.parent


def write(folder: Path, specs: list[str]) -> None:
    """The build of each spec, and what is expected of it."""
    built = folder / "build"
    if not schemac.build(*specs, targets=("label-studio",), out=built, cwd=ROOT).written:
        raise SystemExit("the specs have errors; see: python3 dev.py check specs")
    for spec in specs:
        skeleton = schemac.load(spec, cwd=ROOT)
        own = folder / spec.rpartition("/")[2]
        shutil.copytree(built / skeleton.id / skeleton.version / "label-studio", own)
        (own / "expected.json").write_text(json.dumps(_expected(skeleton), indent=1))
    shutil.rmtree(built)


def _expected(skeleton: Skeleton) -> dict[str, Any]:
    hotkeys = allocate(skeleton)
    tiers = skeleton.visibility
    default = tiers.default if tiers else None
    attributes = skeleton.instance.attributes if skeleton.instance else ()
    guide = Context(skeleton=skeleton, speech=speech("en"), digest="")
    told = blocks(guide, contact_sheets(guide))
    return {
        "reference": str(skeleton.reference),
        "category": skeleton.category,
        "points": [
            {"id": p.id, "name": p.name, "index": p.index, "key": hotkeys.keypoints.get(p.id)}
            for p in skeleton.keypoints
        ],
        "box_key": hotkeys.box,
        "tiers": {tier.id: hotkeys.tiers.get(tier.id) for tier in placing_tiers(skeleton)},
        "required": {a.id: a.values[-1] for a in attributes if a.required and not a.default},
        "default_tier": default,
        "listed_tiers": [tier.id for tier in tiers.tiers if tier.id != default] if tiers else [],
        "pictures": [block.text for block in told if block.kind == "picture"],
    }
