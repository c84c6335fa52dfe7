"""Projects on the servers of labelling tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from schemac.api.errors import SpecError
from schemac.api.found import chosen_for
from schemac.compile import check as _check
from schemac.workspace import UsageError, Workspace

if TYPE_CHECKING:
    from schemac.remote import Pulled, Pushed, Wanted


def push(
    tool: str,
    spec: str,
    *,
    url: str,
    project: int | None = None,
    title: str | None = None,
    layout: str | None = None,
    template: bool = False,
    dry_run: bool = False,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> Pushed:
    """Make or update a project of an annotation server (`cvat`, `label-studio`) from a spec.

    The project is `project`, else the one called `title`, else the one called after the spec's
    title, id and version. Label Studio has two layouts, `keypoints` and `vector`, and with
    `template` gets a task to start from. When `plan.refused` nothing was written. Secrets come
    from the environment. Raises SpecError for a spec with errors, RemoteError (a UsageError) when
    the server cannot be asked.
    """
    from schemac import remote

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    wanted = _wanted(workspace, tool, spec, title=title, layout=layout, template=template)
    return remote.push(tool, wanted, url, project=project, dry_run=dry_run)


def pull(
    tool: str,
    spec: str | None = None,
    *,
    url: str,
    project: int,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> Pulled:
    """The config of a project of an annotation server, and how it differs from a spec.

    Raises what `push` raises.
    """
    from schemac import remote

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    wanted = None if spec is None else _wanted(workspace, tool, spec)
    return remote.pull(tool, url, project=project, wanted=wanted)


def _wanted(
    workspace: Workspace,
    tool: str,
    spec: str,
    *,
    title: str | None = None,
    layout: str | None = None,
    template: bool = False,
) -> Wanted:
    """What one spec wants a tool to have."""
    from schemac.canonical import digest
    from schemac.compile import emit
    from schemac.contexts import context_of
    from schemac.remote import tool_named, wanted_of

    module = tool_named(tool)
    chosen = chosen_for(workspace, (module.TARGET,))
    checked = _check(workspace, workspace.select((spec,)), targets=chosen)
    if checked.failed:
        raise SpecError(checked.diagnostics, workspace.locate, workspace.cwd)
    if len(checked.skeletons) != 1:
        raise UsageError(f"`{spec}` is not one spec", "a project holds one")
    (skeleton,) = checked.skeletons
    emission = emit(skeleton, chosen.formats[0], chosen, workspace, digest(skeleton))
    return wanted_of(
        module, skeleton, emission, title=title, layout=layout, template=template,
        context=context_of(workspace, skeleton),
    )  # fmt: skip
