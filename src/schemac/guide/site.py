"""A guide as a site: Material for MkDocs, driven from here; nothing in it asks the network.

MkDocs reads no configuration file and finds no page on disk: both are handed to it. What it
writes is taken from a temporary folder, without what no reader of the site needs.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemac.artifact import Artifact
from schemac.guide.context import Context
from schemac.guide.outline import navigation, pages, shared
from schemac.guide.page import Page
from schemac.guide.pictures import Pictures
from schemac.guide.render import render, safe
from schemac.shipped import shipped

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page as SitePage

_ASSETS = "assets/schemac"
_STYLES = ("guide.css",)
_SCRIPTS = ("guide.js",)
_SHIM = "iframe-worker.js"
_FEATURES = [
    "content.tooltips",
    "navigation.footer",
    "navigation.indexes",
    "navigation.prune",
    "navigation.tabs",
    "navigation.top",
    "search.highlight",
    "search.suggest",
    "toc.follow",
]
_STEMMED = frozenset({"ar", "es", "hi"})
"""Languages of ours for which the search has a stemmer; English needs no file."""


_NEEDLESS = (".map", "sitemap.xml", "sitemap.xml.gz", "404.html")


class SiteError(Exception):
    """MkDocs complained about pages that we made: a fault of ours, never of a spec."""


def site(context: Context) -> tuple[Artifact, ...]:
    """The finished site, each file relative to the guide's folder, in the order of the paths."""
    every = pages(context)
    pictures = Pictures(context)
    common = shared(context, every)
    texts = {
        page.path: _front(page) + render(page, context.speech, pictures.place, **common)
        for page in every
    }
    with tempfile.TemporaryDirectory(prefix="schemac-guide-") as folder:
        docs, out = Path(folder, "docs"), Path(folder, "site")
        docs.mkdir()
        _build(_configuration(context, every, docs, out), texts, pictures)
        return tuple(_collected(out, context.speech.locale))


def _front(page: Page) -> str:
    """What Material wants to know of a page before it. No word of a spec stands here."""
    hidden = ["navigation", "toc"] if page.path == "index.md" else ["toc"] if page.wide else []
    boost = "search:\n  boost: 2\n" if page.template == "point" else ""
    hide = "hide:\n" + "".join(f"  - {part}\n" for part in hidden) if hidden else ""
    return f"---\n{hide}{boost}template: main.html\n---\n\n"


def _configuration(context: Context, every: tuple[Page, ...], docs: Path, out: Path) -> Any:
    """The settings of MkDocs. Its templates escape nothing, so titles are escaped here."""
    skeleton, speech = context.skeleton, context.speech
    language = speech.locale.split("-")[0]
    return {
        "site_name": str(safe(speech.plain(skeleton.title))),
        "docs_dir": str(docs),
        "site_dir": str(out),
        "use_directory_urls": False,
        "nav": _escaped(navigation(context, every)),
        "theme": {
            "name": "material",
            "custom_dir": str(Path(shipped("site"), "guide", "overrides")),
            "font": False,
            "language": language,
            "direction": speech.direction,
            "features": _FEATURES,
            "icon": {"logo": "material/map-marker-radius"},
            "palette": _palette(speech.say),
        },
        "plugins": [{"search": {"lang": language}}],
        "markdown_extensions": ["attr_list", {"toc": {"permalink": True}}],
        "extra_css": [f"{_ASSETS}/{name}" for name in _STYLES],
        "extra_javascript": [f"{_ASSETS}/{name}" for name in _SCRIPTS],
        "extra": {
            "generator": False,
            "polyfills": [f"{_ASSETS}/{_SHIM}"],
            "reference": str(safe(str(skeleton.reference))),
            "digest": context.digest.removeprefix("sha256:")[:12],
        },
        "validation": {"nav": {"omitted_files": "info"}},
    }


def _palette(say: Any) -> list[dict[str, Any]]:
    """First whatever the reader's device asks for, until somebody chooses."""

    def scheme(name: str | None, media: str, icon: str, then: str) -> dict[str, Any]:
        toggle = {"icon": f"material/{icon}", "name": str(safe(then))}
        colours = {"scheme": name, "primary": "custom", "accent": "custom"} if name else {}
        return {"media": media, "toggle": toggle, **colours}

    light, dark, own = (
        say("Use the light colours"),
        say("Use the dark colours"),
        say("Use the colours of this device"),
    )
    return [
        scheme(None, "(prefers-color-scheme)", "brightness-auto", light),
        scheme("default", "(prefers-color-scheme: light)", "weather-sunny", dark),
        scheme("slate", "(prefers-color-scheme: dark)", "weather-night", own),
    ]


def _escaped(row: list[Any]) -> list[Any]:
    def item(entry: Any) -> Any:
        if isinstance(entry, str):
            return entry
        return {
            str(safe(title)): _escaped(rest) if isinstance(rest, list) else rest
            for title, rest in entry.items()
        }

    return [item(entry) for entry in row]


def _build(settings: dict[str, Any], texts: dict[str, str], pictures: Pictures) -> None:
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # a notice for authors of MkDocs plugins
    from mkdocs.commands.build import build
    from mkdocs.config.defaults import MkDocsConfig

    config = MkDocsConfig(config_file_path=str(Path(settings["docs_dir"]).parent / "virtual.yml"))
    config.load_dict(settings)
    problems, _ = config.validate()
    if problems:
        raise SiteError("; ".join(f"{key}: {problem}" for key, problem in problems))
    config.plugins["schemac"] = _plugin(texts, pictures)
    with _complaints(), _no_date():
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()


def _plugin(texts: dict[str, str], pictures: Pictures) -> Any:
    """What hands the pages to MkDocs and puts the figures into what comes out."""
    from mkdocs.plugins import BasePlugin
    from mkdocs.structure.files import File

    class Guide(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
        def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
            for path, text in texts.items():
                files.append(File.generated(config, path, content=text))
            for name, content in _own_files():
                files.append(File.generated(config, f"{_ASSETS}/{name}", content=content))
            return files

        def on_post_page(self, output: str, *, page: SitePage, config: MkDocsConfig) -> str:
            return pictures.put_into(output)

    plugin = Guide()
    plugin.load_config({})
    return plugin


def _own_files() -> Iterator[tuple[str, bytes]]:
    """Our style, scripts and the one vendored script, with its licence."""
    folder = Path(shipped("site"), "guide")
    for name in (*_STYLES, *_SCRIPTS):
        yield name, (folder / name).read_bytes()
    for name in (_SHIM, "iframe-worker.LICENSE"):
        yield name, (folder / "vendor" / name).read_bytes()


def _collected(out: Path, locale: str) -> Iterator[Artifact]:
    """What the site needs: no maps for debuggers, no stemmers of other languages, no site map."""
    kept = {"lunr.stemmer.support.min.js", f"lunr.{locale.split('-')[0]}.min.js"}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if not path.is_file() or name.endswith(_NEEDLESS):
            continue
        if "/lunr/" in name and (path.name not in kept or locale not in _STEMMED):
            continue
        if name == "search/search_index.json":
            # A page opened from disk may not read files, but it may run a script beside it.
            yield Artifact("search/search_index.js", b"var __index = " + path.read_bytes())
        yield Artifact(name, path.read_bytes())


@contextmanager
def _complaints() -> Iterator[None]:
    """Warnings of MkDocs are faults of ours."""
    heard: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    listener, log = Listener(logging.WARNING), logging.getLogger("mkdocs")
    log.addHandler(listener)
    before, log.propagate = log.propagate, False
    try:
        yield
    finally:
        log.removeHandler(listener)
        log.propagate = before
    if heard:
        raise SiteError("; ".join(heard))


@contextmanager
def _no_date() -> Iterator[None]:
    """Same input, same bytes: MkDocs would put the time of the build into a page."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
