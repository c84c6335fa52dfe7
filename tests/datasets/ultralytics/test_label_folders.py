"""Data sets of Ultralytics: written, read, and carried."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from schemac.api import map_between
from schemac.datasets.ultralytics import FORMAT
from schemac.datasets.ultralytics.config import config_of
from schemac.datasets.ultralytics.emitted import exchanged
from schemac.labels import (
    Account,
    Annotation,
    Faults,
    Image,
    LabelError,
    Labels,
    Moving,
    Reading,
    Stamp,
    Writing,
)
from schemac.mapping import carry
from schemac.migrating.counting import Counting
from schemac.model import Skeleton

Skeletons = Callable[[str], Skeleton]
PICTURES = Path(__file__).parents[2] / "labels" / "ultralytics" / "pictures"
STAMP = Stamp(spec="body/coco-17@1.0.0", digest="sha256:" + "ab" * 32)
COCO = 17


def labels_of(*images: Image, points: int = COCO, bare: tuple[Image, ...] = ()) -> Labels:
    """An instance for each image, all keypoints within 20 by 20 pixels."""
    random = np.random.default_rng(5)
    keypoints = np.concatenate(
        [random.uniform(0, 20, (len(images), points, 2)),
         random.integers(0, 3, (len(images), points, 1))], axis=-1,
    )  # fmt: skip
    keypoints[keypoints[..., 2] == 0, :2] = np.nan
    return Labels(
        keypoints=keypoints, boxes=np.tile([1.0, 2.0, 15.5, 18.0], (len(images), 1)),
        areas=np.full(len(images), np.nan), bare=bare,
        about=tuple(Annotation(image=image) for image in images),
    )  # fmt: skip


def image(name: str, subset: str | None = "train", **more: Any) -> Image:
    return Image(**{"name": name, "subset": subset, "width": 37, "height": 21, **more})


def written(path: Path, skeleton: Skeleton, *batches: Labels) -> Account:
    account = Account()
    assert FORMAT.write
    FORMAT.write(batches, path, Writing(skeleton=skeleton, stamp=STAMP, account=account))
    return account


def read(path: Path, skeleton: Skeleton, faults: Faults | None = None, **more: Any) -> Any:
    account = Account()
    reading = Reading(skeleton=skeleton, faults=faults or Faults(), account=account, **more)
    return list(FORMAT.read(path, reading)), account


FOUR = (image("a.png"), image("a.png"), image("sub/b.jpg"), image("c.webp", "val"))
EMPTY = image("empty.bmp", "val")


def test_what_is_written_is_read_again(tmp_path: Path, skeleton: Skeletons) -> None:
    made, path = skeleton("body/coco-17"), tmp_path / "data"
    given = labels_of(*FOUR, bare=(EMPTY,))
    assert written(path, made, given).lossless
    assert FORMAT.recognise(path, b"")
    assert FORMAT.stamp
    assert FORMAT.stamp(path) == STAMP
    found, account = read(path, made, batch=2)
    assert not account.assumed
    np.testing.assert_allclose(
        np.concatenate([b.keypoints for b in found]), given.keypoints, atol=1e-9
    )
    np.testing.assert_allclose(np.concatenate([b.boxes for b in found]), given.boxes, atol=1e-9)
    assert [each.image for batch in found for each in batch.about] == list(FOUR)
    assert [each for batch in found for each in batch.bare] == [EMPTY]


def test_sizes_come_from_pictures_that_are_there(tmp_path: Path, skeleton: Skeletons) -> None:
    made, path = skeleton("body/coco-17"), tmp_path / "data"
    written(path, made, labels_of(*FOUR))
    (path / "image-sizes.csv").unlink()
    with pytest.raises(
        LabelError, match=r"size of the picture is not known.*\n.*put the picture at"
    ):
        read(path, made)
    shutil.copy(PICTURES / "plain.png", path / "images/train/a.png")
    shutil.copy(PICTURES / "progressive.jpg", path / "images/train/sub/b.jpg")
    shutil.copy(PICTURES / "lossy.webp", path / "images/val/c.webp")
    found, _ = read(path, made)
    assert [each.image for batch in found for each in batch.about] == list(FOUR)


def test_the_config_is_what_ultralytics_needs(tmp_path: Path, skeleton: Skeletons) -> None:
    made, path = skeleton("body/coco-17"), tmp_path / "data"
    written(path, made, labels_of(*FOUR))
    config = yaml.safe_load((path / "data.yaml").read_text("ascii"))
    assert config["kpt_shape"] == [COCO, 3]
    assert config["flip_idx"] == list(made.mirror)
    assert config["kpt_names"] == {0: [point.name for point in made.keypoints]}
    assert config["names"] == {0: "person"}
    assert (config["train"], config["val"]) == ("images/train", "images/val")
    assert len(config["kpt_oks_sigmas"]) == COCO
    line = (path / "labels/train/sub/b.txt").read_text("ascii").split()
    assert len(line) == 5 + COCO * 3
    assert all(0 <= float(word) <= 1 for at, word in enumerate(line) if at < 5 or at % 3 != 1)


def test_losses_and_assumptions_are_counted(tmp_path: Path, skeleton: Skeletons) -> None:
    made, path = skeleton("body/coco-17"), tmp_path / "data"
    given = labels_of(image("a.png", None), image("b.png", "extra"), image("c.png"))
    given.keypoints[0, 0] = 40, 5, 2
    given.boxes[0] = -5, 0, 20, 20
    given.boxes[1] = np.nan
    given.boxes[2], given.keypoints[2] = np.nan, np.nan
    account = written(path, made, given)
    assert sum(account.lost.values()) == len(account.lost) == 3
    assert set(account.assumed) == {
        "picture of no subset put into `train`", "subset `extra` put into `train`",
        "box drawn round the keypoints, as the data have none",
    }  # fmt: skip
    (found,), _ = read(path, made)
    assert [each.image.name for each in found.about] == ["a.png", "b.png"]
    assert np.isnan(found.keypoints[0, 0, :2]).all()
    np.testing.assert_allclose(found.boxes[0], [0, 0, 15, 20], atol=1e-9)
    placed = given.keypoints[1, np.isfinite(given.keypoints[1, :, 0]), :2]
    np.testing.assert_allclose(found.boxes[1][:2], placed.min(axis=0))


def test_frames_of_a_video_get_files_of_their_own(tmp_path: Path, skeleton: Skeletons) -> None:
    made, path = skeleton("body/coco-17"), tmp_path / "data"
    written(path, made, labels_of(image("run.mp4", frame=3), image("run.mp4", frame=12)))
    (found,), _ = read(path, made)
    assert [each.image.name for each in found.about] == ["run_000003.jpg", "run_000012.jpg"]


@pytest.mark.parametrize("name", ["../up.jpg", "/etc/x.jpg", "a/../../b.jpg", "a\x00b.jpg", "a\nb"])
def test_names_do_not_lead_out_of_the_folder(
    tmp_path: Path, skeleton: Skeletons, name: str
) -> None:
    with pytest.raises(LabelError, match="leads out of the folder"):
        written(tmp_path / "data", skeleton("body/coco-17"), labels_of(image(name)))


def test_what_cannot_be_written(tmp_path: Path, skeleton: Skeletons) -> None:
    made = skeleton("body/coco-17")
    with pytest.raises(LabelError, match=r"image a\.jpg: the picture has no size"):
        written(tmp_path / "one", made, labels_of(image("a.jpg", width=None)))
    with pytest.raises(LabelError, match="another picture has the same label file"):
        written(tmp_path / "two", made, labels_of(image("a.jpg"), image("a.png")))


def dataset(path: Path, *lines: str, config: str = "", points: int = 2, dims: int = 3) -> Path:
    """A data set of one picture, as people write them."""
    (path / "images" / "train").mkdir(parents=True)
    (path / "labels" / "train").mkdir(parents=True)
    shutil.copy(PICTURES / "plain.png", path / "images/train/a.png")
    (path / "labels/train/a.txt").write_text("".join(lines), "ascii", newline="")
    text = config or f"train: images/train\nkpt_shape: [{points}, {dims}]\nnames: [person]\n"
    (path / "data.yaml").write_text(text, "utf-8")
    return path


def line_of(points: int = COCO, flag: object = 2, category: int = 0, more: str = "") -> str:
    return f"{category} 0.5 0.5 0.2 0.2 {f'0.25 0.500000 {flag} ' * points}{more}\n"


def test_another_order_and_other_classes(tmp_path: Path, skeleton: Skeletons) -> None:
    made = skeleton("body/coco-17")
    names = "\n".join(f"    - {point.id}" for point in reversed(made.keypoints))
    config = (
        f"path: ../elsewhere\ntrain: ./images/train\nkpt_shape: [17, 3]\n"
        f"names:\n  0: horse\n  3: person\nkpt_names:\n  3:\n{names}\n"
    )
    words = [f"0.{at:02d} 0.5 {1 + at % 2}" for at in range(10, 10 + COCO)]
    path = dataset(tmp_path / "a", line_of(), f"3 .5 .5 1 1 {' '.join(words)}", config=config)
    (found,), account = read(path, made)
    assert account.passed_over == {"horse": 1}
    np.testing.assert_allclose(found.keypoints[0, ::-1, 0], np.arange(10, 27) / 100 * 37)
    np.testing.assert_array_equal(found.keypoints[0, ::-1, 2], [1, 2] * 8 + [1])
    assert found.boxes.tolist() == [[0, 0, 37, 21]]


def test_the_names_of_other_classes_stay(tmp_path: Path, skeleton: Skeletons) -> None:
    made = skeleton("body/coco-17")
    other = [f"p{at}" for at in range(COCO)]
    config = (
        f"train: images/train\nkpt_shape: [17, 3]\nnames: [horse, person, cow]\n"
        f"kpt_names: {{0: {other}, 2: [one]}}\n"
    )
    path = dataset(tmp_path / "a", line_of(category=1), config=config)
    text = exchanged(config_of(path), made, STAMP, 1)
    assert yaml.safe_load(text)["kpt_names"] == {0: other, 1: [p.name for p in made.keypoints]}


def test_two_numbers_a_keypoint(tmp_path: Path, skeleton: Skeletons) -> None:
    made = skeleton("body/coco-17")
    words = "0 0 " + "0.5 0.5 " * 16
    path = dataset(tmp_path / "a", f"0 .5 .5 1 1 {words}\n", points=COCO, dims=2)
    (found,), account = read(path, made)
    assert np.isnan(found.keypoints[0, 0, :2]).all()
    assert found.keypoints[0, 1].tolist() == [18.5, 10.5, 2]
    assert set(account.assumed) == {
        "keypoints without flags taken for visible, those at 0, 0 for not labelled",
        "keypoints taken in the spec's order: data.yaml does not name them",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0 0.5 0.5\n", "a.txt:2: the line has 3 numbers, not 56"),
        (line_of(more="x"), "a.txt:2: the line is not numbers only"),
        (line_of(flag="nan"), "a.txt:2: a number of the line is infinite"),
        (line_of(flag=3), "a.txt:2: visibility 3 is none that the spec knows"),
        (line_of(category=4), "a.txt:2: 4 is no class"),
        ("é\n", "a.txt:2: the line is not numbers only"),
        ("0 " * 9999 + "\n", "a.txt:2: the line is far too long"),
    ],
)
def test_wrong_lines_are_told_by_number(
    tmp_path: Path, skeleton: Skeletons, text: str, message: str
) -> None:
    path = dataset(tmp_path / "a", line_of(), points=COCO)
    (path / "labels/train/a.txt").write_text(line_of() + text + line_of(), "utf-8")
    with pytest.raises(LabelError, match=message):
        read(path, skeleton("body/coco-17"))
    if "too long" not in message:
        faults = Faults("aside")
        (found,), _ = read(path, skeleton("body/coco-17"), faults)
        assert (len(found), faults.count) == (2, 1)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("{", "not YAML"),
        ("kpt_shape: [17, 4]\nnames: [person]\n", "2 or 3 numbers"),
        ("kpt_shape: 17\nnames: [person]\n", "kpt_shape is not"),
        ("kpt_shape: [5, 3]\nnames: [person]\n", "kpt_shape says 5 keypoints"),
        ("kpt_shape: [17, 3]\nnames: []\n", "names does not list"),
        ("kpt_shape: [17, 3]\nnames: [cat, dog]\n", "no class is `person`; there are cat, dog"),
        ("kpt_shape: [17, 3]\nnames: [person]\ntrain: ../../x\n", "lies outside of the folder"),
        ("kpt_shape: [17, 3]\nnames: [person]\nkpt_names: {0: [a]}\n", "unknown: a"),
        ("kpt_shape: [17, 3]\n" + "[" * 20_000, "not YAML"),
        ("kpt_shape: [17, 3]\n#" + "x" * (1 << 20), "smaller than 1 MiB"),
    ],
)
def test_wrong_configs_are_refused(
    tmp_path: Path, skeleton: Skeletons, config: str, message: str
) -> None:
    path = dataset(tmp_path / "a", line_of(), config=config + "# kpt_shape\n")
    with pytest.raises(LabelError, match=message):
        read(path, skeleton("body/coco-17"))


def moved(source: Path, target: Path, way: tuple[Skeleton, Skeleton]) -> Account:
    mapped = map_between(str(way[0].reference), str(way[1].reference))
    account = Account()
    assert FORMAT.move
    FORMAT.move(
        source, target,
        Moving(
            source=way[0], target=way[1], carry=Counting(map=mapped.map, account=account),
            stamp=STAMP, faults=Faults(), account=account,
        ),
    )  # fmt: skip
    return account


def test_a_moved_data_set_has_all_that_it_had(tmp_path: Path, skeleton: Skeletons) -> None:
    way = skeleton("body/coco-17"), skeleton("body/openpose-25")
    given = labels_of(*FOUR, bare=(EMPTY,))
    source, target = tmp_path / "one", tmp_path / "two"
    written(source, way[0], given)
    shutil.copy(PICTURES / "plain.png", source / "images/train/a.png")
    (source / "labels" / "train.cache").write_bytes(b"stale")
    with (source / "data.yaml").open("a") as file:
        file.write("# a remark\nlicense: CC-BY # mine\n")
    account = moved(source, target, way)
    assert (account.instances, len(account.carried) > 0) == (4, True)
    mapped = map_between("body/coco-17", "body/openpose-25")
    found, _ = read(target, way[1])
    expected = carry(mapped.map, given.keypoints)
    expected[np.isnan(expected[..., 2]), 2] = 0  # which is how the file says it
    np.testing.assert_allclose(np.concatenate([b.keypoints for b in found]), expected, atol=1e-9)
    before = (source / "labels/train/a.txt").read_text().splitlines()
    after = (target / "labels/train/a.txt").read_text().splitlines()
    assert [line.split()[:5] for line in before] == [line.split()[:5] for line in after]
    assert (target / "labels/val/empty.txt").read_bytes() == b""
    assert (target / "images/train/a.png").samefile(source / "images/train/a.png")
    assert not (target / "labels" / "train.cache").exists()
    text = (target / "data.yaml").read_text("utf-8")
    assert "# a remark\nlicense: CC-BY # mine\n" in text
    config = yaml.safe_load(text)
    assert (config["kpt_shape"], config["val"]) == ([25, 3], "images/val")
    assert config["kpt_names"] == {0: [point.name for point in way[1].keypoints]}
    assert config["flip_idx"] == list(way[1].mirror)
    assert config["schemac"] == STAMP.record()


def test_two_numbers_stay_two_numbers(tmp_path: Path, skeleton: Skeletons) -> None:
    way = skeleton("body/coco-17"), skeleton("body/openpose-25")
    config = "{train: images/train, kpt_shape: [17, 2], names: [person]}\n"
    source = dataset(tmp_path / "a", f"0 .5 .5 1 1 {'0.25 0.5 ' * COCO}\r\n", config=config)
    moved(source, tmp_path / "b", way)
    config = yaml.safe_load((tmp_path / "b" / "data.yaml").read_text("utf-8"))
    assert (config["kpt_shape"], config["names"]) == ([25, 2], ["person"])
    data = (tmp_path / "b" / "labels/train/a.txt").read_bytes()
    assert data.startswith(b"0 .5 .5 1 1 0.25 0.5 ")
    assert data.endswith(b"\r\n")


def test_other_classes_stay_where_they_fit(tmp_path: Path, skeleton: Skeletons) -> None:
    config = "train: images/train\nkpt_shape: [17, 3]\nnames: [person, ape]\n"
    ape = line_of(category=1)
    source = dataset(tmp_path / "a", line_of(), ape, config=config)
    same = skeleton("body/coco-17"), skeleton("body/h36m-17")
    assert moved(source, tmp_path / "b", same).passed_over == {"ape": 1}
    assert (tmp_path / "b/labels/train/a.txt").read_text().splitlines(True)[1] == ape
    with pytest.raises(LabelError, match=r"a\.txt:2: class `ape` would have to"):
        moved(source, tmp_path / "c", (same[0], skeleton("body/openpose-25")))
