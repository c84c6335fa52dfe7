"""A rule on label data: compiled once for a spec, then asked about batch after batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.diagnostic import Code, Severity
from schemac.labels import Annotation, Place
from schemac.model import Skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from schemac.validating.scene import Scene

    Rows = NDArray[np.intp]
    Scores = NDArray[np.float64]


class Hits(Struct, frozen=True):
    """What one rule found in one batch: M instances (rows of the batch; shape (M,)), the index of
    the keypoint concerned or -1, shape (M,), and how bad it is: 1 is the limit, more is worse.

    `say(i)` is the sentence for the i-th; it is asked for those that are shown only. `also` names
    further keypoints concerned.
    """

    rows: Rows
    points: Rows
    scores: Scores
    say: Callable[[int], str]
    also: Callable[[int], tuple[int, ...]] = lambda i: ()
    earlier: Annotation | None = None
    """The instance that is meant, where it came in a batch before."""


class Late(Struct, frozen=True):
    """A hit that shows only after everything was seen."""

    image: str
    instance: str
    score: float
    message: str
    place: Place | None = None
    points: tuple[int, ...] = ()


class Watch:
    """A test that remembers: `finish` is asked once, after the last batch."""

    def __call__(self, scene: Scene) -> Iterator[Hits]:
        raise NotImplementedError

    def finish(self) -> Iterator[Late]:
        raise NotImplementedError


Test = Callable[["Scene"], Iterator[Hits]]
"""What a rule amounts to for one spec: asked about one batch. It may be a `Watch`."""
Compile = Callable[[Skeleton], Test | None]


class DataRule:
    """A code, and what makes a test of it for a spec; None where the spec does not say enough."""

    def __init__(self, code: Code, compile: Compile) -> None:
        self.code = code
        self.compile = compile


def data_rule(
    id: str, name: str, severity: Severity = Severity.ERROR
) -> Callable[[Compile], DataRule]:
    """Make a function a rule: `@data_rule("Q010", "outside-image")`. Its docstring is what
    `schemac explain` prints."""

    def make(compile: Compile) -> DataRule:
        doc = compile.__doc__ or ""
        return DataRule(Code(id=id, name=name, severity=severity, doc=doc), compile)

    return make
