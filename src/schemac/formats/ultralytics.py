"""Ultralytics: a pose data set's `data.yaml`, as YOLO reads it for training and validation.

Strings are written in double quotes with ASCII escapes, which YAML reads as they are meant
whatever they hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemac.artifact import Artifact
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.format import Emission, Feature, Format, Loss, Option, Settings
from schemac.model import SigmaSet, Skeleton

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
    chosen = skeleton.sigma_set(skeleton.main_sigmas) if skeleton.main_sigmas else None
    places = {key: settings.options.get(key, "") for key in PLACES}
    content = "\n".join(_file(skeleton, chosen, places)) + "\n"
    return Emission(
        (Artifact("data.yaml", content.encode("ascii")),),
        tuple(_losses(skeleton, chosen)),
        tuple(_assumed(skeleton, chosen, places)),
    )


def _file(skeleton: Skeleton, chosen: SigmaSet | None, places: dict[str, str]) -> Iterator[str]:
    yield f"# {_comment(str(skeleton.reference))}, compiled by schemac. Change the spec, not this."
    missing = [key for key in ("train", "val") if not places[key]]
    if missing:
        yield f"# Add {' and '.join(missing)}, the folders of your pictures: see the options of"
        yield "# target ultralytics in schemac.yaml. Ultralytics does not load the file before."
    yield from (f"{key}: {_text(value)}" for key, value in places.items() if value)
    yield f"kpt_shape: [{len(skeleton.keypoints)}, 3]  # x, y and 0, 1 or 2 as in COCO"
    if _upside_down(skeleton):
        yield "# Leave flipud at 0: these partners hold for left to right only."
    yield from _list("flip_idx", map(str, skeleton.mirror))
    yield "names:"
    yield f"  0: {_text(skeleton.category)}"
    yield "kpt_names:"
    yield "  0:"
    yield from (f"    - {_text(point.name)}" for point in skeleton.keypoints)
    if sigmas := _sigmas(skeleton, chosen):
        yield from _list("kpt_oks_sigmas", map(_number, sigmas))


def _sigmas(skeleton: Skeleton, chosen: SigmaSet | None) -> list[float]:
    """In sigma form (not 2 sigma), index order; empty unless every keypoint has one."""
    found = [point.sigma(chosen.id) if chosen else None for point in skeleton.keypoints]
    values = [value for value in found if value is not None]
    return values if len(values) == len(found) else []


def _losses(skeleton: Skeleton, chosen: SigmaSet | None) -> Iterator[Loss]:
    if _sigmas(skeleton, chosen) and chosen:
        beyond = f"what the sigmas of {chosen.id} are relative to ({chosen.scale.text})"
        yield Loss(
            Feature.SIGMAS,
            f"Ultralytics has no place for {beyond}, nor for where they are from; it takes 0.53 of"
            " the box's area in validation, and the whole box in the training loss",
        )
    elif chosen:
        without = [point.id for point in skeleton.keypoints if point.sigma(chosen.id) is None]
        yield Loss(
            Feature.SIGMAS,
            f"Ultralytics takes a sigma for every keypoint or none, and {chosen.id} has none for"
            f" {len(without)} of them ({_few(without)}): kpt_oks_sigmas is left out",
        )
    others = [each.id for each in skeleton.sigma_sets if each is not chosen]
    if others:
        text = f"Ultralytics holds the sigmas of the main OKS profile: without {', '.join(others)}"
        yield Loss(Feature.SIGMAS, text)
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


def _assumed(skeleton: Skeleton, chosen: SigmaSet | None, places: dict[str, str]) -> Iterator[str]:
    missing = [key for key in ("train", "val") if not places[key]]
    if missing:
        left_out = f"{' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} left out"
        yield (
            f"{left_out}, as a spec does not know where pictures lie;"
            " Ultralytics refuses the file without"
        )
    if not _sigmas(skeleton, chosen):
        total = len(skeleton.keypoints)
        taken = "those of COCO's person" if total == 17 else f"1/{total} for every keypoint"
        yield f"kpt_oks_sigmas is left out, and Ultralytics then takes {taken}"
    if skeleton.subject.category is None:
        yield f"the class's name is {skeleton.category}"


def _upside_down(skeleton: Skeleton) -> bool:
    """Whether a flip of the picture upside down would want other partners than `flip_idx` has.

    A mirrored person has left and right exchanged whatever the axis. What is left for the viewer
    stays left when the picture is turned upside down.
    """
    swaps = bool(skeleton.top_bottom) or any(id != q for id, q in skeleton.partners.items())
    return skeleton.subject.laterality == "viewer" and swaps


def _few(ids: Sequence[str]) -> str:
    return ", ".join(ids[:5]) + (", ..." if len(ids) > 5 else "")


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


def _number(value: float) -> str:
    """YAML 1.1 reads `1e-05` as text; `1.0e-05` is a number."""
    text = repr(value)
    return text if "." in text else text.replace("e", ".0e")


def _text(value: str) -> str:
    """Python's escapes for what is not ASCII, such as `\\xe9` and `\\u2028`, are YAML's too."""
    return '"' + value.encode("unicode_escape").decode("ascii").replace('"', r"\"") + '"'


def _comment(value: str) -> str:
    """What a comment may hold: ids and versions as they are, `?` for anything else."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "/._@+-") else "?" for c in value)


FORMAT = Format(
    name="ultralytics",
    title="Ultralytics pose",
    summary="The data.yaml of a pose data set: keypoints, flip partners and sigmas.",
    files={"data.yaml": "for `yolo pose train data=...`, once `train` and `val` are in it"},
    carries=frozenset({Feature.MIRROR, Feature.SIGMAS}),
    emit=emit,
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
)
