"""SLEAP: a skeleton with its directed edges and symmetric pairs."""

from __future__ import annotations

from schemac.format import Feature, Format, Group, Use
from schemac.formats.sleap.absorbing import CODES, absorb, recognises
from schemac.formats.sleap.emitting import FILE, emit
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT"]


def use(skeleton: Skeleton) -> Use:
    """How the file becomes a skeleton of a SLEAP project."""
    return Use(
        "Load the skeleton with sleap-io and make a project of it, or give it to SLEAP-NN.",
        "import sleap_io as sio\n"
        f'skeleton = sio.load_skeleton("{FILE}")\n'
        'sio.Labels(skeletons=[skeleton]).save("labels.slp")',
    )


FORMAT = Format(
    name="sleap",
    title="SLEAP",
    summary="Nodes, directed edges and symmetric pairs, for SLEAP, SLEAP-NN and sleap-io.",
    group=Group.MOTION,
    files={FILE: "a skeleton as sleap-io reads it; edges lead away from the root"},
    carries=frozenset({Feature.EDGES, Feature.MIRROR}),
    emit=emit,
    use=use,
    proven="sleap-io 0.9.5 loads it, and what it writes is read back",
    recognises=recognises,
    absorb=absorb,
)
