"""Pushing to Label Studio: what its SDK really sends, and what is refused."""

import json

import pytest
from msgspec.structs import replace
from stub_servers import FakeLabelStudio, Stub
from wishes import grown, renamed, wish

from conftest import LIBRARY
from schemac import remote
from schemac.guide.reduced import blocks, html
from schemac.workspace import UsageError

TITLE = "Bird animal/bird-6@1.2.0"


@pytest.fixture(autouse=True)
def _secrets(monkeypatch):
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", "the-token")


@pytest.fixture
def studio():
    with Stub(FakeLabelStudio()) as stub:
        yield stub


def push(stub, skeleton=None, **more):
    options = {name: more.pop(name) for name in ("project", "dry_run") if name in more}
    wanted = wish("label-studio", skeleton, **more)
    return remote.push("label-studio", wanted, stub.url, **options)


def actions(pushed):
    return {step.thing: str(step.action) for step in pushed.plan.steps}


def told(pushed):
    return [d.message for step in pushed.plan.steps for d in step.differences]


def exact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def test_a_new_project_is_sent_with_config_and_instructions(studio):
    wanted = wish("label-studio")
    pushed = remote.push("label-studio", wanted, studio.url)
    (made,) = studio.writes
    assert (made.method, made.path, made.query) == ("POST", "/api/projects/", {})
    assert made.headers["authorization"] == "Token the-token"
    assert made.headers["content-type"] == "application/json"
    assert made.body == exact(
        {
            "expert_instruction": html(blocks(wanted.context), {}),
            "label_config": wanted.file("config.xml").decode().strip(),
            "show_instruction": True,
            "title": TITLE,
        }
    )
    assert pushed.page == f"{studio.url}/projects/1"


def test_a_dry_run_sends_nothing_that_writes(studio, skeleton):
    pushed = push(studio, skeleton("hand/hand-21"), dry_run=True, template=True)
    assert {asked.method for asked in studio.asked} == {"GET"}
    assert set(actions(pushed).values()) == {"create"}
    assert not pushed.written


def test_a_second_push_finds_everything_up_to_date(studio, skeleton):
    push(studio, skeleton("hand/hand-21"), template=True)
    studio.asked.clear()
    pushed = push(studio, skeleton("hand/hand-21"), template=True)
    assert pushed.plan.up_to_date
    assert studio.writes == []


@pytest.mark.parametrize("spec", LIBRARY)
def test_every_skeleton_of_the_library_is_up_to_date_after_a_push(studio, skeleton, spec):
    push(studio, skeleton(spec))
    assert push(studio, skeleton(spec)).plan.up_to_date
    assert len(studio.reply.projects[1]["title"]) <= 50


@pytest.mark.parametrize("layout", ["keypoints", "vector"])
def test_a_template_task_is_imported_with_its_mark(studio, skeleton, layout):
    wanted = wish("label-studio", skeleton("hand/hand-21"), template=True, layout=layout)
    remote.push("label-studio", wanted, studio.url)
    task = studio.writes[-1]
    assert (task.method, task.path) == ("POST", "/api/projects/1/import")
    file = {"keypoints": "template-prediction.json", "vector": "template-vector.json"}[layout]
    mark = {"schemac_template": "hand/hand-21@1.0.0"}
    assert task.json == [{**t, "meta": mark} for t in json.loads(wanted.file(file))]


def test_a_skeleton_without_positions_has_no_template(studio):
    with pytest.raises(UsageError, match=r"does not write template-prediction\.json"):
        push(studio, template=True)
    assert studio.writes == []


def test_an_update_sends_what_has_changed_and_nothing_else(studio):
    push(studio)
    studio.asked.clear()
    wanted = wish("label-studio", grown())
    pushed = remote.push("label-studio", wanted, studio.url)
    assert actions(pushed)["config"] == "update"
    assert "crest of control kp is not in Label Studio" in told(pushed)
    (change,) = studio.writes
    assert (change.method, change.path) == ("PATCH", "/api/projects/1/")
    assert change.body == exact(
        {
            "expert_instruction": html(blocks(wanted.context), {}),
            "label_config": wanted.file("config.xml").decode().strip(),
            "show_instruction": True,
        }
    )


@pytest.mark.parametrize(
    "work",
    [{"total_annotations": 1}, {"cancelled_annotations": 1}, {"drafts": [{"id": 1, "result": []}]}],
)
def test_a_renamed_keypoint_is_refused_when_a_task_is_annotated(studio, work):
    """The project's own count says 0: it lags behind, so that the tasks are looked at."""
    push(studio)
    studio.reply.add_task(1, data={})
    studio.reply.add_task(1, data={}, **work)
    studio.asked.clear()
    pushed = push(studio, renamed(), project=1)
    assert pushed.plan.refused
    assert actions(pushed)["config"] == "refuse"
    assert told(pushed) == ["beak of control kp is not in the spec"]
    assert studio.writes == []


def test_the_projects_own_count_is_enough_to_refuse(studio):
    push(studio)
    studio.reply.projects[1]["total_annotations_number"] = 12
    studio.asked.clear()
    assert push(studio, renamed(), project=1).plan.refused
    assert not any(asked.path == "/api/tasks/" for asked in studio.asked)


def test_an_annotated_task_on_a_later_page_is_found():
    with Stub(FakeLabelStudio(page=2)) as stub:
        push(stub)
        for number in range(5):
            stub.reply.add_task(1, data={}, total_annotations=int(number == 4))
        assert push(stub, renamed(), project=1).plan.refused
        pages = [a.query["page"] for a in stub.asked if a.path == "/api/tasks/"]
        assert pages == [["1"], ["2"], ["3"]]


def test_a_renamed_keypoint_is_taken_while_nothing_is_annotated(studio):
    push(studio)
    studio.reply.add_task(1, data={})
    pushed = push(studio, renamed(), project=1)
    assert pushed.written
    assert "bill" in studio.reply.projects[1]["label_config"]


def test_additions_and_other_names_are_fine_when_annotated(studio):
    push(studio)
    studio.reply.projects[1]["total_annotations_number"] = 12
    points = [replace(p, name=f"{p.name}_new") for p in grown().keypoints]
    pushed = push(studio, replace(grown(), keypoints=tuple(points)), project=1)
    assert pushed.written
    assert any(message.startswith("the name of beak") for message in told(pushed))


def test_another_layout_is_refused_when_annotated(studio):
    push(studio)
    studio.reply.projects[1]["total_annotations_number"] = 12
    pushed = push(studio, layout="vector", project=1)
    assert pushed.plan.refused
    assert "control kp (KeyPointLabels) is not in the spec" in told(pushed)


def test_a_config_that_cannot_be_read_is_refused_when_annotated(studio):
    push(studio)
    studio.reply.projects[1]["total_annotations_number"] = 12
    studio.reply.projects[1]["label_config"] = "<View><KeyPointLabels"
    assert push(studio).plan.refused


def test_instructions_that_people_wrote_are_left_alone(studio):
    push(studio)
    studio.reply.projects[1]["expert_instruction"] = "<p>Ask Ann.</p>"
    studio.asked.clear()
    assert actions(push(studio))["instructions"] == "keep"
    assert studio.writes == []


def test_a_title_that_only_holds_ours_is_another_project(studio):
    studio.reply.add_project(f"Copy of {TITLE}", "<View/>")
    assert push(studio).id == 2
