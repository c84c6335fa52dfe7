"""The guides in a real browser, opened from disk: every page, without a word from elsewhere."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from msgspec import structs

from browser.chromium import browser
from conftest import linked
from hostile_skeletons import ADDRESSES, PAYLOADS
from node_packages import installed
from schemac import guide
from schemac.canonical import digest
from schemac.guide.editions import Edition
from schemac.model import (
    Advice,
    Confusion,
    Find,
    Instance,
    Lineage,
    Mistake,
    Note,
    Reference,
    Region,
    Waiver,
)  # fmt: skip
from small_skeletons import bird

pytestmark = pytest.mark.browser

SPECS = ("body/coco-17", "face/ibug-68", "hand/hand-21")
KINDS = (
    "index", "map", "all-points", "left-right", "visibility", "instances", "hotkeys", "glossary",
    "sigma", "quality", "decisions", "about", "quiz", "cheat-sheet",
)  # fmt: skip


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


def write(folder, skeleton, locale="en", **more):
    words = guide.speech(locale, written=skeleton.language)
    context = guide.Context(skeleton=skeleton, speech=words, digest=digest(skeleton), **more)
    for artifact in guide.site(context):
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    return folder


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    return {spec: write(tmp_path_factory.mktemp("guide"), linked(spec)) for spec in SPECS}


def quiet(chromium, site):
    """Nothing was said on the console, and nothing was asked for but files of the guide."""
    ours = (site.as_uri(), "data:", "blob:")
    foreign = [url for url in chromium.requests if not url.startswith(ours)]
    return chromium.console == [] and foreign == []


@pytest.mark.parametrize("spec", SPECS)
def test_every_page_opens_by_itself_and_leads_to_pages_of_the_guide(chromium, sites, spec):
    site = sites[spec]
    for page in sorted(site.rglob("*.html")):
        chromium.open(page)
        assert quiet(chromium, site), (page, chromium.console, chromium.requests)
        assert chromium.run("document.querySelectorAll('h1').length") == 1, page
        for link in chromium.run("[...document.links].map(a => a.href.baseVal ?? a.href)"):
            parts = urlsplit(link)
            if parts.scheme == "file" and parts.path.startswith(str(site)):
                target = site / parts.path.removeprefix(f"{site}/")
                assert target.is_file(), (page, link)
            else:
                assert parts.scheme == "https", (page, link)


def test_the_search_finds_what_people_call_a_point(chromium, sites):
    site = sites["body/coco-17"]
    chromium.open(site / "index.html")
    chromium.run("""{ const q = document.querySelector('.md-search__input'); q.focus();
        q.value = 'kneecap'; q.dispatchEvent(new Event('keyup', {bubbles: true}));
        q.dispatchEvent(new Event('input', {bubbles: true})); }""")
    found = chromium.run("""new Promise(done => { let n = 0; const look = () => {
        const all = [...document.querySelectorAll('.md-search-result__link')].map(a => a.href);
        if (all.length || n++ > 100) done(all); else setTimeout(look, 100); }; look(); })""")
    assert any("points/left_knee.html" in link for link in found), found
    assert quiet(chromium, site)


def test_the_table_shows_what_matches(chromium, sites):
    chromium.open(sites["body/coco-17"] / "all-points.html")
    chromium.run("""{ const box = document.querySelector('#sk-filter-input');
        box.value = 'left knee'; box.dispatchEvent(new Event('input')); }""")
    shown = chromium.run("""[...document.querySelectorAll('#sk-all-points tbody tr')]
        .filter(row => !row.hidden).map(row => row.querySelector('a').textContent)""")
    assert len(shown) == 1
    assert "knee" in shown[0].lower()
    assert chromium.run("document.querySelector('.sk-filter output').value") == "1 of 17 points"


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """The guide of a version with a fork and a merge above it, in two languages."""
    every = tuple(
        Edition(version=version, state="released", parents=parents, since="2024-01-01")
        for version, parents in (("4.0.0", ("3.0.0", "2.0.0")), ("3.0.0", ("1.2.0",)),
                                 ("2.0.0", ("1.2.0",)), ("1.2.0", ()))
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("old")
    write(folder, bird(), editions=every, locales=("en", "ar"))
    write(folder / "ar", bird(), "ar", editions=every, locales=("en", "ar"))
    return folder


@pytest.mark.parametrize(
    ("page", "width", "scheme"),
    [("versions", 1280, "light"), ("versions", 390, "dark"), ("ar/versions", 390, "light")],
)
def test_the_page_of_versions_draws_where_each_came_from(chromium, old, axe, page, width, scheme):
    chromium.open(old / f"{page}.html", width=width, scheme=scheme)
    assert quiet(chromium, old)
    assert chromium.run("document.documentElement.scrollWidth") <= width
    at = chromium.run("""[...document.querySelectorAll('.sk-versions > li')].map(row => {
        const dot = row.querySelector('.sk-dot').getBoundingClientRect();
        const rail = row.querySelector('.sk-rail').getBoundingClientRect();
        const card = row.querySelector('.sk-card').getBoundingClientRect();
        return [dot.x + dot.width / 2, rail.x, rail.right, rail.height, row.offsetHeight,
                dot.right <= card.x || dot.x >= card.right]; })""")
    assert len(at) == 4
    columns = [round(dot) for dot, *_ in at]
    assert columns[0] == columns[1] == columns[3] != columns[2]
    for dot, left, right, tall, row, beside in at:
        assert left < dot < right
        assert abs(tall - row) < 1.5
        assert beside
    assert violations(chromium, axe) == []


def test_a_superseded_guide_says_so_and_leads_to_its_other_languages(chromium, old):
    chromium.open(old / "points" / "beak.html")
    warning = chromium.run("document.querySelector('.sk-warning').textContent")
    assert "Superseded: version 4.0.0 replaces this version 1.2.0." in warning
    link = chromium.run("document.querySelector('.sk-languages a').href")
    assert link.endswith("/ar/points/beak.html")
    chromium.open(old / "ar" / "points" / "beak.html")
    back = chromium.run("document.querySelector('.sk-languages a').href")
    assert back == (old / "points" / "beak.html").as_uri()


def test_the_colours_follow_the_scheme(chromium, sites):
    grounds = []
    for scheme in ("light", "dark"):
        chromium.open(sites["body/coco-17"] / "index.html", scheme=scheme)
        grounds.append(chromium.run("getComputedStyle(document.body).backgroundColor"))
    assert grounds[0] != grounds[1]


@pytest.fixture(scope="module")
def axe(request):
    from pathlib import Path

    folder = installed(request.config, "axe", Path(__file__).parent / "axe")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


LOOKS = [
    *((spec, "light", 390) for spec in SPECS),
    *((spec, "dark", 1440) for spec in SPECS),
    (SPECS[0], "light", 1440),
    (SPECS[1], "dark", 390),
]


@pytest.mark.parametrize(("spec", "scheme", "width"), LOOKS)
def test_pages_fit_and_break_no_rule_of_accessibility(chromium, sites, axe, spec, scheme, width):
    site = sites[spec]
    point = sorted((site / "points").glob("*.html"))[3].relative_to(site).as_posix()
    region = sorted((site / "regions").glob("*.html"))[0].relative_to(site).as_posix()
    for page in [*(f"{kind}.html" for kind in KINDS), point, region]:
        if (site / page).is_file():
            chromium.open(site / page, scheme=scheme, width=width)
            assert chromium.run("document.documentElement.scrollWidth") <= width, page
            assert violations(chromium, axe) == [], page


def violations(chromium, axe):
    """What axe has against the page."""
    chromium.run(f"{axe}; 0")
    found = chromium.run("""axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',
        'wcag21aa', 'wcag22aa']}).then(r => JSON.stringify(r.violations.map(v => [v.id,
        v.nodes.slice(0, 3).map(n => n.html.slice(0, 300) + ' ' + n.failureSummary)])))""")
    return json.loads(found)


def hostile(text, url):
    """A skeleton that says `text` wherever a guide shows words."""
    made = bird()
    words = structs.replace(
        made.keypoints[0].words, title=text, definition=text, aliases=(text,), self_check=(text,),
        find=Find(see=(text,), feel=(text,), construct=(text,)),
        mistakes=(Mistake(text=text), Mistake(text=text, offset=(3.0, 3.0))),
        confuse_with=(Confusion(target="x", title=text, text=text),),
        when=(Advice(situation="hidden", text=text),), notes=(Note(subject=text, text=text),),
    )  # fmt: skip
    points = tuple(structs.replace(p, name=text, words=words, region="all") for p in made.keypoints)
    return structs.replace(
        made, title=text, summary=text, keypoints=points,
        regions=(Region(id="all", title=text, gate=text),),
        instance=Instance(one=text, crowd=text),
        waivers=(Waiver(rule="x", because=text, by=text),),
        lineage=Lineage(
            parent=Reference(id="animal/bird-6", version="1.0.0"), rationale=text, author=text
        ),
    )  # fmt: skip


def counted(chromium, folder, text):
    """How many elements each page of a guide has that says `text` everywhere."""
    site = write(folder, hostile(text, ADDRESSES[0]), feedback=ADDRESSES[0])
    counts = {}
    for page in sorted(site.rglob("*.html")):
        chromium.open(page)
        assert chromium.run("typeof hit") == "undefined", page
        assert quiet(chromium, site), (page, chromium.console, chromium.requests)
        counts[page.relative_to(site).as_posix()] = chromium.run(
            # In a figure a long name takes more lines than a short one.
            "document.querySelectorAll(':not(code, kbd, br, svg text)').length"
        )
    return counts


@pytest.fixture(scope="module")
def harmless(chromium, tmp_path_factory):
    return counted(chromium, tmp_path_factory.mktemp("harmless"), "harmless")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_a_stranger_runs_or_becomes_markup(chromium, harmless, tmp_path, payload):
    assert counted(chromium, tmp_path, payload) == harmless
