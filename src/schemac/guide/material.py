"""What Material for MkDocs is told of a guide, and how its word is kept: no warnings, no dates.

MkDocs reads no configuration file: it is handed the settings. Nothing in them leads to the network.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemac.guide.context import Context
from schemac.guide.outline import navigation
from schemac.guide.page import Page
from schemac.guide.render import safe
from schemac.shipped import shipped

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

ASSETS = "assets/schemac"
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


class SiteError(Exception):
    """MkDocs complained about pages that we made: a fault of ours, never of a spec."""


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


def _own_files() -> Iterator[tuple[str, bytes]]:
    """Our style, scripts and the one vendored script, with its licence."""
    folder = Path(shipped("site"), "guide")
    for name in (*_STYLES, *_SCRIPTS):
        yield name, (folder / name).read_bytes()
    for name in (_SHIM, "iframe-worker.LICENSE"):
        yield name, (folder / "vendor" / name).read_bytes()


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
