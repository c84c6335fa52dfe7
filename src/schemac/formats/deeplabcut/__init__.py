"""DeepLabCut: the body parts of a project's `config.yaml`, and the pairs that a flip exchanges."""

from __future__ import annotations

from schemac.format import Feature, Format, Group, Option, Use
from schemac.formats.deeplabcut.absorbing import CODES, absorb, recognises
from schemac.formats.deeplabcut.emitting import ANIMALS, CONFIG, MODEL, emit
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT"]


def use(skeleton: Skeleton) -> Use:
    """Both files are fragments: DeepLabCut writes the rest."""
    return Use(
        f"Put the keys of {CONFIG} in place of those in your project's {CONFIG}, before frames are"
        " labelled. Once the training set is made, put the pairs into `data: train: hflip:` of"
        f" its {MODEL}; without them a flip mixes up left and right.",
        f'deeplabcut.create_training_dataset("my-project/{CONFIG}")',
    )


FORMAT = Format(
    name="deeplabcut",
    title="DeepLabCut",
    summary="The body parts and lines of a project, for one animal or several, and flip pairs.",
    group=Group.MOTION,
    files={
        CONFIG: "body parts and lines, to put into the project's file of that name",
        MODEL: "the pairs of body parts that a flip exchanges, for a model's file of that name",
    },
    carries=frozenset({Feature.EDGES, Feature.MIRROR}),
    emit=emit,
    options=(
        Option(
            name=ANIMALS,
            summary="A project with one animal in every frame, or with several.",
            values=("single", "multi"),
        ),
    ),
    use=use,
    proven="DeepLabCut 3.0.2 reads the project's config, and its HFlip exchanges the pairs",
    recognises=recognises,
    absorb=absorb,
)
