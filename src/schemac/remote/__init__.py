"""Projects on annotation servers: what a push would change there, and how they differ.

Everything is read first, then planned as data, and only then written; when a step of the plan is
refused, nothing is written at all. A tool is a package: its `plan`, `compare` and `config_of` are
functions of values, its `Connection` is all that talks.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

from schemac.remote.plan import Action, Difference, Plan, Pulled, Pushed, Step
from schemac.remote.server import RemoteError, server_at
from schemac.remote.wanted import Wanted, wanted_of
from schemac.workspace import UsageError

__all__ = [
    "TOOLS", "Action", "Difference", "Plan", "Pulled", "Pushed", "RemoteError", "Step", "Wanted",
    "pull", "push", "tool_named", "wanted_of",
]  # fmt: skip

TOOLS: dict[str, str] = {
    "cvat": "schemac.remote.cvat",
    "label-studio": "schemac.remote.label_studio",
}


def tool_named(name: str) -> ModuleType:
    """The module of a tool. Raises UsageError for another name."""
    if name not in TOOLS:
        from schemac.reading.types import nearest

        listed = ", ".join(f"`{tool}`" for tool in TOOLS)
        help = nearest(name, tuple(TOOLS)) or f"there are {listed}"
        raise UsageError(f"there is no tool `{name[:40]}` to push to or pull from", help)
    return import_module(TOOLS[name])


def push(
    name: str, wanted: Wanted, url: str, *, project: int | None = None, dry_run: bool = False
) -> Pushed:
    """Bring a project up to what is wanted, or make it; with `dry_run`, only say how.

    The project is the one of this number, else the one of the title that is wanted. Raises
    RemoteError when the server cannot be asked, UsageError when several have that title.
    """
    tool = tool_named(name)
    server = server_at(tool.NAME, url)
    with tool.Connection(server) as connection:
        id = project if project is not None else _numbered(connection, wanted.title)
        found = None if id is None else tool.look(connection, id, wanted)
        plan = Plan(
            tool=name,
            server=server.url,
            spec=str(wanted.skeleton.reference),
            title=found.title if found else wanted.title,
            id=id,
            steps=tuple(tool.plan(wanted, found)),
        )
        written = not (dry_run or plan.refused or plan.up_to_date)
        if written:
            id = _carried_out(tool, connection, wanted, found, plan)
    return Pushed(
        plan=plan,
        written=written,
        id=id,
        page=None if id is None else tool.page_of(server, id),
        losses=wanted.losses,
        assumed=wanted.assumed,
    )


def pull(name: str, url: str, *, project: int, wanted: Wanted | None = None) -> Pulled:
    """A project's config, and how it differs from what is wanted if something is."""
    tool = tool_named(name)
    server = server_at(tool.NAME, url)
    with tool.Connection(server) as connection:
        found = tool.look(connection, project, None)
    file, config = tool.config_of(found)
    return Pulled(
        tool=name,
        server=server.url,
        id=project,
        title=found.title,
        file=file,
        config=config,
        spec=str(wanted.skeleton.reference) if wanted else None,
        differences=tool.compare(wanted, found) if wanted else (),
    )


def _carried_out(tool: ModuleType, connection: Any, wanted: Wanted, found: Any, plan: Plan) -> int:
    try:
        return int(tool.carry_out(connection, wanted, found, plan.steps))
    except RemoteError as fault:
        # A project that was made is found by its title the next time.
        again = "what was written until then stays; push again to do the rest"
        raise RemoteError(str(fault), f"{fault.help}; {again}" if fault.help else again) from None


def _numbered(connection: Any, title: str) -> int | None:
    """The number of the project of this title, None when there is none."""
    ids = [found.id for found in connection.projects(title)]
    if len(ids) > 1:
        listed = ", ".join(map(str, ids))
        message = f"{connection.server.tool} at {connection.server.shown} has several projects"
        raise UsageError(f"{message} called {title!r}", f"choose one with --project: {listed}")
    return ids[0] if ids else None
