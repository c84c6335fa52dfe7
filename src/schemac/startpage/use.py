"""How a target's files are put to use: a sentence, and something to copy where that helps."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from schemac.model import Skeleton


class Use(Struct, frozen=True):
    """What to do with the files. `copy` is a command for the spec's folder, or lines of code."""

    text: str
    copy: str | None = None


def use(skeleton: Skeleton, target: str) -> Use | None:
    """How a target's files are used; None for a target that nothing is known about."""
    told = _USES.get(target)
    return told(skeleton) if told else None


def _json_schema(skeleton: Skeleton) -> Use:
    return Use(
        "Any validator for draft 2020-12 takes them, such as check-jsonschema:",
        "check-jsonschema --schemafile json-schema/coco-dataset.schema.json annotations.json",
    )


def _cvat(skeleton: Skeleton) -> Use:
    return Use(
        "In a new project or task choose Raw in the label editor, paste the file’s text and press"
        " Done. Or in a terminal:",
        "cvat-cli project create NAME --labels cvat/labels.json",
    )


def _label_studio(skeleton: Skeleton) -> Use:
    return Use(
        "Open the project’s Settings, then Labeling Interface, then Code; paste the file’s text and"
        " press Save."
    )


def _coco(skeleton: Skeleton) -> Use:
    text = "Take the categories over into your annotation file."
    main = skeleton.main_sigmas
    if main is None or any(point.sigma(main) is None for point in skeleton.keypoints):
        return Use(text)
    return Use(
        f"{text} pycocotools takes the sigmas like this:",
        'beside = json.load(open("coco/schemac.json"))\n'
        f'sigmas = beside["sigmas"][{_literal(main)}]["values"]\n'
        "cocoeval.params.kpt_oks_sigmas = numpy.array(sigmas)",
    )


def _literal(text: str) -> str:
    """A string of Python and of JSON alike, in ASCII."""
    from json import dumps

    return dumps(text)


_USES: Mapping[str, Callable[[Skeleton], Use]] = {
    "json-schema": _json_schema,
    "coco": _coco,
    "cvat": _cvat,
    "label-studio": _label_studio,
}
