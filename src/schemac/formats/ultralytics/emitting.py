"""A pose data set's `data.yaml`, as YOLO reads it for training and validation.

Strings are written in double quotes with ASCII escapes, which YAML reads as they are meant
whatever they hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.format import Emission, Feature, Loss, Settings
from schemac.literals import comment, yaml_number, yaml_text
from schemac.model import Skeleton
from schemac.one_sigma_set import OneSet, lost_sigmas, one_set

NO_BOX = Code(
    id="C501",
    name="ultralytics-no-box",
    severity=Severity.WARNING,
    doc="""The spec says that instances have no box, and every label of Ultralytics starts with one.

    A line of a label file is class, box, keypoints. Training learns the box, and OKS is measured
    by its size, so labels without boxes cannot be written for it. Ask for boxes with
    `box: optional` or `box: required`, or leave the target `ultralytics` out of the project.

        instance: {one: One person., box: none}         # write `box: required`
    """,
)
CODES = (NO_BOX,)

PLACES = ("path", "train", "val")


def accepts(skeleton: Skeleton, settings: Settings) -> Iterator[Diagnostic]:
    """Instances without the box that every label line has."""
    instance = skeleton.instance
    if instance and instance.box == "none":
        message = "instances have no box, and every label of Ultralytics starts with one"
        yield NO_BOX.at(instance.origin / "box", message)


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`data.yaml` with one class, number 0; arrays are in index order."""
    taken = one_set(skeleton)
    places = {key: settings.options.get(key, "") for key in PLACES}
    content = "\n".join(_file(skeleton, taken, places)) + "\n"
    return Emission(
        (Artifact("data.yaml", content.encode("ascii")),),
        tuple(_losses(skeleton, taken)),
        tuple(_assumed(skeleton, taken, places)),
    )


def _file(skeleton: Skeleton, taken: OneSet, places: dict[str, str]) -> Iterator[str]:
    yield f"# {comment(str(skeleton.reference))}, compiled by schemac. Change the spec, not this."
    missing = [key for key in ("train", "val") if not places[key]]
    if missing:
        yield f"# Add {' and '.join(missing)}, the folders of your pictures: see the options of"
        yield "# target ultralytics in schemac.yaml. Ultralytics does not load the file before."
    yield from (f"{key}: {yaml_text(value)}" for key, value in places.items() if value)
    yield f"kpt_shape: [{len(skeleton.keypoints)}, 3]  # x, y and 0, 1 or 2 as in COCO"
    if _upside_down(skeleton):
        yield "# Leave flipud at 0: these partners hold for left to right only."
    yield from _list("flip_idx", map(str, skeleton.mirror))
    yield "names:"
    yield f"  0: {yaml_text(skeleton.category)}"
    yield "kpt_names:"
    yield "  0:"
    yield from (f"    - {yaml_text(point.name)}" for point in skeleton.keypoints)
    if taken.values:
        yield from _list("kpt_oks_sigmas", map(yaml_number, taken.values))


def _losses(skeleton: Skeleton, taken: OneSet) -> Iterator[Loss]:
    if taken.set and taken.values:
        beyond = f"what the sigmas of {taken.set.id} are relative to ({taken.set.scale.text})"
        yield Loss(
            Feature.SIGMAS,
            f"Ultralytics has no place for {beyond}, nor for where they are from; it takes 0.53 of"
            " the box's area in validation, and the whole box in the training loss",
        )
    yield from lost_sigmas(skeleton, taken, "Ultralytics", "kpt_oks_sigmas is left out")
    if _upside_down(skeleton):
        yield Loss(
            Feature.MIRROR,
            "Ultralytics exchanges the same partners when it turns a picture upside down, which is"
            " wrong for left and right of the viewer: leave flipud at 0",
        )
    yield from _folds(skeleton)


def _folds(skeleton: Skeleton) -> Iterator[Loss]:
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    for flag in (0, 1, 2):
        folded = [tier.id for tier in tiers if tier.coco == flag]
        if len(folded) > 1:
            text = f"Ultralytics labels cannot tell {', '.join(folded)} apart: all become {flag}"
            yield Loss(Feature.TIERS, text)


def _assumed(skeleton: Skeleton, taken: OneSet, places: dict[str, str]) -> Iterator[str]:
    missing = [key for key in ("train", "val") if not places[key]]
    if missing:
        left_out = f"{' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} left out"
        yield (
            f"{left_out}, as a spec does not know where pictures lie;"
            " Ultralytics refuses the file without"
        )
    if not taken.values:
        total = len(skeleton.keypoints)
        other = "those of COCO's person" if total == 17 else f"1/{total} for every keypoint"
        yield f"kpt_oks_sigmas is left out, and Ultralytics then takes {other}"
    if skeleton.subject.category is None:
        yield f"the class's name is {skeleton.category}"


def _upside_down(skeleton: Skeleton) -> bool:
    """Whether a flip of the picture upside down would want other partners than `flip_idx` has.

    A mirrored person has left and right exchanged whatever the axis. What is left for the viewer
    stays left when the picture is turned upside down.
    """
    swaps = bool(skeleton.top_bottom) or any(id != q for id, q in skeleton.partners.items())
    return skeleton.subject.laterality == "viewer" and swaps


def _list(key: str, items: Iterator[str]) -> Iterator[str]:
    """A list of numbers, filled into lines of at most 100 characters."""
    line = f"{key}: ["
    for i, item in enumerate(items):
        word = f"{', ' if i else ''}{item}"
        if len(line) + len(word) > 98:
            yield line + ","
            line, word = "  ", item
        line += word
    yield line + "]"
