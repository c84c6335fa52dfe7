"""The words for directions that definitions use, explained for somebody who never heard them."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.model import Skeleton

DIRECTIONS = (
    ("medial", "Towards the middle line of the body. The inner side of the knee is medial."),
    ("lateral", "Away from the middle line of the body. The outer side of the knee is lateral."),
    ("proximal", "Along a limb, nearer to where it joins the trunk."),
    ("distal", "Along a limb, nearer to its free end."),
    ("front", "The side of the body that faces forward: the chest, the kneecap."),
    ("back", "The side of the body that faces backward: the shoulder blades, the heel."),
    ("up", "Towards the top of the head when the body stands upright, whatever the picture shows."),
    ("down", "Towards the feet when the body stands upright, whatever the picture shows."),
    ("midline", "The line that cuts the body into a left and a right half."),
    ("palm side", "The side of the hand that closes on what it grips."),
    ("thumb side", "The side of the hand and forearm on which the thumb lies."),
    ("little finger side", "The side of the hand and forearm on which the little finger lies."),
    ("bony point", "A part of a bone that lies so near under the skin that it can be felt."),
    ("joint centre", "The point inside a joint about which it turns; it can only be judged."),
    ("surface", "The skin, or the outside of an object: what the camera sees."),
    ("contour", "The line at which a surface turns out of sight; it moves when the view turns."),
)
"""Word and meaning, both sentences of ours."""

_OF_HANDS = ("palm side", "thumb side", "little finger side")


def directions(skeleton: Skeleton) -> tuple[tuple[str, str], ...]:
    """The words that a guide explains. Those of hands are left out where no sentence of the spec
    uses any of them; a spec in another language than ours keeps all."""
    said = " ".join(_sentences(skeleton)).lower()
    if skeleton.language != "en" or any(word in said for word in _OF_HANDS):
        return DIRECTIONS
    return tuple(each for each in DIRECTIONS if each[0] not in _OF_HANDS)


def _sentences(skeleton: Skeleton) -> Iterator[str]:
    for point in skeleton.keypoints:
        words = point.words
        yield words.definition or ""
        if words.find:
            yield from (*words.find.see, *words.find.feel, *words.find.construct)
        yield from (mistake.text for mistake in words.mistakes)
        yield from (advice.text for advice in words.when)
