"""Meaning: places that are taken for each other."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.checks.described import Described, Subject, described
from schemac.checks.entries import Entry, called, entries, ids
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Note, Severity
from schemac.model import Skeleton


@rule("M210", "same-place-twice", Severity.WARNING)
def same_place_twice(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """Two keypoints are the same place.

    They cite one landmark, or one fraction of one curve, on the same side. Annotators click the
    same spot twice, and the two never agree exactly.

    Drop one of them, or `attach` the one of an included part to the other. Some published
    skeletons have such doubles; then waive this finding and say so.

        nose:     {index: 0, landmark: face.nose_tip}
        nose_end: {index: 1, landmark: face.nose_tip}
    """
    first: dict[tuple[str, str | None], Entry] = {}
    for entry in entries(skeleton):
        place = entry[0].place
        if place is None:
            continue
        earlier = first.setdefault((place.key, entry[0].side), entry)
        if earlier is not entry:
            yield code.at(
                entry[0].where("landmark"),
                f"{called(entry)} is the same place as {called(earlier)}: `{place}`",
                Note("the other one", earlier[0].where("landmark")),
                points=(*ids(earlier), *ids(entry)),
            )


@rule("M220", "confused-with-itself")
def confused_with_itself(code: Code, subject: Subject) -> Iterator[Diagnostic]:
    """`confuse_with` names the place itself.

    A place cannot be mistaken for itself. The entry was meant for a neighbour, and its advice now
    stands on the wrong page.

    Name the neighbour that people take for this place.

        tragus:
          confuse_with:
            tragus: the middle of the ear shell           # write `ear_centre:`
    """
    for each in described(subject):
        for confusion in each.words.confuse_with:
            if confusion.target in each.itself or confusion.keypoint == each.points[0]:
                yield code.at(
                    confusion.origin,
                    f"{each.called} is said to be confused with itself",
                    points=each.points,
                )


@rule("M230", "alias-collision", Severity.WARNING)
def alias_collision(code: Code, subject: Subject) -> Iterator[Diagnostic]:
    """Another name of a place is the title or another name of a different place.

    Aliases are what people search for. A search that finds two places sends half of them to the
    wrong page, and an import by alias cannot decide.

    Drop the alias on one side, or make it longer, so that it fits one place only.

        ear_centre: {aliases: [ear]}
        tragus:     {aliases: [ear]}            # write `ear flap`
    """
    every = list(described(subject))
    owner = {_title(each): each for each in reversed(every)}
    for each in every:
        for alias in each.words.aliases:
            other = owner.setdefault(alias.casefold(), each)
            if other is not each and not _alike(other, each):
                yield code.at(
                    each.where("aliases"),
                    f"`{alias}`, another name of {each.called}, also stands for {other.called}",
                    Note("the other one", other.what.origin),
                    points=(*other.points, *each.points),
                )


def _title(each: Described) -> str:
    """The title without the side that the compiler puts before it."""
    title = each.words.title.casefold()
    return title.removeprefix("left ").removeprefix("right ")


def _alike(one: Described, other: Described) -> bool:
    """Whether two share their words by nature: one landmark, or points of one curve."""
    if one.cited and one.cited == other.cited:
        return True
    return not one.itself.isdisjoint(other.itself)
