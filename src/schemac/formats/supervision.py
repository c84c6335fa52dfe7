"""supervision: the edges that `EdgeAnnotator` draws, counted from 1, and the labels of vertices.

Read in supervision 0.31.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact
from schemac.format import Emission, Feature, Format, Group, Settings, Use
from schemac.literals import comment, python_value
from schemac.model import Skeleton


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`keypoints.py`: edges as pairs of numbers from 1, and names in index order."""
    content = "\n".join(_file(skeleton)) + "\n"
    artifact = Artifact("keypoints.py", content.encode("ascii"))
    return Emission((artifact,), assumed=tuple(_assumed(skeleton)))


def _file(skeleton: Skeleton) -> Iterator[str]:
    edges = [(source + 1, target + 1) for source, target in skeleton.edge_indices]
    labels = [point.name for point in skeleton.keypoints]
    yield f"# {comment(str(skeleton.reference))}, compiled by schemac. Change the spec, not this."
    yield "# Edges count from 1."
    yield f"EDGES = {python_value(edges, before=8)}"
    yield f"LABELS = {python_value(labels, before=9)}"


def _assumed(skeleton: Skeleton) -> Iterator[str]:
    if not skeleton.edges:
        yield (
            "EDGES is empty, as the spec has none; EdgeAnnotator then draws a skeleton of its own"
            f" if it knows one with {len(skeleton.keypoints)} keypoints"
        )


def _use(skeleton: Skeleton) -> Use:
    return Use(
        "Give the edges to the annotator; without them it goes by the number of keypoints alone.",
        "import supervision as sv\n"
        "from keypoints import EDGES, LABELS\n"
        "scene = sv.EdgeAnnotator(edges=EDGES).annotate(scene, key_points)\n"
        "scene = sv.VertexLabelAnnotator().annotate(scene, key_points, labels=LABELS)",
    )


FORMAT = Format(
    name="supervision",
    title="supervision",
    summary="Edges and labels for drawing keypoints on pictures.",
    group=Group.EVALUATION,
    files={"keypoints.py": "`EDGES`, counted from 1, and `LABELS`, for its annotators"},
    carries=frozenset({Feature.EDGES}),
    emit=emit,
    use=_use,
    proven="supervision 0.31.2 draws these edges and labels, and no others",
)
