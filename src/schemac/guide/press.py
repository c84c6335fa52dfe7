"""What makes the pages of a guide: all of them for a site, or those that are asked for, for
previews while a spec is edited.

The pages are the same, byte for byte, as those of a build by MkDocs. Nothing is written: MkDocs is
set up once for the state of a spec, and then renders one page at a time; what no spec changes is
set up once for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar

from schemac.guide.compiled import compiled
from schemac.guide.context import Context
from schemac.guide.entries import write_once
from schemac.guide.markdown import markdown
from schemac.guide.material import configuration, front, no_complaints, no_date, own_files, settings
from schemac.guide.outline import pages, shared
from schemac.guide.pictures import Pictures, Request
from schemac.guide.render import render
from schemac.guide.searched import add_entries
from schemac.guide.titles import mark_titles
from schemac.shipped import shipped

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup
    from mkdocs.structure.files import File

SEARCH_INDEX = "search/search_index.json"
_SEARCH = "material/search"
_FOR_SEARCH = re.compile(r'\s?data-search-\w+="[^"]+"')
"""What tells the search of Material, which is the one plugin, how to read a page."""

_Theme = tuple["Environment", Mapping[str, "File"]]
"""The templates of the theme in a language, and what it and we add to pages, by path."""

Entries = tuple[dict[str, Any], ...]
"""What the search index says of one page."""


class Press:
    """The guide of a context. `before` is the press of an earlier state: what did not change since
    is taken over.

    Safe to use from several threads, which take turns.
    """

    _turn = RLock()  # MkDocs remembers in its settings which page it is at
    _themes: ClassVar[dict[str, _Theme]] = {}

    def __init__(self, context: Context, before: Press | None = None) -> None:
        if before and before._context.speech.locale != context.speech.locale:
            before = None
        self._context: Context = context
        self._pages = {page.address: page for page in pages(context)}
        self._common = shared(context, tuple(self._pages.values()))
        self._pictures = Pictures(context)
        self._wishes: dict[Request, None] = {}
        for wish in before._wishes if before else ():
            self._wish(str(wish[0]), *wish[1:])  # in this order, so that texts stay the same
        self._known: dict[str, tuple[str, Entries]] = dict(before._known) if before else {}
        self._made: dict[str, bytes] = {}
        self._set_up()

    def get(self, path: str) -> bytes | None:
        """What lies at a path of the guide; None where there is nothing."""
        if path not in self._made:
            if path in self._pages:
                self._made[path] = self._page(path)
            elif path == SEARCH_INDEX:
                self._made[path] = self._search_index()
            elif path in self._assets:
                return self._assets[path].content_bytes
            else:
                return None
        return self._made[path]

    def share(self, number: int, of: int) -> Iterator[tuple[str, bytes, Entries]]:
        """Every `of`-th page from `number` on: its path, its content, and what the search index
        says of it. Each is read once, so this is sooner done than asking for pages and index."""
        index = self._index()
        for path in islice(self._pages, number, None, of):
            index.entries = []
            content = self._page(path)  # whereby the index learns of it
            yield path, content, tuple(index.entries)

    def search_index(self, entries: Iterable[dict[str, Any]]) -> bytes:
        """The file that the search reads, with what is said of pages."""
        with self._working():
            index = self._index()
            index.entries = list(entries)
            made: str = index.generate_search_index(None)
            return made.encode()

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """What the theme and we add to the pages."""
        for path, file in self._assets.items():
            yield path, file.content_bytes

    # ---- MkDocs -------------------------------------------------------------------------------

    def _set_up(self) -> None:
        every = tuple(self._pages.values())
        # MkDocs wants a folder that exists; nothing is read from it, and nothing written.
        nowhere = Path(shipped("site"), "serving")
        wanted = settings(self._context, every, nowhere, nowhere.parent / "nowhere")
        with self._working():
            self._config = configuration(wanted)
            from mkdocs.structure.files import File, Files
            from mkdocs.structure.nav import get_navigation
            from mkdocs.structure.toc import get_toc

            self._markdown = markdown(self._config)
            self._contents = get_toc
            self._config.plugins.on_startup(command="serve", dirty=False)
            self._config.plugins.on_config(self._config)
            self._templates, self._assets = self._theme()
            self._files = Files(
                File.generated(self._config, page.path, content="") for page in every
            )
            self._nav = get_navigation(self._files, self._config)
            mark_titles(self._nav, self._context)

    def _theme(self) -> _Theme:
        locale = self._context.speech.locale
        if locale not in self._themes:
            templates = self._config.theme.get_env()
            templates.auto_reload = False
            templates.bytecode_cache = compiled("theme")
            write_once(templates)
            self._themes[locale] = templates, self._find_assets(templates)
        return self._themes[locale]

    def _find_assets(self, templates: Environment) -> Mapping[str, File]:
        from mkdocs.structure.files import File, Files

        files = Files(
            File.generated(self._config, name, content=content) for name, content in own_files()
        )
        files.add_files_from_theme(templates, self._config)
        return {file.dest_uri: file for file in files}

    @contextmanager
    def _working(self) -> Iterator[None]:
        with self._turn, no_complaints(), no_date():
            yield

    # ---- pages --------------------------------------------------------------------------------

    def _page(self, path: str) -> bytes:
        """A page as MkDocs builds it, and then its figures."""
        from mkdocs.commands.build import get_context

        with self._working():
            page, config = self._read(path), self._config
            page.active = True
            add_entries(self._index(), page)
            page.content = _FOR_SEARCH.sub("", page.content)
            context = get_context(self._nav, self._files, config, page)
            html = self._templates.get_template(page.meta["template"]).render(context)
            page.active = False
            return self._pictures.put_into(html).encode("utf-8", "xmlcharrefreplace")

    def _read(self, path: str) -> Any:
        """The page as MkDocs has it, with its Markdown rendered."""
        source = self._files.src_uris[self._pages[path].path]
        source.content_string = self._text(path)
        page = source.page
        assert page is not None  # noqa: S101 - made by the navigation
        page.read_source(self._config)
        assert page.markdown is not None  # noqa: S101 - just read
        page.content = self._markdown.reset().convert(page.markdown)
        page.toc = self._contents(self._markdown.toc_tokens)
        return page

    def _text(self, path: str) -> str:
        page = self._pages[path]
        return front(page) + render(page, self._context.speech, self._wish, **self._common)

    def _wish(self, kind: str, *what: str | int) -> Markup:
        self._wishes[(kind, *what)] = None
        return self._pictures.place(kind, *what)

    # ---- search -------------------------------------------------------------------------------

    def _search_index(self) -> bytes:
        """Page by page, so that a reader who waits for a page gets it in between."""
        found: list[dict[str, Any]] = []
        for path in self._pages:
            with self._working():
                found += self._entries(path)
        return self.search_index(found)

    def _entries(self, path: str) -> Entries:
        text, known = self._text(path), self._known.get(path)
        if known is None or known[0] != text:
            index, page = self._index(), self._read(path)
            index.entries = []
            add_entries(index, page)
            known = self._known[path] = text, tuple(index.entries)
        return known[1]

    def _index(self) -> Any:
        plugin: Any = self._config.plugins[_SEARCH]
        return plugin.search_index
