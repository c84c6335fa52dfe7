"""Map files read back: the same map, or a refusal with a message."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import schemac
from mapping_made import NAMES, end, ends, maps
from schemac.mapping import (
    Entry,
    Made,
    MapError,
    MigrationMap,
    Rung,
    TierStep,
    inverse,
    map_digest,
    map_json,
    read_map,
)
from small_skeletons import bird

VIA_PIPNET = "wflw-98-to-ibug-68-pipnet"


def written(made: MigrationMap) -> bytes:
    return map_json(made, bird(sigma_sets=()), bird())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_written_is_read(data: st.DataObject) -> None:
    made = data.draw(maps(data.draw(ends("a")), data.draw(ends("b"))))
    assert read_map(written(made)) == made


@pytest.mark.parametrize(
    "ends",
    [
        ("body/coco-17", "body/h36m-17", None),
        ("face/wflw-98", "face/ibug-68", VIA_PIPNET),
        ("sport/cricket-bowling-54@1.0.0", "sport/cricket-bowling-54@2.0.0", None),
        ("sport/cricket-bowling-54@2.0.0", "sport/cricket-bowling-54@1.0.0", None),
    ],
)
def test_maps_of_the_library_are_read(ends: tuple[str, str, str | None]) -> None:
    source, target, via = ends
    made = schemac.map_between(source, target, via=via)
    assert read_map(made.written("json")) == made.map
    assert made.record()["digest"] == map_digest(made.map)


THIRD = Fraction(1, 3)
_TIERS = (Rung(id="none", code=0, placed=False), Rung(id="seen", code=1, placed=True))
_A = end("a", NAMES[:3], (0, 1, 2), _TIERS)
_B = end("b", NAMES[:1], (0,), _TIERS)
_THIRDS = MigrationMap(
    source=_A,
    target=_B,
    entries=(Entry(target=NAMES[0], x=tuple((n, THIRD) for n in NAMES[:3]),
                   y=tuple((n, THIRD) for n in NAMES[:3])),),
    tiers=(TierStep(source="none", target="none"), TierStep(source="seen", target="seen")),
)  # fmt: skip


def test_a_third_is_a_third() -> None:
    record = json.loads(written(_THIRDS))
    assert record["points"][0]["sources"][0]["exact"] == "1/3"
    assert read_map(written(_THIRDS)) == _THIRDS


def test_the_digest_of_a_map_stays_what_it_is() -> None:
    """Files that name a map by its digest must find it with every later schemac."""
    assert map_digest(_THIRDS) == (
        "sha256:226b426c4659dbc9eac63ed86d4444f2f3635ebe95b5b10b5995394f8137e084"
    )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_maps_that_differ_have_other_digests(data: st.DataObject) -> None:
    one = data.draw(maps(data.draw(ends("a")), data.draw(ends("b"))))
    assert map_digest(inverse(one)) != map_digest(one)
    signed = replace(one, made=(Made(how="map", of="demo/a", author="somebody"),))
    assert map_digest(signed) != map_digest(one)
    assert map_digest(replace(one)) == map_digest(one)


@cache
def _face() -> dict[str, Any]:
    return schemac.map_between("face/wflw-98", "face/ibug-68", via=VIA_PIPNET).record()


def _source(record: dict[str, Any]) -> dict[str, Any]:
    return record["points"][18]["sources"][0]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda r: r.pop("losses"), "missing required field `losses`"),
        (lambda r: r.update(surprise=1), "unknown field `surprise`"),
        (lambda r: r.update(schemac_map=2), "schemac_map"),
        (lambda r: r["points"].append(r["points"][0]), "given twice"),
        (lambda r: r["points"].pop(), "edited"),
        (lambda r: r["points"][0].update(fidelity="perfect"), "no fidelity that there is"),
        (lambda r: r["points"][0].update(index=1), "does not have the index 1"),
        (lambda r: r["points"][0]["sources"][0].update(index=1), "does not have the index 1"),
        (lambda r: r["points"][0]["sources"][0].update(keypoint="nose_x"), "does not have"),
        (lambda r: r["points"][0].update(review=True), "edited"),
        (lambda r: r["points"][0].update(target="<b>"), "not a map file"),
        (lambda r: r["points"][0].update(target="jaw\n"), "not a map file"),
        (lambda r: _source(r).update(weight=2), "do not add up to 1"),
        (lambda r: _source(r).update(exact="1/0"), "divided by zero"),
        (lambda r: _source(r).update(exact="1/3"), "another size"),
        (lambda r: _source(r).update(exact="9" * 301), "not a map file"),
        (lambda r: r["points"][18]["sources"].append(_source(r)), "names a source twice"),
        (lambda r: r["points"][0].update(tier={"worst_of_best_of": [["jaw"]]}), "not its sources"),
        (lambda r: r["points"][0].update(tier={"worst_of_best_of": []}), "not its sources"),
        (lambda r: r["made"][0].update(author="\x1b[2J"), "not a map file"),
        (lambda r: r["made"][0].update(author="Somebody else"), "edited"),
        (lambda r: r["tiers"].pop(), "not every tier"),
        (lambda r: r["tiers"][0].update(to="nowhere"), "has no tier `nowhere`"),
        (lambda r: r["from"].update(version="1.0"), "not a map file"),
        (lambda r: r["from"].update(spec="../etc"), "not a map file"),
        (lambda r: r["from"].update(digest="sha256:" + "0" * 64), "edited"),
        (lambda r: r["from"]["mirror"].pop(), "mirror partners"),
        (lambda r: r["from"]["mirror"].__setitem__(0, 1), "mirror partners"),
        (lambda r: r["to"]["keypoints"].__setitem__(0, r["to"]["keypoints"][1]), "twice"),
        (lambda r: r["to"]["tiers"].__setitem__(0, r["to"]["tiers"][1]), "twice"),
        (lambda r: r.update(digest="sha256:" + "0" * 64), "edited"),
    ],
)
def test_a_file_that_is_no_map_is_refused(
    spoil: Callable[[dict[str, Any]], Any], said: str
) -> None:
    record = deepcopy(_face())
    read_map(json.dumps(record).encode())
    spoil(record)
    with pytest.raises(MapError, match=said):
        read_map(json.dumps(record).encode())


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
@example(b"")
@example(b"[" * 100_000)
@example(b'{"losses":' + b"[" * 100_000)
@example(b"\xff\xfe{}")
@example(b" " * (16 * 1024 * 1024 + 1))
def test_bytes_that_are_no_map_are_refused(data: bytes) -> None:
    with pytest.raises(MapError):
        read_map(data)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_map_with_one_changed_byte_is_the_same_map_or_none(data: st.DataObject) -> None:
    """A change may fall on what is not read, or on the layout; nothing else may pass."""
    good = written(_THIRDS)
    at = data.draw(st.integers(0, len(good) - 1))
    bad = good[:at] + bytes([data.draw(st.integers(0, 255))]) + good[at + 1 :]
    try:
        found = read_map(bad)
    except MapError:
        return
    assert found == _THIRDS


def test_huge_numbers_are_refused_quickly() -> None:
    for weight in (b"1e400", b"1e308", b"-1e308", b"123456789" * 100):
        data = written(_THIRDS).replace(b'"weight": 0.3333333333333333', b'"weight": ' + weight)
        with pytest.raises(MapError):
            read_map(data)
        with pytest.raises(MapError):
            read_map(data.replace(b'"exact": "1/3"', b'"exact": null'))
