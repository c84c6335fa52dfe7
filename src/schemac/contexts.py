"""The context of one guide as a project wants it: for previews, handbooks and single figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemac.canonical import digest
from schemac.editions import document_of, editions
from schemac.guide import LOCALES, Context, speech
from schemac.model import Skeleton
from schemac.translations import translations
from schemac.workspace import UsageError, Workspace

_MOST = 3
"""So many versions back are enough to say what changed."""


def context_of(workspace: Workspace, skeleton: Skeleton, locale: str | None = None) -> Context:
    """The context of a skeleton's guide in a language, the first of the project when None.

    Raises UsageError for a language that no guide can be had in, or a broken catalogue of it.
    """
    (context,) = contexts_of(workspace, skeleton, (locale_of(workspace, locale),)).values()
    return context


def contexts_of(
    workspace: Workspace, skeleton: Skeleton, locales: Sequence[str]
) -> Mapping[str, Context]:
    """The same in several languages. Raises UsageError for a broken catalogue."""
    project = workspace.project
    made, mark = {}, digest(skeleton)
    older, every = ancestors(workspace, skeleton), editions(workspace, skeleton)
    for locale in locales:
        own = translations(workspace, locale)
        made[locale] = Context(
            skeleton=skeleton,
            speech=speech(locale, written=skeleton.language, spec=own),
            digest=mark,
            feedback=project.feedback if project else None,
            older=older,
            editions=every,
            locales=tuple(locales),
        )
    return made


def ancestors(workspace: Workspace, skeleton: Skeleton) -> tuple[Skeleton, ...]:
    """The versions that a skeleton came from, newest first, as far as they are at hand: a guide
    shows what changed since. One that has errors ends the row."""
    found: list[Skeleton] = []
    seen = {skeleton.reference}
    step = skeleton.lineage
    while step is not None and step.parent not in seen and len(found) < _MOST:
        seen.add(step.parent)
        document = document_of(workspace, step.parent)
        if document is None:
            break
        found.append(document)
        step = document.lineage
    return tuple(found)


def locales_of(workspace: Workspace, locale: str | None = None) -> tuple[str, ...]:
    """The language asked for alone, or those of the project. Raises UsageError for an unknown
    one."""
    project = workspace.project
    chosen = (locale,) if locale else project.locales if project and project.locales else ("en",)
    for each in chosen:
        if each not in LOCALES:
            listed = ", ".join(f"`{name}`" for name in LOCALES)
            raise UsageError(f"there is no guide in `{each}`", f"there is {listed}")
    return tuple(dict.fromkeys(chosen))


def locale_of(workspace: Workspace, locale: str | None = None) -> str:
    """The first of them."""
    return locales_of(workspace, locale)[0]
