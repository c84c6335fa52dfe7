"""The whole compiler on one screen: read, link, check; then emit, elsewhere write.

Everything here is a function of documents and settings. Disk is touched by the workspace and by
`output` only; nothing here prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.choosing import Chosen, choose_targets, settings_for
from schemac.diagnostic import Diagnostic, Severity
from schemac.format import Emission, Format, Settings, losses_of
from schemac.linking import Document, Linked, Nowhere
from schemac.linking.echoes import without_echoes
from schemac.model import PointMap, Skeleton
from schemac.model.place import Reference
from schemac.reading.declare import Declaration
from schemac.released import link_found
from schemac.workspace import Found, Workspace

if TYPE_CHECKING:
    from schemac.lineage.chain import History
    from schemac.model.project import Level
    from schemac.rulebook import Rulebook


class Checked(Struct, frozen=True):
    """What a check found, and the documents it linked, in the order asked for."""

    diagnostics: tuple[Diagnostic, ...]
    documents: tuple[Document, ...]

    @property
    def failed(self) -> bool:
        """Whether a finding is an error."""
        return any(d.severity is Severity.ERROR for d in self.diagnostics)

    @property
    def skeletons(self) -> tuple[Skeleton, ...]:
        """The specs among the documents; a part is never built alone."""
        return tuple(d for d in self.documents if isinstance(d, Skeleton) and d.kind == "spec")


def check(
    workspace: Workspace,
    paths: Iterable[str],
    *,
    targets: Chosen | None = None,
    today: str | None = None,
) -> Checked:
    """Read, link and check documents. `today` (an ISO date) lets waivers expire."""
    chosen = targets or choose_targets(workspace)
    problems: list[Diagnostic] = [*workspace.project_problems, *chosen.problems]
    problems += _levels(workspace)
    documents: list[Document] = []
    seen: dict[Reference, Declaration] = {}
    for path in paths:
        found = workspace.read(path)
        if found.declaration is None or found.declaration.kind == "project":
            continue
        if _same(seen.setdefault(found.declaration.reference, found.declaration), found):
            continue
        linked = link_found(workspace, found)
        problems += _judged(workspace, linked, chosen, today)
        if linked.document is not None:
            documents.append(linked.document)
    problems += _ways(workspace, documents)
    read = [problem for found in workspace.read_files() for problem in found.problems]
    every = dict.fromkeys([*read, *workspace.clashes(), *problems])
    return Checked(tuple(every), tuple(documents))


def _ways(workspace: Workspace, documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """What map documents say of each other."""
    maps = [document for document in documents if isinstance(document, PointMap)]
    if len(maps) > 1:
        from schemac.mapping.ways import ways_disagree

        yield from ways_disagree(maps, history_of(workspace).document)


def _same(first: Declaration, found: Found) -> bool:
    """Whether a file is the frozen copy of a working file that says the same."""
    if found.declaration is None or first is found.declaration:
        return False
    from schemac.canonical import declared_digest

    return declared_digest(first) == declared_digest(found.declaration)


def _judged(
    workspace: Workspace, linked: Linked, chosen: Chosen, today: str | None
) -> Iterator[Diagnostic]:
    """What linking, the rules and the targets say of one document, after waivers and levels."""
    from schemac.checks import apply_levels, apply_waivers
    from schemac.rulebook import rulebook

    document = linked.document
    if document is None:
        yield from linked.diagnostics
        return
    levels = workspace.project.checks if workspace.project else {}
    book = rulebook({*levels, *(waiver.rule for waiver in document.waivers)})
    judged = (
        *_checked(document, linked.whole, workspace),
        *_further(document, linked.whole, book, levels),
        *_refused(document, chosen, workspace),
        *_unsaid(workspace, linked),
    )
    found = (*linked.diagnostics, *without_echoes(judged, linked.faults))
    kept = apply_waivers(found, document, today, book.names, book.fixed, book.broken)
    yield from apply_levels(kept, levels, book.names)


def _further(
    document: Document, whole: bool, book: Rulebook, levels: Mapping[str, Level]
) -> tuple[Diagnostic, ...]:
    """What the rules of other packages say that the project or a waiver names."""
    from schemac.checks import run_rules

    if not isinstance(document, Skeleton) or not book.further:
        return ()
    wanted = (rule for rule in book.further if levels.get(rule.code.name) != "ignore")
    return run_rules(wanted, document, whole)


def _checked(document: Document, whole: bool, workspace: Workspace) -> tuple[Diagnostic, ...]:
    from schemac import checks
    from schemac.model import Dictionary, TierSet

    if isinstance(document, Skeleton):
        return checks.check_skeleton(document, whole)
    if isinstance(document, TierSet):
        return checks.check_tier_set(document, whole)
    if isinstance(document, Dictionary):
        return checks.check_dictionary(document, whole)
    from schemac.mapping.checks import check_document

    return (
        *checks.check_map(document, whole),
        *check_document(document, history_of(workspace).document),
    )


def _unsaid(workspace: Workspace, linked: Linked) -> tuple[Diagnostic, ...]:
    """What a document does not declare of the step from its parent. One with faults is not
    compared: what it lost to them would look as if it had been taken out."""
    document = linked.document
    if document is None or isinstance(document, PointMap) or not document.lineage:
        return ()
    if not linked.whole or linked.faults:
        return ()
    from schemac.lineage.declared import undeclared

    return tuple(undeclared(document, history_of(workspace)))


def history_of(workspace: Workspace) -> History:
    """The versions behind a document, as the workspace has them; none that has errors."""
    from schemac.lineage.chain import History

    def find(reference: Reference) -> Document | None:
        declaration = workspace.resolve(reference)
        if isinstance(declaration, Nowhere):
            return None
        linked = link_found(workspace, workspace.read(declaration.file))
        return linked.document if linked.whole and not linked.faults else None

    return History(find)


def _refused(document: Document, chosen: Chosen, workspace: Workspace) -> Iterator[Diagnostic]:
    """Asked of each target itself: what can it not name or hold?"""
    if not isinstance(document, Skeleton) or document.kind != "spec":
        return
    for format in chosen.formats:
        if format.accepts is not None:
            yield from format.accepts(document, settings_for(format, chosen, workspace))


def _levels(workspace: Workspace) -> tuple[Diagnostic, ...]:
    project = workspace.project
    if project is None or not project.checks:
        return ()
    from schemac.checks import check_levels
    from schemac.rulebook import rulebook

    book = rulebook(project.checks)
    at = project.origin / "checks"
    return check_levels(project.checks, book.names, at, book.fixed, book.broken)


def emit(
    skeleton: Skeleton, format: Format, chosen: Chosen, workspace: Workspace, digest: str
) -> Emission:
    """One target of one skeleton, with every loss it means."""
    return emit_with(skeleton, format, settings_for(format, chosen, workspace, digest))


def emit_with(skeleton: Skeleton, format: Format, settings: Settings) -> Emission:
    """The same, from settings alone."""
    if format.emit is None:
        raise TypeError(f"{format.name} is not a target")
    emission = format.emit(skeleton, settings)
    losses = (*losses_of(format, skeleton), *emission.losses)
    return Emission(emission.artifacts, tuple(sorted(set(losses))), emission.assumed)
