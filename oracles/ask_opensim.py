"""Ask OpenSim what it makes of `markers.xml` and `markers.trc`. Runs in the environment of that
oracle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import opensim
from asking import Expected, main

opensim.Logger.setLevelString("error")


def asked(place: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    markers = opensim.MarkerSet(str(place / "opensim" / "markers.xml"))
    found = [markers.get(i).getName() for i in range(markers.getSize())]
    wanted = list(want["names"])
    refused = [at for at, name in enumerate(wanted) if set(name) & set("\\*+/ \t\n")]
    for at in refused:
        wanted[at] = found[at]
    yield "MarkerSet: names in order, others where a component cannot have them", found == wanted
    model = opensim.Model()
    for i in range(markers.getSize()):  # what a person has to do
        markers.get(i).setParentFrameName("/ground")
        markers.get(i).set_location(opensim.Vec3(0))
    model.updateMarkerSet(markers)
    model.finalizeConnections()
    model.initSystem()
    taken = model.getMarkerSet().getSize()
    yield "a model takes the markers, once they have a frame", taken == len(found)
    recording = str(place / "trc" / "markers.trc")
    table = opensim.TimeSeriesTableVec3(recording)
    yield "TimeSeriesTableVec3: labels in order", list(table.getColumnLabels()) == want["names"]
    yield "TimeSeriesTableVec3: one frame", table.getNumRows() == 1
    data = opensim.MarkerData(recording)  # which has to live as long as its names are read
    named = data.getMarkerNames()
    labels = [named.get(i) for i in range(named.getSize())]
    yield "MarkerData: labels in order", labels == want["names"]


if __name__ == "__main__":
    main(asked)
