"""Two groups of people on the same images: what difference does it make, keypoint by keypoint?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from schemac.agreeing.boxed import NOTE, believed, only_boxes
from schemac.agreeing.deviations import deviations
from schemac.agreeing.gather import Source, gathered, sources
from schemac.agreeing.matching import By, Matcher
from schemac.agreeing.run import main_sigmas
from schemac.agreeing.scales import middle, scale_for
from schemac.agreeing.sums import NOTHING, Estimate, Replicates, Sums, estimate
from schemac.agreeing.wording import counted
from schemac.labelfiles import Found
from schemac.labels import Faults
from schemac.model import Skeleton
from schemac.report.cells import wrap
from schemac.workspace import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Contrast(Struct, frozen=True, kw_only=True):
    """Mean errors of two groups on one keypoint (`point` empty: on all), in parts of the object's
    scale, and the second less the first, on the same instances."""

    point: str
    first: Estimate = NOTHING
    second: Estimate = NOTHING
    difference: Estimate = NOTHING

    @property
    def clear(self) -> bool:
        """Whether the interval of the difference leaves 0 out."""
        return self.difference.low > 0 or self.difference.high < 0


class Study(Struct, frozen=True, kw_only=True):
    """The comparison: names of both groups, how many people each has, instances that both
    labelled, all keypoints together and each of them."""

    spec: str
    names: tuple[str, str]
    people: tuple[int, int]
    items: int
    scale: str
    total: Contrast
    points: tuple[Contrast, ...]
    notes: tuple[str, ...] = ()


def study(
    first: tuple[str, Sequence[Found]],
    second: tuple[str, Sequence[Found]],
    gold: Found,
    skeleton: Skeleton,
    *,
    match: By = "auto",
    scale: str | None = None,
    faults: Faults | None = None,
    advance: Callable[[int], None] = lambda done: None,
) -> Study:
    """Errors of two groups against one gold set, on instances that both labelled.

    Of each instance and keypoint the mean of a group counts once, whoever labelled it, so that the
    difference is a paired one. `faults` says what to do at an instance that cannot be used: stop,
    when left out. `advance` hears of bytes, those of both groups twice: once for who labelled.
    Raises UsageError when a person is in both groups, or no instance was labelled by both;
    LabelError for a file that cannot be read.
    """
    sigmas = main_sigmas(skeleton)
    data, cut = sources([*first[1], *second[1]]), len(first[1])
    policy = faults.policy if faults else "stop"
    teams = [_people(own, skeleton, Faults(policy), advance) for own in (data[:cut], data[cut:])]
    _demand_apart(teams, first[0], second[0])
    sums, replicates, items_seen = Sums(), Replicates(), 0
    with gathered(data, gold, skeleton, faults=faults, advance=advance) as labels:
        number = {name: at for at, name in enumerate(labels.people)}
        members = [[number[name] for name in sorted(team)] for team in teams]
        few = list(islice(labels.items(Matcher(sigmas, match)), 4))
        if not few:
            raise UsageError("no instance was labelled by both groups and in the gold set")
        boxed = only_boxes(few)
        chosen = scale_for(skeleton, believed(few, boxed), scale)
        for items in believed(labels.items(Matcher(sigmas, match)), boxed):
            found = deviations(items, chosen.areas(middle(items, skeleton), skeleton), skeleton)
            share = found.distance / found.scale[:, None, None]
            pair = [_mean(share[:, team]) for team in members]
            both = _both(*pair)
            items_seen += int(both[..., 0].any(axis=1).sum())
            sums.add(replicates.weights(len(items)), both)
    if sums.total is None or not items_seen:
        raise UsageError("no instance was labelled by both groups and in the gold set")
    return Study(
        spec=str(skeleton.reference), names=(first[0], second[0]),
        people=(len(teams[0]), len(teams[1])), items=items_seen, scale=chosen.text,
        total=_contrast("", sums.total.sum(axis=1)),
        points=tuple(
            _contrast(point.id, sums.total[:, point.index]) for point in skeleton.keypoints
        ),
        notes=_notes(teams, (NOTE if boxed else None, chosen.note), faults.count if faults else 0),
    )  # fmt: skip


def _people(
    data: Sequence[Source], skeleton: Skeleton, faults: Faults, advance: Callable[[int], None]
) -> set[str]:
    """Who labelled in some files: read once for their names alone."""
    with gathered(data, None, skeleton, alone=True, faults=faults, advance=advance) as labels:
        return set(labels.people)


def _demand_apart(teams: list[set[str]], first: str, second: str) -> None:
    if both := sorted(teams[0] & teams[1]):
        raise UsageError(
            f"{', '.join(both[:5])} labelled in both groups, {first} and {second}",
            "give each group people of its own: who has seen both shows no difference",
        )


def _mean(share: Floats) -> Floats:
    """Of a group's labels (I, P, K) the mean of each instance and keypoint, NaN without any."""
    import numpy as np

    there = np.isfinite(share)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = np.where(there, share, 0.0).sum(axis=1) / there.sum(axis=1)
    return mean


def _both(first: Floats, second: Floats) -> Floats:
    """Count, first, second: (I, K, 3), 0 where one of them is missing."""
    import numpy as np

    there = np.isfinite(first) & np.isfinite(second)
    return np.stack(
        (there, np.where(there, first, 0.0), np.where(there, second, 0.0)), axis=-1
    ).astype(np.float64)


def _contrast(point: str, total: Floats) -> Contrast:
    """From sums in all replicates, (R, 3)."""
    import numpy as np

    count = int(total[0, 0])
    if not count:
        return Contrast(point=point)
    with np.errstate(invalid="ignore", divide="ignore"):
        first, second = total[:, 1] / total[:, 0], total[:, 2] / total[:, 0]
    return Contrast(
        point=point, first=estimate(first, count), second=estimate(second, count),
        difference=estimate(second - first, count),
    )  # fmt: skip


def _notes(teams: list[set[str]], told: Sequence[str | None], faults: int) -> tuple[str, ...]:
    few = min(len(team) for team in teams)
    said = [note for note in told if note]
    if faults:
        said.append(f"left out, because they cannot be read: {counted(faults, 'instance')}")
    said.append(
        "intervals are over instances, for these people; with"
        f" {few} {'person' if few == 1 else 'people'} in a group they do not say what other people"
        " would do"
    )
    return tuple(said)


def render_study(found: Study, width: int = 100) -> str:
    """As text: all keypoints together, then those with a clear difference, the largest first."""
    one, two = found.names
    rows = [found.total, *sorted(
        (each for each in found.points if each.clear), key=lambda c: -abs(c.difference.value)
    )]  # fmt: skip
    wide = max(len(each.point or "all keypoints") for each in rows)
    lines = [
        f"mean error in parts of the object's scale ({found.scale}), on {found.items:,} instances"
    ]
    lines.append(f"  {'':{wide}}  {one[:14]:>14}  {two[:14]:>14}  difference (95 %)")
    lines += [
        f"  {each.point or 'all keypoints':{wide}}  {each.first.value:14.2%}"
        f"  {each.second.value:14.2%}  {_signed(each.difference)}"
        for each in rows
    ]
    unclear = sum(1 for each in found.points if each.difference.known and not each.clear)
    lines.append(f"{unclear} keypoints differ by no more than chance")
    if len(rows) > 1:
        lines.append("of 20 keypoints without any difference, one shows up here by chance")
    notes = [line for note in found.notes for line in wrap(f"note: {note}", width)]
    return "\n".join([*lines, *notes]) + "\n"


def _signed(found: Estimate) -> str:
    if found.low != found.low:
        return f"{found.value:+.2%} (too few for an interval)"
    return f"{found.value:+.2%} ({found.low:+.2%} to {found.high:+.2%})"


def study_record(found: Study) -> dict[str, Any]:
    """As plain data; what is unknown is null."""

    def number(value: float) -> float | None:
        return float(f"{value:.6g}") if value == value else None

    def told(each: Estimate) -> dict[str, Any]:
        return {
            "value": number(each.value), "low": number(each.low), "high": number(each.high),
            "count": each.count,
        }  # fmt: skip

    return {
        "schemac_study": 1, "spec": found.spec, "groups": list(found.names),
        "people": list(found.people), "items": found.items, "scale": found.scale,
        "contrasts": [
            {
                "keypoint": each.point or None, "first": told(each.first),
                "second": told(each.second), "difference": told(each.difference),
                "clear": each.clear,
            }
            for each in (found.total, *found.points)
        ],
        "notes": list(found.notes),
    }  # fmt: skip
