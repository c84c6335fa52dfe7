"""`schemac push` and `schemac pull`: exit codes, and what people and programs read."""

import json

import pytest
from stub_servers import FakeCvat, FakeLabelStudio, Stub

import schemac
from schemac.cli import main

FAKES = {"cvat": FakeCvat, "label-studio": FakeLabelStudio}


@pytest.fixture(autouse=True)
def _secrets(monkeypatch):
    monkeypatch.setenv("CVAT_ACCESS_TOKEN", "the-token")
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", "the-token")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture(params=FAKES)
def tool(request):
    return request.param


@pytest.fixture
def stub(tool):
    with Stub(FAKES[tool]()) as stub:
        yield stub


@pytest.fixture
def said(capsys):
    def run(*words):
        code = main(list(words))
        shown = capsys.readouterr()
        return code, shown.out.replace("\r", ""), shown.err

    return run


def test_dry_run_push_and_push_again(stub, tool, said):
    words = ["push", tool, "hand/hand-21", "--url", stub.url]
    code, out, err = said(*words, "--dry-run")
    assert (code, err) == (0, "")
    assert out.endswith("dry run: nothing was written\n")
    assert f"hand/hand-21@1.0.0 to {stub.url}\n  create  project" in out
    assert stub.writes == []
    code, out, _ = said(*words)
    assert code == 0
    assert out.endswith(f"written: {stub.url}/projects/1\n")
    code, out, _ = said(*words)
    assert code == 0
    assert out.endswith(f"up to date: {stub.url}/projects/1\n")
    assert "not carried" not in out


def test_a_refusal_is_exit_code_1_also_when_dry(stub, tool, said):
    schemac.push(tool, "hand/hand-21", url=stub.url)
    if tool == "cvat":
        stub.reply.labels[1][0]["name"] = "person"
    else:
        stub.reply.projects[1]["total_annotations_number"] = 3
    stub.asked.clear()
    words = ["push", tool, "body/coco-17", "--url", stub.url, "--project", "1"]
    for extra in ([], ["--dry-run"]):
        code, out, _ = said(*words, *extra)
        assert code == 1
        assert "\n  refuse  " in out
        assert "\n          help: " in out
        assert out.endswith("refused, so nothing was written\n")
    assert stub.writes == []


def test_the_plan_as_json(stub, tool, said):
    words = ["push", tool, "hand/hand-21", "--url", stub.url, "--format", "json", "--dry-run"]
    code, out, _ = said(*words)
    plan = json.loads(out)
    assert code == 0
    assert (plan["tool"], plan["spec"], plan["id"]) == (tool, "hand/hand-21@1.0.0", None)
    assert {step["action"] for step in plan["steps"]} == {"create"}
    assert (plan["refused"], plan["written"], plan["up_to_date"]) == (False, False, False)
    assert any(loss["feature"] == "sigmas" for loss in plan["losses"])


def test_pull_compares_and_writes(stub, tool, said, tmp_path):
    schemac.push(tool, "hand/hand-21", url=stub.url)
    words = ["pull", tool, "hand/hand-21", "--url", stub.url, "--project", "1"]
    code, out, _ = said(*words)
    assert code == 0
    assert out.endswith(": like hand/hand-21@1.0.0\n")
    file = tmp_path / "config"
    code, out, _ = said("pull", tool, "--url", stub.url, "--project", "1", "-o", str(file))
    assert (code, out) == (0, "")
    assert b"wrist" in file.read_bytes()
    code, out, _ = said("pull", tool, "body/coco-17", *words[3:])
    assert code == 1
    assert ": differs from body/coco-17@1.0.0\n" in out
    code, out, _ = said(*words, "--format", "json")
    assert json.loads(out)["differs"] is False


def test_pull_into_a_folder_that_is_not_there_is_no_traceback(stub, tool, said, tmp_path):
    schemac.push(tool, "hand/hand-21", url=stub.url)
    file = tmp_path / "no" / "config"
    code, _, err = said("pull", tool, "--url", stub.url, "--project", "1", "-o", str(file))
    assert code == 2
    assert "cannot be written" in err


def test_a_project_that_is_not_there_is_exit_code_2(stub, tool, said):
    words = ["--url", stub.url, "--project", "99"]
    for command in (["push", tool, "hand/hand-21"], ["pull", tool]):
        code, out, err = said(*command, *words)
        assert (code, out) == (2, "")
        assert "does not have project 99" in err


def test_a_spec_with_errors_is_not_pushed(stub, tool, said, tmp_path):
    spec = tmp_path / "bad.yaml"
    spec.write_text("schemac: 1\nspec: bad\nversion: 0.1.0\nkeypoints: {a: {index: 7}}\n")
    code, out, err = said("push", tool, str(spec), "--url", stub.url)
    assert (code, out) == (1, "")
    assert "the server was not asked" in err
    assert stub.asked == []


def test_words_of_a_server_cannot_steer_the_terminal(stub, tool, said):
    schemac.push(tool, "hand/hand-21", url=stub.url)
    key = {"cvat": "name", "label-studio": "title"}[tool]
    stub.reply.projects[1][key] = "\x1b[2J\u202eevil"
    words = ["--url", stub.url, "--project", "1"]
    for command in (["push", tool, "hand/hand-21"], ["pull", tool, "hand/hand-21"]):
        _, out, _ = said(*command, *words)
        assert "\x1b" not in out
        assert "\u202e" not in out
