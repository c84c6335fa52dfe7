"""The account of what targets could not carry."""

from __future__ import annotations

from schemac.format import Feature, Loss
from schemac.report import Account, render_losses
from schemac.report.cells import cells

SPECS = ("body/coco-17", "hand/hand-21", "face/ibug-68", "body/coco-wholebody-133")


def account(spec: str, target: str, *features: Feature) -> Account:
    return Account(spec, target, tuple(Loss(f, f"no place for {f}") for f in features))


def test_equal_losses_share_a_row():
    accounts = [account(s, "coco", Feature.CUES, Feature.SIGMAS) for s in SPECS]
    accounts[0] = account(SPECS[0], "coco", Feature.CUES, Feature.SIGMAS, Feature.HALVES)
    accounts += [
        account(s, "yolo", *([Feature.EDGES] * 2 if s in SPECS[:3] else [])) for s in SPECS
    ]
    accounts += [account(s, "json-schema") for s in SPECS]
    assert (
        render_losses(accounts, full="build/manifest.json")
        == """\
not carried (each one in build/manifest.json)
  coco         cues, sigmas
               of some: body halves
  json-schema  nothing: it carries everything
  yolo         of some: edges
"""
    )


def test_one_spec_needs_no_name():
    assert render_losses([account("body/coco-17", "coco", Feature.CUES)]) == (
        "not carried\n  coco  cues\n"
    )


def test_rows_break_between_features():
    text = render_losses([account("a", "coco", *Feature)], width=60)
    rows = [row.strip().removesuffix(",") for row in text.splitlines()[1:]]
    said = ", ".join(rows).removeprefix("coco").strip().split(", ")
    assert said == [str(feature) for feature in Feature]


def test_nothing_lost_says_nothing():
    assert render_losses([account("body/coco-17", "coco")]) == ""


def test_what_had_to_be_assumed_is_told_with_its_specs():
    accounts = [Account(s, "coco", (), ("the id is 1",) if s == SPECS[0] else ()) for s in SPECS]
    row = render_losses(accounts).splitlines()[-1]
    assert row.strip() == "assumed: the id is 1 (body/coco-17)"


def test_in_brief_a_target_takes_one_row():
    text = render_losses([account(s, "coco", *Feature) for s in SPECS], width=60, brief=True)
    assert len(text.splitlines()) == 2
    assert text.endswith(" more\n")
    few = render_losses([account("a", "coco", Feature.CUES)], brief=True)
    assert few == "not carried\n  coco  cues\n"


def test_however_much_is_lost_a_target_takes_two_rows_and_every_feature_is_named():
    features = list(Feature)
    accounts = [account(s, "coco", *features[i * 2 :]) for i, s in enumerate(SPECS)]
    text = render_losses(accounts, width=1000)
    assert len(text.splitlines()) == 3
    assert all(str(feature) in text for feature in features)


def test_rows_keep_the_width_and_names_are_harmless():
    text = render_losses([account("a\x1b[2J", "t\x1b", *Feature), account("b", "t\x1b")], width=60)
    assert "\x1b" not in text
    assert all(cells(row) <= 60 for row in text.splitlines())
