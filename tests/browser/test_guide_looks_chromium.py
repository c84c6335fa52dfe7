"""How guides look: on a laptop and a phone, light and dark, and to axe-core."""

from __future__ import annotations

import pytest

from browser.chromium import browser
from browser.guide_pages import SPECS, fork, quiet, violations, write
from conftest import linked
from node_packages import installed

pytestmark = pytest.mark.browser

KINDS = (
    "index", "map", "all-points", "left-right", "visibility", "instances", "hotkeys", "glossary",
    "sigma", "quality", "decisions", "about", "quiz", "cheat-sheet",
)  # fmt: skip


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    return {spec: write(tmp_path_factory.mktemp("guide"), linked(spec)) for spec in SPECS}


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    return fork(tmp_path_factory.mktemp("old"))


@pytest.fixture(scope="module")
def axe(request):
    from pathlib import Path

    folder = installed(request.config, "axe", Path(__file__).parent / "axe")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


# Every spec, both schemes, both widths; each page takes seconds to judge.
LOOKS = [(SPECS[0], "light", 390), (SPECS[1], "dark", 1440), (SPECS[2], "light", 1440)]


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
