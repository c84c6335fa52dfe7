"""A conversion reads whole data sets, orders them where that is wanted, and says what is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

import labels_made
from conftest import linked
from labels_asked import read, reading
from schemac.cli import main
from schemac.converting import Way, convert, record, render_text
from schemac.datasets import label_format
from schemac.labelfiles import Found, find, sidecar_of
from schemac.labels import Annotation, Holds, Image, LabelError, Labels
from schemac.output import OutputError
from schemac.workspace import UsageError

SKELETON = linked("body/coco-17")
NAN = np.nan


def some_labels(count: int = 6, seed: int = 1) -> Any:
    made = np.random.default_rng(seed)
    labels = made.integers(1, 500, (count, 17, 3)).astype(float)
    labels[..., 2] = made.integers(0, 3, (count, 17))
    labels[labels[..., 2] == 0, :2] = NAN
    return labels


def test_labels_are_the_same_in_the_other_format(tmp_path: Path) -> None:
    made = some_labels()
    found = find(labels_made.put(tmp_path / "a.made", SKELETON, made), labels_made.FORMAT)
    parquet = label_format("parquet")
    done = convert(found, SKELETON, Way(out=tmp_path / "a.parquet", format=parquet))
    after = read(parquet, done.out, reading(SKELETON))
    np.testing.assert_array_equal(after.keypoints, made)
    assert done.account.instances == 6
    assert done.account.keypoints == np.isfinite(made[..., 0]).sum()
    assert parquet.stamp is not None
    said = parquet.stamp(done.out)
    assert said is not None
    assert said.spec == "body/coco-17@1.0.0"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.made", "a.parquet"]


def test_instances_of_an_image_come_together(tmp_path: Path) -> None:
    names = ["b.jpg", "a.jpg", "b.jpg", "c.jpg", "a.jpg", "b.jpg"]
    path = labels_made.put(tmp_path / "a.made", SKELETON, some_labels(), images=names)
    found = find(path, labels_made.FORMAT)
    ordered = replace(labels_made.FORMAT, together="image")
    done = convert(found, SKELETON, Way(out=tmp_path / "b.made", format=ordered))
    rows = [json.loads(line) for line in done.out.read_text().splitlines()[1:]]
    assert [(row[0], row[1]) for row in rows] == [
        ("b.jpg", "0"), ("b.jpg", "2"), ("b.jpg", "5"), ("a.jpg", "1"), ("a.jpg", "4"),
        ("c.jpg", "3"),
    ]  # fmt: skip


def told(path: Path, reading: Any) -> Any:
    """A batch in which everything is said that may be."""
    image = Image(name="a.jpg", width=10, height=20)
    about = Annotation(
        image=image, id="1", track="2", annotator="Ada", predicted=True, score=0.5,
        interpolated=True, attributes={"arm": "left"},
    )  # fmt: skip
    points = np.full((1, 17, 3), [1.0, 2.0, 2.0])
    points[0, 0] = NAN, NAN, 0.0
    yield Labels(
        keypoints=points, boxes=np.ones((1, 4)), areas=np.ones(1), about=(about,), bare=(image,)
    )


def test_everything_that_the_target_has_no_place_for_is_counted(tmp_path: Path) -> None:
    found = Found(
        path=labels_made.put(tmp_path / "a.made", SKELETON, some_labels(1)),
        format=replace(labels_made.FORMAT, read=told),
        names=("a.made",),
    )
    poor = replace(labels_made.FORMAT, holds=frozenset({Holds.TIERS}))
    done = convert(found, SKELETON, Way(out=tmp_path / "b.made", format=poor))
    by_writers = {Holds.TIERS, Holds.HIDDEN, Holds.STAMP}
    assert dict(done.account.lost) == {what.value: 1 for what in Holds if what not in by_writers}
    assert "boxes of instances" in render_text(done)
    assert record(done)["lost"]["who labelled"] == 1
    assert sidecar_of(done.out).exists()
    flags = replace(labels_made.FORMAT, holds=frozenset())
    folded = convert(found, SKELETON, Way(out=tmp_path / "d.made", format=flags)).account.lost
    assert Holds.UNPLACED.value not in folded
    rich = replace(labels_made.FORMAT, holds=frozenset(Holds))
    assert convert(found, SKELETON, Way(out=tmp_path / "c.made", format=rich)).account.lossless


def test_broken_labels_leave_nothing(tmp_path: Path) -> None:
    path = labels_made.put(tmp_path / "a.made", SKELETON, some_labels())
    path.write_text(path.read_text() + "broken\n")
    found = find(path, labels_made.FORMAT)
    with pytest.raises(LabelError, match=r"a\.made:8: unreadable"):
        convert(found, SKELETON, Way(out=tmp_path / "b.made", format=labels_made.FORMAT))
    assert [each.name for each in tmp_path.iterdir()] == ["a.made"]
    way = Way(out=tmp_path / "b.made", format=labels_made.FORMAT, on_fault="aside")
    done = convert(found, SKELETON, way)
    assert done.account.set_aside == 1
    assert done.aside is not None
    assert json.loads(done.aside.read_text())["line"] == 8
    with pytest.raises(OutputError, match="is there already"):
        convert(found, SKELETON, way)


def test_what_a_killed_run_left_is_dropped(tmp_path: Path) -> None:
    found = find(labels_made.put(tmp_path / "a.made", SKELETON, some_labels()), labels_made.FORMAT)
    left = tmp_path / "b.made.schemac-part"
    left.mkdir()
    (left / "job.json").write_text("{}")
    (left / "spool").write_text("half a file")
    ordered = replace(labels_made.FORMAT, together="image")
    convert(found, SKELETON, Way(out=tmp_path / "b.made", format=ordered))
    assert not left.exists()


def test_labels_of_another_spec_are_refused(tmp_path: Path) -> None:
    stamp = {"spec": "body/halpe-26@1.0.0", "digest": "0" * 64}
    path = labels_made.put(tmp_path / "a.made", SKELETON, some_labels(1), stamp=stamp)
    with pytest.raises(UsageError, match=r"are in body/halpe-26@1.0.0, not in body/coco-17@1.0.0"):
        convert(
            find(path, labels_made.FORMAT), SKELETON,
            Way(out=tmp_path / "b", format=labels_made.FORMAT),
        )  # fmt: skip


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = labels_made.put(tmp_path / "a.made", SKELETON, some_labels())
    parquet = label_format("parquet")
    way = Way(out=tmp_path / "a.parquet", format=parquet)
    convert(find(made, labels_made.FORMAT), SKELETON, way)
    told = ["convert", str(tmp_path / "a.parquet"), "--spec", "body/coco-17"]
    out = tmp_path / "tasks.xml"
    assert main([*told, "-o", str(out), "--from", "parquet"]) == 2
    assert "choose one by --to: cvat-images, cvat-video" in capsys.readouterr().err
    more = ["--from", "parquet", "--to", "cvat-images"]
    assert main([*told, "-o", str(out), *more, "--fail-on", "loss"]) == 1
    said = capsys.readouterr().out
    assert "6 instances" in said
    assert "ids of instances" in said
    assert main([*told, "-o", str(out), *more]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main([*told, "-o", str(out), *more, "--force", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["instances"] == 6
    assert main([*told, "-o", str(out), "--to", "cvat-image"]) == 2
    assert "cvat-images" in capsys.readouterr().err
    assert main([*told, "-o", str(out), "--from", "coco", "--to", "parquet", "--force"]) == 1
