"""Names: empty, twice, alike but for case, not to be kept."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.diagnostic import Diagnostic, Note
from schemac.draft import Draft, DraftPoint
from schemac.importing import codes
from schemac.importing.naming import is_name, names_for
from schemac.importing.spots import place_of
from schemac.source import Origin


def faults(draft: Draft) -> Iterator[Diagnostic]:
    """What is wrong with the names."""
    written = names_for([point.name for point in draft.points])
    first: dict[str, int] = {}
    folded: dict[str, int] = {}
    for index, point in enumerate(draft.points):
        at, span = place_of(draft, point.span)
        if not point.name.strip():
            message = f"keypoint {index} has no name; the draft calls it `{written[index]}`"
            yield codes.NAME_EMPTY.at(at, message, span=span)
            continue
        earlier = first.setdefault(point.name, index)
        if earlier != index:
            message = (
                f"keypoints {earlier} and {index} are both called `{shown(point.name)}`;"
                f" the draft calls the second `{written[index]}`"
            )
            note = _here(draft, draft.points[earlier], "the first one")
            yield codes.NAME_TWICE.at(at, message, note, span=span)
            continue
        alike = folded.setdefault(point.name.casefold(), index)
        if alike != index:
            message = (
                f"`{shown(draft.points[alike].name)}` and `{shown(point.name)}` differ only in case"
            )
            note = _here(draft, draft.points[alike], "the other one")
            yield codes.NAME_CASE.at(at, message, note, span=span)
        if not is_name(point.name):
            message = (
                f"the name `{shown(point.name)}` cannot stand in a spec;"
                f" the draft has `{written[index]}`"
            )
            yield codes.NAME_CHANGED.at(at, message, span=span)


def shown(name: str) -> str:
    """A name inside a sentence, not endless."""
    return name if len(name) <= 64 else name[:63] + "…"


def _here(draft: Draft, point: DraftPoint, message: str) -> Note:
    return Note(message, Origin(draft.file), point.span) if point.span else Note(message)
