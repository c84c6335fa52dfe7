"""Encord: an ontology with one object of shape `skeleton`, and the template of its points."""

from __future__ import annotations

from schemac.format import Feature, Format, Group, Use
from schemac.formats.encord.absorbing import CODES, absorb, recognises
from schemac.formats.encord.emitting import FILE, emit
from schemac.literals import python_text
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT"]


def use(skeleton: Skeleton) -> Use:
    """How the ontology comes to Encord."""
    return Use(
        "Create the ontology with Encord's SDK.",
        "import json\n"
        "from encord.objects import OntologyStructure\n"
        f'structure = OntologyStructure.from_dict(json.load(open("{FILE}")))\n'
        f"client.create_ontology({python_text(skeleton.category)}, structure=structure)",
    )


FORMAT = Format(
    name="encord",
    title="Encord",
    summary="An ontology with a skeleton, its template, and the attributes of instances.",
    group=Group.LABELLING,
    files={FILE: "an ontology structure, as Encord's SDK and its JSON editor take it"},
    carries=frozenset({Feature.EDGES, Feature.POSITIONS, Feature.SIDES, Feature.ATTRIBUTES}),
    emit=emit,
    use=use,
    proven="encord 0.1.211 reads the ontology, and makes an instance of the template",
    recognises=recognises,
    absorb=absorb,
)
