"""Versions: what changed, who is broken by it, releases and their proof."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from schemac.api.errors import SpecError
from schemac.api.found import as_text, ids_of
from schemac.workspace import UsageError, Workspace

if TYPE_CHECKING:
    from schemac.auditing import Account, Chain, History
    from schemac.lineage.breakage import Mode
    from schemac.model.project import Use
    from schemac.output import Difference, Manifest
    from schemac.releasing import Released
    from schemac.revision import Judged
    from schemac.revision.bump import Bumped, Size
    from schemac.revision.pin import Pinned


def diff(
    *ends: str,
    against: str | None = None,
    today: str | None = None,
    cwd: str | Path | None = None,
) -> tuple[Judged, ...]:
    """What changed between two ends, or between documents and what they were at `against` (a
    commit of git, a folder, a version), or without that in the versions they name as parents.

    An end is a path, an id, `id@version`, a commit or `commit:path`; without any all documents of
    the project are compared. Raises SpecError when one has errors, UsageError for what there is
    not.
    """
    pair = len(ends) == 2 and against is None
    return _judged_steps(ends, against, Workspace(as_text(cwd)), pair=pair, today=today)


def breaking(
    *specs: str,
    against: str | None = None,
    use: tuple[Use, ...] = (),
    mode: Mode | None = None,
    transitive: bool = False,
    today: str | None = None,
    cwd: str | Path | None = None,
) -> tuple[Judged, ...]:
    """Whether the steps of versions fit what changed; those that `failed` do not.

    `use` are the audiences that count (`D`, `M`, `E`, `T`, `A`; history always does), all when left
    out. `mode` is `backward`, `forward` or `full`; with `transitive` all earlier versions count.
    Without `against` and `use`, what the project says. Raises what `diff` raises.
    """
    workspace = Workspace(as_text(cwd))
    policy = workspace.project.breaking if workspace.project else None
    if policy is not None:
        against = against or (None if transitive else policy.against)
        use = use or policy.use
    return _judged_steps(
        specs, against, workspace, transitive=transitive, use=use, mode=mode, today=today
    )


def bump(
    spec: str,
    size: Size,
    *,
    rationale: str | None = None,
    write: bool = True,
    cwd: str | Path | None = None,
) -> Bumped:
    """Start the next version of a document: its number, and a lineage that names the released one.

    Raises UsageError for a document that is unknown or not ours, OutputError when it cannot be
    written.
    """
    from schemac.revision.bump import bump as start
    from schemac.rewrite import own_files

    workspace = Workspace(as_text(cwd))
    files = own_files(workspace, (spec,))
    if len(files) != 1:
        raise UsageError(f"`{spec}` is not one document")
    return start(workspace, files[0], size, rationale=rationale, write=write)


def pin(
    reference: str, *specs: str, write: bool = True, cwd: str | Path | None = None
) -> tuple[Pinned, ...]:
    """Name a document at this version (`id@version`) wherever working files of the project, or of
    those named, name it at another. Raises what `bump` raises."""
    from schemac.model.place import Reference
    from schemac.revision.pin import pin as move
    from schemac.rewrite import own_files

    id, _, version = reference.partition("@")
    if not version:
        raise UsageError(f"`{id}` names no version", f"write `{id}@1.0.0`")
    workspace = Workspace(as_text(cwd))
    files = [file for file in own_files(workspace, specs) if "@" not in Path(file).name]
    return move(workspace, Reference(id=id, version=version), files, write=write)


def _judged_steps(
    words: tuple[str, ...],
    against: str | None,
    workspace: Workspace,
    *,
    pair: bool = False,
    transitive: bool = False,
    use: tuple[Use, ...] = (),
    mode: Mode | None = None,
    today: str | None = None,
) -> tuple[Judged, ...]:
    from schemac.revision import Policy, judge_steps
    from schemac.revision import compare as steps

    found = steps(workspace, words, against, pair=pair, transitive=transitive)
    for broken in found.broken:
        raise SpecError(broken.problems, broken.snapshot.place, workspace.cwd)
    for id, parent in found.missing:
        raise UsageError(f"`{id}` names the parent `{parent}`, which is not there")
    return judge_steps(found.steps, Policy(use=use, mode=mode, today=today))


def release(
    *specs: str,
    approved_by: tuple[str, ...] = (),
    meaning: str = "approval",
    rationale: str | None = None,
    author: str | None = None,
    effective: str | None = None,
    ticket: str | None = None,
    recorded: str | None = None,
    attested: bool = True,
    cwd: str | Path | None = None,
    today: str | None = None,
) -> Released:
    """Freeze versions, with a line each in the ledger; all of them or none, in one step.

    `approved_by` are names, with a role in brackets: `Dr A. Rao (medical lead)`. The other words
    count where a document's `lineage` does not say them. `recorded` is a time in UTC, now when
    left out. Without `attested`, old frozen files are taken in as they are. Findings forbid a
    release, warnings too; then it has no `lines`. Raises UsageError for what cannot be released
    or lacks something, OutputError when it cannot be written.
    """
    import time

    from schemac.releasing import Asked, approval
    from schemac.releasing import release as _release

    asked = Asked(
        approvals=tuple(approval(name, meaning) for name in approved_by),
        rationale=rationale,
        author=author,
        effective=effective,
        ticket=ticket,
    )
    moment = recorded or time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    folder = str(cwd) if cwd is not None else None
    return _release(specs, asked, recorded=moment, today=today, attested=attested, cwd=folder)


def log(
    spec: str, *, on: str, cwd: str | Path | None = None, workspace: Workspace | None = None
) -> History:
    """The versions of one document, as they stand on a day (an ISO date): those released, those
    that lie frozen, and the draft. Raises UsageError for a document that the project does not have.
    """
    from schemac.auditing import account

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    (id,) = ids_of(workspace, (spec,))
    found = account(workspace, on=on, specs=(id,)).documents
    if not found:
        raise UsageError(
            f"`{spec}` is not in a spec folder of this project", "only those have a ledger"
        )
    return found[0]


def audit(
    *specs: str,
    on: str,
    anchor: str | None = None,
    out: str | Path | None = None,
    rebuild: bool = False,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> Account:
    """The account of all releases of a project, as of a day (an ISO date); nothing is written.

    `anchor` is a signed git tag. `out` is the build to hold against it, that of the project when
    left out; with `rebuild` it is made again and compared byte for byte. Raises UsageError for an
    unknown spec.
    """
    from schemac.assemble import out_folder
    from schemac.auditing import account
    from schemac.auditing.builds import made_from
    from schemac.output import read_manifest

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    folder = out_folder(workspace, str(out) if out is not None else None)
    manifest = read_manifest(folder)
    made = None
    if manifest is not None:
        again = _again(workspace, folder, manifest) if rebuild else None
        shown = str(out) if out is not None else workspace.relative(str(folder))
        made = (shown, made_from(folder, manifest, workspace.ledgers, again))
    ids = ids_of(workspace, specs)
    return account(workspace, on=on, specs=ids, anchor=anchor, build=made)


def audit_verify(
    anchor: str | None = None,
    *,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> tuple[Chain, ...]:
    """Every ledger of a project held against its frozen files, its git history, and an anchor."""
    from schemac.auditing import chain

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    return tuple(chain(workspace, folder, anchor) for folder in workspace.own_folders())


def _again(workspace: Workspace, folder: Path, manifest: Manifest) -> Difference | None:
    """How a build differs from one that is made now, of the same specs and targets."""
    from schemac.api.builds import compare
    from schemac.guides import FOLDER as GUIDE

    targets = {entry.target for entry in manifest.artifacts}
    full = "start" in targets
    specs = {f"{e.spec}@{e.version}" for e in manifest.artifacts if e.spec and e.version}
    return compare(
        *(() if full else sorted(specs)), out=folder, guide=GUIDE in targets, workspace=workspace
    )[1]
