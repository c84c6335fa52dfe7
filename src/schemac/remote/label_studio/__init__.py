"""Push to Label Studio and pull from it.

Its server accepts a config that lacks a label in use, and annotations then hold a word that no
label has. So such a config is refused as soon as anybody has annotated.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from schemac.remote.label_studio import instructions
from schemac.remote.label_studio.config import differences, lost, read_config
from schemac.remote.label_studio.connection import Connection, Project
from schemac.remote.plan import Action, Difference, Step
from schemac.remote.server import Server
from schemac.remote.wanted import Wanted

__all__ = [
    "LAYOUTS", "LONGEST_TITLE", "NAME", "TARGET", "Connection", "carry_out", "compare",
    "config_of", "look", "page_of", "plan",
]  # fmt: skip

NAME = "Label Studio"
TARGET = "label-studio"
LAYOUTS = {
    "keypoints": ("config.xml", "template-prediction.json"),
    "vector": ("vector.xml", "template-vector.json"),
}
"""A layout's config, and the task to start from, as the target calls them."""

LONGEST_TITLE = 50

_MARK = "schemac_template"

_ADVICE = (
    "Label Studio would accept this and lose sight of what is annotated. Push to a new project"
    " (leave out --project and --title), or keep the ids in the spec: names may change"
)


class Found(Struct, frozen=True):
    """What a project has on the server. `annotated` is looked up when something would be lost,
    `templates` (the specs that have a template task) when one is to be made."""

    project: Project
    annotated: int = 0
    templates: frozenset[str] = frozenset()

    @property
    def id(self) -> int:
        return self.project.id

    @property
    def title(self) -> str:
        return self.project.title

    @property
    def config(self) -> str:
        return self.project.label_config or ""


def look(connection: Connection, id: int, wanted: Wanted | None) -> Found:
    """What a project has on the server. Tasks are gone through only when it matters what is in
    them; the project's own counts lag behind and leave out drafts."""
    project = connection.project(id)
    if wanted is None:
        return Found(project)
    counted = (project.total_annotations_number or 0) + (project.skipped_annotations_number or 0)
    gone = lost(project.label_config or "", _config(wanted))
    annotated, templates = counted, set()
    for task in connection.tasks(id) if wanted.template or (gone and not counted) else ():
        annotated += 0 if counted else task.annotated
        if isinstance(task.meta, dict) and _MARK in task.meta:
            templates.add(str(task.meta[_MARK]))
        if annotated and not wanted.template:
            break
    return Found(project, annotated, frozenset(templates))


def plan(wanted: Wanted, found: Found | None) -> Iterator[Step]:
    """What a push would do, from what the spec wants and what the server has."""
    config = _config(wanted)
    if found is None:
        number = len(wanted.skeleton.keypoints)
        yield Step(Action.CREATE, "project", f"there is none called {wanted.title!r}")
        yield Step(Action.CREATE, "config", f"{number} keypoints")
    else:
        yield Step(Action.KEEP, "project", f"{found.title!r}, number {found.id}")
        yield _config_step(found, config)
    yield from instructions.steps(wanted, found.project.expert_instruction if found else "")
    if wanted.template:
        yield _template(wanted, found)


def carry_out(
    connection: Connection, wanted: Wanted, found: Found | None, steps: tuple[Step, ...]
) -> int:
    """Do what the steps say; the id of the project."""
    doing = {step.thing: step.action for step in steps}
    fields: dict[str, Any] = {}
    if doing["config"] in (Action.CREATE, Action.UPDATE):
        fields["label_config"] = _config(wanted)
    written = (found.project.expert_instruction if found else "") or ""
    telling = {doing.get("instructions"), doing.get("pictures")} & {Action.CREATE, Action.UPDATE}
    if telling:
        fields |= instructions.fields(wanted, instructions.kept(wanted, written))
    if found is None:
        id = connection.create(title=wanted.title, **fields)
    else:
        id = found.id
        if fields:
            connection.update(id, **fields)
    if telling:
        instructions.complete(connection, id, wanted, written)
    if doing.get("template task") is Action.CREATE:
        connection.add_tasks(id, _tasks(wanted))
    return id


def config_of(found: Found) -> tuple[str, bytes]:
    """The project's labelling config, and what `build` calls such a file."""
    return LAYOUTS[_layout(found)][0], (found.config.strip() + "\n").encode()


def compare(wanted: Wanted, found: Found) -> tuple[Difference, ...]:
    """How the project's config differs from that of the spec."""
    config, _ = LAYOUTS[_layout(found)]
    return differences(found.config, wanted.file(config).decode())


def page_of(server: Server, id: int) -> str:
    """Where people see the project."""
    return f"{server.url}/projects/{id}"


def _config(wanted: Wanted) -> str:
    """The config as the server stores it: it cuts white space at both ends."""
    config, _ = LAYOUTS[wanted.layout or "keypoints"]
    return wanted.file(config).decode().strip()


def _layout(found: Found) -> str:
    """Which layout a project has."""
    controls = read_config(found.config) or {}
    drawn = any(control.tag.startswith("Vector") for control in controls.values())
    return "vector" if drawn else "keypoints"


def _config_step(found: Found, config: str) -> Step:
    told = differences(found.config, config)
    if not told:
        return Step(Action.KEEP, "config", "up to date")
    gone = lost(found.config, config)
    if gone and found.annotated:
        seen = f"annotations or drafts exist ({found.annotated} seen)"
        message = f"{seen}, and they may hold words that would go"
        return Step(Action.REFUSE, "config", message, gone, _ADVICE)
    return Step(Action.UPDATE, "config", "differs from the spec", told)


def _template(wanted: Wanted, found: Found | None) -> Step:
    _tasks(wanted)
    if found and str(wanted.skeleton.reference) in found.templates:
        return Step(Action.KEEP, "template task", "is there already")
    return Step(Action.CREATE, "template task", "the skeleton as a prediction to start from")


def _tasks(wanted: Wanted) -> list[dict[str, Any]]:
    """The template as tasks for import, marked so that it is found again."""
    _, template = LAYOUTS[wanted.layout or "keypoints"]
    mark = {_MARK: str(wanted.skeleton.reference)}
    return [{**task, "meta": mark} for task in msgspec.json.decode(wanted.file(template))]
