"""The names of controls and the words of labels that our Label Studio configs have."""

from __future__ import annotations

from functools import cached_property

from schemac.labels import Ladder
from schemac.labels.naming import index_of
from schemac.model import Keypoint, Skeleton, Tier

KEYPOINTS = "kp"
BOX = "instance"
VECTOR = "skeleton"
TIERS = "visibility"
TIER = "tier_"
ATTRIBUTE = "instance_"
IMAGE = "image"
FRAME = "frame"
"""In the data of a task: which frame of a video its picture is."""

DOT = 0.35
"""The size of a keypoint in percent of the width; without one Label Studio shows no keypoint."""

NO_CATEGORY = "instance"


class Words:
    """What stands in annotations for the parts of a skeleton."""

    def __init__(self, skeleton: Skeleton) -> None:
        self.skeleton = skeleton
        self.ladder = Ladder(skeleton)
        self.index = index_of(skeleton)
        self.category = skeleton.subject.category or NO_CATEGORY
        facts = skeleton.instance.attributes if skeleton.instance else ()
        self.attributes = {ATTRIBUTE + fact.id: fact.id for fact in facts}

    @cached_property
    def tiers(self) -> dict[str, Tier]:
        return {tier.id: tier for tier in self.ladder.tiers}

    @cached_property
    def default(self) -> Tier | None:
        """What a placed point is of which nothing is said."""
        tiers = self.skeleton.visibility
        return tiers.tier(tiers.default) if tiers and tiers.default else None

    @cached_property
    def left_out(self) -> tuple[float, ...]:
        """The codes of points that are not there at all: annotators leave out those that have no
        place. NaN where they cannot have been meant to say something."""
        return tuple(map(self._left_out, self.skeleton.keypoints))

    @cached_property
    def several_left_out(self) -> str:
        """How several tiers are read that are all said by leaving a point out, or nothing."""
        placeless = [tier.id for tier in self.ladder.tiers if tier.coordinates == "forbidden"]
        if len(placeless) < 2:
            return ""
        return f"points left out read as `{placeless[0]}`, not as {', '.join(placeless[1:])}"

    def _left_out(self, point: Keypoint) -> float:
        if point.kind == "constructed":
            return float("nan")
        for tier in self.ladder.tiers:
            if tier.coordinates == "forbidden" and (point.tiers is None or tier.id in point.tiers):
                return float(tier.code)
        return float("nan")

    def meant(self, said: str) -> str | None:
        """The keypoint that a word may have been meant for."""
        return meant(said, list(self.index))


def meant(said: str, known: list[str]) -> str | None:
    """`did you mean …?`, where one of the words that are known is near."""
    from difflib import get_close_matches

    near = get_close_matches(said[:60], known, n=1)
    return f"did you mean `{near[0]}`?" if near else None
