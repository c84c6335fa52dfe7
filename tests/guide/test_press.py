"""The press makes what MkDocs would make, page by page and all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File
from msgspec import structs

from schemac.canonical import digest
from schemac.guide import Context, Press, site, speech
from schemac.guide.material import configuration, front, no_date, own_files, settings
from schemac.guide.outline import pages, shared
from schemac.guide.pictures import Pictures
from schemac.guide.render import render
from schemac.guide.titles import mark_titles
from schemac.model import Skeleton
from small_skeletons import bird

NEEDLESS = ("404.html", "sitemap.xml", "sitemap.xml.gz")


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")


def context(skeleton: Skeleton, locale: str = "en") -> Context:
    return Context(skeleton=skeleton, speech=speech(locale), digest=digest(skeleton))


class Guide(BasePlugin):
    """Hands the pages of a guide to MkDocs, and puts the figures into what comes out."""

    def __init__(self, made: Context) -> None:
        self.made = made
        self.pictures = Pictures(made)
        every = pages(made)
        common = shared(made, every)
        self.files = dict(own_files()) | {
            page.path: front(page) + render(page, made.speech, self.pictures.place, **common)
            for page in every
        }
        self.load_config({})

    def on_files(self, files, *, config):
        for path, content in self.files.items():
            files.append(File.generated(config, path, content=content))
        return files

    def on_nav(self, nav, *, config, files):
        mark_titles(nav, self.made)
        return nav

    def on_post_page(self, output, *, page, config):
        return self.pictures.put_into(output)


def built(made: Context, folder: Path) -> dict[str, bytes]:
    """What MkDocs itself makes of a guide."""
    docs, out = folder / "docs", folder / "site"
    docs.mkdir(exist_ok=True)
    config = configuration(settings(made, pages(made), docs, out))
    config.plugins["guide"] = Guide(made)
    with no_date():
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    files = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert len(files) > 20
    return {path: content for path, content in files.items() if path not in NEEDLESS}


def differing(press: Press, made: Context, folder: Path) -> list[str]:
    """The paths whose bytes are others than those of a build by MkDocs."""
    return [path for path, content in built(made, folder).items() if press.get(path) != content]


@pytest.mark.parametrize("locale", ["en", "es", "ar"])
def test_a_site_is_what_mkdocs_makes(locale: str, tmp_path: Path) -> None:
    made = context(bird(), locale)
    files = {file.path: file.content for file in site(made)}
    wanted = built(made, tmp_path)
    script = files.pop("search/search_index.js")
    assert script == b"var __index = " + wanted["search/search_index.json"]
    assert {path: wanted[path] for path in files} == files
    left_out = wanted.keys() - files.keys()
    assert all("/lunr/" in path or path.endswith(".map") for path in left_out)
    stems = any(path.endswith(f"/lunr.{locale}.min.js") for path in files)
    assert stems == (locale != "en")


def test_a_site_is_the_same_in_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = site(context(bird()))
    monkeypatch.setitem(site.__globals__, "_ENOUGH", 1)  # a bird has few pages
    assert site(context(bird()), jobs=3) == alone


def test_a_site_is_the_same_when_made_twice() -> None:
    made = context(bird())
    assert site(made) == site(made) == site(context(bird()))


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_every_file_is_the_same(locale: str, tmp_path: Path) -> None:
    made = context(bird(), locale)
    assert differing(Press(made), made, tmp_path) == []


def test_it_is_the_same_after_changes(tmp_path: Path) -> None:
    press = Press(context(bird()))
    for path in ("index.html", "points/tail.html", "search/search_index.json"):
        press.get(path)
    first, *rest = bird().keypoints
    titled = structs.replace(first, words=structs.replace(first.words, title="Bill <b>"))
    for skeleton in (bird(keypoints=(titled, *rest)), bird(title="Small bird"), bird(edges=())):
        made = context(skeleton)
        press = Press(made, press)
        assert differing(press, made, tmp_path) == []


def test_another_language_takes_nothing_over(tmp_path: Path) -> None:
    made = context(bird(), "es")
    assert differing(Press(made, Press(context(bird()))), made, tmp_path) == []


@pytest.mark.parametrize("path", ["", "index", "../index.html", "/index.html", "main.html"])
def test_there_is_nothing_else(path: str) -> None:
    assert Press(context(bird())).get(path) is None
