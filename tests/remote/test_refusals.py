"""Addresses, secrets and servers that cannot be asked: one clear line, and no secret in it."""

import builtins
import socket
import traceback

import pytest
from stub_servers import Answer, FakeCvat, FakeLabelStudio, Stub
from wishes import wish

import schemac
from schemac import remote
from schemac.cli import main
from schemac.remote import RemoteError, server
from schemac.workspace import UsageError

TOKEN = "s3cret-of-forty-characters-0123456789abcdef"
TOOLS = ("cvat", "label-studio")
NAMES = {"cvat": "CVAT", "label-studio": "Label Studio"}


@pytest.fixture(autouse=True)
def _secrets(monkeypatch):
    monkeypatch.setenv("CVAT_ACCESS_TOKEN", TOKEN)
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", TOKEN)
    monkeypatch.setattr(server, "RETRIES", 0)


@pytest.fixture(params=TOOLS)
def tool(request):
    return request.param


def fault(tool, reply):
    """What is said when a server answers so, with all that a traceback would show."""
    with Stub(reply) as stub, pytest.raises(RemoteError) as caught:
        remote.push(tool, wish(tool), stub.url)
    shown = "".join(traceback.format_exception(caught.value))
    assert TOKEN not in shown
    assert TOKEN not in str(caught.value.help)
    assert "\n" not in str(caught.value)
    return str(caught.value), caught.value.help


def test_a_server_that_repeats_the_token_does_not_get_it_shown(tool):
    echo = {"detail": f"bad request with {TOKEN}"}
    message, help = fault(tool, lambda asked: Answer(400, echo, {"X-Echo": TOKEN}))
    assert "refuses the list of projects (HTTP 400)" in message
    assert "bad request with ***" in help


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "does not accept the token or password"),
        (403, "does not let this user touch the list of projects"),
        (404, "does not have the list of projects"),
        (500, "fails with an error of its own (HTTP 500)"),
    ],
)
def test_a_status_becomes_a_sentence(tool, status, said):
    message, _ = fault(tool, lambda asked: Answer(status, {"detail": "no"}))
    assert message.startswith(f"{NAMES[tool]} at 127.0.0.1:")
    assert said in message


@pytest.mark.parametrize(
    "body",
    [b"<html>hello</html>", b"[]", b'{"results": 3}', b"\xff\xfe", b'{"results": [{"id": "x"}]}'],
)
def test_an_answer_of_another_shape_is_no_traceback(tool, body):
    message, _ = fault(tool, lambda asked: Answer(200, body, {"Content-Type": "application/json"}))
    assert f"answers something that {NAMES[tool]} does not say" in message


def test_a_redirect_does_not_carry_the_token_away(tool):
    with Stub(lambda asked: Answer(200, {"results": []})) as other:
        moved = f"http://localhost:{other.url.rpartition(':')[2]}/elsewhere"
        message, help = fault(tool, lambda asked: Answer(302, None, {"Location": moved}))
        assert other.asked == []
    assert "answers from another address, which is not followed" in message
    assert help == f"use it as --url: {moved}"


def test_nobody_listens(tool):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(RemoteError, match="cannot be reached"):
            remote.push(tool, wish(tool), url)


def test_a_server_without_tls_is_not_asked_over_https(tool):
    with Stub(lambda asked: Answer()) as stub, pytest.raises(RemoteError, match="TLS"):
        remote.push(tool, wish(tool), stub.url.replace("http:", "https:"))
    assert stub.asked == []


@pytest.mark.parametrize(
    "url",
    [
        f"http://ann:{TOKEN}@host", f"https://{TOKEN}@host", "ftp://host", "host", "", "http://",
        f"https://host/?token={TOKEN}", f"https://host#{TOKEN}", "http://host name", "http://[::1",
        "http://host:x", "http://hóst", "file:///etc/passwd", "http://host/\n",
    ],
)  # fmt: skip
def test_an_address_that_is_not_plain_http_is_refused_unread(tool, url, capsys):
    assert main(["push", tool, "hand/hand-21", "--url", url]) == 2
    shown = capsys.readouterr()
    assert TOKEN not in shown.out + shown.err
    assert "address of" in shown.err


@pytest.mark.parametrize("words", [["--token", TOKEN], [f"--api-key={TOKEN}"], ["--password", "x"]])
@pytest.mark.parametrize("command", ["push", "pull"])
def test_a_secret_on_the_command_line_is_refused_and_not_repeated(capsys, command, words):
    assert main([command, "cvat", "hand/hand-21", "--url", "http://localhost", *words]) == 2
    shown = capsys.readouterr()
    assert TOKEN not in shown.out + shown.err
    assert "secrets are not taken from the command line" in shown.err


def test_a_token_that_cannot_be_a_header_is_refused_unseen(tool, monkeypatch):
    for name in ("CVAT_ACCESS_TOKEN", "LABEL_STUDIO_API_KEY"):
        monkeypatch.setenv(name, f"{TOKEN}\r\nX-Other: 1")
    with pytest.raises(UsageError, match="characters") as caught:
        remote.push(tool, wish(tool), "http://127.0.0.1:9")
    assert TOKEN not in str(caught.value)


def test_no_token_at_all(tool, monkeypatch):
    for name in ("CVAT_ACCESS_TOKEN", "CVAT_USERNAME", "CVAT_PASSWORD", "LABEL_STUDIO_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(UsageError, match="is not set"):
        remote.push(tool, wish(tool), "http://127.0.0.1:9")


def test_a_client_that_is_not_installed_is_named(tool, monkeypatch, capsys):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.partition(".")[0] in ("cvat_sdk", "label_studio_sdk"):
            raise ModuleNotFoundError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    assert main(["push", tool, "hand/hand-21", "--url", "http://127.0.0.1:9"]) == 2
    assert f"pip install 'schemac[{tool}]'" in capsys.readouterr().err


def test_a_list_without_an_end_is_given_up(tool, monkeypatch):
    monkeypatch.setattr(server, "MOST_PAGES", 3)
    page = {"results": [{"id": 1, "title": "x", "name": "x"}], "next": "again", "count": 9}
    message, _ = fault(tool, lambda asked: Answer(200, page))
    assert message.endswith("lists the list of projects without an end")


def test_a_writing_request_is_never_sent_twice(tool, monkeypatch):
    monkeypatch.setattr(server, "RETRIES", 2)
    fake = {"cvat": FakeCvat, "label-studio": FakeLabelStudio}[tool]()

    def reply(asked):
        scheme = {"cvat": "Bearer", "label-studio": "Token"}[tool]
        asked.headers["authorization"] = f"{scheme} the-token"
        return fake(asked) if asked.method == "GET" else Answer(503, {"detail": "busy"})

    with Stub(reply) as stub, pytest.raises(RemoteError, match="HTTP 503") as caught:
        remote.push(tool, wish(tool), stub.url)
    assert len(stub.writes) == 1
    assert "push again to do the rest" in caught.value.help


def test_an_unknown_tool_a_folder_and_a_part_are_refused(tmp_path):
    with pytest.raises(UsageError, match="there is no tool `labelme`"):
        schemac.push("labelme", "hand/hand-21", url="http://localhost")
    with pytest.raises(UsageError, match="is not one spec"):
        schemac.push("cvat", "foot/foot-3", url="http://localhost")


def test_what_a_tool_does_not_know_is_refused():
    with pytest.raises(UsageError, match="CVAT has no layout"):
        wish("cvat", layout="vector")
    with pytest.raises(UsageError, match="CVAT has no template tasks"):
        wish("cvat", template=True)
    with pytest.raises(UsageError, match="3 to 50 characters"):
        wish("label-studio", title="x" * 51)


def test_a_signed_token_is_exchanged_at_the_same_address_and_never_shown(monkeypatch):
    import jwt

    key = "k" * 32
    claims = {"exp": 4102444800, "token_type": "refresh"}
    refresh, access = (jwt.encode({**claims, "jti": jti}, key) for jti in "ab")
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", refresh)

    def reply(asked):
        if asked.path == "/studio/api/token/refresh/":
            assert asked.json == {"refresh": refresh}
            return Answer(200, {"access": access})
        assert asked.headers["authorization"] == f"Bearer {access}"
        return Answer(400, {"detail": f"no {access} {refresh}"})

    with Stub(reply) as stub, pytest.raises(RemoteError) as caught:
        remote.push("label-studio", wish("label-studio"), f"{stub.url}/studio/")
    assert [asked.path for asked in stub.asked] == [
        "/studio/api/token/refresh/",
        "/studio/api/projects/",
    ]
    assert caught.value.help == "no *** ***"


def test_a_path_in_the_address_stays(tool):
    def reply(asked):
        assert asked.path.startswith("/tool/api/projects")
        return Answer(403, {"detail": "no"})

    with Stub(reply) as stub, pytest.raises(RemoteError, match="does not let this user"):
        remote.push(tool, wish(tool), f"{stub.url}/tool/")
    assert len(stub.asked) == 1


def test_only_http_to_another_machine_is_called_open():
    from schemac.remote.server import is_open, server_at

    assert is_open(server_at("cvat", "http://annotate.example.org"))
    for url in ("https://annotate.example.org", "http://localhost:8080", "http://[::1]:80"):
        assert not is_open(server_at("cvat", url))
