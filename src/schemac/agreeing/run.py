"""One study of agreement, from label files to the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Literal

from schemac.agreeing.boxed import NOTE, believed, only_boxes
from schemac.agreeing.gather import gathered, sources
from schemac.agreeing.items import Items
from schemac.agreeing.matching import By, Matcher
from schemac.agreeing.measure import Measure
from schemac.agreeing.periods import Window, period_of
from schemac.agreeing.result import Agreement
from schemac.agreeing.scales import carried, lengths, middle, other_areas, plan_factors, scale_for
from schemac.agreeing.verdict import Judged, proposed_sampling
from schemac.agreeing.wording import counted
from schemac.labelfiles import Found
from schemac.labels import Faults
from schemac.model import Skeleton
from schemac.workspace import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CROWD = "so many people take memory: intervals are of all together, not of each"


def agree(
    data: Sequence[Found],
    skeleton: Skeleton,
    *,
    gold: Found | None = None,
    attribute: str | None = None,
    window: Window | Literal["plan"] | None = None,
    match: By = "auto",
    scale: str | None = None,
    faults: Faults | None = None,
    advance: Callable[[int], None] = lambda done: None,
) -> Agreement:
    """What people really do on each keypoint, from data that two or more labelled, or that one
    labelled and a gold set.

    `attribute` tells instances apart by one of the spec's attributes, `window` labels by when they
    were made; `plan` is the period of the spec's plan, a week where it names none. `faults` says
    what to do at an instance that cannot be used: stop, when left out. Raises LabelError when a
    file cannot be read, UsageError when there is nothing to compare.
    """
    sigmas = main_sigmas(skeleton)
    if window == "plan":
        window = _planned(skeleton)
    _demand_attribute(skeleton, attribute)
    with gathered(sources(data), gold, skeleton, faults=faults, advance=advance) as labels:
        first = list(islice(labels.items(Matcher(sigmas, match)), 4))
        if not first:
            raise UsageError(
                "no instance was labelled by two people",
                "are image names the same in all files? instances are matched by image, then by"
                " id or by OKS",
            )
        boxed = only_boxes(first)
        chosen = scale_for(skeleton, believed(first, boxed), scale)
        factor = carried(skeleton, chosen.text)
        matcher = Matcher(sigmas, match)
        profile = skeleton.main_profile
        measure = Measure(
            skeleton, labels.people, sigmas * factor, attribute=attribute,
            threshold=profile.threshold if profile and profile.relative_to else None,
        )  # fmt: skip
        image = skeleton.qa.image if skeleton.qa else None
        for items in believed(labels.items(matcher), boxed):
            objects = middle(items, skeleton)
            measure.look(
                items, chosen.areas(objects, skeleton), lengths(objects, skeleton),
                plan_factors(items, image), _periods(items, window),
                other_areas(objects, skeleton, chosen.text),
            )  # fmt: skip
        errors, tiers = measure.errors(), measure.tiers()
        judged = Judged(skeleton, errors, tiers, factor, window)
        found = judged.breaches()
        return Agreement(
            spec=str(skeleton.reference), people=labels.people, gold=labels.gold,
            items=measure.items, labels=measure.labels, unmatched=matcher.unmatched,
            unscaled=measure.unscaled, scale=chosen.text, carried=factor, errors=errors,
            regions=measure.regions(), sigmas=measure.sigmas(), pooled=measure.pooled(),
            tiers=tiers, limits=judged.limits, breaches=found, unjudged=judged.unjudged(),
            sampling=proposed_sampling(skeleton, found),
            notes=(
                *((NOTE,) if boxed else ()),
                *((chosen.note,) if chosen.note else ()),
                *_left_out(labels.skipped, measure.unscaled, faults),
                *_notes(labels.gold, len(labels.people), measure.items),
                *(() if measure.intervals else (_CROWD,)),
                *_windows(skeleton, window),
            ),
        )  # fmt: skip


def _planned(skeleton: Skeleton) -> Window:
    limit = skeleton.qa.mean_error if skeleton.qa else None
    return "day" if limit and limit.per == "day" else "week"


def main_sigmas(skeleton: Skeleton) -> NDArray[np.float64]:
    """Sigmas of the main profile, (K,); NaN where the spec has none."""
    import numpy as np

    chosen = skeleton.main_sigmas
    found = [point.sigma(chosen) if chosen else None for point in skeleton.keypoints]
    return np.array([np.nan if sigma is None else sigma for sigma in found], dtype=np.float64)


def _demand_attribute(skeleton: Skeleton, attribute: str | None) -> None:
    known = [a.id for a in skeleton.instance.attributes] if skeleton.instance else []
    if attribute is not None and attribute not in known:
        there = f"there is {', '.join(known)}" if known else "it has none"
        raise UsageError(f"{skeleton.reference} has no attribute `{attribute}`", there)


def _periods(items: Items, window: Window | None) -> list[list[str | None]] | None:
    if window is None:
        return None
    return [[None if at is None else period_of(at, window) for at in row] for row in items.when]


def _left_out(skipped: Counter[str], unscaled: int, faults: Faults | None) -> Iterator[str]:
    """What does not count, and how much of it there is."""
    yield from (f"passed over: {count:,} {what}" for what, count in skipped.items())
    if unscaled:
        yield (
            f"{unscaled:,} {'label has' if unscaled == 1 else 'labels have'} no scale to measure"
            " errors by, no area or no box, and count for visibility tiers only"
        )
    if faults and faults.count:
        yield (
            f"left out, because {'it' if faults.count == 1 else 'they'} cannot be read:"
            f" {counted(faults.count, 'instance')}"
        )


def _windows(skeleton: Skeleton, window: Window | None) -> Iterator[str]:
    """Where the plan counts its strikes by another period than was asked for."""
    limit = skeleton.qa.mean_error if skeleton.qa else None
    if limit is None or limit.per is None or limit.per == window:
        return
    asked = f"counted by {window} here" if window else "all labels are one period here (see --by)"
    yield f"the plan's limit of a mean error is per {limit.per}; {asked}"


def _notes(gold: bool, people: int, items: int) -> Sequence[str]:
    notes = []
    if not gold and people == 2:
        notes.append(
            "two people and no gold set: an error, a bias or an exchanged pair is between the two,"
            " and nobody can say whose it is"
        )
    if items < 30:
        few = f"{counted(items, 'instance')} {'is' if items == 1 else 'are'} few"
        notes.append(f"{few}: look at the intervals, not at the numbers")
    return notes
