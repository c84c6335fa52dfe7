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

Source = tuple[Found, str]
"""Label files, and who labelled them where they do not say it."""

_GOLD = "\0gold"
_IMAGE = 1024  # labels of one image that are looked at: what is more is no picture of people
_TEAM = 1000  # people: what is summed for each of them takes memory
_PATH = "path"


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
    data: Sequence[Source],
    gold: Found | None,
    skeleton: Skeleton,
    *,
    alone: bool = False,
    faults: Faults | None = None,
    advance: Callable[[int], None] = lambda done: None,
) -> Iterator[Gathered]:
    """Read label files once, and keep their labels beside each other on disk while this is open.

    Who labelled is what the file says; where it says nothing, the name with the file. One person is
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
            for found, name in (*data, *(() if gold is None else ((gold, _GOLD),)))
            for labels in _read(found, reading, skeleton)
        )
        with arranged(batches, "image", Path(folder, "labels")) as again:
            names = tuple(sorted(people))
            _demand_people(names, gold is not None or alone)
            number = {name: at for at, name in enumerate(names)} | {_GOLD: -1}

            skipped.update(account.passed_over)

            def images() -> Iterator[list[Labelled]]:
                skipped.pop(_TOO_MANY, None)  # counted again each time
                for labels, _ in again():
                    yield from _by_image(labels, number, skipped)

            yield Gathered(names, images, gold is not None, skipped)


def sources(data: Sequence[Found]) -> tuple[Source, ...]:
    """Files with the name of whoever labelled them, where they do not say it: that of the file, or
    its whole path where two have the same name."""
    counts = Counter(found.path.stem for found in data)
    return tuple(
        (found, found.path.stem if counts[found.path.stem] == 1 else found.path.as_posix())
        for found in data
    )


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
    """Tools put folders and names of their own before a file name: it is what all have in common.
    The whole path is kept, to tell images of the same name apart."""
    path = about.image.name.replace("\\", "/")
    image = structs.replace(
        about.image, name=path.rsplit("/", 1)[-1], id=None, subset=None, rest={_PATH: path}
    )
    return structs.replace(about, image=image, annotator=person, rest={}, place=None)


def _demand_people(names: Sequence[str], one_will_do: bool) -> None:
    if not names:
        raise UsageError("there are no labels in the data")
    if len(names) > _TEAM:
        raise UsageError(
            f"labels by {len(names):,} people cannot be compared at once, {_TEAM:,} can",
            "give the files of some of them",
        )
    if len(names) < 2 and not one_will_do:
        raise UsageError(
            f"all labels are by one person, {names[0]}",
            "give the files of several people, an export that says who labelled, or --gold FILE",
        )


_TOO_MANY = f"labels of images with more than {_IMAGE:,}"


def _by_image(
    labels: Labels, number: dict[str, int], skipped: Counter[str]
) -> Iterator[list[Labelled]]:
    """A batch ends between two images."""
    rows = groupby(range(len(labels)), key=lambda row: _image(labels.about[row]))
    for _, group in rows:
        those = [Labelled(labels, row, number[labels.about[row].annotator or ""]) for row in group]
        for image in _by_path(those):
            if len(image) > _IMAGE:
                skipped[_TOO_MANY] += len(image) - _IMAGE
            yield image[:_IMAGE]


def _by_path(labels: list[Labelled]) -> list[list[Labelled]]:
    """Labels of images with one name. When somebody has several such images, in different folders,
    the name alone is not enough: then the whole path tells."""
    paths: dict[int, set[str]] = {}
    groups: dict[str, list[Labelled]] = {}
    for label in labels:
        path = str(label.about.image.rest[_PATH])
        paths.setdefault(label.person, set()).add(path)
        groups.setdefault(path, []).append(label)
    if all(len(own) == 1 for own in paths.values()):
        return [labels]
    return list(groups.values())


def _image(about: Annotation) -> tuple[str, int | None]:
    return about.image.name, about.image.frame
