"""What there is: findings, the grammar, targets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from schemac.diagnostic import Code
from schemac.format import Format
from schemac.workspace import UsageError

MIGRATION = "migration"
"""What `schema` calls the files of maps."""


def targets() -> tuple[Format, ...]:
    """Every target: what it writes, what it carries, its options."""
    from schemac.formats import FORMATS
    from schemac.formats import load as load_format

    return tuple(load_format(name) for name in FORMATS)


def chosen_targets(names: tuple[str, ...]) -> tuple[Format, ...]:
    """The targets of these names, also of other packages, in the order of ours; all of ours without
    names. Raises UsageError for an unknown one."""
    if not names:
        return targets()
    from schemac.formats import FORMATS
    from schemac.formats import load as load_format

    known_targets(names)
    strange = [name for name in names if name not in FORMATS]
    ours = tuple(load_format(name) for name in FORMATS if name in names)
    if not strange:
        return ours
    from schemac.thirdparty import load_target

    return (*ours, *map(load_target, dict.fromkeys(strange)))


def rules() -> tuple[Code, ...]:
    """Every kind of finding, by code."""
    from schemac.codes import every_code

    return tuple(sorted(every_code(), key=lambda code: code.id))


def explain(code: str) -> str:
    """What a code (`N010`) or rule (`duplicate-name`) means, why it matters, what to do; or what a
    kind of change (`keypoint-retired`) is, and whom it concerns.

    Raises UsageError for one that does not exist.
    """
    from inspect import cleandoc

    from schemac.codes import every_code, find_code

    found = find_code(code)
    if found is None:
        from schemac.lineage.explain import change_names, explain_change
        from schemac.reading.types import nearest

        if (change := explain_change(code)) is not None:
            return change
        if (strange := _explain_strange(code)) is not None:
            return strange
        known = [word for each in every_code() for word in (each.id, each.name)]
        known += change_names()
        raise UsageError(
            f"there is no rule `{code}`",
            nearest(code, tuple(known)) or "`schemac rules` lists them",
        )
    title = f"{found.id} {found.name} ({found.severity})"
    return f"{title}\n{'=' * len(title)}\n\n{cleandoc(found.doc)}\n"


def _explain_strange(word: str) -> str | None:
    """What a rule that another package ships means; None when there is none of that name or id.
    Raises PackageError, a UsageError, when a package cannot be used."""
    from inspect import cleandoc

    from schemac.thirdparty import rule_named

    shipped = rule_named(word) or rule_named(word.upper())
    if shipped is None:
        return None
    code = shipped.code
    title = f"{code.id} {code.name} ({code.severity}), from package {shipped.package}"
    return f"{title}\n{'=' * len(title)}\n\n{cleandoc(code.doc)}\n"


def schema(kind: str | None = None) -> dict[str, Any]:
    """The JSON Schema of the spec language for editors; of one kind of document, or of all. For
    `migration` that of the files that `schemac map` writes."""
    from schemac.reading.editor import editor_schema

    if kind == MIGRATION:
        from schemac.mapping import map_schema

        return map_schema()

    _known_kind(kind)
    return editor_schema(kind)


def reference(word: str | None = None) -> str:
    """The reference of the language as Markdown; or the tables of one kind of document (`tier_set`)
    or of one record (`keypoint`). Raises UsageError for what is neither."""
    from schemac.reading.reference import page, tables, words

    if word is None:
        from schemac.linking.linker import MAX_NESTED
        from schemac.shipped import shipped

        template = Path(shipped("templates"), "language.md.j2")
        return page(template, Path(shipped("specs")), {"code": _code, "nested": MAX_NESTED})
    if word not in words():
        from schemac.reading.types import nearest

        help = nearest(word, words()) or f"there are {', '.join(f'`{w}`' for w in words())}"
        raise UsageError(f"the language has no `{word}`", help)
    return tables(word)


def _code(id: str) -> str:
    """A code as the reference shows it: `Y003` anchor."""
    from schemac.codes import find_code

    found = find_code(id)
    if found is None:
        raise LookupError(f"the reference names a code that does not exist: {id}")
    return f"`{found.id}` {found.name}"


def _known_kind(kind: str | None) -> None:
    from schemac.reading.grammar import KINDS

    if kind is not None and kind not in KINDS:
        from schemac.reading.types import nearest

        listed = ", ".join(f"`{k}`" for k in KINDS)
        raise UsageError(
            f"there is no kind of document `{kind}`",
            nearest(kind, tuple(KINDS)) or f"there are {listed}",
        )


def known_targets(names: tuple[str, ...]) -> None:
    """Raises UsageError for a name that no target has, of ours or of an installed package."""
    from schemac.formats import FORMATS, READ_ONLY

    for name in names:
        if name in FORMATS:
            continue
        from schemac.thirdparty import target_named, target_names

        if target_named(name) is not None:
            continue
        if name in READ_ONLY:
            help = "`schemac import` reads it; there is nothing to write"
            raise UsageError(f"`{name}` is no target", help)
        from schemac.assemble import MAPS
        from schemac.choosing import ALL
        from schemac.guides import FOLDER as GUIDE
        from schemac.reading.types import nearest

        known = (*FORMATS, *target_names(), GUIDE, MAPS, ALL)
        help = nearest(name, known) or "`schemac targets` lists them"
        raise UsageError(f"there is no target `{name}`", help)
