"""Sigmas: numbers that cannot be, and published ones in another form or order."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice

from schemac.checks.sigmas import COCO, WIDEST
from schemac.diagnostic import Code, Diagnostic
from schemac.draft import Draft
from schemac.importing import codes
from schemac.importing.faults.names import shown
from schemac.importing.known import Known, key_of
from schemac.importing.settled import named_pairs, usable
from schemac.importing.spots import place_of
from schemac.model import Skeleton

CLOSE = 0.0011  # tables round to thousandths
_MOST = 3  # findings of one kind that are shown in full


def faults(draft: Draft, known: Known) -> Iterator[Diagnostic]:
    """What is wrong with the sigmas."""
    yield from _bad(draft)
    yield from _large(draft)
    yield from _some(draft)
    cause = list(_against_known(draft, known))
    yield from cause or _uneven(draft)


def _against_known(draft: Draft, known: Known) -> Iterator[Diagnostic]:
    """Whether they are published ones, doubled or in another order."""
    given = [point.sigma for point in draft.points]
    if any(sigma is None for sigma in given):
        return
    values = [sigma for sigma in given if sigma is not None]
    published = list(_published(draft, known))
    if any(_near(values, wanted) for _, wanted in published):
        return
    for title, wanted in published:
        if _near(values, [2 * sigma for sigma in wanted]):
            yield _kappa(draft, title)
            return
        if len(values) > 2 and _near(sorted(values), sorted(wanted)):
            yield _order(draft, title, values, wanted)
            return


def _published(draft: Draft, known: Known) -> Iterator[tuple[str, list[float]]]:
    """Published sigmas in the order of the draft's names."""
    keys = [key_of(point.name) for point in draft.points]
    for spec in known.alike:
        for title, table in _tables(spec):
            if all(key in table for key in keys):
                yield title, [table[key] for key in keys]
    words = ["_".join(rest) for _, rest in keys]
    if len(set(words)) > 2 and all(word in COCO for word in words):
        yield "COCO's", [COCO[word] for word in words]


def _tables(spec: Skeleton) -> Iterator[tuple[str, dict[tuple[str, tuple[str, ...]], float]]]:
    for each in spec.sigma_sets:
        table = {key_of(p.name): v for p in spec.keypoints if (v := p.sigma(each.id)) is not None}
        yield f"those of `{spec.id}`", table


def _near(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) <= CLOSE for a, b in zip(one, other, strict=True)
    )


def _bad(draft: Draft) -> Iterator[Diagnostic]:
    for point in draft.points:
        if point.sigma is not None and usable(point.sigma) is None:
            at, span = place_of(draft, point.sigma_span)
            message = f"the sigma of `{shown(point.name)}` is {point.sigma:g}; it must be above 0"
            yield codes.SIGMA_BAD.at(at, message, span=span)


def _large(draft: Draft) -> Iterator[Diagnostic]:
    large = [p for p in draft.points if (s := usable(p.sigma)) is not None and s > WIDEST]
    rest = f"; {len(large) - 1} more as well" if len(large) > 1 else ""
    for point in islice(large, 1):
        sigma = point.sigma or math.nan
        at, span = place_of(draft, point.sigma_span)
        message = (
            f"the sigma of `{shown(point.name)}` is {sigma:g},"
            f" above all published values (0.007 to 0.18){rest}"
        )
        help = f"is {sigma / 10:g} meant?" if sigma < 10 * WIDEST else None
        yield codes.SIGMA_LARGE.at(at, message, span=span, help=help)


def _some(draft: Draft) -> Iterator[Diagnostic]:
    lacking = [point for point in draft.points if point.sigma is None]
    if lacking and len(lacking) < len(draft.points):
        at, span = place_of(draft, lacking[0].sigma_span or lacking[0].span)
        listed = ", ".join(f"`{shown(point.name)}`" for point in lacking[:_MOST])
        more = f" and {len(lacking) - _MOST} more" if len(lacking) > _MOST else ""
        message = f"there are sigmas for other keypoints, but none for {listed}{more}"
        yield codes.SIGMA_SOME.at(at, message, span=span)


def _uneven(draft: Draft) -> Iterator[Diagnostic]:
    points = draft.points
    pairs = [
        (points[index], points[other])
        for index, other in sorted(named_pairs(draft).items())
        if index < other and points[index].sigma is not None and points[other].sigma is not None
    ]
    unlike = [(one, two) for one, two in pairs if one.sigma != two.sigma]
    if not unlike:
        return
    one, two = unlike[0]
    at, span = place_of(draft, one.sigma_span)
    count = f"{len(unlike)} of {len(pairs)} pairs have" if len(pairs) > 1 else "a pair has"
    message = (
        f"{count} unlike sigmas left and right: `{shown(one.name)}` {one.sigma:g},"
        f" `{shown(two.name)}` {two.sigma:g}"
    )
    help = "are the numbers in the order of the names?" if 2 * len(unlike) > len(pairs) else None
    yield codes.SIGMA_UNEVEN.at(at, message, span=span, help=help)


def _kappa(draft: Draft, title: str) -> Diagnostic:
    message = f"the sigmas are twice {title}; they look like kappa, which is two sigma"
    return _of_all(codes.SIGMA_KAPPA, draft, message, "halve them, unless this tool takes kappa")


def _order(draft: Draft, title: str, values: list[float], wanted: list[float]) -> Diagnostic:
    first = max(range(len(values)), key=lambda i: abs(values[i] - wanted[i]))
    name = shown(draft.points[first].name)
    message = (
        f"the sigmas are {title} in another order: `{name}` has {values[first]:g},"
        f" {wanted[first]:g} is published for it"
    )
    listed = ", ".join(f"{value:g}" for value in wanted)
    help = f"in the order of these names: {listed}" if len(wanted) <= 26 else None
    return _of_all(codes.SIGMA_ORDER, draft, message, help)


def _of_all(code: Code, draft: Draft, message: str, help: str | None) -> Diagnostic:
    at, span = place_of(draft, draft.points[0].sigma_span)
    return code.at(at, message, span=span, help=help)
