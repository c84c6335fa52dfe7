"""The plan of cricket bowling played through: three annotators, of whom one drifts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs
from people import Person, label, side_by_side, truth

import schemac
from schemac.agreeing import Group
from schemac.agreeing.drawing import enlargement
from schemac.agreeing.measure import Measure
from schemac.agreeing.page import render_page
from schemac.agreeing.propose import propose_sigmas
from schemac.canonical import digest
from schemac.cli import main
from schemac.datasets import label_format
from schemac.labels import Account, Annotation, Labels, Stamp, Writing
from schemac.model import Skeleton

Load = Callable[[str], Skeleton]
SPEC = "sport/cricket-bowling-54"
EACH = 12  # images a week
WEEKS = 4
GOOD = 0.0025  # of the scale: some 5 px in the picture of the plan


@pytest.fixture(name="cricket", scope="module")
def _cricket() -> Skeleton:
    return schemac.load(SPEC)


def one(gold: Labels, keypoints: np.ndarray, name: str | None) -> Labels:
    """What one person said of all images, a week after the other."""
    told = tuple(
        Annotation(
            image=each.image, id=each.id, annotator=name,
            when=f"2026-03-{2 + 7 * (at // EACH):02}T10:00:00Z",
        )
        for at, each in enumerate(gold.about)
    )  # fmt: skip
    return structs.replace(gold, keypoints=keypoints, about=told)


def write(skeleton: Skeleton, labels: Labels, path: Path) -> str:
    stamp = Stamp(spec=str(skeleton.reference), digest=digest(skeleton))
    writing = Writing(skeleton=skeleton, stamp=stamp, account=Account())
    write_file = label_format("parquet").write
    assert write_file
    write_file([labels], path, writing)
    return str(path)


@pytest.fixture(name="season", scope="module")
def _season(cricket: Skeleton, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Files of the gold set and of three people; Ben's left wrist moves off from week three on."""
    folder = tmp_path_factory.mktemp("season")
    gold = truth(cricket, EACH * WEEKS)
    rng = np.random.default_rng(3)
    files = {"gold": write(cricket, one(gold, gold.keypoints, None), folder / "gold.parquet")}
    wrist = cricket.by_id["left_wrist"].index
    for name in ("Anna", "Ben", "Cleo"):
        keypoints = label(cricket, gold, Person(name, GOOD), rng)
        if name == "Ben":
            drift = np.where(np.arange(EACH * WEEKS) >= 2 * EACH, 0.04, 0.0)
            keypoints[:, wrist, 0] += drift * np.sqrt(gold.areas)
        files[name] = write(cricket, one(gold, keypoints, name), folder / f"{name}.parquet")
    return files


def people(season: dict[str, str]) -> list[str]:
    return [season[name] for name in ("Anna", "Ben", "Cleo")]


def test_the_one_who_drifts_is_named(season: dict[str, str]) -> None:
    found = schemac.agree(*people(season), spec=SPEC, gold=season["gold"], window="week")
    late = [breach for breach in found.breaches if breach.limit == "mean_error"]
    assert {(breach.person, breach.point) for breach in late} == {("Ben", "left_wrist")}
    assert "2 weeks in a row up to 2026-W13" in late[0].message
    assert late[0].then == "Train the person again on that keypoint."
    assert [id for id, rate, _ in found.sampling] == ["left_wrist"]
    weeks = [g for g in found.errors if g.kind == "period" and g.name == "Ben"]
    assert [g.value for g in weeks] == ["2026-W10", "2026-W11", "2026-W12", "2026-W13"]
    ben = found.errors[Group("person", "Ben")][_index(found, "left_wrist")]
    assert ben.bias_x.low > 0.01


def _index(found: schemac.agreeing.Agreement, id: str) -> int:  # type: ignore[name-defined]
    return [error.point for error in found.errors[Group("all")]].index(id)


def test_the_command(
    season: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "week.html"
    words = ["agree", *people(season), "--spec", SPEC, "--gold", season["gold"]]
    assert main([*words, "--by", "time", "--report", str(page)]) == 1
    text = capsys.readouterr().out
    assert "error: Ben on `left_wrist`: " in text
    assert "then: Train the person again on that keypoint." in text
    assert "clearest bias" in text
    shown = page.read_text("utf-8")
    assert "Ben over time" in shown
    assert shown.count("<h2>Regions</h2>") == 1
    assert "<td>left_wrist" in shown  # the keypoint that is worst in a week
    assert "by region:" in text
    assert "  Spine  " in text
    assert "not judged: Fleiss' kappa of 0.75: everybody always chose the same tier" in text
    assert main([*words, "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["people"] == ["Anna", "Ben", "Cleo"]
    assert said["verdict"] == "broken"
    assert [each["limit"] for each in said["not_judged"]] == ["visibility"]
    assert main([*words, "--format", "csv"]) == 1
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].startswith("group,name,value,keypoint,region,labels,pixels,pixels_low")
    assert len(rows) == 1 + (54 + 6) * 4


def test_everybody_keeps_the_limits_before(season: dict[str, str]) -> None:
    """Without Ben nothing is broken."""
    found = schemac.agree(season["Anna"], season["Cleo"], spec=SPEC, gold=season["gold"])
    assert [b for b in found.breaches if b.limit != "visibility"] == []


def test_another_period_than_that_of_the_plan_is_named(season: dict[str, str]) -> None:
    """The plan counts weeks. By months nobody is over the limit twice in a row."""
    kept = schemac.agree(*people(season), spec=SPEC, gold=season["gold"], window="plan")
    assert not any("per week" in note for note in kept.notes)
    found = schemac.agree(*people(season), spec=SPEC, gold=season["gold"], window="month")
    (late,) = [breach for breach in found.breaches if breach.limit == "mean_error"]
    assert "in 2026-03" in late.message
    assert late.then is None
    assert any("per week; counted by month here" in note for note in found.notes)


def test_small_errors_are_drawn_enlarged_as_well(season: dict[str, str], cricket: Skeleton) -> None:
    found = schemac.agree(*people(season), spec=SPEC, gold=season["gold"])
    page = render_page(found, cricket)
    assert enlargement(found.errors[Group("all")], cricket, found.scale) == 10
    assert page.count("<svg") == 2 * 4
    assert "Errors 10 times enlarged" in page
    assert enlargement((), cricket) == 1


def test_sigmas_are_proposed_as_the_spec_writes_them(
    season: dict[str, str], cricket: Skeleton, tmp_path: Path
) -> None:
    found = schemac.agree(season["Anna"], season["Cleo"], spec=SPEC, gold=season["gold"])
    text = propose_sigmas(found, cricket)
    import yaml

    data = yaml.safe_load(text)
    (name,) = data["sigmas"]
    values = data["sigmas"][name]["values"]
    assert data["sigmas"][name]["source"] in data["sources"]
    assert values["left_wrist" if "left_wrist" in values else "wrist"] == pytest.approx(
        GOOD, rel=0.25
    )
    assert set(values) <= {p.id for p in cricket.keypoints} | {p.stem for p in cricket.keypoints}


def test_one_person_and_no_gold_is_nothing_to_compare(
    season: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agree", season["Anna"], "--spec", SPEC]) == 2
    assert "all labels are by one person, Anna" in capsys.readouterr().err


def test_an_attribute_that_is_none(
    season: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agree", *people(season), "--spec", SPEC, "--by", "weather"]) == 2
    assert "has no attribute `weather`" in capsys.readouterr().err


def test_two_groups(season: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    words = ["study", "--group", f"one={season['Anna']}", "--gold", season["gold"], "--spec", SPEC]
    assert main([*words, "--group", f"other={season['Ben']}"]) == 0
    text = capsys.readouterr().out
    assert "left_wrist" in text
    assert "48 instances" in text
    assert main([*words, "--group", f"other={season['Anna']}"]) == 2
    assert "Anna labelled in both groups" in capsys.readouterr().err
    assert main(words) == 2


def test_a_study_finds_the_difference_that_there_is(season: dict[str, str]) -> None:
    found = schemac.study(
        ("a", [season["Anna"], season["Cleo"]]),
        ("b", [season["Ben"]]),
        gold=season["gold"],
        spec=SPEC,
    )
    points = {each.point: each for each in found.points}
    # Half of Ben's labels lie 0.04 off: on average 0.02 more.
    wrist = points["left_wrist"].difference
    assert wrist.low <= 0.018 <= wrist.high
    assert points["left_wrist"].clear
    assert sum(each.clear for each in found.points) <= 8
    assert found.people == (2, 1)


def test_values_of_an_attribute_are_in_text_and_page(
    cricket: Skeleton, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    attribute = cricket.instance.attributes[0]  # type: ignore[union-attr]
    gold = truth(cricket, 12)
    rng = np.random.default_rng(1)

    def told(labels: Labels) -> Labels:
        return structs.replace(
            labels,
            about=tuple(
                structs.replace(each, attributes={attribute.id: attribute.values[at % 2]})
                for at, each in enumerate(labels.about)
            ),
        )

    words = ["agree", "--spec", SPEC, "--by", attribute.id]
    for name in ("Anna", "Ben"):
        labels = told(one(gold, label(cricket, gold, Person(name, GOOD), rng), name))
        words.append(write(cricket, labels, tmp_path / f"{name}.parquet"))
    page = tmp_path / "page.html"
    main([*words, "--report", str(page)])
    text = capsys.readouterr().out
    assert f"by {attribute.id}:" in text
    assert f"<h2>By {attribute.id}</h2>" in page.read_text("utf-8")
    for value in attribute.values[:2]:
        assert f"\n  {value} " in text


def test_an_attribute_with_very_many_values(
    cricket: Skeleton, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Values beyond the first ones are one group, so that memory is bounded."""
    monkeypatch.setattr("schemac.agreeing.measure._MOST_VALUES", 2)
    gold = truth(cricket, 12)
    made = Measure(cricket, ["a"], np.full(54, 0.05), attribute="note", replicates=5)
    items = side_by_side(cricket, gold, [Person("a")], with_gold=True)
    about = tuple(
        structs.replace(each, attributes={"note": f"n{at % 4}"})
        for at, each in enumerate(gold.about)
    )
    scale = np.sqrt(gold.areas)
    made.look(structs.replace(items, about=about), gold.areas, scale, np.ones(12))
    values = {g.value: p[0].labels for g, p in made.errors().items() if g.kind == "attribute"}
    assert values == {"n0": 3, "n1": 3, "(others)": 6}
