"""Who labelled which image, from several files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs
from people import Person, label, truth

import schemac
from schemac.agreeing import Group
from schemac.canonical import digest
from schemac.cli import main
from schemac.datasets import label_format
from schemac.labels import Account, Image, Labels, Stamp, Writing
from schemac.metrics import coincidences, krippendorff_alpha
from schemac.model import Skeleton
from schemac.workspace import UsageError

Load = Callable[[str], Skeleton]


@pytest.fixture(name="coco")
def _coco(skeleton: Load) -> Skeleton:
    return skeleton("body/coco-17")


def named(labels: Labels, names: list[str]) -> Labels:
    about = tuple(
        structs.replace(each, image=Image(name=name, width=640, height=640), id=str(at + 1))
        for at, (each, name) in enumerate(zip(labels.about, names, strict=True))
    )
    return structs.replace(labels, about=about)


def write(coco: Skeleton, labels: Labels, path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    form = label_format("coco")
    assert form.write is not None
    writing = Writing(
        skeleton=coco, stamp=Stamp(spec=str(coco.reference), digest=digest(coco)), account=Account()
    )
    form.write(iter([labels]), path, writing)
    return str(path)


def two(
    coco: Skeleton, folder: Path, names: list[str], order: list[int] | None = None
) -> list[str]:
    """Two people's files of the same name, in folders of their own; the second in another order."""
    gold = truth(coco, len(names))
    gold.keypoints[:, :, 0] += 200 * np.arange(len(names))[:, None]
    files = []
    for at, who in enumerate(("anna", "ben")):
        keypoints = label(coco, gold, Person(who, 0.01), np.random.default_rng(at))
        made = structs.replace(gold, keypoints=keypoints)
        rows = np.array(order if order and at else range(len(names)))
        turned = structs.replace(
            made, keypoints=made.keypoints[rows], boxes=made.boxes[rows], areas=made.areas[rows],
            about=tuple(made.about[row] for row in rows),
        )  # fmt: skip
        files.append(
            write(coco, named(turned, [names[row] for row in rows]), folder / who / "l.json")
        )
    return files


def test_files_of_one_name_are_of_two_people(coco: Skeleton, tmp_path: Path) -> None:
    files = two(coco, tmp_path, [f"{at}.jpg" for at in range(12)])
    found = schemac.agree(*files, spec="body/coco-17")
    assert len(found.people) == 2
    assert found.items == 12


def test_images_of_one_name_in_two_folders_are_two(coco: Skeleton, tmp_path: Path) -> None:
    names = [f"{folder}/{at:04}.jpg" for folder in "ab" for at in range(6)]
    found = schemac.agree(*two(coco, tmp_path, names), spec="body/coco-17")
    assert (found.items, found.unmatched) == (12, 0)
    assert all(error.relative.value < 0.05 for error in next(iter(found.errors.values())))


def test_numbers_that_mean_nothing_are_not_trusted(coco: Skeleton, tmp_path: Path) -> None:
    """Both files count from 1, in different orders of the people in one picture."""
    found = schemac.agree(*two(coco, tmp_path, ["x.jpg"] * 3, [2, 0, 1]), spec="body/coco-17")
    assert (found.items, found.unmatched) == (3, 0)
    assert all(error.pixels.value < 30 for error in next(iter(found.errors.values())))


def test_an_unreadable_instance_stops_or_is_set_aside(
    coco: Skeleton, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = two(coco, tmp_path, [f"{at}.jpg" for at in range(12)])
    data = json.loads(Path(files[0]).read_text("utf-8"))
    data["annotations"][3]["keypoints"] = ["here"] * 51
    Path(files[0]).write_text(json.dumps(data), "utf-8")
    words = ["agree", *files, "--spec", "body/coco-17"]
    assert main(words) == 1
    assert "l.json" in capsys.readouterr().err
    assert main([*words, "--on-fault", "aside"]) == 0
    said = capsys.readouterr().out
    assert "left out, because it cannot be read: 1 instance" in said
    assert "11 instances" in said


def test_scale_that_the_labels_lack_is_refused(
    coco: Skeleton, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = two(coco, tmp_path, [f"{at}.jpg" for at in range(12)])
    for file in files:
        data = json.loads(Path(file).read_text("utf-8"))
        for each in data["annotations"]:
            each.pop("area", None)
        Path(file).write_text(json.dumps(data), "utf-8")
    words = ["agree", *files, "--spec", "body/coco-17", "--scale", "segment_area"]
    assert main(words) == 2
    assert "have no segment_area" in capsys.readouterr().err


def edited(file: str, change: Callable[[list[dict[str, object]]], object]) -> None:
    """A COCO file with other annotations."""
    data = json.loads(Path(file).read_text("utf-8"))
    change(data["annotations"])
    Path(file).write_text(json.dumps(data), "utf-8")


def test_labels_without_a_scale_are_counted(coco: Skeleton, tmp_path: Path) -> None:
    """Two of twelve instances say neither area nor box, in both files."""
    files = two(coco, tmp_path, [f"{at}.jpg" for at in range(12)])

    def bare(annotations: list[dict[str, object]]) -> None:
        for each in annotations[:2]:
            each.pop("area")
            each.pop("bbox")

    for file in files:
        edited(file, bare)
    found = schemac.agree(*files, spec="body/coco-17")
    assert (found.items, found.labels, found.unscaled) == (12, 24, 4)
    assert found.errors[Group("all")][0].labels == 20
    assert any(note.startswith("4 labels have no scale") for note in found.notes)


def test_labels_of_instances_without_a_gold_label_are_unmatched(
    coco: Skeleton, tmp_path: Path
) -> None:
    files = two(coco, tmp_path, [f"{at}.jpg" for at in range(12)])
    gold = tmp_path / "gold.json"
    gold.write_bytes(Path(files[0]).read_bytes())
    edited(str(gold), lambda annotations: annotations.pop())
    found = schemac.agree(*files, spec="body/coco-17", gold=gold)
    assert (found.items, found.labels, found.unmatched) == (11, 22, 2)


def test_too_many_people_at_once(
    coco: Skeleton, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schemac.agreeing.gather._TEAM", 1)
    files = two(coco, tmp_path, ["a.jpg"])
    with pytest.raises(UsageError, match="labels by 2 people cannot be compared at once"):
        schemac.agree(*files, spec="body/coco-17")


def test_a_crowd_has_no_intervals_of_single_people(
    coco: Skeleton, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = two(coco, tmp_path, [f"{at}.jpg" for at in range(12)])
    monkeypatch.setattr("schemac.agreeing.measure._MOST_INTERVALS", 33)
    found = schemac.agree(*files, spec="body/coco-17")
    low = {group.kind: points[0].pixels.low for group, points in found.errors.items()}
    assert low["all"] == low["all"]
    assert low["person"] != low["person"]
    assert any("so many people" in note for note in found.notes)


def test_batches_are_smaller_for_many_people(
    coco: Skeleton, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = two(coco, tmp_path, [f"{at}.jpg" for at in range(12)])
    whole = schemac.agree(*files, spec="body/coco-17")
    monkeypatch.setattr("schemac.agreeing.items._ROOM", 1)
    each = schemac.agree(*files, spec="body/coco-17")
    assert (each.items, each.labels) == (whole.items, whole.labels)
    for one, other in zip(each.sigmas, whole.sigmas, strict=True):
        assert one.sigma.value == pytest.approx(other.sigma.value, rel=1e-12)


@pytest.mark.parametrize("command", ["sample", "study"])
def test_other_commands_stop_or_leave_out_as_well(
    coco: Skeleton, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    files = two(coco, tmp_path, [f"{at}.jpg" for at in range(12)])
    gold = tmp_path / "gold.json"
    gold.write_bytes(Path(files[0]).read_bytes())
    edited(files[0], lambda annotations: annotations[3].update(keypoints=["here"] * 51))
    out = str(tmp_path / "out")
    words = {
        "sample": ["sample", *files, "--spec", "body/coco-17", "-n", "2", "-o", out],
        "study": [
            "study", "--group", f"one={files[0]}", "--group", f"other={files[1]}",
            "--gold", str(gold), "--spec", "body/coco-17",
        ],
    }[command]  # fmt: skip
    assert main(words) == 1
    assert "l.json" in capsys.readouterr().err
    assert main([*words, "--on-fault", "aside"]) == 0
    said = capsys.readouterr()
    assert not said.err
    assert "cannot be read: 1 instance" in said.out


@pytest.mark.parametrize("seed", range(3))
def test_sums_of_batches_are_the_whole(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.multinomial(4, (0.6, 0.3, 0.1), size=200)
    from schemac.metrics import alpha_of

    parts = [table[at : at + 30] for at in range(0, 200, 30)]
    together = sum(coincidences(part) for part in parts)
    assert alpha_of(together, "ordinal") == pytest.approx(krippendorff_alpha(table, "ordinal"))
