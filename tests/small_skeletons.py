"""A skeleton with one of everything that a target has to think about, made by hand."""

from __future__ import annotations

from typing import Any

from schemac.model import (
    Attribute,
    Call,
    Deprecated,
    Edge,
    Formula,
    Instance,
    Keypoint,
    Point,
    Profile,
    Sigma,
    SigmaSet,
    Skeleton,
    SourceRef,
    Subject,
    Tier,
    TierSet,
    Variable,
    Words,
)

NASTY = "</script>\"'&<b>{{ x }}\\ # | é"


def tier(id: str, code: int, coordinates: Any, evaluated: bool, coco: Any) -> Tier:
    return Tier(
        id=id, code=code, title=id.title(), definition=f"{id} {NASTY}", situations=("seen",),
        coordinates=coordinates, evaluated=evaluated, coco=coco,
        cvat=("outside", "occluded", "visible")[coco],
    )  # fmt: skip


VISIBLE = tier("visible", 3, "required", True, 2)
COVERED = tier("covered", 2, "required", True, 1)
GUESSED = tier("guessed", 1, "optional", False, 0)
ABSENT = tier("absent", 0, "forbidden", False, 0)


def tier_set(*tiers: Tier) -> TierSet:
    return TierSet(id="visibility/four", version="2.1.0", title="Four", tiers=tiers)


def keypoint(index: int, id: str, **fields: Any) -> Keypoint:
    side = id.split("_")[0] if id.startswith(("left_", "right_")) else None
    stem = id.split("_", 1)[1] if side else id
    words = Words(title=f"The {id}", definition=f"Where {id} is. {NASTY}")
    given = {"name": id, "kind": "surface", "side": side, "words": words} | fields
    return Keypoint(id=id, stem=stem, index=index, **given)


def sigmas(**values: float) -> tuple[Sigma, ...]:
    return tuple(Sigma(set=set, value=value) for set, value in values.items())


def bird(**fields: Any) -> Skeleton:
    """Six keypoints: beak (required), two wings, comb (deprecated), tail, middle (computed).

    The comb may not be absent, the right wing may be visible or absent only.
    """
    middle = Call(function="intersection", arguments=tuple(Point(id=p) for p in POINTS[:4]))
    given: dict[str, Any] = {
        "id": "animal/bird-6",
        "version": "1.2.0",
        "title": f"Bird {NASTY}",
        "subject": Subject(laterality="subject", category="bird", category_id=7),
        "visibility": tier_set(VISIBLE, COVERED, GUESSED, ABSENT),
        "instance": Instance(one="One bird.", at_least=3, box="required", attributes=ATTRIBUTES),
        "keypoints": (
            keypoint(0, "beak", required=True, sigmas=sigmas(own=0.03, lent=0.026)),
            keypoint(1, "left_wing", name="LWing", sigmas=sigmas(own=0.08)),
            keypoint(2, "right_wing", tiers=("visible", "absent"), sigmas=sigmas(own=0.08)),
            keypoint(
                3, "comb", tiers=("visible", "covered"), sigmas=sigmas(own=0.05),
                deprecated=Deprecated(since="1.1.0", use="beak", why="Chicks have none."),
            ),
            keypoint(4, "tail", sigmas=sigmas(own=0.1)),
            keypoint(
                5, "middle", kind="constructed", tiers=("visible",), sigmas=sigmas(own=0.1),
                formula=Formula(text="intersection(…)", tree=middle),
            ),
        ),
        "edges": (Edge(source="beak", target="comb"), Edge(source="left_wing", target="tail")),
        "sources": (COOP,),
        "sigma_sets": (
            SigmaSet(id="own", basis="measured", scale=AREA, source=COOP, note="12 birds."),
            SigmaSet(id="lent", basis="assumed", scale=AREA),
        ),
        "evaluation": (Profile(id="oks", metric="OKS", sigmas="own", points=POINTS),),
    }  # fmt: skip
    return Skeleton(**(given | fields))


POINTS = ("beak", "left_wing", "right_wing", "comb", "tail", "middle")
COOP = SourceRef(key="coop", title="The coop", url="https://example.org/coop")
AREA = Formula(text="segment_area", tree=Variable(name="segment_area"))
ATTRIBUTES = (
    Attribute(id="ring", values=("yes", "no"), title="Ringed?", required=True, per="track"),
    Attribute(id="pose", values=("flying", "sitting"), default="sitting"),
)
