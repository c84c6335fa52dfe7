"""Acme's rules. They run in `schemac check` where a project or a waiver names them."""

from __future__ import annotations

from collections.abc import Iterator

from acme_keypoints.overlay import CROWDED
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.model import Skeleton

LONGEST = 12


@rule("ACME001", "acme-name-too-long", Severity.WARNING)
def name_too_long(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A name is longer than the 12 characters that Acme's player shows.

    The player cuts it, and two names may then look the same.

    Give the keypoint a shorter name; its id and what its definition says stay.

        keypoints:
          knee: {index: {left: 0, right: 1}, name: <side>_knee_centre}    # write `<side>_knee`
    """
    for point in skeleton.keypoints:
        if len(point.name) > LONGEST:
            yield code.at(
                point.where("name"),
                f"`{point.name}` has {len(point.name)} characters, and the player shows {LONGEST}",
                points=(point.id,),
            )


@rule("ACME002", "acme-no-edges", Severity.NOTE, whole=True)
def no_edges(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A spec without edges is shown as loose points."""
    if not skeleton.edges:
        yield code.at(skeleton.origin, "there are no edges, so the player shows loose points")


RULES = (name_too_long, no_edges, CROWDED)
