"""The fast way and the sure way to rewrite annotations give the same bytes, and the right ones."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from coco_made import Pair, move, people
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemac.api import map_between
from schemac.datasets.coco import moving as moving_module
from schemac.datasets.coco.document import Elements
from schemac.datasets.coco.fast import FastWay
from schemac.labels import Faults, LabelError
from schemac.mapping import carry


class Layout:
    """Writes JSON in one of many ways, all of which say the same."""

    def __init__(self, seed: int, wild: float) -> None:
        self._random = random.Random(seed)
        self._wild = wild
        self._space = self._random.choice(["", " ", "\n  ", "\t"])
        self._comma = self._random.choice([",", ", ", " ,", ",\n    "])

    def text(self, value: Any) -> str:
        if isinstance(value, dict):
            members = [f"{self._key(k)}:{self._gap()}{self.text(v)}" for k, v in value.items()]
            if self._odd():
                self._random.shuffle(members)
                members.insert(0, '"keypoints": [9,9]' if "id" in value else '"x":0')
            return "{" + self._between(members) + "}"
        if isinstance(value, list):
            return "[" + self._between([self.text(each) for each in value]) + "]"
        if isinstance(value, float | int) and not isinstance(value, bool):
            return self._number(value)
        return json.dumps(value)

    def _between(self, parts: list[str]) -> str:
        comma = self._random.choice([",", ", ", " , "]) if self._odd() else self._comma
        return f"{self._gap()}{comma.join(parts)}{self._gap()}"

    def _key(self, key: str) -> str:
        if self._odd(20):
            return f'"\\u{ord(key[0]):04x}{key[1:]}"'
        return f"{json.dumps(key)}{self._gap()}"

    def _number(self, value: float) -> str:
        if self._odd(20) and value:
            return f"{value / 10:.3f}e1" if isinstance(value, float) else f"{value}.0"
        return json.dumps(value)

    def _gap(self) -> str:
        return self._random.choice(["", " ", "\n", "\t "]) if self._odd() else self._space

    def _odd(self, rarer: int = 1) -> bool:
        return self._random.random() < self._wild / rarer


def file_text(seed: int, wild: float, names: list[str]) -> str:
    """A file of a few annotations, some of which are strange."""
    chance = random.Random(seed)
    data = people(names, count=chance.randint(0, 12), seed=seed)
    data["categories"].insert(chance.randint(0, 1), {"id": 7, "name": "dog", "keypoints": ["a"]})
    for one in data["annotations"]:
        if chance.random() < wild:
            _change(one, chance)
    keys = list(data)
    if chance.random() < 0.6:
        chance.shuffle(keys)
    if chance.random() < wild:
        keys.remove("info")
    layout = Layout(seed, wild)
    return layout.text({key: data[key] for key in keys})


def _change(one: dict[str, Any], chance: random.Random) -> None:
    kind = chance.randint(0, 7)
    if kind == 0:
        one |= {"category_id": 7, "keypoints": [1, 2, 2]}
    elif kind == 1:
        one["extra"] = {"keypoints": [1, 2, 3], "num_keypoints": [{"deep": [[]]}]}
    elif kind == 2:
        one["caption"] = 'he said "keypoints": [1, 2, 2], "num_keypoints": 3 }, {"id": \\ \u00e9'
    elif kind == 3:
        del one["num_keypoints"]
    elif kind == 4:
        one["keypoints"] = []
    elif kind == 5:
        one["keypoints"] = [v + 0.25 if at % 3 < 2 and v else v
                            for at, v in enumerate(one["keypoints"])]  # fmt: skip
    elif kind == 6:
        one["segmentation"] = {"counts": '}, {"id": [', "size": [1, 2]}
    else:
        one |= {"category_id": 7, "keypoints": None}


def expected(text: str, mapped: Pair) -> Any:
    """The moved file by plain Python; the numbers of moved keypoints as numbers."""
    data = json.loads(text)
    names = next(c for c in data["categories"] if c["name"] == "person")
    for one in data["annotations"]:
        if one["category_id"] != names["id"] or not one["keypoints"]:
            continue
        given = np.array(one["keypoints"], dtype=float).reshape(-1, 3)
        given[given[:, 2] == 0, :2] = np.nan
        made = carry(mapped.map, given)
        none = np.isnan(made[:, 0])
        one["keypoints"] = np.where(none[:, None], 0, made).ravel().tolist()
        if "num_keypoints" in one:
            one["num_keypoints"] = int((~none).sum())
    points = mapped.target.keypoints
    names["keypoints"] = [point.name for point in points]
    names["skeleton"] = [[a + 1, b + 1] for a, b in mapped.target.edge_indices]
    data.setdefault("info", {})["schemac"] = {
        "spec": str(mapped.target.reference), "digest": ANY_DIGEST,
    }  # fmt: skip
    return data


ANY_DIGEST = "whatever"


def same(found: Any, wanted: Any) -> bool:
    """Equal up to rounding of computed numbers."""
    if isinstance(wanted, dict):
        return set(found) == set(wanted) and all(same(found[k], wanted[k]) for k in wanted)
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(same, found, wanted))
    if isinstance(wanted, float):
        return bool(abs(found - wanted) < 1e-9)
    return bool(found == wanted or wanted == ANY_DIGEST)


def names_of(mapped: Pair) -> list[str]:
    return [point.name for point in mapped.source.keypoints]


def surely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FastWay, "__call__", lambda self, block: None)
    monkeypatch.setattr(Elements, "_guess", lambda self, size: None)
    monkeypatch.setattr(Elements, "_near_end", lambda self, size: None)


@settings(max_examples=120, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.05, 0.4]), st.sampled_from([1, 300, 4000]))
def test_both_ways_give_the_same_bytes_on_any_layout(
    tmp_path: Path, to_h36m: Pair, seed: int, wild: float, block: int
) -> None:
    text = file_text(seed, wild, names_of(to_h36m))
    path = tmp_path / "in.json"
    path.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moving_module, "BLOCK", block)
        fast = move(path, to_h36m)
        surely(patch)
        sure = move(path, to_h36m)
    assert fast == sure
    assert same(json.loads(fast), expected(text, to_h36m))


def test_the_fast_way_is_taken_on_usual_files(
    tmp_path: Path, to_h36m: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Any, block: bytes, offset: int) -> None:
        raise AssertionError("the sure way was taken")

    monkeypatch.setattr("schemac.datasets.coco.sure.SureWay.__call__", fail)
    monkeypatch.setattr(moving_module, "BLOCK", 2000)
    for style in ({}, {"indent": 2}, {"separators": (",", ":")}):
        path = tmp_path / "in.json"
        path.write_text(json.dumps(people(names_of(to_h36m), 40), **style), "utf-8")  # type: ignore[arg-type]
        assert same(json.loads(move(path, to_h36m)), expected(path.read_text("utf-8"), to_h36m))


@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.data())
def test_both_ways_set_the_same_annotations_aside(
    tmp_path: Path, to_h36m: Pair, data: st.DataObject
) -> None:
    made = people(names_of(to_h36m), data.draw(st.integers(1, 8)), seed=3)
    faulty = data.draw(st.lists(st.sampled_from(range(len(made["annotations"]))), unique=True))
    for at in faulty:
        made["annotations"][at]["keypoints"][data.draw(st.sampled_from([0, 2, 50]))] = data.draw(
            st.sampled_from(["x", None, [1], True, 10**400, -3e9, 9])
        )
    path = tmp_path / "in.json"
    path.write_text(json.dumps(made, indent=data.draw(st.sampled_from([None, 1]))), "utf-8")
    results = []
    for way in (lambda patch: None, surely):
        faults = Faults("aside")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(moving_module, "BLOCK", data.draw(st.sampled_from([1, 700, 5000])))
            way(patch)
            results.append((move(path, to_h36m, faults), [str(fault) for fault in faults.first]))
    assert results[0] == results[1]
    bytes_, said = results[0]
    left = {one["id"] for one in json.loads(bytes_)["annotations"]}
    assert len(left) + len(said) == len(made["annotations"])
    assert left >= {at + 1 for at in range(len(made["annotations"])) if at not in faulty}


def test_a_fault_names_byte_image_and_instance(tmp_path: Path, to_h36m: Pair) -> None:
    made = people(names_of(to_h36m), 5)
    made["annotations"][3]["keypoints"] = [1, 2, 2]
    path = tmp_path / "in.json"
    path.write_text(json.dumps(made), "utf-8")
    with pytest.raises(LabelError) as raised:
        move(path, to_h36m)
    fault = raised.value.fault
    assert (fault.image, fault.instance) == ("1.jpg", "4")
    assert fault.place.byte == path.read_bytes().index(b'{"id": 4, "image_id"')
    assert fault.message == "`keypoints` has 3 numbers, not 51"


def whole_body(pair: Pair) -> dict[str, Any]:
    data = people(names_of(pair)[:17], 30)
    for at, one in enumerate(data["annotations"]):
        one |= {"foot_kpts": [5, at, 2] * 6, "face_kpts": [0.0, 0.0, 0] * 68, "face_valid": False,
                "lefthand_kpts": [7.5, 8, 1] * 21, "righthand_kpts": [0] * 63}  # fmt: skip
    return data


def four_tiers(pair: Pair, told: bool = True) -> dict[str, Any]:
    assert pair.source.visibility
    tiers = [t for t in pair.source.visibility.tiers if t.coordinates == "required" and t.coco]
    data = people(names_of(pair), 30)
    data["categories"][0]["name"] = pair.source.category
    for at, one in enumerate(data["annotations"]):
        chosen = [tiers[(at + index) % len(tiers)] for index in range(len(names_of(pair)))]
        one["keypoints"] = [number for t in chosen for number in (3 + at, 4.5, t.coco)]
        if told:
            one["keypoint_tiers"] = [tier.code for tier in chosen]
    return data


@pytest.mark.parametrize("style", [{}, {"indent": 1}, {"separators": (",", ":")}])
@pytest.mark.parametrize(
    ("ends", "make"),
    [
        (("body/coco-wholebody-133", "body/coco-wholebody-133"), whole_body),
        (("sport/cricket-bowling-54@1.0.0", "sport/cricket-bowling-54"), four_tiers),
        (("sport/cricket-bowling-54@1.0.0", "sport/cricket-bowling-54"),
         lambda pair: four_tiers(pair, told=False)),
    ],
    ids=["parts", "tiers", "new tiers"],
)  # fmt: skip
def test_both_ways_agree_on_fields_that_few_files_have(
    tmp_path: Path, ends: tuple[str, str], make: Any, style: dict[str, Any]
) -> None:
    pair = Pair(map_between(*ends))
    path = tmp_path / "in.json"
    path.write_text(json.dumps(make(pair), **style), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("schemac.datasets.coco.sure.SureWay.__call__", None)
        fast = move(path, pair)
    with pytest.MonkeyPatch.context() as patch:
        surely(patch)
        sure = move(path, pair)
    assert fast == sure
    if ends[0] == ends[1]:
        assert json.loads(fast)["annotations"] == json.loads(path.read_bytes())["annotations"]
