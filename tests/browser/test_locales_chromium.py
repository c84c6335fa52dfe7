"""The guides in other languages, in a real browser: what is read, and from which side."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from browser.chromium import browser
from conftest import linked
from node_packages import installed
from schemac import guide
from schemac.canonical import digest

pytestmark = pytest.mark.browser

SPEC = "body/coco-17"
KNEE = "Left knee joint centre"
TITLES = {
    "es": "Centro articular de la rodilla izquierda",
    "hi": "बाएँ घुटने के जोड़ का केंद्र",
    "ar": "مركز مفصل الركبة اليسرى",
}
WORDS = {"es": ("rodilla", "visibilidad"), "hi": ("घुटने", "दृश्यता"), "ar": ("الركبة", "الظهور")}
"""A word of the spec and one of ours, by language."""
PAGES = (
    "index", "map", "all-points", "left-right", "visibility", "instances", "hotkeys", "glossary",
    "sigma", "quality", "decisions", "about", "quiz", "cheat-sheet", "points/left_knee",
    "points/left_elbow", "regions/leg",
)  # fmt: skip


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    skeleton = linked(SPEC)
    made = {}
    for locale in guide.LOCALES:
        spec = {KNEE: TITLES[locale]} if locale in TITLES else {}
        context = guide.Context(
            skeleton=skeleton, speech=guide.speech(locale, spec=spec), digest=digest(skeleton)
        )
        made[locale] = tmp_path_factory.mktemp(locale)
        for artifact in guide.site(context):
            path = made[locale] / artifact.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(artifact.content)
    return made


def pages(site: Path) -> list[Path]:
    return [site / f"{page}.html" for page in PAGES if (site / f"{page}.html").is_file()]


@pytest.mark.parametrize("locale", TITLES)
def test_every_page_is_in_its_language(chromium, sites, locale):
    assert len(pages(sites[locale])) > 12
    for page in pages(sites[locale]):
        chromium.open(page)
        assert chromium.console == [], page
        assert [
            url for url in chromium.requests if not url.startswith(("file:", "data:", "blob:"))
        ] == []
        assert chromium.run("document.documentElement.lang") == locale, page
        direction = "rtl" if locale == "ar" else "ltr"
        assert chromium.run("getComputedStyle(document.body).direction") == direction, page
        said = guide.speech(locale).remarks()
        assert chromium.run("document.querySelector('.sk-remarks').textContent") == " ".join(said)


@pytest.mark.parametrize(
    ("locale", "scheme", "width"), [*product(TITLES, ("light", "dark"), (320, 390, 1280))]
)
def test_pages_fit(chromium, sites, locale, scheme, width):
    for page in pages(sites[locale]):
        chromium.open(page, width=width, scheme=scheme)
        assert chromium.run("document.documentElement.scrollWidth") <= width, page


def test_anatomy_is_not_mirrored(chromium, sites):
    """Where each point of the map lies in its figure, from the figure's left edge."""
    where = {}
    for locale in ("en", "ar"):
        chromium.open(sites[locale] / "map.html")
        where[locale] = chromium.run("""[...document.querySelectorAll('figure svg .kp-mark')].map(
            mark => { const box = mark.closest('svg').getBoundingClientRect();
            const at = mark.getBoundingClientRect();
            return Math.round(100 * (at.x + at.width / 2 - box.x) / box.width); })""")
    assert len(where["en"]) >= 17
    assert where["ar"] == where["en"]


@pytest.mark.parametrize("selector", ["code", "kbd", ".sk-number", "figure svg"])
def test_numbers_keys_and_figures_are_read_from_the_left(chromium, sites, selector):
    chromium.open(sites["ar"] / "points/left_knee.html")
    found = chromium.run(f"""[...document.querySelectorAll('.md-content {selector}')]
        .map(one => getComputedStyle(one).direction)""")
    assert found
    assert set(found) == {"ltr"}


def test_the_way_on_points_where_reading_goes(chromium, sites):
    for locale, arrow in (("es", "→"), ("ar", "←")):
        chromium.open(sites[locale] / "visibility.html")
        ways = chromium.run("[...document.querySelectorAll('.sk-then')].map(p => p.textContent)")
        assert ways
        assert all(arrow in way for way in ways)


@pytest.mark.parametrize("locale", TITLES)
def test_what_is_not_translated_says_so(chromium, sites, locale):
    chromium.open(sites[locale] / "points" / "left_knee.html")
    assert TITLES[locale] in chromium.run("document.querySelector('h1').textContent")
    assert not chromium.run("!!document.querySelector('h1 .sk-foreign')")
    found = chromium.run("""(() => { const span = document.querySelector('.sk-definition > span');
        const mark = getComputedStyle(span, '::after').content;
        return [span.lang, span.dir, span.title, mark]; })()""")
    assert found[:3] == ["en", "auto", guide.speech(locale).say("Not translated yet")]
    assert found[3].startswith('"en"')


def test_nothing_is_marked_where_everything_is_at_home(chromium, sites):
    for page in pages(sites["en"]):
        chromium.open(page)
        assert not chromium.run("!!document.querySelector('.sk-foreign, .sk-remarks')"), page


@pytest.mark.parametrize("locale", TITLES)
def test_the_search_finds_words_of_the_language_and_aliases_of_the_spec(chromium, sites, locale):
    wanted = zip(
        ("kneecap", *WORDS[locale]),
        ("points/left_knee.html", "points/left_knee.html", "visibility.html"),
        strict=True,
    )
    for word, page in wanted:
        chromium.open(sites[locale] / "index.html")
        chromium.run(f"""{{ const box = document.querySelector('.md-search__input'); box.focus();
            box.value = {json.dumps(word)};
            for (const name of ['keyup', 'input'])
                box.dispatchEvent(new Event(name, {{bubbles: true}})); }}""")
        found = chromium.run("""new Promise(done => { let n = 0; const look = () => {
            const all = [...document.querySelectorAll('.md-search-result__link')].map(a => a.href);
            if (all.length || n++ > 100) done(all); else setTimeout(look, 100); }; look(); })""")
        assert any(page in link for link in found), (word, found)
        assert chromium.console == []


@pytest.fixture(scope="module")
def axe(request):
    folder = installed(request.config, "axe", Path(__file__).parent / "axe")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize(("locale", "scheme"), [*product(TITLES, ("light", "dark"))])
def test_no_rule_of_accessibility_is_broken(chromium, sites, axe, locale, scheme):
    for page in pages(sites[locale]):
        chromium.open(page, scheme=scheme)
        chromium.run(f"{axe}; 0")
        found = chromium.run("""axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',
            'wcag21aa', 'wcag22aa']}).then(r => JSON.stringify(r.violations.map(v => [v.id,
            v.nodes.slice(0, 3).map(n => n.html.slice(0, 300) + ' ' + n.failureSummary)])))""")
        assert json.loads(found) == [], page


def test_the_page_over_all_guides_speaks_the_language_too(chromium, tmp_path):
    words = guide.speech("ar", spec={KNEE: TITLES["ar"]})
    one = guide.listed(guide.Context(skeleton=linked(SPEC), speech=words, digest=""))
    (tmp_path / "index.html").write_bytes(guide.index_page([one], words))
    chromium.open(tmp_path / "index.html", width=390)
    assert chromium.run("document.documentElement.dir") == "rtl"
    assert chromium.run("document.documentElement.scrollWidth") <= 390
    for word in ("الركبة", "kneecap"):
        found = chromium.run(f"""(() => {{ const box = document.querySelector('#search');
            box.value = {json.dumps(word)}; box.dispatchEvent(new Event('input'));
            return [...document.querySelectorAll('#found li:not([hidden]) a')]
                .map(a => a.textContent); }})()""")
        assert TITLES["ar"] in found
    assert chromium.console == []
