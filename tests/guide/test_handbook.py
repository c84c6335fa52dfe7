"""The plugin in a handbook of somebody else, built by MkDocs from its `mkdocs.yml`."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from serving.conftest import BAD, GOOD

PLUGINS = "plugins: [search, schemac: {spec: demo/arm-3}]"
PLAIN = "theme: mkdocs"
MATERIAL = "theme: {name: material, font: false, features: [navigation.instant]}"


@pytest.fixture(autouse=True)
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.chdir(tmp_path.parent)
    (tmp_path / "schemac.yaml").write_text("schemac: 1\nproject: demo\n", "utf-8")
    (tmp_path / "specs" / "demo").mkdir(parents=True)
    (tmp_path / "specs" / "demo" / "arm-3.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "docs" / "more").mkdir(parents=True)
    (tmp_path / "docs" / "index.md").write_text("# Welcome\n", "utf-8")
    (tmp_path / "docs" / "more" / "rates.md").write_text("# Rates\n", "utf-8")
    return tmp_path


def built(handbook: Path, *lines: str) -> Path:
    """The site of a handbook; a warning of MkDocs ends the build."""
    settings = "\n".join(("site_name: Handbook", *lines))
    (handbook / "mkdocs.yml").write_text(settings + "\n", "utf-8")
    config = load_config(str(handbook / "mkdocs.yml"), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    return handbook / "site"


def text(path: Path) -> str:
    return path.read_text("utf-8")


@pytest.mark.parametrize("theme", [PLAIN, MATERIAL])
def test_the_guide_is_part_of_the_site(handbook: Path, theme: str) -> None:
    site = built(handbook, theme, PLUGINS)
    page = text(site / "keypoints" / "points" / "left_shoulder.html")
    assert "<svg" in page
    assert "data-picture" not in page
    assert "keypoints/points/left_shoulder.html" in text(site / "search" / "search_index.json")
    assert "Left shoulder" in text(site / "index.html")  # in the navigation


@pytest.mark.parametrize("theme", [PLAIN, MATERIAL])
@pytest.mark.parametrize("lines", [(), ("use_directory_urls: false",)])
def test_every_link_of_every_page_leads_to_a_file(
    handbook: Path, theme: str, lines: tuple[str, ...]
) -> None:
    site = built(handbook, theme, PLUGINS, *lines)
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        if page.name == "404.html":
            continue
        base = "/" + page.relative_to(site).as_posix()
        for link in re.findall(r'(?:href|src)="([^"]+)"', text(page)):
            parts = urlsplit(urljoin(base, unescape(link)))
            if not parts.scheme and not parts.netloc:
                path = site / parts.path.removeprefix("/")
                assert (path / "index.html" if path.is_dir() else path).is_file(), (page, link)


def test_other_pages_stay_as_they_are(handbook: Path) -> None:
    lines = (MATERIAL, "nav: [index.md, Rates: more/rates.md]")
    before = built(handbook, *lines)
    main = re.compile(r"<article.*</article>|<link rel=.stylesheet[^>]*>|<script[^>]*>", re.S)
    kept = main.findall(text(before / "more" / "rates" / "index.html"))
    after = built(handbook, *lines, PLUGINS)
    assert len(kept) > 5
    assert main.findall(text(after / "more" / "rates" / "index.html")) == kept


def order(page: str, *words: str) -> list[str]:
    """Words in the order in which the navigation of a page names them."""
    nav = page[page.index("<nav") :]
    return sorted(words, key=lambda word: nav.index(word))


@pytest.mark.parametrize(
    ("nav", "expected"),
    [
        ("", ["Welcome", "Rates", "Map of all points"]),
        ("nav: [index.md, more/rates.md]", ["Welcome", "Rates", "Map of all points"]),
        ("nav: [index.md, keypoints/, more/rates.md]", ["Welcome", "Map of all points", "Rates"]),
        (
            "nav: [index.md, {Rules: [Points: keypoints/, Rates: more/rates.md]}]",
            ["Welcome", "Map of all points", "Rates"],
        ),
    ],
)
def test_the_navigation_says_where(handbook: Path, nav: str, expected: list[str]) -> None:
    page = text(built(handbook, MATERIAL, PLUGINS, nav) / "index.html")
    assert order(page, *expected) == expected


def test_several_specs_have_a_folder_each(handbook: Path) -> None:
    (handbook / "specs" / "demo" / "leg-3.yaml").write_text(
        GOOD.replace("arm", "leg").replace("Arm", "Leg"), "utf-8"
    )
    site = built(
        handbook,
        PLAIN,
        "plugins:",
        "  - schemac: {spec: demo/arm-3, folder: arms}",
        "  - schemac: {spec: demo/leg-3, folder: more/legs, locale: es}",
    )
    assert (site / "arms" / "points" / "nose.html").is_file()
    assert "Todos los puntos" in text(site / "more" / "legs" / "all-points.html")


def test_a_spec_with_errors_ends_the_build(
    handbook: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (handbook / "specs" / "demo" / "arm-3.yaml").write_text(BAD, "utf-8")
    with pytest.raises(Abort):
        built(handbook, PLAIN, PLUGINS)
    assert "there is no keypoint `left_sholder`" in caplog.text
    assert "specs/demo/arm-3.yaml:12:12" in caplog.text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("spec: demo/arm-4", "there is no spec, file or folder `demo/arm-4`"),
        ("spec: specs", "is not one spec"),
        ("spec: demo/arm-3, locale: tlh", "there is no guide in `tlh`"),
    ],
)
def test_what_makes_no_sense_is_said(
    handbook: Path, caplog: pytest.LogCaptureFixture, options: str, said: str
) -> None:
    (handbook / "specs" / "demo" / "leg-3.yaml").write_text(GOOD.replace("arm", "leg"), "utf-8")
    with pytest.raises(Abort):
        built(handbook, PLAIN, f"plugins: [schemac: {{{options}}}]")
    assert said in caplog.text


@pytest.mark.parametrize("folder", ["../out", "a/../b", "/", "", ".hidden", "a//b", "a b", "a\\b"])
def test_a_folder_is_one_of_the_site(handbook: Path, folder: str) -> None:
    with pytest.raises(Abort):
        built(handbook, PLAIN, f"plugins: [schemac: {{spec: demo/arm-3, folder: '{folder}'}}]")
    assert not (handbook / "site").exists()
