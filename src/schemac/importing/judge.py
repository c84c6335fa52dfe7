"""What is wrong with an imported skeleton, in any format: names, edges, mirror list, sigmas."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from schemac.diagnostic import Diagnostic
from schemac.draft import Draft
from schemac.importing import codes
from schemac.importing.faults import edges, mirror, names, sigmas
from schemac.importing.known import Known, order_in
from schemac.importing.settled import MAX_POINTS
from schemac.importing.spots import place_of


def judge(draft: Draft, known: Known) -> tuple[Diagnostic, ...]:
    """Every finding on a draft, at its place in the file."""
    if not 0 < len(draft.points) <= MAX_POINTS:
        return (_without_points(draft),)
    return (
        *names.faults(draft),
        *edges.faults(draft),
        *mirror.faults(draft, known),
        *sigmas.faults(draft, known),
        *_known_names(draft, known),
    )


def _without_points(draft: Draft) -> Diagnostic:
    total = len(draft.points)
    called = f"`{draft.name}`" if draft.name else "the skeleton"
    what = "no keypoints" if not total else f"{total} keypoints; there may be {MAX_POINTS}"
    at, span = place_of(draft, None)
    return codes.NO_POINTS.at(at, f"{called} has {what}; no draft is written", span=span)


def _known_names(draft: Draft, known: Known) -> Iterator[Diagnostic]:
    spec = known.same
    if spec is None or len(draft.points) < 3:
        return
    order = order_in([point.name for point in draft.points], spec)
    total = len(order)
    at, span = place_of(draft, draft.points[0].span)
    moved = [index for index in range(total) if order[index] != index]
    if not moved:
        message = f"these are the {total} names of `{spec.id}`, in its order"
        help = "use it instead"
        if ".zip/" not in draft.file.lower():  # a member of an archive cannot be named alone
            command = shlex.join(("schemac", "compare", draft.file, spec.id))
            help = f"use it instead, or see what differs: `{command}`"
    else:
        first = moved[0]
        name, other = draft.points[first].name, spec.keypoints[first].name
        message = (
            f"these are the {total} names of `{spec.id}` in another order:"
            f" index {first} is `{name}` here and `{other}` there"
        )
        help = "arrays of the two do not fit each other; labels that go by name do"
    yield codes.KNOWN_NAMES.at(at, message, span=span, help=help)
