"""`schemac serve` in a real browser: a page that is open follows its spec."""

from __future__ import annotations

from threading import Thread
from time import sleep

import pytest

import schemac
from browser.chromium import browser
from hostile_skeletons import PAYLOADS
from serving.conftest import BAD, GOOD

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.fixture
def project(tmp_path):
    (tmp_path / "schemac.yaml").write_text("schemac: 1\nproject: demo\n", "utf-8")
    (tmp_path / "specs" / "demo").mkdir(parents=True)
    (tmp_path / "specs" / "demo" / "arm-3.yaml").write_text(GOOD, "utf-8")
    return tmp_path


@pytest.fixture
def served(chromium, project):
    server = schemac.serve(port=0, cwd=project)
    thread = Thread(target=server.run)
    thread.start()
    yield server
    chromium.open(Address("about:blank"))  # or the page would miss its server in the next test
    server.close()
    thread.join(10)


def write(project, text):
    (project / "specs" / "demo" / "arm-3.yaml").write_text(text, "utf-8")


class Address:
    """An address as the browser's `open` wants it."""

    def __init__(self, uri):
        self._uri = uri

    def as_uri(self):
        return self._uri


def show(chromium, served, path):
    chromium.open(Address(served.address + path))


def until(chromium, script):
    """The value of an expression once there is one, in whatever page is shown by then."""
    for _ in range(200):
        found = chromium.run(f"document.readyState === 'complete' && ({script})")
        if found:
            return found
        sleep(0.05)
    raise AssertionError(f"not so within ten seconds: {script}")


def quiet(chromium, served):
    foreign = [u for u in chromium.requests if not u.startswith((served.address, "data:", "blob:"))]
    return foreign == [] and chromium.console == []


def test_an_open_page_follows_the_spec(chromium, served, project):
    show(chromium, served, "demo/arm-3/points/left_shoulder.html")
    assert chromium.run("document.querySelector('.schemac-findings')") is None
    write(project, GOOD.replace("title: Arm", "title: Upper arm"))
    until(chromium, "document.title.includes('Upper arm')")
    write(project, BAD)
    banner = until(chromium, "document.querySelector('.schemac-findings')?.innerText")
    assert "there is no keypoint `left_sholder`" in banner
    assert "specs/demo/arm-3.yaml:12:12" in banner
    assert chromium.run("document.querySelector('h1').textContent").startswith("Left shoulder")
    write(project, GOOD)
    until(chromium, "!document.querySelector('.schemac-findings')")
    assert quiet(chromium, served), "\n".join([*chromium.console, *chromium.requests])


def test_the_page_over_all_specs_follows_too(chromium, served, project):
    leg = GOOD.replace("arm", "leg").replace("Arm", "Leg")
    (project / "specs" / "demo" / "leg-3.yaml").write_text(leg, "utf-8")
    show(chromium, served, "")
    assert "Arm" in chromium.run("document.querySelector('main').innerText")
    write(project, GOOD.replace("title: Arm", "title: Upper arm"))
    until(chromium, "document.querySelector('main').innerText.includes('Upper arm')")
    write(project, BAD)
    until(chromium, "document.querySelector('.schemac-findings')?.innerText.includes('sholder')")
    assert quiet(chromium, served), "\n".join([*chromium.console, *chromium.requests])


def test_the_search_works(chromium, served):
    show(chromium, served, "demo/arm-3/index.html")
    chromium.run("""{ const q = document.querySelector('.md-search__input'); q.focus();
        q.value = 'shoulder'; q.dispatchEvent(new Event('keyup', {bubbles: true}));
        q.dispatchEvent(new Event('input', {bubbles: true})); }""")
    links = "[...document.querySelectorAll('.md-search-result__link')].map(a => a.href)"
    until(chromium, f"{links}.some(a => a.includes('points/left_shoulder.html'))")
    assert quiet(chromium, served), "\n".join([*chromium.console, *chromium.requests])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_findings_are_text(chromium, served, project, payload):
    text = payload.replace("'", "''")
    show(chromium, served, "demo/arm-3/index.html")
    write(project, GOOD.replace("[nose, left_shoulder]", f"[nose, '{text}']"))
    show(chromium, served, "demo/arm-3/index.html")
    found = "document.querySelector('.schemac-findings')"
    assert chromium.run(f"{found}.querySelectorAll('pre *:not(strong, b)').length") == 0
    assert chromium.run("typeof hit") == "undefined"
    assert quiet(chromium, served), "\n".join([*chromium.console, *chromium.requests])
