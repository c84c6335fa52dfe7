"""COCO: the category that names the keypoints, and beside it what a category has no place for."""

from __future__ import annotations

from typing import Any

from schemac.diagnostic import Code
from schemac.draft import Absorbed, Given
from schemac.format import Feature, Format, Group, Use
from schemac.formats.coco import emitting
from schemac.formats.coco.emitting import BESIDE, accepts, emit
from schemac.literals import json_text
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT"]

CODES: tuple[Code, ...]


# The reader is loaded when there is something to read: `check` asks what a target accepts, always.
def __getattr__(name: str) -> Any:
    if name == "CODES":
        from schemac.formats.coco import absorbing

        return (*emitting.CODES, *absorbing.CODES)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _recognises(given: Given) -> bool:
    from schemac.formats.coco.absorbing import recognises

    return recognises(given)


def _absorb(given: Given) -> Absorbed:
    from schemac.formats.coco.absorbing import absorb

    return absorb(given)


def _use(skeleton: Skeleton) -> Use:
    text = "Take the categories over into your annotation file."
    main = skeleton.main_sigmas
    if main is None or any(point.sigma(main) is None for point in skeleton.keypoints):
        return Use(text)
    return Use(
        f"{text} pycocotools takes the sigmas like this:",
        'beside = json.load(open("coco/schemac.json"))\n'
        f'sigmas = beside["sigmas"][{json_text(main)}]["values"]\n'
        "cocoeval.params.kpt_oks_sigmas = numpy.array(sigmas)",
    )


FORMAT = Format(
    name="coco",
    title="COCO keypoints",
    summary="The category of a COCO file, and beside it what a category has no place for.",
    group=Group.EVALUATION,
    files={
        "categories.json": "the `categories` of a COCO keypoint file; edges count from 1",
        "schemac.json": "sigmas, mirror partners, sides, tiers and version, in index order from 0",
    },
    carries=frozenset({Feature.EDGES, *BESIDE}),
    emit=emit,
    use=_use,
    sigmas="sigma, every set with its scale, in schemac.json beside the categories",
    proven="pycocotools reads the categories and scores with the sigmas",
    accepts=accepts,
    recognises=_recognises,
    absorb=_absorb,
)
