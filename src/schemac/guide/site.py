"""A guide as a site: Material for MkDocs, driven from here; nothing in it asks the network.

MkDocs finds no page on disk: all are handed to it. What it writes is taken from a temporary
folder, without what no reader of the site needs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemac.artifact import Artifact
from schemac.guide.context import Context
from schemac.guide.material import (
    STEMMED,
    configuration,
    front,
    no_complaints,
    no_date,
    own_files,
    settings,
)
from schemac.guide.outline import pages, shared
from schemac.guide.pictures import Pictures
from schemac.guide.render import render

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page as SitePage

_NEEDLESS = (".map", "sitemap.xml", "sitemap.xml.gz", "404.html")


def site(context: Context) -> tuple[Artifact, ...]:
    """The finished site, each file relative to the guide's folder, in the order of the paths."""
    every = pages(context)
    pictures = Pictures(context)
    common = shared(context, every)
    texts = {
        page.path: front(page) + render(page, context.speech, pictures.place, **common)
        for page in every
    }
    with tempfile.TemporaryDirectory(prefix="schemac-guide-") as folder:
        docs, out = Path(folder, "docs"), Path(folder, "site")
        docs.mkdir()
        _build(settings(context, every, docs, out), texts, pictures)
        return tuple(_collected(out, context.speech.locale))


def _build(wanted: dict[str, Any], texts: Mapping[str, str], pictures: Pictures) -> None:
    config = configuration(wanted)
    from mkdocs.commands.build import build

    config.plugins["schemac"] = _plugin(texts, pictures)
    with no_complaints(), no_date():
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()


def _plugin(texts: Mapping[str, str], pictures: Pictures) -> Any:
    """What hands the pages to MkDocs and puts the figures into what comes out."""
    from mkdocs.plugins import BasePlugin
    from mkdocs.structure.files import File

    class Guide(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
        def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
            for path, text in texts.items():
                files.append(File.generated(config, path, content=text))
            for path, content in own_files():
                files.append(File.generated(config, path, content=content))
            return files

        def on_post_page(self, output: str, *, page: SitePage, config: MkDocsConfig) -> str:
            return pictures.put_into(output)

    plugin = Guide()
    plugin.load_config({})
    return plugin


def _collected(out: Path, locale: str) -> Iterator[Artifact]:
    """What the site needs: no maps for debuggers, no stemmers of other languages, no site map."""
    kept = {"lunr.stemmer.support.min.js", f"lunr.{locale.split('-')[0]}.min.js"}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if not path.is_file() or name.endswith(_NEEDLESS):
            continue
        if "/lunr/" in name and (path.name not in kept or locale not in STEMMED):
            continue
        if name == "search/search_index.json":
            # A page opened from disk may not read files, but it may run a script beside it.
            yield Artifact("search/search_index.js", b"var __index = " + path.read_bytes())
        yield Artifact(name, path.read_bytes())
