"""COCO files moved to another skeleton: what changes, what stays, and going on after a stop."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from coco_made import Carry, Loader, Pair, dump, move, moving, people, read, stamp_for

from schemac.api import map_between
from schemac.datasets.coco import FORMAT
from schemac.datasets.coco import moving as moving_module
from schemac.labels import Account, Checkpoint, Faults, LabelError, Stamp
from schemac.labels.stamp import KEY

LIST = "[100, 50, 2, 7.50, 8, 1, 0, 0, 0" + ", 3, 4, 2" * 14 + "]"


def names_of(pair: Pair) -> list[str]:
    return [point.name for point in pair.source.keypoints]


def test_only_keypoints_and_what_counts_and_names_them_change(
    tmp_path: Path, to_h36m: Pair
) -> None:
    data = people(names_of(to_h36m), 1)
    text = json.dumps(data).replace(json.dumps(data["annotations"][0]["keypoints"]), LIST)
    path = tmp_path / "in.json"
    path.write_text(text, "utf-8")
    moved = move(path, to_h36m).decode()
    made = json.loads(moved)
    one, entry = made["annotations"][0], made["categories"][0]
    stamp = json.dumps(stamp_for(to_h36m.target).record())
    back = (
        moved.replace(f', "{KEY}": {stamp}', "")
        .replace(json.dumps(one["keypoints"]), LIST)
        .replace(f'"num_keypoints": {one["num_keypoints"]}', f'"num_keypoints": '
                 f'{data["annotations"][0]["num_keypoints"]}')
        .replace(json.dumps(entry["keypoints"]), json.dumps(names_of(to_h36m)))
        .replace(json.dumps(entry["skeleton"]), "[[1, 2]]")
    )  # fmt: skip
    assert back == text


def test_copies_keep_their_text_and_midpoints_are_short(tmp_path: Path, to_h36m: Pair) -> None:
    names = names_of(to_h36m)
    data = people(names, 1)
    row = ["1", "1", "2"] * 17
    numbers = {"left_hip": "1.0e1, 20.50, 2", "right_hip": "11, 7.25, 1", "nose": "4.0, 5, 2",
               "left_shoulder": "0.1234567, 3, 2", "right_shoulder": "0.2, 4, 2"}  # fmt: skip
    for name, text in numbers.items():
        row[3 * names.index(name) : 3 * names.index(name) + 3] = text.split(", ")
    path = tmp_path / "in.json"
    old = json.dumps(data["annotations"][0]["keypoints"])
    path.write_text(json.dumps(data).replace(old, f"[{', '.join(row)}]"), "utf-8")
    moved = move(path, to_h36m).decode()
    words = moved.split('"keypoints": [')[1].split("]")[0].split(", ")
    point = {
        p.name: ", ".join(words[3 * p.index : 3 * p.index + 3]) for p in to_h36m.target.keypoints
    }
    assert point["left_hip"] == "1.0e1, 20.50, 2"
    assert point["root"] == "10.5, 13.875, 1"
    assert point["thorax"] == "0.16172835, 3.5, 2"


def test_an_unlabelled_source_leaves_a_midpoint_unlabelled(tmp_path: Path, to_h36m: Pair) -> None:
    names = names_of(to_h36m)
    data = people(names, 1)
    data["annotations"][0]["keypoints"] = [5, 5, 2] * 17
    at = 3 * names.index("left_hip")
    data["annotations"][0]["keypoints"][at : at + 3] = [0, 0, 0]
    made = json.loads(move(dump(tmp_path / "in.json", data), to_h36m))
    one = made["annotations"][0]
    root = to_h36m.target.by_id["root"].index
    assert one["keypoints"][3 * root : 3 * root + 3] == [0, 0, 0]
    assert one["num_keypoints"] == sum(flag > 0 for flag in one["keypoints"][2::3]) == 14


def test_a_file_in_another_order_is_matched_by_name(tmp_path: Path, to_h36m: Pair) -> None:
    names = names_of(to_h36m)
    data = people(names, 4)
    straight = json.loads(move(dump(tmp_path / "a.json", data), to_h36m))
    for one in data["annotations"]:
        triples = [one["keypoints"][at : at + 3] for at in range(0, 51, 3)]
        one["keypoints"] = [number for triple in triples[::-1] for number in triple]
    data["categories"][0]["keypoints"] = names[::-1]
    turned = json.loads(move(dump(tmp_path / "b.json", data), to_h36m))
    assert turned == straight


@pytest.mark.parametrize("order", [
    ["annotations", "categories", "images", "info"], ["categories", "info", "annotations"],
    ["annotations", "info", "images", "licenses", "categories"],
])  # fmt: skip
def test_members_may_stand_in_any_order(tmp_path: Path, to_h36m: Pair, order: list[str]) -> None:
    data = people(names_of(to_h36m), 3) | {"licenses": [{"padding": "x" * 300_000}]}
    moved = json.loads(move(dump(tmp_path / "in.json", {key: data[key] for key in order}), to_h36m))
    assert list(moved) == order
    assert moved["categories"][0]["keypoints"][0] == to_h36m.target.keypoints[0].name
    assert moved["info"][KEY]["spec"] == "body/h36m-17@1.0.0"


def test_what_was_moved_is_not_moved_again(tmp_path: Path, to_h36m: Pair) -> None:
    path = dump(tmp_path / "in.json", people(names_of(to_h36m)))
    again = tmp_path / "moved.json"
    again.write_bytes(move(path, to_h36m))
    assert FORMAT.stamp
    assert FORMAT.stamp(again) == stamp_for(to_h36m.target)
    target = tmp_path / "twice.json"
    assert FORMAT.move
    with pytest.raises(LabelError, match=r"are in body/h36m-17@1\.0\.0, not in body/coco-17"):
        FORMAT.move(again, target, moving(to_h36m))
    assert not target.exists()


@pytest.mark.parametrize(("info", "said"), [
    ("[]", {}), ('"made by hand"', {"description": "made by hand"}), ("{}", {}), ("null", {}),
    ('{"year": 2017}', {"year": 2017}),
])  # fmt: skip
def test_the_stamp_finds_a_place_in_any_info(
    tmp_path: Path, to_h36m: Pair, info: str, said: dict[str, Any]
) -> None:
    data = json.dumps(people(names_of(to_h36m)))
    path = tmp_path / "in.json"
    path.write_text(data.replace('{"description": "made for a test"}', info), "utf-8")
    made = json.loads(move(path, to_h36m))["info"]
    assert Stamp.read(made.pop(KEY)) == stamp_for(to_h36m.target)
    assert made == said


def test_other_categories_stay_as_they_are(tmp_path: Path, to_h36m: Pair) -> None:
    data = people(names_of(to_h36m), 6)
    data["categories"].append({"id": 2, "name": "dog", "keypoints": ["nose"], "skeleton": []})
    dogs = [{"id": 70 + at, "image_id": 1, "category_id": 2, "keypoints": [1, 2, 2]}
            for at in range(3)]  # fmt: skip
    data["annotations"][2:2] = dogs
    account = Account()
    moved = json.loads(move(dump(tmp_path / "in.json", data), to_h36m, account=account))
    assert [one for one in moved["annotations"] if one["category_id"] == 2] == dogs
    assert moved["categories"][1] == data["categories"][1]
    assert account.passed_over == {"annotations of category `dog`": 3}
    assert (account.instances, account.images) == (6, 3)


def test_processes_give_the_same_bytes(
    tmp_path: Path, to_h36m: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = people(names_of(to_h36m), 300)
    data["annotations"][200]["keypoints"] = [1]
    data["images"] = [*data["images"], *({"id": 10 + at, "file_name": "x"} for at in range(900))]
    data = {key: data[key] for key in ("info", "annotations", "images", "categories")}
    path = dump(tmp_path / "in.json", data)
    accounts, faults, made = [Account(), Account()], [Faults("aside"), Faults("aside")], []
    for at in (0, 1):
        made.append(move(path, to_h36m, faults[at], jobs=1 + at, account=accounts[at]))
        monkeypatch.setattr(moving_module, "_FEW", 0)
        monkeypatch.setattr(moving_module, "BLOCK", 3000)
    assert made[0] == made[1]
    assert accounts[0].record() == accounts[1].record()
    assert [str(f) for f in faults[0].first] == [str(f) for f in faults[1].first]


@pytest.mark.parametrize("jobs", [1, 2])
def test_going_on_from_any_checkpoint_gives_the_same_bytes(
    tmp_path: Path, to_h36m: Pair, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(moving_module, "_FEW", 0)
    monkeypatch.setattr(moving_module, "BLOCK", 2000)
    monkeypatch.setattr(moving_module, "_OFTEN", 4000)
    data = people(names_of(to_h36m), 60)
    data["annotations"][0]["keypoints"] = [1]
    path = dump(tmp_path / "in.json", data)
    target, marks, halves = tmp_path / "out.json", list[Checkpoint](), list[bytes]()
    assert FORMAT.move

    def mark(at: Checkpoint) -> None:
        marks.append(at)
        halves.append(target.read_bytes())

    whole = Account()
    FORMAT.move(path, target, moving(to_h36m, Faults("aside"), mark=mark, account=whole, jobs=jobs))
    done = target.read_bytes()
    assert len(marks) > 3
    for at, half in zip(marks, halves, strict=True):
        assert half[: at.made] == done[: at.made]
        target.write_bytes(half + b"what a stopped run left")
        told: list[int] = []
        FORMAT.move(path, target, moving(to_h36m, since=at, advance=told.append, jobs=jobs))
        assert target.read_bytes() == done
        assert sum(told) == path.stat().st_size - at.taken


def test_whole_body_files_keep_their_parts(tmp_path: Path, skeleton: Loader) -> None:
    pair = Pair(map_between("body/coco-wholebody-133", "body/halpe-136"))
    data = people([p.name for p in pair.source.keypoints[:17]], 3)
    for one in data["annotations"]:
        one |= {"foot_kpts": [5, 6, 2] * 6, "face_kpts": [0.0, 0.0, 0.0] * 68,
                "lefthand_kpts": [7.5, 8, 0.25] * 21, "righthand_kpts": [0] * 63,
                "foot_valid": True, "lefthand_box": [1, 2, 3, 4]}  # fmt: skip
    path = dump(tmp_path / "in.json", data)
    (labels,) = [batch for batch in read(path, pair.source) if len(batch)]
    assert labels.keypoints.shape == (3, 133, 3)
    assert labels.keypoints[0, 91].tolist() == [7.5, 8, 1]
    made = json.loads(move(path, pair))
    one = made["annotations"][0]
    assert not {"foot_kpts", "face_kpts", "lefthand_kpts", "righthand_kpts"} & set(one)
    assert (one["foot_valid"], one["lefthand_box"]) == (True, [1, 2, 3, 4])
    assert len(one["keypoints"]) == 3 * 136 == 3 * len(made["categories"][0]["keypoints"])
    hand = (
        pair.target.by_id["left_hand_root"].index if "left_hand_root" in pair.target.by_id else 94
    )
    assert one["keypoints"][3 * hand : 3 * hand + 3] == [7.5, 8, 0.25]


def test_a_body_becomes_a_whole_body_in_parts(tmp_path: Path) -> None:
    pair = Pair(map_between("body/coco-17", "body/coco-wholebody-133"))
    data = people(names_of(pair), 2)
    made = json.loads(move(dump(tmp_path / "in.json", data), pair))
    one = made["annotations"][0]
    assert one["keypoints"] == data["annotations"][0]["keypoints"]
    assert one["foot_kpts"] == [0] * 18
    assert (one["foot_valid"], one["num_keypoints"]) == (
        False, data["annotations"][0]["num_keypoints"],
    )  # fmt: skip
    assert made["categories"][0]["keypoints"] == names_of(pair)


def test_four_tiers_move_along(tmp_path: Path) -> None:
    pair = Pair(map_between("sport/cricket-bowling-54@1.0.0", "sport/cricket-bowling-54"))
    names = names_of(pair)
    codes = [tier.code for tier in pair.source.visibility.tiers]  # type: ignore[union-attr]
    data = people(names, 2)
    data["categories"][0]["name"] = pair.source.category
    flags = {tier.code: tier.coco for tier in pair.source.visibility.tiers}  # type: ignore[union-attr]
    placed = {t.code for t in pair.source.visibility.tiers if t.coordinates != "forbidden"}  # type: ignore[union-attr]
    for one in data["annotations"]:
        one["keypoint_tiers"] = [codes[at % len(codes)] for at in range(len(names))]
        one["keypoints"] = [
            number
            for code in one["keypoint_tiers"]
            for number in ((3, 4, flags[code]) if code in placed and flags[code] else (0, 0, 0))
        ]
    path = dump(tmp_path / "in.json", data)
    before = read(path, pair.source)[0].keypoints
    assert before[0, :, 2].tolist() == data["annotations"][0]["keypoint_tiers"]
    target = tmp_path / "out.json"
    target.write_bytes(move(path, pair))
    after = read(target, pair.target)[0].keypoints
    wanted = Carry(pair.map)(before)
    assert np.array_equal(after, wanted, equal_nan=True)


def test_a_worker_that_is_killed_is_noticed(
    tmp_path: Path, to_h36m: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the run can be gone on with from its last checkpoint."""
    monkeypatch.setattr(moving_module, "_FEW", 0)
    monkeypatch.setattr(moving_module, "BLOCK", 2000)
    monkeypatch.setattr(moving_module, "_OFTEN", 4000)
    path = dump(tmp_path / "in.json", people(names_of(to_h36m), 60))
    wanted = move(path, to_h36m)
    target, marks = tmp_path / "out.json", list[Checkpoint]()

    def mark(at: Checkpoint) -> None:
        marks.append(at)
        (worker, *_) = multiprocessing.active_children()
        worker.kill()
        worker.join()

    assert FORMAT.move
    with pytest.raises(OSError, match=r"has ended|[Bb]roken pipe|reset"):
        FORMAT.move(path, target, moving(to_h36m, Faults(), mark=mark, jobs=2))
    assert not multiprocessing.active_children()
    FORMAT.move(path, target, moving(to_h36m, Faults(), since=marks[-1], jobs=2))
    assert target.read_bytes() == wanted
