"""Drafts made by hand, and the spec that is written of one, linked again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from schemac.checks import check_skeleton
from schemac.diagnostic import Diagnostic, Severity
from schemac.draft import Draft, DraftEdge, DraftPartner, DraftPoint
from schemac.importing.known import Known, known_of
from schemac.importing.run import spec_text
from schemac.linking import link
from schemac.model import Skeleton
from schemac.reading.declare import declare
from schemac.source import Span
from schemac.workspace import Workspace

FACE = ("nose", "left_eye", "right_eye", "left_ear", "right_ear")


@cache
def workspace() -> Workspace:
    return Workspace("/nowhere")


def line(number: int) -> Span:
    return Span(number, 1, number, 9)


def draft(
    names: Sequence[str] = FACE,
    edges: Sequence[tuple[int, int]] | None = None,
    mirror: Sequence[tuple[int, int]] | None = None,
    sigmas: Sequence[float | None] = (),
    places: Sequence[tuple[float, float]] = (),
    **fields: Any,
) -> Draft:
    """A draft whose point n is on line n + 1, edges from line 101 on, partners from 201 on."""
    points = tuple(
        DraftPoint(
            name=name, span=line(i + 1),
            sigma=sigmas[i] if i < len(sigmas) else None,
            position=places[i] if i < len(places) else None,
        )
        for i, name in enumerate(names)
    )  # fmt: skip
    given: dict[str, Any] = {"format": "coco", "file": "given.json", "name": "thing", "based": 0}
    if edges is not None:
        given["edges"] = tuple(DraftEdge(a, b, line(101 + i)) for i, (a, b) in enumerate(edges))
    if mirror is not None:
        given["mirror"] = tuple(
            DraftPartner(a, b, line(201 + i)) for i, (a, b) in enumerate(mirror)
        )
    return Draft(**(given | {"points": points} | fields))


def written(made: Draft, known: Known | None = None) -> str:
    """The text of a draft's spec."""
    known = known_of(made, workspace()) if known is None else known
    return spec_text(made, made.format, "imported/thing", known)


def linked(text: str) -> tuple[Skeleton, tuple[Diagnostic, ...]]:
    """The skeleton of a text, and every error on the way to it."""
    declaration, _, read = declare("thing.yaml", text.encode())
    assert declaration is not None, read
    found = link(declaration, workspace().resolve)
    assert isinstance(found.document, Skeleton)
    said = (*read, *found.diagnostics, *check_skeleton(found.document, found.whole))
    return found.document, tuple(d for d in said if d.severity is Severity.ERROR)
