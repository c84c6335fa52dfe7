"""A project file as the model's record. Targets and rules are named; the edge knows them."""

from __future__ import annotations

from schemac.model.project import Breaking, Project, ReleasePolicy
from schemac.reading.declare import Declaration
from schemac.reading.types import Entry


def link_project(home: Declaration) -> Project:
    """The project a file declares, with the defaults of what it leaves out."""
    entry = home.entry
    breaking: Entry | None = entry.get("breaking")
    release: Entry | None = entry.get("release")
    return Project(
        id=home.reference.id,
        title=entry.get("title"),
        specs=entry.get("specs", ("specs",)),
        out=entry.get("out", "build"),
        locales=entry.get("locales", ("en",)),
        feedback=entry.get("feedback"),
        targets=entry.get("targets"),
        checks=entry.get("checks", {}),
        breaking=Breaking(against=breaking.get("against"), use=breaking.get("use", ()))
        if breaking
        else None,
        base_uri=entry.get("base_uri", "urn:schemac:"),
        release=ReleasePolicy(approvals=release.get("approvals"), roles=release.get("roles", ()))
        if release
        else None,
        origin=home.origin,
    )
