"""From label files to items: who labelled what, image by image."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from msgspec import Struct, structs

from schemac.agreeing.items import Items, Labelled, items
from schemac.agreeing.matching import Matcher
from schemac.labelfiles import Found, arranged, demand_stamp
from schemac.labels import Account, Annotation, Faults, Labels, Reading
from schemac.model import Skeleton
from schemac.workspace import UsageError

_GOLD = "\0gold"
_IMAGE = 4096  # labels of one image that are looked at: what is more is no picture of people


class Gathered(Struct, frozen=True):
    """Labels by image, as often as they are asked for: `images()` yields those of one image after
    another. `people` are in the order of their names."""

    people: tuple[str, ...]
    images: Callable[[], Iterator[list[Labelled]]]
    gold: bool
    skipped: Counter[str]

    def items(self, matcher: Matcher) -> Iterator[Items]:
        """Instances that two people labelled, or one and the gold set."""
        return items(self.images(), matcher, len(self.people), self.gold)


@contextmanager
def gathered(
    data: Sequence[Found],
    gold: Found | None,
    skeleton: Skeleton,
    *,
    alone: bool = False,
    faults: Faults | None = None,
    advance: Callable[[int], None] = lambda done: None,
) -> Iterator[Gathered]:
    """Read label files once, and keep their labels beside each other on disk while this is open.

    Who labelled is what the file says; where it says nothing, the name of the file. One person is
    enough with a gold set, or when `alone` says so. Predictions are passed over. Raises UsageError
    when nobody can be told from anybody, or labels are in another spec, LabelError when a file
    cannot be read on.
    """
    account = Account()
    people: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    reading = Reading(
        skeleton=skeleton, faults=faults or Faults(), account=account, advance=advance
    )
    with tempfile.TemporaryDirectory(prefix="schemac-") as folder:
        batches = (
            (_named(labels, name, people, skipped), None)
            for found, name in _sources(data, gold)
            for labels in _read(found, reading, skeleton)
        )
        with arranged(batches, "image", Path(folder, "labels")) as again:
            names = tuple(sorted(people))
            _demand_people(names, gold is not None or alone)
            number = {name: at for at, name in enumerate(names)} | {_GOLD: -1}

            def images() -> Iterator[list[Labelled]]:
                for labels, _ in again():
                    yield from _by_image(labels, number)

            yield Gathered(names, images, gold is not None, skipped)


def _sources(data: Sequence[Found], gold: Found | None) -> Iterator[tuple[Found, str]]:
    for found in data:
        yield found, found.path.stem
    if gold is not None:
        yield gold, _GOLD


def _read(found: Found, reading: Reading, skeleton: Skeleton) -> Iterator[Labels]:
    for name in found.names:
        demand_stamp(found.file(name), found.format, skeleton)
        yield from found.format.read(found.file(name), reading)


def _named(labels: Labels, name: str, people: Counter[str], skipped: Counter[str]) -> Labels:
    """With the person in `annotator`, and images as all files may name them."""
    about, kept = [], []
    for row, each in enumerate(labels.about):
        if each.predicted and name != _GOLD:
            skipped["predictions"] += 1
            continue
        person = name if name == _GOLD else (each.annotator or name)
        people.update(() if person == _GOLD else (person,))
        about.append(_with_person(each, person))
        kept.append(row)
    return structs.replace(
        labels, keypoints=labels.keypoints[kept], boxes=labels.boxes[kept],
        areas=labels.areas[kept], about=tuple(about), bare=(),
    )  # fmt: skip


def _with_person(about: Annotation, person: str) -> Annotation:
    image = structs.replace(
        about.image, name=about.image.name.replace("\\", "/").rsplit("/", 1)[-1], id=None,
        subset=None, rest={},
    )  # fmt: skip
    return structs.replace(about, image=image, annotator=person, rest={}, place=None)


def _demand_people(names: Sequence[str], one_will_do: bool) -> None:
    if not names:
        raise UsageError("there are no labels in the data")
    if len(names) < 2 and not one_will_do:
        raise UsageError(
            f"all labels are by one person, {names[0]}",
            "give the files of several people, an export that says who labelled, or --gold FILE",
        )


def _by_image(labels: Labels, number: dict[str, int]) -> Iterator[list[Labelled]]:
    """A batch ends between two images."""
    rows = groupby(range(len(labels)), key=lambda row: _image(labels.about[row]))
    for _, group in rows:
        yield [
            Labelled(labels, row, number[labels.about[row].annotator or ""])
            for row in list(group)[:_IMAGE]
        ]


def _image(about: Annotation) -> tuple[str, int | None]:
    return about.image.name, about.image.frame
