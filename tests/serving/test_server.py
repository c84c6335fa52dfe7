"""The server of `schemac serve`: what it answers, to whom, and when it tells of changes."""

from __future__ import annotations

import re
import socket
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

import schemac
from schemac.serving import PortTaken, Server
from serving.conftest import BAD, GOOD, Get

PAGE = "demo/arm-3/points/left_shoulder.html"


def seen(page: str) -> str:
    """The mark of a page, as its script tells it to the server."""
    found = re.search(r'data-seen="([^"]+)"', page)
    assert found
    return found[1]


def test_a_page_of_the_guide_is_shown(get: Get) -> None:
    got = get(PAGE)
    assert got.status == 200
    assert got.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Left shoulder" in got.text
    assert "schemac-findings" not in got.text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("demo/arm-3/assets/schemac/guide.css", "text/css; charset=utf-8"),
        ("demo/arm-3/search/search_index.json", "application/json"),
        ("-/live.js", "text/javascript; charset=utf-8"),
        ("-/live.css", "text/css; charset=utf-8"),
    ],
)
def test_what_pages_need_is_there(get: Get, path: str, kind: str) -> None:
    got = get(path)
    assert (got.status, got.headers["Content-Type"]) == (200, kind)
    assert got.text


def test_every_link_of_a_page_leads_somewhere(get: Get) -> None:
    links = re.findall(r'(?:href|src)="([^"]+)"', get(PAGE).text)
    paths = {urlsplit(urljoin(f"/{PAGE}", unescape(link))).path for link in links}
    assert len(paths) > 15
    for path in paths - {""}:
        assert get(path.removeprefix("/")).status == 200, path


@pytest.mark.parametrize("path", ["", "demo/arm-3", "demo/arm-3/"])
def test_a_single_spec_is_where_one_starts(get: Get, path: str) -> None:
    got = get(path)
    assert (got.status, got.headers["Location"]) == (302, "/demo/arm-3/index.html")


def test_several_specs_have_a_page_over_them(get: Get, spec: Path) -> None:
    spec.with_name("leg-3.yaml").write_text(GOOD.replace("arm", "leg").replace("Arm", "Leg"))
    page = get("").text
    assert 'href="demo/arm-3/index.html"' in page
    assert 'href="demo/leg-3/index.html"' in page
    assert "Content-Security-Policy" not in page  # it would keep the page from hearing of changes


@pytest.mark.parametrize(
    "path",
    [
        "demo/arm-3/nothing.html",
        "demo/arm-3/../../schemac.yaml",
        "demo/arm-3/%2e%2e/%2e%2e/schemac.yaml",
        "demo/arm-3/..%2f..%2fschemac.yaml",
        "-/../guide/guide.css",
        "-/%2e%2e/guide/guide.css",
        "schemac.yaml",
        "specs/demo/arm-3.yaml",
        "demo",
        "%00",
        "demo/arm-3/%ff",
    ],
)
def test_nothing_else_is_shown(get: Get, path: str) -> None:
    got = get(path)
    assert got.status == 404
    assert "spec: demo" not in got.text
    assert "project: demo" not in got.text


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1", "localhost:1", "", "[::1]"])
def test_who_calls_by_another_name_gets_nothing(get: Get, host: str) -> None:
    for path in (PAGE, "", "-/events"):
        got = get(path, Host=host)
        assert (got.status, got.text) == (421, "wrong host\n")


def test_localhost_is_a_name(get: Get, served: Server) -> None:
    port = served.address.rsplit(":")[-1].strip("/")
    assert get(PAGE, Host=f"localhost:{port}").status == 200


def test_only_this_machine_is_listened_to(served: Server) -> None:
    assert served.address.startswith("http://127.0.0.1:")
    assert served._http.socket.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_there_is_nothing_but_reading(get: Get, method: str) -> None:
    assert get(PAGE, method).status == 501


def test_headers_keep_pages_fresh_and_to_themselves(get: Get) -> None:
    for path in (PAGE, "nothing", "-/live.js"):
        for method in ("GET", "HEAD"):
            headers = get(path, method).headers
            assert headers["Cache-Control"] == "no-store"
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert headers["X-Content-Type-Options"] == "nosniff"
    assert get(PAGE, "HEAD").text == ""


def test_a_change_is_told_and_seen(get: Get, spec: Path) -> None:
    before = get(PAGE).text
    spec.write_text(GOOD.replace("title: Arm", "title: Upper arm"), "utf-8")
    told = get(f"-/events?of=demo/arm-3&seen={seen(before)}")
    assert told.headers["Content-Type"] == "text/event-stream"
    after = get(PAGE).text
    assert told.text == f"data: {seen(after)}\n\n"
    assert "Upper arm" in after
    assert "Upper arm" not in before


def test_a_page_of_an_earlier_server_is_out_of_date(get: Get) -> None:
    get(PAGE)
    assert get("-/events?of=demo/arm-3&seen=1234-1").text.startswith("data: ")


def test_errors_stand_on_the_last_good_page(get: Get, spec: Path) -> None:
    get(PAGE)
    spec.write_text(BAD, "utf-8")
    page = get(PAGE).text
    assert "Left shoulder" in page
    assert 'class="schemac-findings schemac-findings--errors"' in page
    assert "specs/demo/arm-3.yaml:12:12" in page
    assert "there is no keypoint `left_sholder`" in page
    spec.write_text(GOOD, "utf-8")
    assert "schemac-findings" not in get(PAGE).text


def test_a_spec_that_was_never_right_is_said_to_be_wrong(get: Get, spec: Path) -> None:
    spec.write_text(BAD, "utf-8")
    got = get(PAGE)
    assert got.status == 503
    assert "there is no keypoint `left_sholder`" in got.text
    assert "left_sholder" in get("demo/arm-3/index.html").text
    spec.write_text(GOOD, "utf-8")
    assert get(PAGE).status == 200


@pytest.mark.parametrize("text", ["", "\x00", "a: [", "schemac: 1\nspec: demo/arm-3\n", "- 1\n"])
def test_a_document_that_is_none_is_a_finding(get: Get, spec: Path, text: str) -> None:
    get(PAGE)
    spec.write_text(text, "utf-8")
    got = get(PAGE)
    assert got.status == 200
    assert "schemac-findings--errors" in got.text
    spec.unlink()
    assert "the file cannot be read" in get(PAGE).text


def test_what_a_spec_says_is_no_markup(get: Get, spec: Path) -> None:
    payload = "</pre><script>hit = 1</script>"
    spec.write_text(GOOD.replace("[nose, left_shoulder]", f"[nose, '{payload}']"), "utf-8")
    for path in (PAGE, ""):
        text = get(path).text
        assert "<script>hit" not in text
    assert "&lt;/pre&gt;&lt;script&gt;hit = 1" in get(PAGE).text


def test_a_page_that_goes_leads_back(get: Get, spec: Path) -> None:
    get(PAGE)
    spec.write_text(GOOD.replace("shoulder:", "acromion:").replace("_shoulder", "_acromion"))
    got = get(PAGE)
    assert got.status == 404
    assert 'href="/demo/arm-3/index.html"' in got.text
    assert seen(got.text)


def test_a_bug_of_ours_is_said_and_the_server_stays(
    get: Get, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a ring of radius 0")

    with monkeypatch.context() as patched:
        patched.setattr("schemac.guide.Press.get", broken)
        got = get(PAGE)
        assert got.status == 500
        assert "a bug of schemac: ZeroDivisionError" in got.text
    assert get(PAGE).status == 200
    assert "a bug of schemac" in capsys.readouterr().err


def test_a_port_that_is_taken_is_not_taken_twice(spec: Path, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortTaken):
            schemac.serve(port=other.getsockname()[1], cwd=tmp_path)


def test_without_a_port_the_next_free_one_is_taken(spec: Path, tmp_path: Path) -> None:
    servers = [schemac.serve(cwd=tmp_path) for _ in range(2)]
    assert len({server.address for server in servers}) == 2
    for server in servers:
        server._http.server_close()


@pytest.fixture
def in_two_languages(spec: Path) -> None:
    """Before the server starts, which is made after this."""
    project = spec.parents[2] / "schemac.yaml"
    project.write_text(project.read_text("utf-8") + "locales: [es, ar]\n", "utf-8")


def test_every_language_of_the_project_is_served(in_two_languages: None, get: Get) -> None:
    assert 'lang="es"' in get("demo/arm-3/index.html").text
    arabic = unescape(get("demo/arm-3/ar/points/nose.html").text)
    assert 'dir="rtl"' in arabic
    assert 'href="../../points/nose.html" hreflang="es"' in arabic
    got = get("demo/arm-3/ar")
    assert (got.status, got.headers["Location"]) == (302, "/demo/arm-3/ar/index.html")


def test_the_page_over_all_specs_is_in_the_first_language(
    in_two_languages: None, get: Get, spec: Path
) -> None:
    spec.with_name("leg-3.yaml").write_text(GOOD.replace("arm", "leg").replace("Arm", "Leg"))
    page = get("").text
    assert '<html lang="es"' in page
    assert '<bdi lang="en">Leg</bdi>' in page
