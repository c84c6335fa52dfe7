"""Instances as wholes: how much is labelled, boxes, and the same one twice."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from schemac.diagnostic import Severity
from schemac.labels import Annotation, Place
from schemac.model import Skeleton
from schemac.validating.rule import Hits, Late, Test, Watch, data_rule
from schemac.validating.scene import Scene

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_NOWHERE = Place(file="")


@data_rule("Q110", "wrong-count")
def wrong_count(skeleton: Skeleton) -> Test:
    """The number of labelled keypoints that the file states is not the number that there are.

    COCO's evaluation leaves an instance out when its `num_keypoints` is 0, and scores it when it
    is not, whatever its keypoints say.
    """

    def test(scene: Scene) -> Iterator[Hits]:
        import numpy as np

        said = np.array([-1 if a.counted is None else a.counted for a in scene.labels.about])
        are = np.count_nonzero(scene.labelled, axis=1)
        rows = np.flatnonzero((said >= 0) & (said != are))
        yield whole(
            rows, np.ones(len(rows)),
            lambda i: f"the file says {said[rows[i]]} labelled keypoints, there are {are[rows[i]]}",
        )  # fmt: skip

    return test


@data_rule("Q120", "too-few-keypoints", Severity.WARNING)
def too_few(skeleton: Skeleton) -> Test:
    """An instance has fewer keypoints than the spec asks of one.

    The spec's `at_least` says how many make an instance; without it, none at all is too few.
    Crowds, which stand for many subjects, are left alone.
    """
    stated = skeleton.instance.at_least if skeleton.instance else None
    least = 1 if stated is None else stated

    def test(scene: Scene) -> Iterator[Hits]:
        import numpy as np

        placed = scene.count
        crowd = np.array([about.crowd for about in scene.labels.about], dtype=bool)
        rows = np.flatnonzero((placed < least) & ~crowd)
        of = f"the spec asks for {least}" if stated else "so it says nothing"
        yield whole(
            rows, np.ones(len(rows)),
            lambda i: f"{placed[rows[i]]} keypoint{'' if placed[rows[i]] == 1 else 's'}"
            f" {'is' if placed[rows[i]] == 1 else 'are'} placed; {of}",
        )  # fmt: skip

    return test


@data_rule("Q130", "box-impossible")
def box_impossible(skeleton: Skeleton) -> Test:
    """The box of an instance has no size, or lies outside its image.

    Its area is what errors are measured against: a box without one makes every score 0 or
    infinite.
    """

    def test(scene: Scene) -> Iterator[Hits]:
        import numpy as np

        boxes, sizes = scene.labels.boxes, scene.image_sizes
        with np.errstate(invalid="ignore"):
            flat = (boxes[:, 2] <= 0) | (boxes[:, 3] <= 0)
            out = (boxes[:, :2] >= sizes).any(axis=1) | (boxes[:, :2] + boxes[:, 2:] <= 0).any(1)
        rows = np.flatnonzero(flat | out)

        def say(i: int) -> str:
            left, top, wide, high = boxes[rows[i]]
            what = "has no size" if flat[rows[i]] else "lies outside its image"
            return f"the box {what}: {wide:.6g} × {high:.6g} px at ({left:.6g}, {top:.6g})"

        yield whole(rows, np.ones(len(rows)), say)

    return test


@data_rule("Q140", "instance-twice")
def instance_twice(skeleton: Skeleton) -> Test:
    """Two instances of one image have their keypoints in the same places.

    Somebody was labelled twice, or one instance was copied and never moved. Labels of different
    annotators, and those of different frames, are not compared.
    """
    return Twice(len(skeleton.keypoints))


class Twice(Watch):
    """Looks for instances that are there already, with some 80 bytes for each and the names of
    images, and for a moment at the end three times as much.

    Of each instance it keeps a number for its image and annotator and a few random projections of
    its keypoints: those of two instances differ by about as much as their keypoints do (Johnson
    and Lindenstrauss 1984), so that a copy is known again also when it was moved a little.
    """

    _NEAR = 0.01  # of the instance's scale
    _PROJECTIONS = 6
    _NEIGHBOURS = 4  # compared in the order of the first projection

    def __init__(self, keypoints: int) -> None:
        import numpy as np

        weights = np.random.default_rng(0).normal(size=(2, keypoints, self._PROJECTIONS))
        self._weights = weights / np.sqrt((weights**2).sum(axis=(0, 1)))
        self._groups: list[NDArray[np.int64]] = []
        self._sketches: list[NDArray[np.float32]] = []
        self._marks: list[NDArray[np.int64]] = []
        self._files: dict[str, int] = {}
        self._images = Names()

    def __call__(self, scene: Scene) -> Iterator[Hits]:
        import numpy as np

        across, down = (np.where(scene.placed, each, 0.0) for each in (scene.x, scene.y))
        places = across @ self._weights[0] + down @ self._weights[1]
        sketch = np.column_stack((places, scene.scale)).astype(np.float32)
        kept = (scene.count > 1) & np.isfinite(scene.scale)
        about = scene.labels.about
        whose = [
            hash((image.name, image.id, image.frame, each.annotator, each.predicted))
            for each in about
            for image in (each.image,)
        ]
        self._groups.append(np.array(whose, dtype=np.int64)[kept])
        self._sketches.append(sketch[kept])
        self._marks.append(self._marked(about)[kept])
        return iter(())

    def finish(self) -> Iterator[Late]:
        import numpy as np

        if not self._groups:
            return
        groups, sketches = np.concatenate(self._groups), np.concatenate(self._sketches)
        marks = np.concatenate(self._marks)
        order = np.lexsort((sketches[:, 0], groups))
        groups, sketches = groups[order], sketches[order]
        found: dict[int, int] = {}
        for step in range(1, self._NEIGHBOURS + 1):
            apart = np.abs(sketches[step:, :-1] - sketches[:-step, :-1]).max(axis=1)
            near = (groups[step:] == groups[:-step]) & (apart < self._NEAR * sketches[step:, -1])
            for at in np.flatnonzero(near):
                first, again = sorted((int(order[at]), int(order[at + step])))
                found.setdefault(again, first)
        for again, first in sorted(found.items()):
            before, id = self._read(marks[first])
            name = f"instance {id}" if id is not None else "the instance"
            place, own = self._read(marks[again])
            image = self._images[int(marks[again][4])]
            message = f"its keypoints lie where those of {name} lie ({before})"
            yield Late(image, "" if own is None else str(own), 1.0, message, place)

    def _marked(self, about: Sequence[Annotation]) -> NDArray[np.int64]:
        """Where each stands, its id where that is a number, and the number of its image, (N, 5);
        -1 for what it has not."""
        import numpy as np

        places = [each.place or _NOWHERE for each in about]
        files = {place.file for place in places}
        for name in sorted(files - self._files.keys()):
            self._files[name] = len(self._files)
        marks = np.empty((len(about), 5), dtype=np.int64)
        marks[:, 0] = (
            [self._files[place.file] for place in places]
            if len(files) > 1
            else self._files[places[0].file]
        )
        marks[:, 1] = [-1 if place.line is None else place.line for place in places]
        marks[:, 2] = [-1 if place.byte is None else place.byte for place in places]
        ids = (each.id for each in about)
        marks[:, 3] = [int(id) if id and len(id) < 18 and id.isdecimal() else -1 for id in ids]
        marks[:, 4] = self._images.numbers([each.image.name for each in about])
        return marks

    def _read(self, mark: NDArray[np.int64]) -> tuple[Place, int | None]:
        file, line, byte, id, _ = (int(each) for each in mark)
        place = Place(
            file=list(self._files)[file],
            line=None if line < 0 else line,
            byte=None if byte < 0 else byte,
        )
        return place, None if id < 0 else id


class Names:
    """Names by number, in as many bytes as they have; those of a batch are kept once."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._ends = array("q", [0])

    def __getitem__(self, number: int) -> str:
        text = self._text[self._ends[number] : self._ends[number + 1]]
        return text.decode("utf-8", "surrogatepass")

    def numbers(self, names: Sequence[str]) -> list[int]:
        """Keep the names of a batch."""
        some = list(dict.fromkeys(names))
        first = len(self._ends) - 1
        texts = [name.encode("utf-8", "surrogatepass") for name in some]
        self._ends.extend(islice(accumulate(map(len, texts), initial=len(self._text)), 1, None))
        self._text += b"".join(texts)
        known = dict(zip(some, range(first, first + len(some)), strict=True))
        return [known[name] for name in names]


def whole(rows: NDArray[np.intp], scores: NDArray[np.float64], say: Callable[[int], str]) -> Hits:
    """Hits of instances as a whole."""
    import numpy as np

    return Hits(rows, np.full(len(rows), -1, dtype=np.intp), scores, say)


RULES = (wrong_count, too_few, box_impossible, instance_twice)
