"""What a project on a server is said to hold, and to lack."""

import json

import pytest
from stub_servers import FakeCvat, FakeLabelStudio, Stub
from wishes import grown, renamed, wish

from schemac import remote
from schemac.model import Edge
from small_skeletons import bird


@pytest.fixture(autouse=True)
def _secrets(monkeypatch):
    monkeypatch.setenv("CVAT_ACCESS_TOKEN", "the-token")
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", "the-token")


@pytest.fixture(params=["cvat", "label-studio"])
def tool(request):
    return request.param


@pytest.fixture
def stub(tool):
    with Stub({"cvat": FakeCvat, "label-studio": FakeLabelStudio}[tool]()) as stub:
        yield stub


def messages(pulled, counts=True):
    return [d.message for d in pulled.differences if d.counts is counts]


def test_what_was_pushed_comes_back_as_it_was_built(stub, tool):
    wanted = wish(tool)
    id = remote.push(tool, wanted, stub.url).id
    stub.asked.clear()
    pulled = remote.pull(tool, stub.url, project=id, wanted=wanted)
    file = {"cvat": "labels.json", "label-studio": "config.xml"}[tool]
    assert pulled.file == file
    assert not pulled.differs
    assert pulled.differences == ()
    assert stub.writes == []
    same = json.loads if tool == "cvat" else bytes
    assert same(pulled.config) == same(wanted.file(file))


def test_without_a_spec_nothing_is_compared(stub, tool):
    id = remote.push(tool, wish(tool), stub.url).id
    assert remote.pull(tool, stub.url, project=id).differences == ()


def test_missing_and_extra_keypoints_are_named(stub, tool):
    id = remote.push(tool, wish(tool, renamed()), stub.url).id
    pulled = remote.pull(tool, stub.url, project=id, wanted=wish(tool, grown()))
    said = "\n".join(messages(pulled))
    assert pulled.differs
    for word in ("bill", "beak", "crest"):
        assert word in said


def test_cvat_names_edges_tiers_and_attributes():
    with Stub(FakeCvat()) as stub:
        edges = (Edge(source="beak", target="tail"),)
        other = bird(title="Bird", visibility=None, instance=None, edges=edges)
        id = remote.push("cvat", wish("cvat", other), stub.url).id
        pulled = remote.pull("cvat", stub.url, project=id, wanted=wish("cvat"))
        assert messages(pulled) == [
            "attribute ring of the skeleton is not in CVAT",
            "attribute pose of the skeleton is not in CVAT",
            "every keypoint: attribute visibility is not in CVAT",
            "edges LWing-tail, beak-comb are not in CVAT",
            "edge beak-tail is not in the spec",
        ]


def test_cvat_says_when_the_label_is_not_there_and_which_others_are():
    with Stub(FakeCvat()) as stub:
        stub.reply.add_project("Street", [])
        stub.reply.labels[1].append({"name": "car", "type": "mask", "id": 3})
        pulled = remote.pull("cvat", stub.url, project=1, wanted=wish("cvat"))
        assert messages(pulled) == ["label bird is not in CVAT"]
        assert json.loads(pulled.config) == [
            {"name": "car", "type": "mask", "color": "", "attributes": []}
        ]


def test_label_studio_names_tiers_order_and_index_and_lets_keys_be():
    with Stub(FakeLabelStudio()) as stub:
        id = remote.push("label-studio", wish("label-studio"), stub.url).id
        project = stub.reply.projects[id]
        config = project["label_config"]
        project["label_config"] = config.replace('<Choice value="guessed"', '<Choice value="hm"')
        pulled = remote.pull("label-studio", stub.url, project=id, wanted=wish("label-studio"))
        assert "hm of control visibility is not in the spec" in messages(pulled)
        assert "guessed of control visibility is not in Label Studio" in messages(pulled)
        project["label_config"] = config.replace('model_index="4"', 'model_index="9"')
        pulled = remote.pull("label-studio", stub.url, project=id, wanted=wish("label-studio"))
        assert messages(pulled) == ["the index of tail differs"]
        project["label_config"] = config.replace('hotkey="', 'hotkey="ctrl+')
        pulled = remote.pull("label-studio", stub.url, project=id, wanted=wish("label-studio"))
        assert not pulled.differs
        assert messages(pulled, counts=False)[0].startswith("the hotkey of ")


def test_the_vector_layout_is_known_by_its_control(skeleton):
    with Stub(FakeLabelStudio()) as stub:
        wanted = wish("label-studio", skeleton("hand/hand-21"), layout="vector")
        id = remote.push("label-studio", wanted, stub.url).id
        plain = wish("label-studio", skeleton("hand/hand-21"))
        pulled = remote.pull("label-studio", stub.url, project=id, wanted=plain)
        assert pulled.file == "vector.xml"
        assert not pulled.differs
