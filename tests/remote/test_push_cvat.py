"""Pushing to CVAT: what its SDK really sends, and what is refused."""

import json

import pytest
from msgspec.structs import replace
from stub_servers import Answer, FakeCvat, Stub
from wishes import grown, newer, renamed, wish

from conftest import LIBRARY
from schemac import remote
from schemac.guide.reduced import guide_text
from schemac.model import Edge
from schemac.remote import Action
from schemac.workspace import UsageError
from small_skeletons import bird

TITLE = "Bird animal/bird-6@1.2.0"


@pytest.fixture(autouse=True)
def _secrets(monkeypatch):
    monkeypatch.setenv("CVAT_ACCESS_TOKEN", "the-token")


@pytest.fixture
def cvat():
    with Stub(FakeCvat()) as stub:
        yield stub


def push(stub, skeleton=None, **more):
    options = {name: more.pop(name) for name in ("project", "dry_run") if name in more}
    return remote.push("cvat", wish("cvat", skeleton, **more), stub.url, **options)


def actions(pushed):
    return {step.thing: str(step.action) for step in pushed.plan.steps}


def told(pushed, thing):
    step = next(step for step in pushed.plan.steps if step.thing == thing)
    return [difference.message for difference in step.differences]


def test_a_new_project_is_sent_with_the_labels_as_built_and_the_guide(cvat):
    wanted = wish("cvat")
    pushed = remote.push("cvat", wanted, cvat.url)
    project, guide = cvat.writes
    assert (project.method, project.path, project.query) == ("POST", "/api/projects", {})
    assert project.headers["authorization"] == "Bearer the-token"
    assert project.headers["content-type"] == "application/json"
    labels = json.loads(wanted.file("labels.json"))
    assert project.json == {"name": TITLE, "labels": labels}
    assert project.json["labels"][0]["svg"] == labels[0]["svg"]
    assert (guide.method, guide.path) == ("POST", "/api/guides")
    sent = {"project_id": pushed.id, "markdown": guide_text(wanted.context, (), {})}
    assert guide.body == json.dumps(sent).encode()
    assert pushed.written
    assert pushed.page == f"{cvat.url}/projects/{pushed.id}"


def test_a_dry_run_sends_nothing_that_writes(cvat):
    pushed = push(cvat, dry_run=True)
    assert [asked.method for asked in cvat.asked] == ["GET"]
    assert actions(pushed) == {"project": "create", "label": "create", "guide": "create"}
    assert (pushed.written, pushed.id, pushed.page) == (False, None, None)


def test_a_second_push_finds_everything_up_to_date(cvat):
    first = push(cvat)
    cvat.asked.clear()
    second = push(cvat)
    assert second.plan.up_to_date
    assert not second.written
    assert second.id == first.id
    assert cvat.writes == []


@pytest.mark.parametrize("spec", LIBRARY)
def test_every_skeleton_of_the_library_is_up_to_date_after_a_push(cvat, skeleton, spec):
    push(cvat, skeleton(spec))
    assert push(cvat, skeleton(spec)).plan.up_to_date


@pytest.mark.parametrize(
    ("skeleton", "expected"),
    [
        (renamed(), ["keypoint bill is not in CVAT", "keypoint beak is not in the spec"]),
        (grown(), ["keypoint crest is not in CVAT"]),
        (
            bird(title="Bird", edges=(Edge(source="beak", target="comb"),)),
            ["edge LWing-tail is not in the spec"],
        ),
        (
            bird(title="Bird", edges=(*bird().edges, Edge(source="tail", target="comb"))),
            ["edge comb-tail is not in CVAT"],
        ),
        (
            newer(),
            [
                "default value of attribute schema_version of the skeleton is animal/bird-6@1.2.0"
                " in CVAT, animal/bird-6@2.0.0 in the spec",
            ],
        ),
        (
            bird(title="Bird", visibility=None),
            ["attribute visibility is not in the spec"],
        ),
    ],
)
def test_a_skeleton_that_differs_is_refused_and_nothing_is_written(cvat, skeleton, expected):
    project = push(cvat).id
    cvat.asked.clear()
    pushed = push(cvat, skeleton, project=project)
    assert actions(pushed)["label"] == "refuse"
    assert pushed.plan.refused
    said = "\n".join(told(pushed, "label"))
    assert [message for message in expected if message not in said] == []
    assert cvat.writes == []


def test_moved_points_and_another_order_are_said(cvat):
    project = push(cvat).id
    a, b, *rest = bird().keypoints
    swapped = bird(title="Bird", keypoints=(replace(b, index=0), replace(a, index=1), *rest))
    said = told(push(cvat, swapped, project=project), "label")
    assert "the order of the keypoints differs, first at LWing in the spec, beak in CVAT" in said
    assert any(message.startswith("the picture shows") for message in said)


def test_colours_that_people_chose_stay(cvat):
    project = push(cvat).id
    (label,) = cvat.reply.labels[project]
    label["sublabels"][0]["color"] = "#ff0000"
    cvat.asked.clear()
    pushed = push(cvat)
    assert pushed.plan.up_to_date
    assert told(pushed, "label") == ["the colour of beak differs"]
    assert cvat.writes == []


def test_a_picture_that_cannot_be_read_is_refused(cvat):
    project = push(cvat).id
    cvat.reply.labels[project][0]["svg"] = '<!DOCTYPE a [<!ENTITY b "c">]><circle/>'
    assert "the picture of the skeleton in CVAT cannot be read" in told(push(cvat), "label")


def test_a_label_is_added_beside_those_of_a_project(cvat):
    car = {"name": "car", "type": "rectangle", "color": "#000000", "attributes": []}
    project = cvat.reply.add_project("Street", [])["id"]
    cvat.reply.labels[project].append({**car, "id": 99, "sublabels": [], "svg": ""})
    wanted = wish("cvat")
    remote.push("cvat", wanted, cvat.url, project=project)
    change, guide = cvat.writes
    assert (change.method, change.path) == ("PATCH", f"/api/projects/{project}")
    assert change.json == {"labels": json.loads(wanted.file("labels.json"))}
    assert guide.json["project_id"] == project
    assert [label["name"] for label in cvat.reply.labels[project]] == ["car", "bird"]


def test_a_label_of_the_same_name_and_another_type_is_refused(cvat):
    project = cvat.reply.add_project("Street", [])["id"]
    cvat.reply.labels[project].append({"name": "bird", "type": "mask", "id": 99})
    pushed = push(cvat, project=project)
    assert told(pushed, "label") == ["the label is of type mask in CVAT, skeleton in the spec"]


def test_a_changed_definition_updates_the_guide_only(cvat):
    push(cvat)
    cvat.asked.clear()
    pushed = push(cvat, bird(title="Bird", summary="A bird."))
    assert actions(pushed) == {"project": "keep", "label": "keep", "guide": "update"}
    (change,) = cvat.writes
    (guide,) = cvat.reply.guides
    assert (change.method, change.path) == ("PATCH", f"/api/guides/{guide}")
    changed = wish("cvat", bird(title="Bird", summary="A bird."))
    text = guide_text(changed.context, (), {})
    assert change.body == json.dumps({"markdown": text}).encode()


def test_a_guide_that_people_wrote_is_left_alone(cvat):
    project = push(cvat).id
    guide = cvat.reply.guides[cvat.reply.projects[project]["guide_id"]]
    guide["markdown"] = "![ours](/api/assets/1f0)"
    cvat.asked.clear()
    pushed = push(cvat)
    assert actions(pushed)["guide"] == "keep"
    assert cvat.writes == []


def test_all_pages_of_a_list_are_read():
    with Stub(FakeCvat(page=1)) as stub:
        for number in range(3):
            stub.reply.add_project(TITLE if number == 2 else "other", [])
        project = stub.reply.projects[3]["id"]
        for name in ("a", "b"):
            stub.reply.labels[project].append({"name": name, "type": "mask", "id": 90})
        assert push(stub).id == project
        stub.asked.clear()
        assert push(stub).plan.up_to_date
        pages = [a.query["page"] for a in stub.asked if a.path == "/api/labels"]
        assert pages == [["1"], ["2"], ["3"]]


def test_two_projects_of_one_title_ask_for_a_number(cvat):
    for _ in range(2):
        cvat.reply.add_project(TITLE, [])
    with pytest.raises(UsageError, match="several projects") as caught:
        push(cvat)
    assert caught.value.help == "choose one with --project: 1, 2"
    assert cvat.writes == []


def test_a_password_logs_in_and_out(monkeypatch):
    monkeypatch.delenv("CVAT_ACCESS_TOKEN")
    monkeypatch.setenv("CVAT_USERNAME", "ann")
    monkeypatch.setenv("CVAT_PASSWORD", "pass word")
    fake = FakeCvat()

    def reply(asked):
        if asked.path.startswith("/api/auth/"):
            cookies = {"Set-Cookie": "sessionid=s1"}
            return Answer(200, {"key": "k"}, cookies)
        assert "sessionid=s1" in asked.headers["cookie"]
        asked.headers["authorization"] = "Bearer the-token"
        return fake(asked)

    with Stub(reply) as stub:
        push(stub, dry_run=True)
        assert [(a.method, a.path) for a in stub.asked] == [
            ("POST", "/api/auth/login"),
            ("GET", "/api/projects"),
            ("POST", "/api/auth/logout"),
        ]
        assert stub.asked[0].json == {"username": "ann", "password": "pass word"}


def test_steps_are_data():
    (project, label, guide) = remote.tool_named("cvat").plan(wish("cvat"), None)
    assert {project.action, label.action, guide.action} == {Action.CREATE}
    assert label.message == "skeleton bird with 6 keypoints"
