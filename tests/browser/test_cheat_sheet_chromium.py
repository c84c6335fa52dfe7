"""The cheat sheet in a real browser: one sheet of any paper, and nothing else on it."""

from __future__ import annotations

import base64
import re
from itertools import product

import pytest

from browser.chromium import browser
from conftest import linked
from schemac import guide
from schemac.canonical import digest

pytestmark = pytest.mark.browser

SPECS = ("body/coco-17", "face/ibug-68", "body/coco-wholebody-133")
PAPERS = {"A4": (210, 297), "A3": (297, 420), "Letter": (215.9, 279.4)}
LEAST = 7.0


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    return {spec: write(tmp_path_factory.mktemp("guide"), linked(spec)) for spec in SPECS}


def write(folder, skeleton, locale="en"):
    words = guide.speech(locale)
    context = guide.Context(skeleton=skeleton, speech=words, digest=digest(skeleton))
    for artifact in guide.site(context):
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    return folder


def printed(chromium, paper, background=True):
    """The sizes of the sheets that come out, in mm."""
    wide, tall = (length / 25.4 for length in PAPERS[paper])
    asked = {"paperWidth": wide, "paperHeight": tall, "preferCSSPageSize": True,
             "printBackground": background}  # fmt: skip
    pdf = base64.b64decode(chromium.send("Page.printToPDF", asked)["data"])
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(boxes) == len(re.findall(rb"/Type /Page\b", pdf))
    return [tuple(round(float(v) / 72 * 25.4) for v in box) for box in boxes]


@pytest.mark.parametrize(("spec", "paper", "scheme"), [*product(SPECS, PAPERS, ("light", "dark"))])
def test_one_sheet_comes_out(chromium, sites, spec, paper, scheme):
    chromium.open(sites[spec] / "cheat-sheet.html", scheme=scheme)
    expected = tuple(round(length) for length in PAPERS[paper])
    assert printed(chromium, paper) == [expected]


@pytest.mark.parametrize(("spec", "paper"), [*product(SPECS, ("A4", "A3"))])
def test_a_button_chooses_the_paper(chromium, sites, spec, paper):
    chromium.open(sites[spec] / "cheat-sheet.html")
    chromium.run("window.print = () => {}")
    chromium.run(f"document.querySelector('[data-paper={paper}]').click()")
    expected = tuple(round(length) for length in PAPERS[paper])
    assert printed(chromium, "Letter") == [expected]
    chromium.run("dispatchEvent(new Event('afterprint'))")
    assert printed(chromium, "A3") == [tuple(round(length) for length in PAPERS["A3"])]


def in_print(chromium, page, paper):
    """The page as on paper, a px for each 1/96 inch."""
    margins = 16
    wide, tall = (round((length - margins) * 96 / 25.4) for length in PAPERS[paper])
    chromium.open(page, width=wide, height=tall)
    chromium.send("Emulation.setEmulatedMedia", {"media": "print"})


@pytest.mark.parametrize("spec", SPECS)
def test_nothing_but_the_sheet_is_printed(chromium, sites, spec):
    in_print(chromium, sites[spec] / "cheat-sheet.html", "A4")
    seen = chromium.run("""[...document.querySelectorAll('body *')].filter(e =>
        !e.closest('.sk-cheat') && !e.querySelector('.sk-cheat') &&
        e.getBoundingClientRect().height > 0 && e.checkVisibility({visibilityProperty: true}))
        .map(e => e.outerHTML.slice(0, 80))""")
    assert seen == []


@pytest.mark.parametrize("spec", SPECS)
def test_every_text_can_be_read_and_none_is_cut_off(chromium, sites, spec):
    page = sites[spec] / "cheat-sheet.html"
    chromium.open(page)
    on_a4 = chromium.run("document.querySelector('[data-paper=A4]').matches('.md-button--primary')")
    assert on_a4 == (spec != "body/coco-wholebody-133")
    in_print(chromium, page, "A4" if on_a4 else "A3")
    sizes = chromium.run("""[...document.querySelectorAll('.sk-cheat *')].filter(e =>
        !e.closest('.sk-visually-hidden, title, desc') &&
        [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).map(e => {
        const svg = e.closest('svg'), size = parseFloat(getComputedStyle(e).fontSize);
        return size * (svg ? svg.getScreenCTM().a : 1) * 72 / 96; })""")
    assert min(sizes) >= LEAST * 0.99
    cut = chromium.run("""[...document.querySelectorAll('.sk-cheat > *, .sk-cheat section, '
        + '.sk-cheat-columns li, .sk-cheat-name, .sk-cheat figcaption')].filter(e =>
        e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 3)
        .map(e => [e.outerHTML.slice(0, 200), e.scrollHeight, e.clientHeight])""")
    assert cut == []


def test_it_can_be_read_without_colours(chromium, sites):
    """Left and right differ by shape and letter; what is printed keeps the shapes."""
    in_print(chromium, sites["body/coco-17"] / "cheat-sheet.html", "A4")
    signs = chromium.run("""[...document.querySelectorAll('.sk-cheat-columns .sk-badge')].map(e =>
        [e.children[1].textContent, getComputedStyle(e.children[0]).borderRadius,
         getComputedStyle(e).printColorAdjust])""")
    looks = {letter: (radius, adjust) for letter, radius, adjust in signs}
    assert set(looks) == {"L", "R", "M"}
    assert looks["L"][0] != looks["R"][0]
    assert {adjust for _, adjust in looks.values()} == {"exact"}


@pytest.mark.parametrize(("scheme", "width"), [*product(("light", "dark"), (390, 1280))])
def test_it_fits_on_screens(chromium, sites, scheme, width):
    for spec in SPECS:
        chromium.open(sites[spec] / "cheat-sheet.html", width=width, scheme=scheme)
        assert chromium.run("document.documentElement.scrollWidth") <= width
        ground = "getComputedStyle(document.querySelector('.sk-cheat')).backgroundColor"
        assert chromium.run(ground) == "rgb(255, 255, 255)"
        assert chromium.console == []


def test_it_is_one_sheet_from_right_to_left_too(chromium, tmp_path):
    site = write(tmp_path, linked("body/coco-17"), "ar")
    chromium.open(site / "cheat-sheet.html")
    assert printed(chromium, "A4") == [(210, 297)]
    assert chromium.run("document.documentElement.scrollWidth") <= 1440
