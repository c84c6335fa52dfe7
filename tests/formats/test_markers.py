"""OpenSim's marker set, TRC and C3D: labels in index order, and nothing that no spec knows."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from conftest import LIBRARY
from hostile_skeletons import PAYLOADS, hostile
from schemac.format import Feature, Settings, losses_of
from schemac.formats import load
from schemac.formats.opensim import accepts
from small_skeletons import bird, keypoint

SETTINGS = Settings(options={"units": "mm"})


def emitted(made, target):
    return load(target).emit(made, SETTINGS)


def content(made, target):
    (artifact,) = emitted(made, target).artifacts
    return artifact.content


def markers(made):
    return [
        each.get("name") for each in ElementTree.fromstring(content(made, "opensim")).iter("Marker")
    ]


@pytest.mark.parametrize("spec", LIBRARY)
def test_markers_have_names_and_nothing_else(spec, skeleton):
    made = skeleton(spec)
    assert markers(made) == [p.name for p in made.keypoints]
    root = ElementTree.fromstring(content(made, "opensim"))
    assert {each.tag for each in root.iter()} == {
        "OpenSimDocument",
        "MarkerSet",
        "objects",
        "Marker",
    }
    assert any("location" in said for said in emitted(made, "opensim").assumed)


def test_a_name_that_opensim_refuses_becomes_the_id(skeleton):
    made = skeleton("animal/ap10k-17")
    (found,) = accepts(made, SETTINGS)
    assert "`Root of tail`" in found.message
    assert "tail_root" in markers(made) or found.points[0] in markers(made)
    assert "Root of tail" not in markers(made)
    assert any("Root of tail" in said for said in emitted(made, "opensim").assumed)
    assert not list(accepts(skeleton("body/coco-17"), SETTINGS))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_of_strangers_stay_words(payload):
    made, _ = hostile(payload)
    assert len(markers(made)) == 3
    lines = content(made, "trc").decode().splitlines()
    assert len(lines) == 7
    assert {line.count("\t") for line in lines[3:5]} == {1 + 3 * 3}
    assert len(content(made, "c3d")) % 512 == 0


def test_the_whole_trc():
    made = bird(keypoints=(keypoint(0, "beak"), keypoint(1, "tail")), edges=(), evaluation=())
    assert content(made, "trc").decode() == (
        "PathFileType\t4\t(X/Y/Z)\tmarkers.trc\n"
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame"
        "\tOrigNumFrames\n"
        "1\t1\t1\t2\tmm\t1\t1\t1\n"
        "Frame#\tTime\tbeak\t\t\ttail\t\t\n"
        "\t\tX1\tY1\tZ1\tX2\tY2\tZ2\n"
        "\n"
        "1\t0\tNaN\tNaN\tNaN\tNaN\tNaN\tNaN\n"
    )


@pytest.mark.parametrize("target", ["opensim", "trc", "c3d"])
def test_all_but_the_names_is_reported_as_lost(target, skeleton):
    lost = {loss.feature for loss in losses_of(load(target), skeleton("body/coco-17"))}
    assert {Feature.EDGES, Feature.MIRROR, Feature.SIGMAS, Feature.TIERS} <= lost


def test_c3d_says_what_does_not_fit():
    points = tuple(keypoint(i, f"p{i}", name=f"{i:060}") for i in range(3000))
    made = bird(keypoints=points, edges=(), evaluation=())
    emission = emitted(made, "c3d")
    said = " ".join(emission.assumed)
    assert "POINT:LABELS ends with keypoint" in said
    assert "POINT:DESCRIPTIONS ends with keypoint" in said
    assert emission.artifacts[0].content[514] <= 255


def test_titles_of_another_script_are_left_out_of_c3d():
    words = replace(bird().keypoints[0].words, title="चोंच")
    made = bird(keypoints=(keypoint(0, "beak", words=words),), edges=(), evaluation=())
    assert any("1 keypoint" in said for said in emitted(made, "c3d").assumed)
