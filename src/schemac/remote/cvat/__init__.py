"""Push to CVAT and pull from it.

A skeleton cannot be changed once it exists there: CVAT answers a change of its points or its
picture with success and ignores it. So a label that differs is refused, and said to differ.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from schemac.artifact import json_bytes
from schemac.remote.cvat import guide
from schemac.remote.cvat.connection import Connection, Found
from schemac.remote.cvat.labels import Label, differences, plain, read_labels
from schemac.remote.plan import Action, Difference, Step
from schemac.remote.server import Server
from schemac.remote.wanted import Wanted

__all__ = [
    "LAYOUTS", "LONGEST_TITLE", "NAME", "TARGET", "Connection", "carry_out", "compare",
    "config_of", "look", "page_of", "plan",
]  # fmt: skip

NAME = "CVAT"
TARGET = "cvat"
FILE = "labels.json"
LAYOUTS: dict[str, str] = {}
"""There is one only, so there is nothing to choose."""

LONGEST_TITLE = 256

_ADVICE = (
    "CVAT cannot change a skeleton once it exists. Push to a new project (leave out --project and"
    " --title), or give the category of the new version another name"
)


def look(connection: Connection, id: int, wanted: Wanted | None) -> Found:
    """What a project has on the server; whatever is wanted, it is the same."""
    return connection.project(id)


def plan(wanted: Wanted, found: Found | None) -> Iterator[Step]:
    """What a push would do, from what the spec wants and what the server has."""
    (label,) = read_labels(wanted.file(FILE))
    number = f"{len(label.sublabels)} keypoints"
    if found is None:
        yield Step(Action.CREATE, "project", f"there is none called {wanted.title!r}")
        yield Step(Action.CREATE, "label", f"skeleton {label.name} with {number}")
    else:
        yield Step(Action.KEEP, "project", f"{found.title!r}, number {found.id}")
        yield _label(label, next((each for each in found.labels if each.name == label.name), None))
    yield from guide.steps(wanted, found.guide if found else None)


def carry_out(
    connection: Connection, wanted: Wanted, found: Found | None, steps: tuple[Step, ...]
) -> int:
    """Do what the steps say; the id of the project."""
    doing = {step.thing: step.action for step in steps}
    labels = msgspec.json.decode(wanted.file(FILE))
    if found is None:
        id = connection.create_project(wanted.title, labels)
    else:
        id = found.id
        if doing["label"] is Action.CREATE:
            connection.add_labels(id, labels)
    if {doing.get("guide"), doing.get("pictures")} & {Action.CREATE, Action.UPDATE}:
        guide.write(connection, id, wanted, found.guide if found else None)
    return id


def config_of(found: Found) -> tuple[str, bytes]:
    """The project's labels, and what `build` calls such a file."""
    return FILE, json_bytes([plain(label) for label in found.labels])


def compare(wanted: Wanted, found: Found) -> tuple[Difference, ...]:
    """How the project's labels differ from those of the spec."""
    (label,) = read_labels(wanted.file(FILE))
    there = next((each for each in found.labels if each.name == label.name), None)
    if there is None:
        return (Difference(f"label {label.name} is not in CVAT"),)
    others = [each.name for each in found.labels if each.name != label.name]
    told = [Difference(f"label {name} is not in the spec", counts=False) for name in others]
    return (*differences(there, label), *told)


def page_of(server: Server, id: int) -> str:
    """Where people see the project."""
    return f"{server.url}/projects/{id}"


def _label(wanted: Label, found: Label | None) -> Step:
    if found is None:
        return Step(Action.CREATE, "label", f"skeleton {wanted.name}, which the project lacks")
    told = differences(found, wanted)
    if any(difference.counts for difference in told):
        message = f"skeleton {wanted.name} differs from the spec"
        return Step(Action.REFUSE, "label", message, told, _ADVICE)
    return Step(Action.KEEP, "label", f"skeleton {wanted.name} is up to date", told)
