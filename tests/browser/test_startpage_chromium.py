"""The start page in a real browser: nothing foreign runs, nothing is fetched, all of it fits."""

from __future__ import annotations

from itertools import product

import pytest

import schemac
from browser.chromium import browser
from conftest import LIBRARY, linked
from hostile_skeletons import ADDRESSES, PAYLOADS, hostile, parts, placed
from schemac.startpage import start_page
from small_skeletons import bird

pytestmark = pytest.mark.browser

LONG = "Überaus-lang-und-ohne-jede-Lücke-" * 6 + "and then many words with gaps " * 6


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.fixture
def write(tmp_path):
    def written(skeletons, made=None, title="Project"):
        made = made or [part for s in skeletons for part in parts(s)]
        path = tmp_path / "index.html"
        page = start_page(skeletons, schemac.targets(), made, title=title, version="1.2.3")
        path.write_bytes(page)
        return path

    return written


def library():
    return [linked(spec) for spec in LIBRARY]


def many():
    return [bird(id=f"animal/bird-{i}", title=f"Bird {i}") for i in range(30)]


def odd():
    points = {"beak": (10.0, 10.0), "left_wing": (90.0, 40.0), "right_wing": (10.0, 40.0)}
    return [
        bird(id="animal/long", title=LONG, summary=LONG),
        placed(points, id="animal/without-edges"),
        placed({"beak": (10.0, 10.0)}, id="animal/one"),
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_foreign_runs_or_is_inserted(chromium, write, payload):
    counts = []
    for text in ("harmless", payload):
        made, said = hostile(text)
        chromium.open(page := write([made], said, text))
        chromium.run("document.querySelectorAll('details').forEach(d => { d.open = true })")
        counts.append(chromium.run("document.querySelectorAll(':not(code)').length"))
        assert chromium.run("document.title.length") > 0
        assert chromium.run("typeof hit") == "undefined"
        assert chromium.run("document.querySelectorAll('img, iframe, base, object').length") == 0
        assert chromium.run("document.scripts.length") == 1
        assert chromium.requests == [page.as_uri()]
        assert chromium.console == []
    assert counts[0] == counts[1]


@pytest.mark.parametrize("url", ADDRESSES)
def test_no_address_of_a_stranger_runs(chromium, write, url):
    made, said = hostile("harmless", url)
    chromium.open(write([made], said))
    foreign = "[...document.links].filter(a => !['file:'].includes(a.protocol)).map(a => a.href)"
    assert chromium.run(foreign) == []


@pytest.mark.parametrize(("scheme", "width"), [*product(("light", "dark"), (320, 390, 1440))])
@pytest.mark.parametrize("skeletons", [library, many, odd])
def test_it_fits_and_is_quiet(chromium, write, skeletons, scheme, width):
    page = write(skeletons())
    chromium.open(page, width=width, scheme=scheme)
    chromium.run("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert chromium.run("document.documentElement.scrollWidth") <= width
    assert chromium.requests == [page.as_uri()]
    assert chromium.console == []


@pytest.mark.parametrize("width", [390, 1440])
def test_what_is_pressed_is_large_enough(chromium, write, width):
    chromium.open(write(many()), width=width)
    small = """[...document.querySelectorAll('button, summary, input, .jump a, tbody a, .files a')]
        .filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"""
    assert chromium.run(small) == []


def test_ground_and_ink_follow_the_scheme(chromium, write):
    page, grounds = write(library()), []
    for scheme in ("light", "dark"):
        chromium.open(page, scheme=scheme)
        grounds.append(chromium.run("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(247, 245, 241)", "rgb(21, 24, 29)"]


def test_the_filter_leaves_what_matches(chromium, write):
    chromium.open(write(many()))
    assert chromium.run("document.querySelector('.filter').hidden") is False
    chromium.run("""const box = document.querySelector('#filter'); box.value = 'BIRD-7 cvat';
        box.dispatchEvent(new Event('input'))""")
    shown = "[...document.querySelectorAll('{}')].filter(e => !e.hidden).length"
    assert chromium.run(shown.format("[data-row]")) == 1
    assert chromium.run(shown.format("article")) == 1
    assert chromium.run("document.querySelector('output').value") == "1 of 30"


def test_links_within_the_page_lead_to_their_cards(chromium, write):
    chromium.open(write(many()))
    chromium.run("document.querySelectorAll('tbody a')[3].click()")
    assert chromium.run("document.querySelector(':target').dataset.card") == "4"


def test_each_block_can_be_copied(chromium, write):
    chromium.open(write(library()))
    blocks = chromium.run("document.querySelectorAll('pre').length")
    assert blocks > 0
    assert chromium.run("document.querySelectorAll('.copy > pre + button').length") == blocks
    chromium.run("document.querySelector('.copy button').click()")
    said = chromium.run("""new Promise(done => setTimeout(
        () => done(document.querySelector('.copy button').textContent), 300))""")
    assert said in ("Copied", "Selected")


def test_in_print_everything_is_open_and_closed_again_after(chromium, write):
    chromium.open(write(library()))
    closed = "document.querySelectorAll('details:not([open])').length"
    before = chromium.run(closed)
    assert before > 0
    chromium.run("dispatchEvent(new Event('beforeprint'))")
    assert chromium.run(closed) == 0
    chromium.run("dispatchEvent(new Event('afterprint'))")
    assert chromium.run(closed) == before
    assert chromium.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_it_moves_only_for_those_who_like_it(chromium, write, motion):
    chromium.open(write(library()))
    features = [{"name": "prefers-reduced-motion", "value": motion}]
    chromium.send("Emulation.setEmulatedMedia", {"features": features})
    expected = "auto" if motion == "reduce" else "smooth"
    assert chromium.run("getComputedStyle(document.documentElement).scrollBehavior") == expected
