"""Fragments of two files that DeepLabCut writes itself: only the keys that a spec can fill."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact
from schemac.format import Emission, Feature, Loss, Settings
from schemac.literals import comment, yaml_text
from schemac.model import Skeleton

CONFIG = "config.yaml"
MODEL = "pytorch_config.yaml"
ANIMALS = "animals"


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """Body parts in index order; pairs are indices from 0."""
    several = settings.options.get(ANIMALS) == "multi"
    files = {CONFIG: _config(skeleton, several), MODEL: _model(skeleton)}
    head = f"# {comment(str(skeleton.reference))}, compiled by schemac. Change the spec, not this."
    artifacts = (
        Artifact(path, "\n".join([head, *lines, ""]).encode("ascii"))
        for path, lines in files.items()
    )
    assumed = ("every body part belongs to an animal: uniquebodyparts is empty",) if several else ()
    return Emission(tuple(artifacts), tuple(_losses(skeleton, several)), assumed)


def _config(skeleton: Skeleton, several: bool) -> Iterator[str]:
    names = [f"- {yaml_text(point.name)}" for point in skeleton.keypoints]
    yield f"multianimalproject: {'true' if several else 'false'}"
    if several:
        yield from ("multianimalbodyparts:", *names, "uniquebodyparts: []", "bodyparts: MULTI!")
    else:
        yield from ("bodyparts:", *names)
    ends = ((skeleton.by_id[e.source], skeleton.by_id[e.target]) for e in skeleton.edges)
    lines = [f"- [{yaml_text(a.name)}, {yaml_text(b.name)}]" for a, b in ends]
    yield from ("skeleton:", *lines) if lines else ("skeleton: []",)


def _model(skeleton: Skeleton) -> Iterator[str]:
    yield from ("data:", "  train:", "    hflip:")
    pairs = [(a, b) for a, b in enumerate(skeleton.mirror) if a < b]
    if not pairs:
        yield "      symmetries: []  # a flip exchanges nothing"
        return
    yield "      symmetries:"
    for a, b in pairs:
        names = " and ".join(comment(skeleton.keypoints[each].name) for each in (a, b))
        yield f"      - [{a}, {b}]  # {names}"


def _losses(skeleton: Skeleton, several: bool) -> Iterator[Loss]:
    if several and any(a != b for a, b in enumerate(skeleton.mirror)):
        yield Loss(
            Feature.MIRROR,
            "DeepLabCut 3.0 exchanges partners of the first animal of a picture only, where it"
            " flips whole pictures: train top-down, or leave hflip out",
        )
