"""MMPose: the `dataset_info` of a data set."""

from __future__ import annotations

from typing import Any

from schemac.diagnostic import Code
from schemac.draft import Absorbed, Given
from schemac.format import Feature, Format, Group, Option, Use
from schemac.formats.mmpose import emitting
from schemac.formats.mmpose.emitting import accepts, emit
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT"]

CODES: tuple[Code, ...]


# The reader is loaded when there is something to read: `check` asks what a target accepts, always.
def __getattr__(name: str) -> Any:
    if name == "CODES":
        from schemac.formats.mmpose import absorbing

        return (*emitting.CODES, *absorbing.CODES)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _recognises(given: Given) -> bool:
    from schemac.formats.mmpose.absorbing import recognises

    return recognises(given)


def _absorb(given: Given) -> Absorbed:
    from schemac.formats.mmpose.absorbing import absorb

    return absorb(given)


def _use(skeleton: Skeleton) -> Use:
    return Use(
        "Name the file in the data set of a config, for training and for each evaluator:",
        'train_dataloader = dict(dataset=dict(metainfo=dict(from_file="mmpose/dataset_info.py")))',
    )


FORMAT = Format(
    name="mmpose",
    title="MMPose",
    summary="The dataset_info of a data set: keypoints, partners, links, weights and sigmas.",
    group=Group.TRAINING,
    files={
        "dataset_info.py": "for `metainfo=dict(from_file=...)` of a data set or an OKS loss",
    },
    carries=frozenset(
        {Feature.EDGES, Feature.MIRROR, Feature.SIGMAS, Feature.WEIGHTS, Feature.HALVES}
    ),
    emit=emit,
    use=_use,
    sigmas="sigma, against the `area` of the COCO annotation",
    proven="MMPose 1.3.2 parses it, and flips by it as by its own files",
    accepts=accepts,
    options=(
        Option(
            name="sigmas",
            summary="The set of sigmas to take; without it, that of the main OKS profile.",
            default="",
        ),
    ),
    recognises=_recognises,
    absorb=_absorb,
)
