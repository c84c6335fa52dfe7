"""The guides in a real browser, opened from disk: every page, without a word from elsewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from browser.chromium import browser
from browser.guide_pages import SPECS, fork, quiet, write
from conftest import linked

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    return {spec: write(tmp_path_factory.mktemp("guide"), linked(spec)) for spec in SPECS}


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
    return fork(tmp_path_factory.mktemp("old"))


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
