"""Films in files that our own writers made, judged by the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from made import film, judged
from msgspec import structs

from schemac.canonical import digest
from schemac.cli import main
from schemac.datasets import label_format
from schemac.labels import Account, Labels, Place, Stamp, Writing
from schemac.model import Skeleton

Load = Callable[[str], Skeleton]
WRIST, KNEE = 9, 13
FRAMES = 12


def troubled(coco: Skeleton) -> Labels:
    """The left wrist jumps in frame 5; the left knee is hidden on one spot from frame 2 on; frames
    7 to 9 are interpolated."""
    labels = film(coco, FRAMES, speed=9.0)
    labels.keypoints[5, WRIST, :2] += (90.0, 120.0)
    labels.keypoints[2:, KNEE] = (*labels.keypoints[2, KNEE, :2], 1.0)
    about = tuple(
        structs.replace(each, interpolated=7 <= at <= 9) for at, each in enumerate(labels.about)
    )
    return structs.replace(labels, about=about)


def written(coco: Skeleton, format: str, path: Path) -> Path:
    writing = Writing(
        skeleton=coco, stamp=Stamp(spec=str(coco.reference), digest=digest(coco)), account=Account()
    )
    form = label_format(format)
    assert form.write is not None
    form.write(iter([troubled(coco)]), path, writing)
    return path


@pytest.mark.parametrize(("format", "name"), [("cvat-video", "f.xml"), ("parquet", "f.parquet")])
def test_a_film_is_judged_frame_by_frame(
    skeleton: Load, tmp_path: Path, capsys: pytest.CaptureFixture[str], format: str, name: str
) -> None:
    file = written(skeleton("body/coco-17"), format, tmp_path / name)
    code = main(["validate", str(file), "--spec", "body/coco-17", "--format", "json"])
    said = json.loads(capsys.readouterr().out)
    rules = {rule["rule"]: rule["worst"] for rule in said["rules"]}
    assert code == (1 if said["errors"] else 0)
    jumps = [(each["frame"], each["keypoints"]) for each in rules["jump"]]
    assert (5, ["left_wrist"]) in [(frame, points[:1]) for frame, points in jumps]
    assert [each["keypoints"] for each in rules["frozen-while-hidden"]] == [["left_knee"]]
    assert said["video"]["interpolated_labels"] == 3
    (span,) = said["video"]["interpolated"]
    assert (span["first"], span["last"], span["frames"]) == (7, 9, 3)
    assert span["file"].endswith(name)


def test_shaking_is_measured_on_what_people_clicked(skeleton: Load) -> None:
    """Clicks with a standard deviation of 2 px on a body of known size; every third frame alone is
    clicked in the second film, and nothing can be said of it."""
    coco = skeleton("body/coco-17")
    labels = film(coco, 900, speed=0.0)
    random = np.random.default_rng(0)
    labels.keypoints[..., :2] += random.normal(scale=2.0, size=labels.keypoints[..., :2].shape)
    scale = float(np.sqrt(labels.boxes[0, 2] * labels.boxes[0, 3]))
    shakes = judged(coco, labels).shakes
    assert len(shakes) == 17
    assert np.mean([shake.share for shake in shakes]) * scale == pytest.approx(2.0, rel=0.04)
    about = tuple(
        structs.replace(each, interpolated=at % 3 != 0) for at, each in enumerate(labels.about)
    )
    assert judged(coco, structs.replace(labels, about=about)).shakes == ()


def test_tracks_of_two_files_are_two(skeleton: Load) -> None:
    """The second film begins where the first one ended, somewhere else in the picture."""
    coco = skeleton("body/coco-17")
    films = []
    for at, file in enumerate(("a.xml", "b.xml")):
        one = film(coco, 6)
        one.keypoints[..., 0] += 500 * at
        about = tuple(
            structs.replace(
                each, place=Place(file=file), interpolated=True,
                image=structs.replace(each.image, frame=(each.image.frame or 0) + at),
            )
            for each in one.about
        )  # fmt: skip
        films.append(structs.replace(one, about=about))
    report = judged(coco, *films)
    assert "jump" not in {tally.code.name for tally in report.tallies}
    assert [(span.file, span.frames) for span in report.spans] == [("a.xml", 6), ("b.xml", 6)]


def test_frames_far_apart_do_not_freeze(skeleton: Load) -> None:
    coco = skeleton("body/coco-17")
    labels = film(coco, FRAMES, speed=20.0)
    labels.keypoints[:, KNEE] = (*labels.keypoints[0, KNEE, :2], 1.0)
    assert "frozen-while-hidden" in {t.code.name for t in judged(coco, labels).tallies}
    about = tuple(
        structs.replace(each, image=structs.replace(each.image, frame=100 * at))
        for at, each in enumerate(labels.about)
    )
    apart = judged(coco, structs.replace(labels, about=about))
    assert "frozen-while-hidden" not in {t.code.name for t in apart.tallies}
