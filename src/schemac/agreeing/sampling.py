"""Which images to label twice, or against a gold set: at random, fairly over an attribute, or where
the most went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from schemac.agreeing.result import Agreement, Group
from schemac.labelfiles import Found, demand_stamp
from schemac.labels import Account, Annotation, Faults, Image, Labels, Reading
from schemac.model import Skeleton
from schemac.workspace import UsageError

How = Literal["random", "attribute", "worst"]


class Candidate(Struct, frozen=True):
    """An image that may be chosen: its name as the files say it, its number in a task of CVAT or
    a video, the value of the attribute that most of its instances have, and how much it weighs."""

    name: str
    number: int | None
    value: str
    weight: float


class Sample(Struct, frozen=True):
    """Images chosen, in the order of their names; of how many, and for each value of the attribute
    how many of how many. `left_out` counts instances that could not be read."""

    images: tuple[Candidate, ...]
    of: int
    strata: Mapping[str, tuple[int, int]] = {}
    left_out: int = 0

    def cvat(self) -> dict[str, Any]:
        """What CVAT takes: `validation_params` of `POST /api/tasks/ID/data` for a new task, which
        name files; and `job` of `POST /api/jobs`, but for its `task_id`, for a task that is there,
        which counts frames: only where the data say their numbers."""
        made: dict[str, Any] = {
            "validation_params": {
                "mode": "gt",
                "frame_selection_method": "manual",
                "frames": [image.name for image in self.images],
            }
        }
        numbers = [image.number for image in self.images if image.number is not None]
        if len(numbers) == len(self.images):
            made["job"] = {
                "type": "ground_truth",
                "frame_selection_method": "manual",
                "frames": sorted(numbers),
            }
        return made

    def tasks(self) -> list[dict[str, Any]]:
        """Label Studio tasks: the images, with nothing on them."""
        return [{"data": {"image": image.name}} for image in self.images]


def candidates(
    data: Sequence[Found],
    skeleton: Skeleton,
    *,
    attribute: str | None = None,
    worst: Agreement | None = None,
    faults: Faults | None = None,
    advance: Callable[[int], None] = lambda done: None,
) -> tuple[Candidate, ...]:
    """Every image of the data once, by name, also those without an instance. With `worst`, what an
    earlier study found: an image weighs as much as the errors on the keypoints that it has.
    `faults` says what to do at an instance that cannot be used: stop, when left out; an image of
    which nothing else is known is then no candidate. Raises what reading raises."""
    weights = _weights(worst, skeleton)
    found: dict[tuple[str, int | None], _Seen] = {}
    reading = Reading(
        skeleton=skeleton, faults=faults or Faults(), account=Account(), advance=advance
    )
    for source in data:
        for name in source.names:
            demand_stamp(source.file(name), source.format, skeleton)
            for labels in source.format.read(source.file(name), reading):
                for about, weight in _weighed(labels, weights):
                    seen = _seen(found, about.image, source.format.name)
                    seen.weight += weight
                    if attribute is not None:
                        value = str(about.attributes.get(attribute, "(not said)"))[:60]
                        seen.values[value] = seen.values.get(value, 0) + 1
                for image in labels.bare:
                    _seen(found, image, source.format.name)
    order = sorted(found.items(), key=lambda item: _order(item[0]))
    return tuple(
        Candidate(name, seen.number, _most(seen.values), seen.weight)
        for (name, _), seen in order
    )  # fmt: skip


def choose(images: Sequence[Candidate], count: int, how: How, seed: int = 0) -> Sample:
    """So many of them. `random` gives each the same chance; `attribute` gives each value its share,
    and at least one; `worst` draws by weight, without putting back (Efraimidis and Spirakis 2006).
    Same seed, same images. Raises UsageError for more than there are."""
    import numpy as np

    if count < 1 or count > len(images):
        raise UsageError(f"{count} images cannot be chosen", f"there are {len(images)}")
    random = np.random.default_rng(seed)
    keys = random.random(len(images))
    if how == "worst":
        weights = np.array([max(image.weight, 1e-12) for image in images])
        keys = -np.log(keys) / weights
    order = [int(at) for at in np.argsort(keys, kind="stable")]
    strata = _shares(images, count) if how == "attribute" else {}
    chosen = sorted(_by_stratum(images, order, strata) if strata else order[:count])
    there = Counter(image.value for image in images)
    return Sample(
        tuple(images[at] for at in chosen), len(images),
        {value: (taken, there[value]) for value, taken in strata.items()},
    )  # fmt: skip


class _Seen(Struct):
    """What is known of an image so far. Files may number it in different ways: then by none."""

    number: int | None
    values: dict[str, int]
    weight: float = 0.0


def _seen(found: dict[tuple[str, int | None], _Seen], image: Image, format: str) -> _Seen:
    number = _number_in(image, format)
    seen = found.setdefault((image.name, image.frame), _Seen(number, {}))
    if seen.number != number:
        seen.number = None
    return seen


def _weights(worst: Agreement | None, skeleton: Skeleton) -> list[float]:
    """What each keypoint adds to the weight of an image; the same for all without a study."""
    if worst is None:
        return [1.0] * len(skeleton.keypoints)
    errors = {error.point: error for error in worst.errors.get(Group("all"), ())}
    return [
        errors[point.id].relative.value if point.id in errors and errors[point.id].labels else 0.0
        for point in skeleton.keypoints
    ]


def _weighed(labels: Labels, weights: list[float]) -> Iterator[tuple[Annotation, float]]:
    import numpy as np

    there = np.isfinite(labels.keypoints[..., :2]).all(axis=-1)
    yield from zip(labels.about, (there @ np.array(weights)).tolist(), strict=True)


def _number_in(image: Image, format: str) -> int | None:
    """The frame of a video; CVAT numbers the images of a task as well."""
    if image.frame is None and format.startswith("cvat") and (image.id or "").isdecimal():
        return int(image.id or "")
    return image.frame


def _most(values: Mapping[str, int]) -> str:
    return max(sorted(values), key=lambda value: values[value]) if values else "(not said)"


def _order(key: tuple[str, int | None]) -> tuple[str, int]:
    name, number = key
    return name, -1 if number is None else number


def _shares(images: Sequence[Candidate], count: int) -> dict[str, int]:
    """How many of each value: its share, rounded so that they add up (largest remainders), and one
    at least as long as there are enough to go round."""
    there = Counter(image.value for image in images)
    values = sorted(there)
    exact = {value: count * there[value] / len(images) for value in values}
    taken = {value: min(max(int(exact[value]), 1), there[value]) for value in values}
    while sum(taken.values()) > count:
        above = [value for value in values if taken[value] > 1] or [
            value for value in values if taken[value]
        ]
        taken[max(above, key=lambda value: (taken[value] - exact[value], value))] -= 1
    while sum(taken.values()) < count:
        room = [value for value in values if taken[value] < there[value]]
        taken[max(room, key=lambda value: (exact[value] - taken[value], value))] += 1
    return taken


def _by_stratum(
    images: Sequence[Candidate], order: list[int], strata: Mapping[str, int]
) -> Iterator[int]:
    left = dict(strata)
    for at in order:
        if left.get(images[at].value, 0) > 0:
            left[images[at].value] -= 1
            yield at
