"""Measured sigmas as YAML for the spec, with where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemac.agreeing.result import Agreement, SigmaEstimate
from schemac.agreeing.scales import EXTENT
from schemac.model import Skeleton
from schemac.workspace import UsageError

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FEWEST = 30  # items below which a sigma is marked as uncertain


def propose_sigmas(
    found: Agreement, skeleton: Skeleton, *, name: str = "measured", robust: bool = False
) -> str:
    """Lines for the spec: a source and a sigma set. A pair is written once by its stem where both
    sides may be pooled, else side by side. Keypoints that nobody labelled twice are left out."""
    source, sigmas = proposal(found, skeleton, name=name, robust=robust)
    return f"sources:\n{source}sigmas:\n{sigmas}"


def proposal(found: Agreement, skeleton: Skeleton, *, name: str, robust: bool) -> tuple[str, str]:
    """The same as two blocks, for below `sources` and below `sigmas`. Raises UsageError for a scale
    or a name that no spec can have."""
    if found.scale == EXTENT:
        raise UsageError(
            "these labels have neither areas nor boxes, and a spec has no word for their extent",
            "label boxes too, or give files that have areas",
        )
    if not _NAME.fullmatch(name):
        raise UsageError(f"`{name}` is no name of a sigma set", "lower case letters, digits, _")
    people = f"{len(found.people)} people on {found.items} instances"
    source = f"  {name}_study:\n    title: Own study, {people}\n"
    return source, "\n".join(_lines(found, name, robust)) + "\n"


def _lines(found: Agreement, name: str, robust: bool) -> Iterator[str]:
    against = "a gold set" if found.gold else "each other"
    yield f"  {name}:"
    yield "    basis: measured"
    yield f"    scale: {found.scale}"
    yield f"    source: {name}_study"
    how = "median of distances, exchanged pairs set aside" if robust else "root mean square, n - 1"
    people = f"{len(found.people)} people against {against}"
    yield f"    note: One annotator against the truth. {people}, {how}."
    yield "    values:"
    for each in _chosen(found):
        estimate = each.robust if robust else each.sigma
        if not estimate.known or estimate.value <= 0:
            yield f"      # {each.point}: nobody labelled it twice"
            continue
        interval = f"{estimate.low:.4f} to {estimate.high:.4f}"
        few = f"; only {each.items} instances" if each.items < _FEWEST * len(each.points) else ""
        remark = f"{'no interval' if estimate.low != estimate.low else interval}{few}"
        yield f"      {each.point}: {_figures(estimate.value)}    # {remark}"


def _chosen(found: Agreement) -> Iterator[SigmaEstimate]:
    """A pair as one, unless its sides differ by more than chance, or one is unknown."""
    single = {each.point: each for each in found.sigmas}
    for each in found.pooled:
        unknown = len(each.points) > 1 and not each.sigma.known  # perhaps one side alone
        if each.differs or unknown:
            yield from (single[id] for id in each.points)
        else:
            yield each


def _figures(value: float) -> str:
    """Three significant figures, never as an exponent."""
    return f"{value:.{max(2 - _exponent(value), 3)}f}".rstrip("0").rstrip(".")


def _exponent(value: float) -> int:
    from math import floor, log10

    return floor(log10(value))
