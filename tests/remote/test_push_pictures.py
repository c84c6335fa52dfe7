"""The pictures of a guide on their way to CVAT and Label Studio: sent once, and shown."""

import re

import pytest
from msgspec import structs
from stub_servers import Answer, FakeCvat, FakeLabelStudio, Stub
from wishes import wish

from hostile_skeletons import placed
from schemac import remote
from schemac.guide.reduced import sheets
from schemac.remote import RemoteError

PLACES = {"beak": (50, 10), "left_wing": (80, 50), "right_wing": (20, 50), "tail": (50, 90)}


@pytest.fixture(autouse=True)
def _secrets(monkeypatch):
    monkeypatch.setenv("CVAT_ACCESS_TOKEN", "the-token")
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", "the-token")


@pytest.fixture(params=["cvat", "label-studio"])
def tool(request):
    return request.param


@pytest.fixture
def server(tool):
    with Stub({"cvat": FakeCvat, "label-studio": FakeLabelStudio}[tool]()) as stub:
        yield stub


@pytest.fixture
def cvat():
    with Stub(FakeCvat()) as stub:
        yield stub


def drawn(**moved):
    return placed({**PLACES, **moved}, title="Bird")


def push(tool, stub, skeleton=None, **more):
    return remote.push(tool, wish(tool, skeleton or drawn()), stub.url, **more)


def step(pushed, thing):
    found = next(step for step in pushed.plan.steps if step.thing == thing)
    return str(found.action), found.message


def pictures(stub):
    """The names of the pictures that were sent."""
    forms = [a.form for a in stub.writes if a.headers["content-type"].startswith("multipart")]
    for form in forms:
        _, type, content = form["file"]
        assert (type, content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    return [form["file"][0] for form in forms]


def page(stub):
    """What annotators are shown."""
    if isinstance(stub.reply, FakeCvat):
        (guide,) = stub.reply.guides.values()
        return guide["markdown"]
    return stub.reply.projects[1]["expert_instruction"]


def pushed_project(stub):
    (id,) = stub.reply.projects
    return id


def shown(stub):
    return re.findall(r"\(/api/assets/([0-9a-f-]{36})\)|src=\"/data/([^\"]+)\"", page(stub))


def stored(stub):
    if isinstance(stub.reply, FakeCvat):
        return list(stub.reply.assets)
    return stub.reply.uploads


def test_pictures_are_sent_and_shown(tool, server):
    pushed = push(tool, server)
    sent = pictures(server)
    assert [re.split(r"[.-]", name)[0] for name in sent] == ["map", "sides", "instance", "tiers"]
    assert {"".join(each) for each in shown(server)} == set(stored(server))
    assert step(pushed, "pictures") == (
        "create", "4 pictures: map.png, sides.png, instance.png, tiers.png"
    )  # fmt: skip


def test_a_dry_run_says_what_would_be_sent_and_makes_no_picture(tool, server, monkeypatch):
    monkeypatch.setattr(sheets.Sheet, "png", None)
    pushed = push(tool, server, dry_run=True)
    assert step(pushed, "pictures")[0] == "create"
    assert server.writes == []


def test_unchanged_pictures_are_not_sent_again(tool, server, monkeypatch):
    push(tool, server)
    before = page(server)
    server.asked.clear()
    monkeypatch.setattr(sheets.Sheet, "png", None)
    pushed = push(tool, server)
    assert pushed.plan.up_to_date
    assert step(pushed, "pictures") == ("keep", "4 pictures, up to date")
    assert (server.writes, page(server)) == ([], before)


def test_only_pictures_that_changed_are_sent(tool, server):
    """Only the map bears the titles of points; no picture bears that of the skeleton."""
    push(tool, server)
    server.asked.clear()
    bird = structs.replace(drawn(), title="A bird")
    pushed = push(tool, server, bird, project=pushed_project(server))
    assert step(pushed, "pictures") == ("keep", "4 pictures, up to date")
    first, *others = bird.keypoints
    named = structs.replace(first, words=structs.replace(first.words, title="Bill"))
    bird = structs.replace(bird, keypoints=(named, *others))
    pushed = push(tool, server, bird, project=pushed_project(server))
    assert step(pushed, "pictures") == ("update", "1 of 4 pictures: map.png")
    assert [re.split(r"[.-]", name)[0] for name in pictures(server)] == ["map"]
    assert len(shown(server)) == 4


def test_a_guide_from_a_backup_is_up_to_date(cvat):
    """The importer of CVAT puts addresses in the place of paths, and writes pictures anew."""
    from schemac.guide.reduced import guide_text

    wanted = wish("cvat", drawn())
    project = push("cvat", cvat).id
    text = guide_text(
        wanted.context, wanted.sheets, {s.file: f"assets/{s.file}" for s in wanted.sheets}
    )
    for key, asset in cvat.reply.assets.items():
        text = text.replace(f"assets/{asset['filename']}", f"/api/assets/{key}")
    cvat.reply.guides[cvat.reply.projects[project]["guide_id"]]["markdown"] = text
    assert push("cvat", cvat).plan.up_to_date


def test_a_picture_that_cvat_lost_count_of_is_sent_again(cvat):
    push("cvat", cvat)
    (guide,) = cvat.reply.guides.values()
    guide["markdown"] = re.sub(
        r"map\.png [0-9a-f]{16}", "map.png 0000000000000000", guide["markdown"]
    )
    cvat.asked.clear()
    pushed = push("cvat", cvat)
    assert step(pushed, "guide") == ("keep", "up to date")
    assert step(pushed, "pictures") == ("update", "1 of 4 pictures: map.png")
    assert pictures(cvat) == ["map.png"]
    assert len(cvat.reply.assets) == 4


def test_old_pictures_make_room_before_new_ones_come(cvat):
    cvat.reply.most_assets = 4
    push("cvat", cvat)
    (guide,) = cvat.reply.guides.values()
    guide["markdown"] = re.sub(r" [0-9a-f]{16}\)", " 0000000000000000)", guide["markdown"])
    push("cvat", cvat)
    assert len(cvat.reply.assets) == 4
    assert push("cvat", cvat).plan.up_to_date


def test_a_guide_that_people_wrote_gets_no_pictures(tool, server):
    push(tool, server)
    if tool == "cvat":
        (guide,) = server.reply.guides.values()
        guide["markdown"] = "# Ours"
    else:
        server.reply.projects[1]["expert_instruction"] = "<p>Ours</p>"
    server.asked.clear()
    pushed = push(tool, server)
    assert "pictures" not in {step.thing for step in pushed.plan.steps}
    assert server.writes == []


def test_the_text_is_there_when_a_picture_is_refused(tool):
    fake = {"cvat": FakeCvat, "label-studio": FakeLabelStudio}[tool]()

    def reply(asked):
        if asked.headers.get("content-type", "").startswith("multipart"):
            return Answer(400, ["File is not supported as an asset"])
        return fake(asked)

    with Stub(reply) as stub:
        with pytest.raises(RemoteError, match=r"the picture map.*\(HTTP 400\)") as caught:
            push(tool, stub)
        assert "push again" in caught.value.help
        stub.reply = fake
        assert "Where beak is." in page(stub)
        assert shown(stub) == []
        push(tool, stub)
        assert push(tool, stub).plan.up_to_date


def test_an_address_of_another_picture_in_a_spec_is_none(cvat):
    """CVAT searches the text for addresses and would copy a picture that a spec names."""
    other = "(/api/assets/00000000-0000-0000-0000-00000000002a)"
    push("cvat", cvat, placed(PLACES, title="Bird", summary=f"![x]{other} {other}"))
    assert other not in page(cvat)
    assert len(shown(cvat)) == 4
