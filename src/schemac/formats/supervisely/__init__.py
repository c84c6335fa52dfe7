"""Supervisely: a class of shape `graph`, whose template holds the points and the lines."""

from __future__ import annotations

from schemac.format import Feature, Format, Group, Use
from schemac.formats.supervisely.absorbing import CODES, absorb, recognises
from schemac.formats.supervisely.emitting import FILE, emit
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT"]


def use(skeleton: Skeleton) -> Use:
    """How the class comes into a project."""
    return Use(
        "Add the class to a project with Supervisely's SDK.",
        "import json, supervisely as sly\n"
        f'meta = sly.ProjectMeta.from_json(json.load(open("{FILE}")))\n'
        "api.project.update_meta(project_id, meta)",
    )


FORMAT = Format(
    name="supervisely",
    title="Supervisely",
    summary="A keypoint class with its template, as a project's meta.json holds it.",
    group=Group.LABELLING,
    files={FILE: "the meta of a project with one class of shape `graph`"},
    carries=frozenset({Feature.EDGES, Feature.POSITIONS, Feature.SIDES}),
    emit=emit,
    use=use,
    proven="supervisely 6.74.51 reads the meta, and takes an object with every node",
    recognises=recognises,
    absorb=absorb,
)
