"""The context of one guide as a project wants it: for previews, handbooks and single figures."""

from __future__ import annotations

from schemac.canonical import digest
from schemac.guide import LOCALES, Context, speech
from schemac.linking import link
from schemac.model import Skeleton
from schemac.reading.declare import Declaration
from schemac.translations import translations
from schemac.workspace import UsageError, Workspace

_MOST = 3
"""So many versions back are enough to say what changed."""


def context_of(workspace: Workspace, skeleton: Skeleton, locale: str | None = None) -> Context:
    """The context of a skeleton's guide in a language, the first of the project when None.

    Raises UsageError for a language that no guide can be had in, or a broken catalogue of it.
    """
    project = workspace.project
    chosen = locale_of(workspace, locale)
    own = translations(workspace, chosen)
    return Context(
        skeleton=skeleton,
        speech=speech(chosen, written=skeleton.language, spec=own),
        digest=digest(skeleton),
        feedback=project.feedback if project else None,
        older=ancestors(workspace, skeleton),
    )


def ancestors(workspace: Workspace, skeleton: Skeleton) -> tuple[Skeleton, ...]:
    """The versions that a skeleton came from, newest first, as far as they are at hand: a guide
    shows what changed since. One that has errors ends the row."""
    found: list[Skeleton] = []
    seen = {skeleton.reference}
    step = skeleton.lineage
    while step is not None and step.parent not in seen and len(found) < _MOST:
        seen.add(step.parent)
        declaration = workspace.resolve(step.parent)
        if not isinstance(declaration, Declaration):
            break
        document = link(declaration, workspace.resolve).document
        if not isinstance(document, Skeleton):
            break
        found.append(document)
        step = document.lineage
    return tuple(found)


def locale_of(workspace: Workspace, locale: str | None = None) -> str:
    """The language asked for, or the first of the project. Raises UsageError for an unknown one."""
    project = workspace.project
    chosen = locale or (project.locales[0] if project and project.locales else "en")
    if chosen not in LOCALES:
        listed = ", ".join(f"`{name}`" for name in LOCALES)
        raise UsageError(f"there is no guide in `{chosen}`", f"there is {listed}")
    return chosen
