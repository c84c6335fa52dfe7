"""pycocotools and xtcocotools: names and sigmas as the evaluators take them, and against what area.

pycocotools divides by the `area` of an annotation. xtcocotools does too, or by 0.53 times the box
with `use_area=False`. Read in pycocotools 2.0.11 and xtcocotools 1.14.3.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact
from schemac.format import Emission, Feature, Format, Group, Loss, Settings, Use
from schemac.literals import comment, python_text, python_value
from schemac.model import SigmaSet, Skeleton, Variable
from schemac.one_sigma_set import OneSet, lost_sigmas, one_set

USE_AREA = {"segment_area": True, "reduced_box_area": False}
"""The scale of a set of sigmas, and the argument `use_area` of xtcocotools that means it."""


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`keypoints.py`: names in index order, sigmas as an array of shape (K,)."""
    taken = one_set(skeleton)
    content = "\n".join(_file(skeleton, taken)) + "\n"
    return Emission(
        (Artifact("keypoints.py", content.encode("ascii")),),
        tuple(_losses(skeleton, taken)),
        tuple(_assumed(skeleton, taken)),
    )


def _file(skeleton: Skeleton, taken: OneSet) -> Iterator[str]:
    names = [point.name for point in skeleton.keypoints]
    yield f"# {comment(str(skeleton.reference))}, compiled by schemac. Change the spec, not this."
    if taken.values:
        yield from ("import numpy as np", "")
    yield f"KEYPOINT_NAMES = {python_value(names, before=17)}"
    if not taken.set or not taken.values:
        return
    yield "# Sigmas as COCO has them, not 2 sigma."
    yield from _array(taken.values)
    yield "# What they are relative to; `area` of an annotation has to be that."
    yield f"SIGMA_SCALE = {python_text(taken.set.scale.text)}"
    use_area = _use_area(taken.set)
    if use_area is not None:
        yield f"USE_AREA = {use_area}"


def _array(values: tuple[float, ...]) -> Iterator[str]:
    """`np.array([...])` as formatters lay it out."""
    line = f"SIGMAS = np.array({python_value(list(values))})"
    if "\n" not in line and len(line) <= 88:
        yield line
        return
    yield "SIGMAS = np.array("
    yield f"    {python_value(list(values), indent=4)}"
    yield ")"


def _use_area(set: SigmaSet) -> bool | None:
    tree = set.scale.tree
    return USE_AREA.get(tree.name) if isinstance(tree, Variable) else None


def _losses(skeleton: Skeleton, taken: OneSet) -> Iterator[Loss]:
    if taken.set and taken.values:
        scale, argument = taken.set.scale.text, _use_area(taken.set)
        if argument is None:
            text = f"neither pycocotools nor xtcocotools has an area for sigmas against {scale}"
            yield Loss(Feature.SIGMAS, f"{text}: write it as `area` of the annotations")
        elif not argument:
            text = f"pycocotools takes the area in the annotation, and the sigmas mean {scale}"
            yield Loss(Feature.SIGMAS, f"{text}: use xtcocotools with use_area=False")
    yield from lost_sigmas(skeleton, taken, "the module", "SIGMAS is left out")


def _assumed(skeleton: Skeleton, taken: OneSet) -> Iterator[str]:
    if not taken.values:
        yield (
            "SIGMAS is left out; pycocotools and xtcocotools then take those of COCO's person,"
            " which fit 17 keypoints only"
        )


def _use(skeleton: Skeleton) -> Use:
    if not one_set(skeleton).values:
        return Use("The names of the keypoints in index order; there are no sigmas to evaluate by.")
    return Use(
        "Set the sigmas after the evaluator is made (pycocotools), or give them to it"
        " (xtcocotools, with use_area).",
        "from pycocotools.cocoeval import COCOeval\n"
        "from keypoints import SIGMAS\n"
        'evaluator = COCOeval(truth, found, "keypoints")\n'
        "evaluator.params.kpt_oks_sigmas = SIGMAS",
    )


FORMAT = Format(
    name="pycocotools",
    title="pycocotools and xtcocotools",
    summary="Names and sigmas for evaluating by OKS, and the area that the sigmas mean.",
    group=Group.EVALUATION,
    files={"keypoints.py": "`SIGMAS` for `COCOeval`, with `USE_AREA` for that of xtcocotools"},
    carries=frozenset({Feature.SIGMAS}),
    emit=emit,
    use=_use,
    sigmas="sigma, against the `area` of the annotation, or 0.53 of the box with use_area=False",
    proven="pycocotools 2.0.11 and xtcocotools 1.14.3 compute the OKS of our own metric with them",
)
