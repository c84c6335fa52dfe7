"""The keypoints of a Lightning Pose config."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.absorbing import text_of, unreadable, whole, without_skeleton
from schemac.diagnostic import Code, Diagnostic
from schemac.draft import Absorbed, Draft, DraftPoint, Given
from schemac.located import Node, Unreadable
from schemac.source import Origin

LENGTHS = Code(
    id="I502",
    name="lightning-pose-lengths",
    doc="""`num_keypoints` of a Lightning Pose config is not the number of its `keypoint_names`.

    Lightning Pose refuses such a config. One of them was forgotten when a keypoint came or went;
    the names are taken.

        data:
          num_keypoints: 3
          keypoint_names: [beak, tail]
    """,
)
SHAPE = Code(
    id="I503",
    name="lightning-pose-not-a-name",
    doc="""An entry of `keypoint_names` in a Lightning Pose config is no text, and is left out.

    YAML takes a plain `no`, `on` or `12` for something else than a text: write it in quotes.

        keypoint_names: [beak, 12]      # "12"
    """,
)
CODES = (LENGTHS, SHAPE)


def recognises(given: Given) -> bool:
    """YAML with the names and the number of keypoints."""
    named = b"keypoint_names:" in given.head or b"  keypoints:" in given.head
    return given.name.endswith((".yaml", ".yml")) and named and b"num_keypoints:" in given.head


def absorb(given: Given) -> Absorbed:
    """One draft. The file does not state partners: the tool goes by names."""
    from schemac.located import yaml

    data = b""
    try:
        data = whole(given)
        root = yaml.read(given.file, data)
    except Unreadable as error:
        return unreadable(given, error, data)
    section = root.get("data") or root
    names = section.get("keypoint_names") or section.get("keypoints")
    problems = [] if names is None else list(_problems(given, section, names))
    if names is None or not any(each.text is not None for each in names.items):
        return without_skeleton(given, "no keypoint names are listed", data, section.span)
    draft = Draft(
        format="lightning-pose",
        file=given.file,
        name=None,
        points=tuple(
            DraftPoint(name=each.text, span=each.span)
            for each in names.items
            if each.text is not None
        ),
        span=names.span,
        unused=tuple(_unused(section)),
    )
    return Absorbed(drafts=(draft,), problems=tuple(problems), sources=text_of(given, data))


def _problems(given: Given, section: Node, names: Node) -> Iterator[Diagnostic]:
    here = Origin(given.file)
    for each in names.items:
        if each.text is None:
            yield SHAPE.at(here, "a keypoint's name is a text", span=each.span)
    count = section.get("num_keypoints")
    if count is not None and count.whole != len(names.items):
        text = f"`num_keypoints` is {count.scalar}, and {len(names.items)} names are listed"
        yield LENGTHS.at(here, text, span=count.span)


def _unused(section: Node) -> Iterator[str]:
    columns, views = section.get("mirrored_column_matches"), section.get("view_names")
    if columns is not None and columns.items:
        yield "mirrored_column_matches: which columns show one point in several views"
    if views is not None and len(views.items) > 1:
        yield f"the names of {len(views.items)} cameras: each has the same keypoints"
