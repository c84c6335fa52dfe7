"""What every reader of an outside definition needs: the bytes, the way through, two early ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from schemac.diagnostic import Code, Diagnostic
from schemac.draft import Absorbed, Draft, DraftPoint, Given
from schemac.located import Element, Node, Unreadable
from schemac.source import Origin, Source, Span

Tree = TypeVar("Tree", Node, Element)

LARGEST = 16 * 1024 * 1024
"""Bytes of a definition that is read as a whole; no schema comes near."""
SHOWN = 1024 * 1024
"""Bytes of a text that findings may still show lines of."""

UNREADABLE = Code(
    id="I080",
    name="file-unreadable",
    doc="""A file to import is not what its format says it is.

    It breaks off, holds a character that cannot stand there, is nested deeper than anything that
    a tool writes, or is larger than a definition can be. Nothing of it is taken over: half a
    skeleton would look like a whole one.

    Export the file again, or mend the place that is shown.

        {"categories": [{"name": "person", "keypoints": ["nose",
    """,
)
NO_SKELETON = Code(
    id="I081",
    name="file-without-skeleton",
    doc="""A file to import can be read and says nothing of keypoints.

    COCO files of boxes, CVAT labels of other types and configs of other tasks look the same from
    outside.

    Give the file in which the keypoints are listed: the export of a keypoint project, the config
    of the data set.

        {"categories": [{"id": 1, "name": "person"}]}      # no `keypoints`
    """,
)
CODES = (UNREADABLE, NO_SKELETON)


def drafts_in(
    given: Given,
    parse: Callable[[str, bytes], Tree],
    drafts: Callable[[Tree, list[Diagnostic]], Iterable[Draft]],
    nothing: str,
) -> Absorbed:
    """A file that is read as one tree: the drafts that are found in it and have keypoints.

    `parse` is a `read` of `schemac.located`; `drafts` adds what is wrong to the list it is given;
    `nothing` is said when no draft is left.
    """
    data = b""
    try:
        data = whole(given)
        root = parse(given.file, data)
    except Unreadable as error:
        return unreadable(given, error, data)
    problems: list[Diagnostic] = []
    found = tuple(draft for draft in drafts(root, problems) if draft.points)
    if not found:
        problems += without_skeleton(given, nothing, data, root.span).problems
    return Absorbed(drafts=found, problems=tuple(problems), sources=text_of(given, data))


def listed_points(
    names: Sequence[tuple[str, Span]], sigmas: Sequence[tuple[float, Span | None]]
) -> tuple[DraftPoint, ...]:
    """Keypoints of a file that lists names, and sigmas apart from them: one a name, or none."""
    return tuple(
        DraftPoint(
            name=text,
            span=span,
            sigma=sigmas[at][0] if sigmas else None,
            sigma_span=sigmas[at][1] if sigmas else None,
        )
        for at, (text, span) in enumerate(names)
    )


def whole(given: Given, most: int = LARGEST) -> bytes:
    """All its bytes. Raises Unreadable when there are more than `most`."""
    with given.open() as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise Unreadable(f"the file has more than {most >> 20} MiB, too much for a definition")
    return data


def text_of(given: Given, data: bytes) -> tuple[Source, ...]:
    """The text for findings to show lines of; nothing where it is too large for that."""
    if len(data) > SHOWN:
        return ()
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return (Source(given.file, text),)


def unreadable(given: Given, error: Unreadable, data: bytes = b"") -> Absorbed:
    """The one finding that ends reading."""
    span = error.span or Span(1, 1, 1, 1)
    found = UNREADABLE.at(Origin(given.file), error.message, span=span, help=error.help)
    return Absorbed(problems=(found,), sources=text_of(given, data))


def without_skeleton(
    given: Given, message: str, data: bytes = b"", span: Span | None = None, help: str | None = None
) -> Absorbed:
    """A file in order that lists no keypoints."""
    found = NO_SKELETON.at(Origin(given.file), message, span=span or Span(1, 1, 1, 1), help=help)
    return Absorbed(problems=(found,), sources=text_of(given, data))
