"""OpenSim: a marker set, the names of markers alone.

A marker of OpenSim is fixed to a body of a model, at a place in metres. No spec knows either, so
both are left out: OpenSim then reads the markers as unplaced, and a model that takes them over
asks for a parent frame of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from schemac.artifact import Artifact
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.format import Emission, Format, Group, Settings, Use
from schemac.model import Keypoint, Skeleton

NAME = Code(
    id="C901",
    name="opensim-name",
    severity=Severity.WARNING,
    doc="""OpenSim does not take the name of a keypoint for a marker.

    Its components cannot have a backslash, `*`, `+`, `/`, a space, a tab or a line break in their
    names. The marker gets the keypoint's id instead, so labels of that name in a TRC file do not
    meet it.

    Give the keypoint a name with `_` or `.` instead, or rename the column of the TRC file.

        keypoints:
          tail_root: {index: 0, name: Root of tail}       # write `Root_of_tail`
    """,
)
CODES = (NAME,)

_REFUSED = re.compile(r"[\\*+/\s\x00-\x1f\x7f]")


def accepts(skeleton: Skeleton, settings: Settings) -> Iterator[Diagnostic]:
    """Names that no component of OpenSim can have."""
    for point in skeleton.keypoints:
        if _REFUSED.search(point.name):
            yield NAME.at(
                point.where("name"),
                f"OpenSim has no marker called `{point.name}`; it is called `{point.id}` there",
                points=(point.id,),
            )


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`markers.xml`: a MarkerSet of names in index order."""
    document = ElementTree.Element("OpenSimDocument", Version="40000")
    markers = ElementTree.SubElement(document, "MarkerSet", name=_set_name(skeleton))
    objects = ElementTree.SubElement(markers, "objects")
    for point in skeleton.keypoints:
        ElementTree.SubElement(objects, "Marker", name=_marker(point))
    ElementTree.indent(document)
    content = ElementTree.tostring(document, encoding="UTF-8", xml_declaration=True) + b"\n"
    return Emission((Artifact("markers.xml", content),), assumed=tuple(_assumed(skeleton)))


def use(skeleton: Skeleton) -> Use:
    """How the markers get their places, and from where."""
    return Use(
        "Give each marker its body and its place in your model, in the file or in OpenSim's own"
        " interface, then add the set to the model:",
        'markers = opensim.MarkerSet("opensim/markers.xml")',
    )


def _marker(point: Keypoint) -> str:
    return point.id if _REFUSED.search(point.name) else point.name


def _set_name(skeleton: Skeleton) -> str:
    return skeleton.id.rsplit("/", 1)[-1]


def _assumed(skeleton: Skeleton) -> Iterator[str]:
    yield (
        "socket_parent_frame, location and fixed are left out, as a spec knows no bodies of a"
        " model; OpenSim takes the origin of no frame, and a model refuses such markers"
    )
    for point in skeleton.keypoints:
        if _REFUSED.search(point.name):
            yield f"the marker of {point.name} is called {point.id}"


FORMAT = Format(
    name="opensim",
    title="OpenSim marker set",
    summary="The names of markers for a musculoskeletal model, without their places on bodies.",
    group=Group.MOTION,
    files={"markers.xml": "a MarkerSet; each marker still needs its body and place"},
    emit=emit,
    accepts=accepts,
    use=use,
    proven="OpenSim 4.6 loads it and gives the same names",
)
