"""The target `acme-overlay`: what Acme's player draws over a video."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact, json_bytes
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.format import Emission, Feature, Format, Group, Loss, Option, Settings, Use
from schemac.model import Skeleton

CROWDED = Code(
    id="ACME101",
    name="acme-crowded",
    severity=Severity.WARNING,
    doc="""The player draws at most 256 points.

    It leaves out the others without a word. Build a smaller spec for it.
    """,
)
MOST = 256


def accepts(skeleton: Skeleton, settings: Settings) -> Iterator[Diagnostic]:
    """More points than the player draws."""
    count = len(skeleton.keypoints)
    if count > MOST:
        yield CROWDED.at(skeleton.origin, f"{count} keypoints, and the player draws {MOST}")


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`overlay.json`: the points in index order and the lines between them."""
    content = {
        "schema": str(skeleton.reference),
        "corner": settings.options["corner"],
        "points": [point.name for point in skeleton.keypoints[:MOST]],
        "lines": [pair for pair in skeleton.edge_indices if max(pair) < MOST],
        "swap": skeleton.mirror[:MOST],
    }
    losses: tuple[Loss, ...] = ()
    if any(max(pair) >= MOST for pair in skeleton.edge_indices):
        losses = (Loss(Feature.EDGES, f"the player draws lines between {MOST} points alone"),)
    return Emission((Artifact("overlay.json", json_bytes(content)),), losses)


def use(skeleton: Skeleton) -> Use:
    """The player's command."""
    return Use("Start the player with it:", "acme-player --overlay acme-overlay/overlay.json")


FORMAT = Format(
    name="acme-overlay",
    title="Acme player",
    summary="Points and lines that Acme's player draws over a video.",
    group=Group.EVALUATION,
    files={"overlay.json": "for `acme-player --overlay`"},
    carries=frozenset({Feature.EDGES, Feature.MIRROR, Feature.VERSION}),
    emit=emit,
    accepts=accepts,
    use=use,
    options=(
        Option(
            name="corner",
            summary="Where the names stand.",
            values=("top-right", "bottom-left"),
        ),
    ),
    proven="acme-player 3",
)
