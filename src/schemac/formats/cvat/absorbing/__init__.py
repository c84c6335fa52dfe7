"""CVAT's skeletons as files hold them: labels as JSON, the constructor's picture, the head of an
annotation export, and the `project.json` or `task.json` of a backup."""

from __future__ import annotations

from schemac.absorbing import text_of, unreadable, whole, without_skeleton
from schemac.diagnostic import Diagnostic
from schemac.draft import Absorbed, Given
from schemac.formats.cvat.absorbing import exported, labels, picture
from schemac.formats.cvat.absorbing.drafted import drafted
from schemac.formats.cvat.absorbing.written import WrittenLabel
from schemac.located import Unreadable

_HELP = "CVAT shows the labels of a project as JSON under Raw in its label editor; copy all of it"


def recognises(given: Given) -> bool:
    """Whether the first bytes are those of one of the four forms."""
    return any(form.recognises(given) for form in (labels, picture, exported))


def absorb(given: Given) -> Absorbed:
    """A draft for each label of type skeleton."""
    form = next((f for f in (picture, exported) if f.recognises(given)), labels)
    data = b""
    try:
        data = exported.head(given) if form is exported else whole(given)
        found, total = form.read(given, data)
    except Unreadable as error:
        return unreadable(given, error, data)
    if not found:
        said = f"none of its {total} labels is a skeleton" if total else "it lists no labels"
        return without_skeleton(given, said, data, help=_HELP)
    return _all(given, found, data)


def _all(given: Given, found: tuple[WrittenLabel, ...], data: bytes) -> Absorbed:
    problems: list[Diagnostic] = []
    drafts = tuple(drafted(label, given.file, problems) for label in found)
    return Absorbed(drafts=drafts, problems=tuple(problems), sources=text_of(given, data))
