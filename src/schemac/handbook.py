"""The guide of a spec inside a team's own handbook: a plugin of MkDocs.

    plugins:
      - schemac: {spec: body/coco-17, folder: keypoints}

The pages, their figures and what they need are added to the site, and to its navigation: where it
names the folder (`- Keypoints: keypoints/`), else at its end. The other pages stay as they are.
For several specs the plugin is named several times, each with a folder of its own.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage
from mkdocs.utils import get_relative_url, nest_paths

from schemac.compile import check
from schemac.contexts import context_of
from schemac.guide import Context
from schemac.guide.material import ASSETS, SCRIPTS, STYLES, named_navigation, own_files
from schemac.guide.outline import pages, shared
from schemac.guide.page import Page
from schemac.guide.pictures import Pictures
from schemac.guide.render import render, safe
from schemac.guide.titles import mark_titles
from schemac.report import render_text
from schemac.workspace import UsageError, Workspace

_FOLDER = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_LOOK = "look.css"  # a handbook has its own


class _Folder(config_options.Type[str]):
    """A folder of the site."""

    def run_validation(self, value: object) -> str:
        text = super().run_validation(value).strip("/")
        if not _FOLDER.fullmatch(text):
            raise ValidationError("this must be a folder of the site, such as `keypoints`")
        return text


class HandbookConfig(Config):  # type: ignore[no-untyped-call]
    """What `mkdocs.yml` may say: a spec (a path, an id, `id@version`), a folder, a language."""

    spec = config_options.Type(str)
    folder = _Folder(str, default="keypoints")
    locale = config_options.Optional(config_options.Type(str))


class Handbook(BasePlugin[HandbookConfig]):  # type: ignore[no-untyped-call]
    """Adds a guide to a site. A spec with errors ends the build, with all that is wrong."""

    supports_multiple_instances = True

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self._workspace = Workspace(str(Path(config.config_file_path).parent))
        self._context = self._linked()
        self._pictures = Pictures(self._context)
        if "attr_list" not in config.markdown_extensions:
            config.markdown_extensions.append("attr_list")
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        every = pages(self._context)
        self._add_to_navigation(every, files, config)
        common = shared(self._context, every)
        for page in every:
            text = render(page, self._context.speech, self._pictures.place, **common)
            files.append(self._file(page.path, config, _front(page) + text))
        for path, content in own_files():
            if not path.endswith(_LOOK):
                files.append(self._file(path, config, content))
        return files

    def on_nav(self, nav: Any, *, config: MkDocsConfig, files: Files) -> Any:
        mark_titles((page for page in nav.pages if self._is_ours(page)), self._context)
        return nav

    def on_page_content(
        self, html: str, *, page: SitePage, config: MkDocsConfig, files: Files
    ) -> str:
        """In the page and not in its head, so that it is there when Material changes pages without
        loading them."""
        if not self._is_ours(page):
            return html

        def at(name: str) -> str:
            return get_relative_url(f"{self.config.folder}/{ASSETS}/{name}", page.url)

        styles = (f'<link rel="stylesheet" href="{at(n)}">' for n in STYLES if n != _LOOK)
        scripts = (f'<script src="{at(name)}"></script>' for name in SCRIPTS)
        return "".join((*styles, html, *scripts))

    def on_post_page(self, output: str, *, page: SitePage, config: MkDocsConfig) -> str:
        return self._pictures.put_into(output) if self._is_ours(page) else output

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        """Whatever was read is watched."""
        for path, content in self._workspace.probed.items():
            if content is not None:
                server.watch(path)
        return server

    # ---- inside -------------------------------------------------------------------------------

    def _linked(self) -> Context:
        spec, workspace = self.config.spec, self._workspace
        try:
            checked = check(workspace, workspace.select((spec,)))
            if checked.failed:
                text = render_text(checked.diagnostics, workspace.locate, cwd=workspace.cwd)
                raise PluginError(f"`{spec}` has errors\n\n{text}")
            if len(checked.skeletons) != 1:
                raise PluginError(f"`{spec}` is not one spec")
            return context_of(workspace, checked.skeletons[0], self.config.locale)
        except UsageError as error:
            raise PluginError(". ".join(filter(None, (str(error), error.help)))) from error

    def _file(self, path: str, config: MkDocsConfig, content: str | bytes) -> File:
        """A file of ours. Its pages end in `.html` wherever they are, as their links do."""
        path = f"{self.config.folder}/{path}"
        made = File(path, src_dir=None, dest_dir=config.site_dir, use_directory_urls=False)
        made.generated_by = "schemac"
        if isinstance(content, str):
            made.content_string = content
        else:
            made.content_bytes = content
        return made

    def _is_ours(self, page: SitePage) -> bool:
        below = page.file.src_uri.startswith(f"{self.config.folder}/")
        return below and page.file.generated_by == "schemac"

    def _add_to_navigation(
        self, every: tuple[Page, ...], files: Files, config: MkDocsConfig
    ) -> None:
        folder, context = self.config.folder, self._context
        ours = _below(folder, named_navigation(context, every))
        title = str(safe(context.speech.plain(context.skeleton.title)))
        nav = config.nav
        if nav is None:
            shown = [f.src_uri for f in files.documentation_pages() if f.inclusion.value >= 0]
            nav = nest_paths(sorted(shown, key=_first))  # type: ignore[no-untyped-call]
        placed = _placed(nav, f"{folder}/", title, ours)
        config.nav = placed if placed != nav else [*nav, {title: ours}]


def _front(page: Page) -> str:
    return "---\nhide:\n  - toc\n---\n\n" if page.wide else ""


def _first(path: str) -> tuple[bool, str]:
    """The order in which MkDocs shows pages that no navigation names."""
    return "/" in path or not path.startswith(("index.", "README.")), path


def _below(folder: str, row: list[Any]) -> list[Any]:
    """A navigation, one folder deeper."""
    return [
        {
            title: _below(folder, rest) if isinstance(rest, list) else f"{folder}/{rest}"
            for title, rest in entry.items()
        }
        for entry in row
    ]


def _placed(entry: Any, place: str, title: str, ours: list[Any]) -> Any:
    """A navigation, or an entry of one, with ours where it names the place."""
    if isinstance(entry, list):
        return [_placed(each, place, title, ours) for each in entry]
    if isinstance(entry, dict):
        return {
            name: ours if rest == place else _placed(rest, place, title, ours)
            for name, rest in entry.items()
        }
    return {title: ours} if entry == place else entry
