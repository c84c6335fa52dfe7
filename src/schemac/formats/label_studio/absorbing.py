"""A labelling config as somebody wrote it: keypoint labels, or the choices of a drawn skeleton."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from schemac.absorbing import text_of, unreadable, whole, without_skeleton
from schemac.diagnostic import Code, Diagnostic
from schemac.draft import Absorbed, Draft, DraftPoint, DraftTier, Given
from schemac.located import Element, Unreadable
from schemac.source import Origin

ORDER = Code(
    id="I180",
    name="label-studio-order",
    doc="""The `model_index` of keypoint labels does not count them in the order of the config.

    Label Studio's COCO export writes the names in the order of the config and the coordinates in
    the order of `model_index`. Where these differ, every keypoint of the file has the name of
    another one; a number used twice drops one of the points.

    Sort the labels by `model_index`, or number them anew from 0. The draft goes by the numbers
    where each is used once, as the arrays of exports do.

        <Label value="nose" model_index="1"/>
        <Label value="left_eye" model_index="0"/>
    """,
)
UNNAMED = Code(
    id="I181",
    name="label-studio-unnamed",
    doc="""A keypoint label has no `value`.

    Label Studio shows an empty button, and what it stores has no name to find the keypoint by.

    Give it a `value`, and an `alias` where labels should hold another word than the one shown.

        <Label hint="Tip of the nose"/>
    """,
)
CODES = (ORDER, UNNAMED)

_HELP = "copy the config from the project's Settings, Labeling Interface, Code"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def recognises(given: Given) -> bool:
    """XML whose outermost tag is `View`, or that speaks of its controls."""
    head = given.head
    return b"<View" in head and (b"<KeyPointLabels" in head or b"toName=" in head)


def absorb(given: Given) -> Absorbed:
    """A draft for each `KeyPointLabels`; else for each `VectorLabels` that draws skeletons."""
    from schemac.located import xml

    data = b""
    try:
        data = whole(given)
        root = xml.read(given.file, data)
    except Unreadable as error:
        return unreadable(given, error, data)
    problems: list[Diagnostic] = []
    every = tuple(root.walk())
    drafts = [_keypoints(each, every, given.file, problems) for each in _tagged(every, "KeyPoint")]
    drafts = drafts or [_drawn(each, every, given.file) for each in _tagged(every, "Vector")]
    drafts = [draft for draft in drafts if draft.points]
    if not drafts and not problems:
        said = "the config has no KeyPointLabels, nor VectorLabels whose choices name keypoints"
        return without_skeleton(given, said, data, root.span, _HELP)
    return Absorbed(drafts=tuple(drafts), problems=tuple(problems), sources=text_of(given, data))


def _tagged(every: Sequence[Element], kind: str) -> Iterator[Element]:
    return (each for each in every if each.tag == f"{kind}Labels")


def _keypoints(
    control: Element, every: Sequence[Element], file: str, problems: list[Diagnostic]
) -> Draft:
    labels = [each for each in control.walk() if each.tag == "Label"]
    at = Origin(file)
    for label in labels:
        if not label.attributes.get("value"):
            message = "a label of keypoints has no `value`"
            problems.append(UNNAMED.at(at, message, span=label.span))
    named = [each for each in labels if each.attributes.get("value")]
    ordered = _ordered(named, at, problems)
    return Draft(
        format="label-studio",
        file=file,
        name=_category(every),
        span=control.span,
        points=tuple(_point(each) for each in ordered),
        tiers=_tiers(control, every),
        unused=tuple(_unused(named)),
    )


def _ordered(labels: list[Element], at: Origin, problems: list[Diagnostic]) -> list[Element]:
    """By `model_index` where each label has its own; else as written."""
    said = [each.attributes.get("model_index") for each in labels]
    if all(index is None for index in said):
        return labels
    numbers = [int(i) if i and i.isascii() and i.isdigit() and len(i) < 10 else None for i in said]
    for label, text, number in zip(labels, said, numbers, strict=True):
        if number is None:
            what = f"is `{text}`, which is no number" if text is not None else "is missing"
            message = f"the `model_index` of `{label.attributes['value']}` {what}"
            problems.append(ORDER.at(at, message, span=label.span))
    known = [number for number in numbers if number is not None]
    if len(known) != len(numbers):
        return labels
    first: dict[int, Element] = {}
    for label, number in zip(labels, known, strict=True):
        if number in first:
            other, name = first[number].attributes["value"], label.attributes["value"]
            message = f"`{name}` has the `model_index` {number} of `{other}`"
            problems.append(ORDER.at(at, message, span=label.span))
        first.setdefault(number, label)
    if len(first) != len(labels):
        return labels
    if known != sorted(known):
        place = next(n for n in range(1, len(known)) if known[n] < known[n - 1])
        name, before = (labels[n].attributes["value"] for n in (place, place - 1))
        message = (
            f"`{name}` has `model_index` {known[place]} and comes after `{before}` with"
            f" {known[place - 1]}"
        )
        problems.append(ORDER.at(at, message, span=labels[place].span))
    return [first[number] for number in sorted(first)]


def _point(label: Element) -> DraftPoint:
    said = label.attributes
    alias, colour = said.get("alias"), said.get("background", "")
    hotkey = said.get("hotkey", "").strip()
    return DraftPoint(
        name=said["value"],
        span=label.span,
        definition=said.get("hint") or None,
        colour=colour.lower() if _COLOUR.fullmatch(colour) else None,
        hotkey=hotkey or None,
        aliases=(alias,) if alias and alias != said["value"] else (),
    )


def _drawn(control: Element, every: Sequence[Element], file: str) -> Draft:
    """Names stand only in the choices by which people say which points are hidden."""
    name = control.attributes.get("name")
    lists = [
        each
        for each in every
        if each.tag == "Choices"
        and each.attributes.get("choice") == "multiple"
        and each.attributes.get("whenTagName") == name
    ]
    longest = max((tuple(each.all("Choice")) for each in lists), key=len, default=())
    labels = [each.attributes.get("value", "") for each in control.all("Label")]
    return Draft(
        format="label-studio",
        file=file,
        name=labels[0] if labels else None,
        span=control.span,
        points=tuple(
            DraftPoint(name=each.attributes["value"], span=each.span)
            for each in longest
            if each.attributes.get("value")
        ),
        unused=("how its vertices are linked, which every annotation says anew",),
    )


def _category(every: Sequence[Element]) -> str | None:
    """The label of the only kind of box."""
    boxes = [
        label.attributes.get("value")
        for control in _tagged(every, "Rectangle")
        for label in control.walk()
        if label.tag == "Label"
    ]
    return boxes[0] if len(boxes) == 1 else None


def _tiers(control: Element, every: Sequence[Element]) -> tuple[DraftTier, ...] | None:
    """The choices per region that are asked for its keypoints, where there is one such list."""
    name = control.attributes.get("name")
    lists = [
        each
        for each in every
        if each.tag == "Choices"
        and each.attributes.get("perRegion") == "true"
        and each.attributes.get("choice", "single") != "multiple"
        and each.attributes.get("whenTagName") in (None, name)
    ]
    if len(lists) != 1:
        return None
    return tuple(
        DraftTier(name=each.attributes.get("alias") or each.attributes["value"], span=each.span)
        for each in lists[0].walk()
        if each.tag == "Choice" and each.attributes.get("value")
    )


_KNOWN = {"value", "alias", "hint", "background", "hotkey", "model_index"}


def _unused(labels: Sequence[Element]) -> Iterator[str]:
    others = {key: None for each in labels for key in each.attributes if key not in _KNOWN}
    if others:
        yield f"attributes of labels: {', '.join(others)}"
