"""The `data.yaml` of a YOLO export. It says how many keypoints there are and not what they are
called: names are in the COCO export of the same version."""

from __future__ import annotations

import re

from schemac.absorbing import text_of, unreadable, whole, without_skeleton
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.draft import Absorbed, Draft, DraftPartner, DraftPoint, Given
from schemac.located import Node, Unreadable
from schemac.source import Origin

NAMELESS = Code(
    id="I360",
    name="roboflow-no-names",
    severity=Severity.WARNING,
    doc="""A YOLO export of Roboflow does not name its keypoints; the draft calls them by number.

    YOLO's labels are numbers only, and the export has none of the keys that later versions of
    Ultralytics have for names.

    Export the same version as COCO and import its `_annotations.coco.json`: the category there
    names the keypoints, in the same order, and has the lines.
    """,
)
IDENTITY = Code(
    id="I361",
    name="roboflow-flip-of-nothing",
    severity=Severity.WARNING,
    doc="""A YOLO export of Roboflow says that a mirrored picture exchanges no keypoints.

    Such a `flip_idx` is written when nobody entered symmetries in the skeleton, so it tells nothing
    about the keypoints; training with it flips pictures and leaves left and right where they were.
    The draft has no mirror partners.

    State them in the spec, or enter symmetries in Roboflow and export again.

        kpt_shape: [3, 3]
        flip_idx: [0, 1, 2]
    """,
)
LENGTHS = Code(
    id="I362",
    name="roboflow-lengths",
    doc="""`flip_idx` of a YOLO export does not have one index for each keypoint of `kpt_shape`.

    Ultralytics stops with an error. The mirror partners are left out.

        kpt_shape: [3, 3]
        flip_idx: [0, 2]
    """,
)
CODES = (NAMELESS, IDENTITY, LENGTHS)

MOST = 10_000
"""Keypoints that a file may ask for; what asks for more is no skeleton."""

_OWN = re.compile(rb"^roboflow\s*:", re.M)


def recognises(given: Given) -> bool:
    """A data.yaml of keypoints with the project it comes from."""
    yaml = given.name.endswith((".yaml", ".yml"))
    return yaml and bool(_OWN.search(given.head)) and b"kpt_shape" in given.head


def absorb(given: Given) -> Absorbed:
    """One draft."""
    from schemac.located import yaml

    data = b""
    try:
        data = whole(given)
        root = yaml.read(given.file, data)
    except Unreadable as error:
        return unreadable(given, error, data)
    shape = root.get("kpt_shape")
    number = shape.items[0].whole if shape is not None and shape.items else None
    if shape is None or number is None or not 0 < number <= MOST:
        message = "kpt_shape does not say how many keypoints there are"
        return without_skeleton(given, message, data, (shape or root).span)
    problems: list[Diagnostic] = []
    here = Origin(given.file)
    if root.get("kpt_names") is None:
        message = f"{number} keypoints have no names"
        help = "import the COCO export of the same version instead"
        problems.append(NAMELESS.at(here, message, span=shape.span, help=help))
    draft = Draft(
        format="roboflow",
        file=given.file,
        name=_name(root),
        points=_points(root, number, shape),
        span=shape.span,
        mirror=_mirror(root, number, here, problems),
    )
    return Absorbed(drafts=(draft,), problems=tuple(problems), sources=text_of(given, data))


def _points(root: Node, number: int, shape: Node) -> tuple[DraftPoint, ...]:
    """By name where the file has names of the first class, else by number."""
    listed = root.get("kpt_names")
    first = next((value for _, value in listed.entries()), None) if listed is not None else None
    named = () if first is None else first.items
    if len(named) == number:
        return tuple(DraftPoint(name=str(each.scalar), span=each.span) for each in named)
    return tuple(DraftPoint(name=f"keypoint_{at}", span=shape.span) for at in range(number))


def _name(root: Node) -> str | None:
    """What the first class is called."""
    names = root.get("names")
    if names is None:
        return None
    listed = names.items or tuple(value for _, value in names.entries())
    return listed[0].text if listed else None


def _mirror(
    root: Node, number: int, here: Origin, problems: list[Diagnostic]
) -> tuple[DraftPartner, ...] | None:
    flips = root.get("flip_idx")
    if flips is None:
        return None
    indices = [each.whole for each in flips.items]
    known = [each for each in indices if each is not None]
    if len(known) != number or len(indices) != number:
        message = f"flip_idx has {len(indices)} entries for {number} keypoints"
        problems.append(LENGTHS.at(here, message, span=flips.span))
        return None
    if known == list(range(number)):
        message = "flip_idx leaves every keypoint where it is, which says nothing about them"
        problems.append(IDENTITY.at(here, message, span=flips.span))
        return None
    return tuple(
        DraftPartner(at, other, node.span)
        for at, (other, node) in enumerate(zip(known, flips.items, strict=True))
    )
