"""The report as text, JSON and a page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pytest
from made import about, figures, judged, with_place
from msgspec import structs

from schemac.artifact import json_bytes
from schemac.model import Attribute, Skeleton
from schemac.validating import Report, finding_record, record
from schemac.validating.page import render_page
from schemac.validating.text import render_report, render_trials
from schemac.workspace import UsageError
from small_skeletons import NASTY

Load = Callable[[str], Skeleton]


@pytest.fixture(name="coco")
def _coco(skeleton: Load) -> Skeleton:
    return skeleton("body/coco-17")


def bad(coco: Skeleton, image: str = "a.jpg") -> Report:
    """Two wrists outside of their image, and a wrong count."""
    labels = figures(coco, 6)
    keypoints = labels.keypoints.copy()
    keypoints[[0, 3], 9, 0] = [5000, 900]
    labels = structs.replace(labels, keypoints=keypoints)
    named = structs.replace(labels.about[0].image, name=image)
    return judged(coco, about(about(labels, 0, image=named), 1, counted=3))


def test_text_names_rule_place_and_sum(coco: Skeleton) -> None:
    text = render_report(bad(coco), coco, width=80)
    assert "error[Q010] outside-image: 2 instances" in text
    assert "  image a.jpg, instance 0\n    `left_wrist` at (5000, " in text
    assert re.search(r"^6 instances, 102 placed keypoints, \d+ rules asked: 3 errors", text, re.M)
    assert max(map(len, text.splitlines())) <= 80


def test_text_steers_no_terminal(coco: Skeleton) -> None:
    assert "\x1b" not in render_report(bad(coco, "a\x1b[31m\n.jpg"), coco)


def test_json_is_whole(coco: Skeleton) -> None:
    report = bad(coco)
    data = json.loads(json_bytes(record(report)))
    assert data["spec"] == "body/coco-17@1.0.0"
    assert {rule["rule"]: rule["instances"] for rule in data["rules"]}["outside-image"] == 2
    assert data["rates"][0]["placed"] == [6] * 17
    line = finding_record(report.tallies[0].worst[0])
    assert line["keypoints"][0] == "left_wrist"
    assert line["instance"] == "0"


def test_a_page_draws_the_worst(coco: Skeleton) -> None:
    page = render_page(bad(coco), coco)
    drawings = re.findall(r"<svg.*?</svg>", page, re.S)
    assert len(drawings) >= 3
    for drawing in drawings:
        root = ElementTree.fromstring(drawing)
        assert root.get("role") == "img"
        marks = [e for e in root.iter() if "v-bad" in (e.get("class") or "")]
        assert marks or "wrong-count" in drawing
    ids = re.findall(r'id="(finding-[^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_no_text_of_a_file_becomes_markup(coco: Skeleton) -> None:
    page = render_page(bad(coco, f"{NASTY}<script>alert(1)</script>"), coco)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "default-src 'none'" in page


def test_the_same_labels_give_the_same_page(coco: Skeleton) -> None:
    assert render_page(bad(coco), coco) == render_page(bad(coco), coco)


def test_rates_by_attribute(coco: Skeleton) -> None:
    assert coco.instance
    blurred = Attribute(id="blur", title="Blur", values=("yes", "no"))
    spec = structs.replace(coco, instance=structs.replace(coco.instance, attributes=(blurred,)))
    labels = figures(spec, 60)
    keypoints = labels.keypoints.copy()
    keypoints[:30, 9] = np.nan
    told = tuple(
        structs.replace(each, attributes={"blur": "yes" if at < 30 else "no"})
        for at, each in enumerate(labels.about)
    )
    report = judged(spec, structs.replace(labels, keypoints=keypoints, about=told))
    by_value = {(r.attribute, r.value): (r.instances, r.placed[9]) for r in report.rates}
    assert by_value == {(None, ""): (60, 30), ("blur", "no"): (30, 30), ("blur", "yes"): (30, 0)}
    text = render_report(report, spec)
    assert "blur = yes (30): `left_wrist` 0%, over all 50%" in text
    assert "left_wrist" in text.split("placed least often")[1].splitlines()[1]
    assert "blur: yes" in render_page(report, spec)


def test_values_without_end_are_counted_together(coco: Skeleton) -> None:
    assert coco.instance
    free = Attribute(id="note", title="Note", values=())
    spec = structs.replace(coco, instance=structs.replace(coco.instance, attributes=(free,)))
    labels = figures(spec, 400)
    told = tuple(
        structs.replace(each, attributes={"note": f"n{at}"}) for at, each in enumerate(labels.about)
    )
    rates = judged(spec, structs.replace(labels, about=told)).rates
    assert len(rates) <= 201
    assert sum(rate.instances for rate in rates if rate.attribute) == 400


def test_trials_as_a_table() -> None:
    assert "no rule of geometry" in render_trials((), "x/y")


def test_an_unknown_rule_is_named(coco: Skeleton) -> None:
    with pytest.raises(UsageError, match="wrong-cont") as caught:
        judged(coco, figures(coco, 1), ignore=("wrong-cont",))
    assert "wrong-count" in str(caught.value.help)


def test_none_kept_and_all_counted(coco: Skeleton) -> None:
    labels = about(figures(coco, 3), 1, counted=3)
    (tally,) = judged(coco, labels, most=0).tallies
    assert (tally.instances, tally.worst) == (1, ())


def test_left_of_an_image_of_unknown_size_is_outside(coco: Skeleton) -> None:
    labels = with_place(figures(coco, 2), 0, 9, -50.0, 20.0)
    bare = structs.replace(labels.about[0].image, width=None, height=None)
    (found,) = [
        each for tally in judged(coco, about(labels, 0, image=bare)).tallies
        if tally.code.name == "outside-image" for each in tally.worst
    ]  # fmt: skip
    assert "whatever its size" in found.message
    assert found.score > 1
