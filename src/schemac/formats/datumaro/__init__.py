"""Datumaro: a data set without items, whose categories name the points of a skeleton."""

from __future__ import annotations

from schemac.format import Feature, Format, Group, Use
from schemac.formats.datumaro.absorbing import CODES, absorb, recognises
from schemac.formats.datumaro.emitting import FILE, emit
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT"]


def use(skeleton: Skeleton) -> Use:
    """How the categories come into a data set."""
    return Use(
        "Import this folder, and give its categories to the data sets that you make.",
        "import datumaro as dm\n"
        'categories = dm.Dataset.import_from(".", "datumaro").categories()\n'
        "dm.Dataset.from_iterable(items, categories=categories)",
    )


FORMAT = Format(
    name="datumaro",
    title="Datumaro",
    summary="The label and point categories of a data set: names, joints, default positions.",
    group=Group.EVALUATION,
    files={FILE: "a data set in Datumaro's own format, without items"},
    carries=frozenset({Feature.EDGES, Feature.POSITIONS, Feature.VERSION}),
    emit=emit,
    use=use,
    proven="datumaro 1.13.12 imports it, and what it exports is read back",
    recognises=recognises,
    absorb=absorb,
)
