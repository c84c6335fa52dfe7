"""Ultralytics: the `data.yaml` of a pose data set."""

from __future__ import annotations

from typing import Any

from schemac.diagnostic import Code
from schemac.draft import Absorbed, Given
from schemac.format import Feature, Format, Group, Option, Use
from schemac.formats.ultralytics import emitting
from schemac.formats.ultralytics.emitting import PLACES, accepts, emit
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT", "PLACES"]

CODES: tuple[Code, ...]


# The reader is loaded when there is something to read: `check` asks what a target accepts, always.
def __getattr__(name: str) -> Any:
    if name == "CODES":
        from schemac.formats.ultralytics import absorbing

        return (*emitting.CODES, *absorbing.CODES)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _recognises(given: Given) -> bool:
    from schemac.formats.ultralytics.absorbing import recognises

    return recognises(given)


def _absorb(given: Given) -> Absorbed:
    from schemac.formats.ultralytics.absorbing import absorb

    return absorb(given)


def _use(skeleton: Skeleton) -> Use:
    return Use(
        "Set the folders of your pictures as options of the target, or write them into the file;"
        " then train:",
        "yolo pose train data=ultralytics/data.yaml model=yolo11n-pose.pt",
    )


FORMAT = Format(
    name="ultralytics",
    title="Ultralytics pose",
    summary="The data.yaml of a pose data set: keypoints, flip partners and sigmas.",
    group=Group.TRAINING,
    files={"data.yaml": "for `yolo pose train data=...`, once `train` and `val` are in it"},
    carries=frozenset({Feature.MIRROR, Feature.SIGMAS}),
    emit=emit,
    use=_use,
    sigmas="sigma, against 0.53 of the box in validation, the whole box in the loss",
    proven="Ultralytics 8.4.190 loads data with it, flips, trains and validates",
    accepts=accepts,
    options=(
        Option(
            name="path",
            summary="The data set's folder; without it, the folder of the file.",
            default="",
        ),
        Option(name="train", summary="The pictures to train on, below `path`.", default=""),
        Option(name="val", summary="The pictures to validate on, below `path`.", default=""),
    ),
    recognises=_recognises,
    absorb=_absorb,
)
