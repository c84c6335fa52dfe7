"""What has to hold for a skeleton in each layout. A finding has a name and says what is wrong."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from case import Case, annotated, facts, loneliest, prediction, vertices, with_lists
from client import Client
from editor import Editor

Finding = tuple[str, str]

LOST_ON_SCREEN = 0.01  # percent of the image


def keypoints(case: Case, client: Client, editor: Editor, pictures: Path) -> Iterator[Finding]:
    """`config.xml` and `template-prediction.json`."""
    template, expected = case.task("template-prediction.json"), case.expected
    other = annotated(template, list(expected["tiers"]))
    project = yield from _pushed(case, client, "keypoints", "config.xml")
    yield "model version", _same(template["predictions"][0]["model_version"], expected["reference"])
    drawn = client.first_task(project)
    (done,) = client.import_tasks(project, [other])
    yield "annotation comes back", _kept(client, project, done, other["annotations"][0]["result"])

    editor.open(project, drawn)
    yield from _told(case, editor, pictures)
    editor.picture(pictures / f"{case.name}-keypoints.png")
    points, top = expected["points"], editor.top()
    names = [point["name"] for point in points]
    yield "labels drawn", _same(editor.labels(), [*names, expected["category"]])
    regions = {one["id"] for one in prediction(template)}
    yield "regions drawn", _same(editor.regions(), len(regions))
    keys = [point["key"] for point in points]
    yield "keys choose labels", "; ".join(_wrong_keys(editor, [*keys, expected["box_key"]]))
    yield from _selected(case, editor, template)
    yield "the image stays", _same(editor.top(), top)
    editor.picture(pictures / f"{case.name}-keypoints-selected.png")
    editor.drawings(pictures / f"{case.name}-keypoints-drawing")
    if expected["required"]:
        editor.select_first()
    yield "console", "; ".join(_submit(case, editor))
    answers = _answers(case, "box0")
    yield "template comes back", _kept(client, project, drawn, [*prediction(template), *answers])


def _pushed(case: Case, client: Client, layout: str, config: str) -> Generator[Finding, None, int]:
    """The project that `schemac push` makes; a second push must find nothing to do."""
    title, spec = f"{case.name} {layout}", case.expected["reference"]
    made = client.push(spec, title, layout)
    project = int(made["id"])
    yield "push writes", "" if made["written"] else "nothing was written"
    yield "the config is stored", _same(client.stored(project).strip(), case.config(config).strip())
    again = client.push(spec, title, layout)
    wrong = [step for step in again["steps"] if step["action"] != "keep"]
    yield "a second push", "" if again["up_to_date"] else f"not up to date: {wrong}"
    return project


def vector(case: Case, client: Client, editor: Editor, pictures: Path) -> Iterator[Finding]:
    """`vector.xml` and `template-vector.json`."""
    template, expected = case.task("template-vector.json"), case.expected
    other = with_lists(annotated(template, []), expected["listed_tiers"])
    project = yield from _pushed(case, client, "vector", "vector.xml")
    drawn = client.first_task(project)
    (done,) = client.import_tasks(project, [other])
    yield "annotation comes back", _kept(client, project, done, other["annotations"][0]["result"])

    editor.open(project, drawn)
    yield from _told(case, editor, pictures)
    editor.picture(pictures / f"{case.name}-vector.png")
    top = editor.top()
    yield "labels drawn", _same(editor.labels(), [expected["category"]])
    yield "regions drawn", _same(editor.regions(), 1)
    yield "keys choose labels", "; ".join(_wrong_keys(editor, [expected["box_key"]]))
    (one,) = (r for r in prediction(template) if r["type"] == "vectorlabels")
    before = vertices(one["value"])
    yield "vertices are keypoints", _same(list(before), [p["id"] for p in expected["points"]])
    moved, target = _drag_one(editor, one, before)
    editor.picture(pictures / f"{case.name}-vector-selected.png")
    yield "the image stays", _same(editor.top(), top)
    names = [point["name"] for point in expected["points"]]
    for place, _ in enumerate(expected["listed_tiers"]):
        yield "points on the lists", _same(editor.list_of(place, names[place]), names)
    editor.drawings(pictures / f"{case.name}-vector-drawing")
    yield "console", "; ".join(_submit(case, editor))
    result = client.export(project)[drawn]["annotations"][0]["result"]
    yield "one point moved", _moved(result, before, moved, target)
    lists = {
        r["from_name"]: r["value"]["choices"] for r in result if r["from_name"].startswith("tier_")
    }
    ids = [[point["id"]] for point in expected["points"]]
    wanted = {f"tier_{tier}": ids[i] for i, tier in enumerate(expected["listed_tiers"])}
    yield "tiers come back", _same(lists, wanted)


def _told(case: Case, editor: Editor, pictures: Path) -> Iterator[Finding]:
    """The instructions cover the task, with every picture of the guide in them."""
    editor.picture(pictures / f"{case.name}-instructions.png")
    yield "pictures told", _same(editor.told_pictures(), case.expected["pictures"])
    told = editor.instructions()
    shown = case.expected["reference"] in told
    yield "instructions", "" if shown else f"not shown: {told[:80]!r}"


def _drag_one(
    editor: Editor, region: dict[str, Any], before: dict[str, Any]
) -> tuple[str, tuple[float, float]]:
    """Select the skeleton at a vertex and drag that one; its id, and where it should be now."""
    places = {id: (x, y) for id, (x, y, *_) in before.items()}
    moved = loneliest(places)
    target = places[moved][0] + 3, places[moved][1] - 3
    editor.click(*places[moved], _size(region))
    editor.drag(places[moved], target, _size(region))
    return moved, target


def _moved(
    result: list[dict[str, Any]],
    before: dict[str, Any],
    moved: str,
    target: tuple[float, float],
) -> str:
    """Whether all vertices are as they were but for the one that was dragged, which is near."""
    after = next(vertices(r["value"]) for r in result if r["type"] == "vectorlabels")
    x, y, *_ = after.pop(moved, (-100.0, -100.0))
    if max(abs(x - target[0]), abs(y - target[1])) > 0.5:
        return f"{moved} is at {x}, {y}, not at {target}"
    return _same(after, {id: vertex for id, vertex in before.items() if id != moved})


def _selected(case: Case, editor: Editor, template: dict[str, Any]) -> Iterator[Finding]:
    """A click at a point selects it, says which one it is, and lets its tier be chosen by key."""
    expected = case.expected
    dots = [r for r in prediction(template) if r["type"] == "keypointlabels"]
    id = loneliest({r["id"]: (r["value"]["x"], r["value"]["y"]) for r in dots})
    dot = next(r for r in dots if r["id"] == id)
    point = next(p for p in expected["points"] if id == f"p0_{p['id']}")
    editor.click(dot["value"]["x"], dot["value"]["y"], _size(dot))
    start = f"{point['name']} ({point['index']}):"
    yield "definition shown", "" if start in editor.text() else f"no {start} in {editor.text()!r}"
    wrong = []
    for tier in sorted(expected["tiers"], key=lambda tier: tier == expected["default_tier"]):
        editor.press(expected["tiers"][tier])
        if (ticked := editor.ticked()) != [tier]:
            wrong.append(f"{expected['tiers'][tier]} ticks {ticked}, not {tier}")
    yield "keys choose tiers", "; ".join(wrong)


def _wrong_keys(editor: Editor, keys: list[str | None]) -> Iterator[str]:
    """Each key chooses the label at its place and no other; pressed again it lets go."""
    for place, key in enumerate(keys):
        if key is None:
            continue
        editor.press(key)
        if (chosen := editor.chosen()) != [place]:
            yield f"{key} chooses {chosen}, not {place}"
        editor.press(key)
        if chosen := editor.chosen():
            yield f"{key} does not let go of {chosen}"
            editor.press("Escape")


def _submit(case: Case, editor: Editor) -> list[str]:
    """Answer what has to be answered about the selected instance and submit; errors until then."""
    for value in case.expected["required"].values():
        editor.answer(value)
    errors = list(editor.errors)
    editor.submit()
    return errors


def _answers(case: Case, id: str) -> list[dict[str, Any]]:
    return [
        {"id": id, "from_name": f"instance_{attribute}", "type": "choices"}
        | {"value": {"choices": [value]}}
        for attribute, value in case.expected["required"].items()
    ]


def _kept(client: Client, project: int, task: int, wanted: list[dict[str, Any]]) -> str:
    annotations = client.export(project)[task]["annotations"]
    return _same(facts(annotations[0]["result"]) if annotations else {}, facts(wanted))


def _size(region: dict[str, Any]) -> tuple[int, int]:
    return region["original_width"], region["original_height"]


def _same(found: Any, wanted: Any) -> str:
    """Empty when two things are equal, else the first places where they differ."""
    if _equal(found, wanted):
        return ""
    if isinstance(found, dict) and isinstance(wanted, dict):
        ids = [id for id in {**wanted, **found} if not _equal(found.get(id), wanted.get(id))]
        pairs = [f"{id}: {found.get(id)}, not {wanted.get(id)}" for id in ids]
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        pairs = [f"{a}, not {b}" for a, b in zip(found, wanted, strict=True) if not _equal(a, b)]
    else:
        return f"{found}, not {wanted}"[:300]
    return f"{len(pairs)} differ: " + "; ".join(pairs[:3])[:400]


def _equal(one: Any, other: Any) -> bool:
    """Numbers may differ by what is lost when the editor counts in pixels of the screen."""
    if isinstance(one, float | int) and isinstance(other, float | int):
        return abs(one - other) <= LOST_ON_SCREEN
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_equal(one[k], other[k]) for k in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_equal, one, other))
    return bool(one == other)
