"""TRC: the file of marker paths that OpenSim and Pose2Sim read, with labels and one empty frame.

It is a pattern: what a program that writes such files has to begin with, and what a model or a
pipeline is set up with before there are any recordings. There is one frame, in which no marker is
seen, because OpenSim 4.6 reads for ever in a file without one.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact
from schemac.format import Emission, Format, Group, Option, Settings, Use
from schemac.model import Skeleton

_NAME = "markers.trc"


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`markers.trc`: five lines of header with the labels in index order, then one frame."""
    units = settings.options.get("units", "mm")
    content = "".join(f"{line}\n" for line in _lines(skeleton, units))
    said = ("Frame 1 has no values", "DataRate and CameraRate are 1", f"Units is {units}")
    assumed = f"{', '.join(said)}: a spec knows no recording"
    return Emission((Artifact(_NAME, content.encode("utf-8", "replace")),), assumed=(assumed,))


def use(skeleton: Skeleton) -> Use:
    """As a pattern, and how its labels are read."""
    return Use(
        "Write your frames below the header, or read the labels from it:",
        'labels = opensim.TimeSeriesTableVec3("trc/markers.trc").getColumnLabels()',
    )


def _lines(skeleton: Skeleton, units: str) -> Iterator[str]:
    count = len(skeleton.keypoints)
    keys = (
        "DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units", "OrigDataRate",
        "OrigDataStartFrame", "OrigNumFrames",
    )  # fmt: skip
    axes = (f"{axis}{number}" for number in range(1, count + 1) for axis in "XYZ")
    yield f"PathFileType\t4\t(X/Y/Z)\t{_NAME}"
    yield "\t".join(keys)
    yield "\t".join(("1", "1", "1", str(count), units, "1", "1", "1"))
    yield "\t".join(("Frame#", "Time", *(f"{_label(p.name)}\t\t" for p in skeleton.keypoints)))
    yield "\t".join(("", "", *axes))
    yield ""
    yield "\t".join(("1", "0", *("NaN" for _ in range(3 * count))))


def _label(name: str) -> str:
    """Without what would end a cell. No name of a spec has it."""
    return " ".join(name.split())


FORMAT = Format(
    name="trc",
    title="TRC labels",
    summary="A marker file with the labels and one empty frame, as a pattern for recordings.",
    group=Group.MOTION,
    files={_NAME: "the header with the labels in index order, and a frame without values"},
    emit=emit,
    use=use,
    options=(Option(name="units", summary="The unit of the frames to come.", values=("mm", "m")),),
    proven="OpenSim 4.6 and trc-data-reader 0.4 read the same labels",
)
