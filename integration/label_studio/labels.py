"""Labels on their way: labelled here, exported, read and written by schemac, imported again."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from case import Case, Result, annotated, prediction, with_lists
from client import Client
from editor import Editor

Finding = tuple[str, str]
Told = dict[str, dict[str, Any]]

APART = 20.0
"""How far the second instance lies from the first, in percent of the image's width."""

DIGITS = 6


def keypoints(case: Case, client: Client, editor: Editor, pictures: Path) -> Iterator[Finding]:
    """Two instances under boxes, by two annotations."""
    template, tiers = case.task("template-prediction.json"), list(case.expected["tiers"])
    (first,) = annotated(template, tiers)["annotations"]
    task = _task(template, first["result"])
    yield from _there_and_back(case, client, task, "keypoints", "label-studio", pictures)


def vector(case: Case, client: Client, editor: Editor, pictures: Path) -> Iterator[Finding]:
    """Two drawn skeletons, with points on the lists of tiers."""
    template = case.task("template-vector.json")
    (first,) = with_lists(annotated(template, []), case.expected["listed_tiers"])["annotations"]
    task = _task(template, first["result"])
    yield from _there_and_back(case, client, task, "vector", "label-studio-vector", pictures)


def _task(template: dict[str, Any], result: Result) -> dict[str, Any]:
    """Two annotations: one of two instances, one of one; and a prediction with a score."""
    predicted = {"model_version": "checks", "score": 0.75, "result": prediction(template)}
    annotations = [{"result": [*result, *_another(result)]}, {"result": prediction(template)}]
    return {"data": template["data"], "annotations": annotations, "predictions": [predicted]}


def _another(result: Result) -> Result:
    """The same instance once more, at another place."""
    others = copy.deepcopy(result)
    for one in others:
        one["id"] = f"second-{one['id']}"
        if "parentID" in one:
            one["parentID"] = f"second-{one['parentID']}"
        value = one["value"]
        for point in value.get("vertices", [value] if "x" in value else []):
            point["x"] -= APART
    return others


def _there_and_back(
    case: Case, client: Client, task: dict[str, Any], layout: str, to: str, pictures: Path
) -> Iterator[Finding]:
    spec = case.expected["reference"]
    project = int(client.push(spec, f"{case.name} {layout} labels", layout)["id"])
    client.import_tasks(project, [task])
    with TemporaryDirectory() as folder:
        exported, written = Path(folder) / "export.json", Path(folder) / "written.json"
        exported.write_bytes(client.export_file(project))
        (pictures / f"{case.name}-{layout}-export.json").write_bytes(exported.read_bytes())
        client.convert(spec, exported, to, written)
        (again,) = json.loads(written.read_bytes())
        yield from _same_task(case, client, project, task, again)
        source = Path(folder) / "predicted.json"
        source.write_text(json.dumps([{**task, "annotations": []}]))
        client.convert(spec, source, to, Path(folder) / "predictions.json")
        (predicted,) = json.loads((Path(folder) / "predictions.json").read_bytes())
    (number,) = client.import_tasks(project, [predicted])
    (there,) = client.export(project)[number]["predictions"] or [None]
    yield "a prediction is taken", "" if there else "it is not there"
    found = told(predicted["predictions"][0]["result"], case)
    yield (
        "its regions are the same",
        _differing(found, told(task["predictions"][0]["result"], case)),
    )


def _same_task(
    case: Case, client: Client, project: int, task: dict[str, Any], again: dict[str, Any]
) -> Iterator[Finding]:
    (number,) = client.import_tasks(project, [again])
    back = client.export(project)[number]
    yield "the stamp is kept", "" if back["meta"].get("schemac") else f"meta is {back['meta']}"
    wanted = [told(each["result"], case) for each in task["annotations"]]
    found = [told(each["result"], case) for each in back["annotations"]]
    key = len  # the annotation of two instances, and that of one
    for one, other in zip(sorted(found, key=key), sorted(wanted, key=key), strict=True):
        yield f"{len(other)} instances come back", _differing(one, other)


def told(result: Result, case: Case) -> Told:
    """What regions say, by instance: place and tier of each keypoint, the box, the answers."""
    said: Told = {}
    default = case.expected["default_tier"]
    dots = {one["id"]: one for one in result if one["type"] == "keypointlabels"}
    for one in result:
        value = one["value"]
        if one["type"] == "keypointlabels":
            points = said.setdefault(one["parentID"], {})
            points[value["keypointlabels"][0]] = [*_place(value), default]
        elif one["type"] == "vectorlabels":
            said.setdefault(one["id"], {}).update(
                (vertex["id"], [*_place(vertex), default]) for vertex in value["vertices"]
            )
        elif one["type"] == "rectanglelabels":
            box = [*_place(value), *(round(value[key], DIGITS) for key in ("width", "height"))]
            said.setdefault(one["id"], {})["the box"] = box
    for one in result:
        if one["type"] == "choices":
            _chosen(one, dots, said, case)
    return said


def _chosen(one: dict[str, Any], dots: dict[str, Any], said: Told, case: Case) -> None:
    chosen, control = one["value"]["choices"], one["from_name"]
    if one["id"] in dots:
        dot = dots[one["id"]]
        said[dot["parentID"]][dot["value"]["keypointlabels"][0]][2] = chosen[0]
    elif control.startswith("tier_"):
        tier = control.removeprefix("tier_")
        placed = tier in case.expected["tiers"]
        for word in chosen:  # the place of a point that has none means nothing
            x, y, _ = said[one["id"]][word]
            said[one["id"]][word] = [x, y, tier] if placed else [tier]
    else:
        said[one["id"]][control] = chosen


def _place(value: dict[str, Any]) -> list[float]:
    return [round(value["x"], DIGITS), round(value["y"], DIGITS)]


def _differing(found: Told, wanted: Told) -> str:
    """Empty when the same was said of the same instances, else the first differences."""
    pairs = [
        f"{id} {word}: {found.get(id, {}).get(word)}, not {wanted.get(id, {}).get(word)}"
        for id in {**wanted, **found}
        for word in {**wanted.get(id, {}), **found.get(id, {})}
        if found.get(id, {}).get(word) != wanted.get(id, {}).get(word)
    ]
    return "; ".join(pairs[:3])
