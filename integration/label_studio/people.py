"""Two people label the same tasks; what `schemac agree` makes of the export is what they did."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterator
from math import dist, isclose, sqrt
from pathlib import Path
from random import Random
from typing import Any

from annotator import Annotator
from case import Case, Result, prediction
from client import Client

Finding = tuple[str, str]
Place = tuple[float, float, str]
Labels = dict[str, Place]
"""What one person said of one task: id of a keypoint -> x and y in pixels, tier."""

TASKS = 12
SHAKE = 0.2
"""Percent of the image by which a hand is off, one standard deviation."""
ASIDE = 0.6
"""Percent of the image by which the second person sets the first keypoint to the right."""
EXCHANGED = 2
"""Tasks on which the second person takes left for right."""
BOX_FILLED = 0.53  # the share of a box that COCO takes for its person


def agreement(case: Case, client: Client, pictures: Path) -> Iterator[Finding]:
    """Both do all tasks but one, which the first does alone and the second skips."""
    spec, base = case.expected["reference"], prediction(case.task("template-prediction.json"))
    project = int(client.push(spec, f"{case.name} people", "keypoints")["id"])
    names = [{"data": {"image": f"/people/{number:02}.jpg"}} for number in range(TASKS + 1)]
    numbers = client.import_tasks(project, names)
    team = [Annotator(client.url, f"{case.name}-{name}@example.com") for name in ("anna", "ben")]
    work = _work(case, base)
    for number, (first, second) in zip(numbers, work, strict=True):
        team[0].annotate(number, first)
        team[1].annotate(number, second, skipped=number == numbers[-1])
    exported = pictures / f"{case.name}-people-export.json"
    exported.write_bytes(client.export_file(project))
    found = client.agree(spec, exported)
    said = [(_labels(first), _labels(second)) for first, second in work[:TASKS]]
    yield from _compared(found, said, [str(each.id) for each in team], _area(base))


def _work(case: Case, base: Result) -> list[tuple[Result, Result]]:
    """What both people say of each task."""
    random, tiers = Random(case.name), list(case.expected["tiers"])
    pair = _widest_pair(_labels(base))
    work = []
    for number in range(TASKS + 1):
        first, second = (_by_hand(base, random, tiers) for _ in range(2))
        second[0]["value"]["x"] += ASIDE
        if pair and number < EXCHANGED:
            _exchange(second, pair)
        work.append((first, second))
    return work


def _by_hand(base: Result, random: Random, tiers: list[str]) -> Result:
    """The template as a hand sets it, the odd tier differing."""
    result = copy.deepcopy(base)
    for one in result:
        if one["type"] == "keypointlabels":
            one["value"]["x"] += random.gauss(0, SHAKE)
            one["value"]["y"] += random.gauss(0, SHAKE)
        elif one["from_name"] == "visibility" and random.random() < 0.2:
            one["value"]["choices"] = [random.choice(tiers)]
    return result


def _widest_pair(labels: Labels) -> tuple[str, str] | None:
    """The left and the right keypoint that lie farthest apart, if the skeleton has sides."""
    pairs = [(id, f"right_{id[5:]}") for id in labels if id.startswith("left_")]
    both = [pair for pair in pairs if pair[1] in labels]
    return max(both, key=lambda p: dist(labels[p[0]][:2], labels[p[1]][:2]), default=None)


def _exchange(result: Result, pair: tuple[str, str]) -> None:
    one, other = (
        next(r["value"] for r in result if r["id"] == f"p0_{id}" and r["type"] == "keypointlabels")
        for id in pair
    )
    one["x"], one["y"], other["x"], other["y"] = other["x"], other["y"], one["x"], one["y"]


def _labels(result: Result) -> Labels:
    """Places in pixels and tiers, by the ids of keypoints."""
    tiers = {r["id"]: r["value"]["choices"][0] for r in result if r["from_name"] == "visibility"}
    return {
        one["id"].removeprefix("p0_"): (
            one["value"]["x"] / 100 * one["original_width"],
            one["value"]["y"] / 100 * one["original_height"],
            tiers.get(one["id"], ""),
        )
        for one in result
        if one["type"] == "keypointlabels"
    }


def _area(result: Result) -> float:
    """What errors are relative to, in square pixels."""
    (box,) = (one for one in result if one["type"] == "rectanglelabels")
    sides = box["value"]["width"] * box["original_width"], box["value"]["height"]
    return BOX_FILLED * sides[0] * sides[1] * box["original_height"] / 100**2


def _compared(
    found: dict[str, Any], said: list[tuple[Labels, Labels]], names: list[str], area: float
) -> Iterator[Finding]:
    """The report against sums over what was submitted."""
    yield "both are known", _unlike(found["people"], names)
    yield "instances that both labelled", _unlike(found["items"], TASKS)
    yield "labels", _unlike(found["labels"], 2 * TASKS)
    yield "the one that was skipped", _unlike(found["unmatched"], 1)
    yield "scale", _unlike(found["scale"], "reduced_box_area")
    by_person = {each["name"]: each for each in found["errors"] if each["group"] == "person"}
    apart = {id: [dist(a[id][:2], b[id][:2]) for a, b in said] for id in said[0][0]}
    means = {id: sum(each) / TASKS for id, each in apart.items()}
    for name in names:
        points = {each["point"]: each["pixels"]["value"] for each in by_person[name]["points"]}
        yield f"errors of {name}", _wrong(points, means)
    squares = {id: sum(d * d for d in each) / TASKS for id, each in apart.items()}
    sigmas = {each["point"]: each["sigma"]["value"] for each in found["sigmas"]}
    yield "sigmas", _wrong(sigmas, {id: sqrt(mean / 2 / area) for id, mean in squares.items()})
    yield from _bias(by_person, said, names, sqrt(area))
    yield "exchanged sides", _exchanges(by_person[names[1]], said)
    kappa = found["tiers"][0]["fleiss_kappa"]["value"]
    yield "kappa of tiers", _wrong({"all": kappa}, {"all": _kappa(said)})
    days = [each for each in found["errors"] if each["group"] == "period"]
    yield "days", _unlike(sum(each["points"][0]["labels"] for each in days), 2 * TASKS)


def _bias(
    people: dict[str, Any], said: list[tuple[Labels, Labels]], names: list[str], scale: float
) -> Iterator[Finding]:
    """The first keypoint lies aside, for each of two as seen from the other. Bodies are turned into
    the frame of the spec by a fit, so this is no sum to the last digit."""
    id = next(iter(said[0][0]))
    wanted = sum(b[id][0] - a[id][0] for a, b in said) / TASKS / scale
    for name, value in zip(names, (-wanted, wanted), strict=True):
        (point,) = (each for each in people[name]["points"] if each["point"] == id)
        near = abs(point["bias_x"]["value"] - value) < 0.05 * abs(value)
        yield f"bias of {name}", "" if near else f"{point['bias_x']['value']}, not {value}"


def _exchanges(person: dict[str, Any], said: list[tuple[Labels, Labels]]) -> str:
    wanted = dict.fromkeys(_widest_pair(said[-1][0]) or (), EXCHANGED / TASKS)
    shares = {each["point"]: each["swaps"]["value"] for each in person["points"]}
    found = {id: share for id, share in shares.items() if share}
    return _wrong(found, wanted)


def _kappa(said: list[tuple[Labels, Labels]]) -> float:
    """Fleiss' kappa of two people, over all keypoints of all tasks."""
    pairs = [(a[id][2], b[id][2]) for a, b in said for id in a]
    given = Counter(tier for pair in pairs for tier in pair)
    agree = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum((count / len(pairs) / 2) ** 2 for count in given.values())
    return (agree - chance) / (1 - chance)


def _wrong(found: dict[str, float], wanted: dict[str, float]) -> str:
    """Empty when all are the same to the digits that a report has."""
    if found.keys() != wanted.keys():
        return _unlike(sorted(found), sorted(wanted))
    wrong = [id for id in wanted if not isclose(found[id], wanted[id], rel_tol=1e-4)]
    return "; ".join(f"{id}: {found[id]}, not {wanted[id]}" for id in wrong[:3])


def _unlike(found: object, wanted: object) -> str:
    return "" if found == wanted else f"{json.dumps(found)[:300]}, not {json.dumps(wanted)[:300]}"
