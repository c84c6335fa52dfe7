"""What Material for MkDocs is told of a guide, and how its word is kept: no warnings, no dates.

MkDocs reads no configuration file: it is handed the settings. Nothing in them leads to the network.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
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
_FIGURES = "figures.css"
STYLES = ("look.css", "guide.css", _FIGURES, "locales.css")
SCRIPTS = ("guide.js",)
ON_ONE_PAGE = ("quiz.css", "quiz.js", "cheat.css", "cheat.js")
"""What single pages ask for themselves."""
SHIM = "iframe-worker.js"
STEMMED = frozenset({"ar", "es"})
"""Languages whose words the search reduces to their stems. English needs no file for it; Hindi
would need a dictionary of 700 kB to split its text, which blanks do as well."""
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


def front(page: Page) -> str:
    """What Material wants to know of a page before it. No word of a spec stands here."""
    hidden = ["navigation", "toc"] if page.path == "index.md" else ["toc"] if page.wide else []
    boost = "search:\n  boost: 2\n" if page.template == "point" else ""
    hide = "hide:\n" + "".join(f"  - {part}\n" for part in hidden) if hidden else ""
    return f"---\n{hide}{boost}template: main.html\n---\n\n"


def settings(context: Context, every: tuple[Page, ...], docs: Path, out: Path) -> Any:
    """The settings of MkDocs. Its templates escape nothing, so titles are escaped here."""
    skeleton, speech = context.skeleton, context.speech
    language = speech.locale.split("-")[0]
    return {
        "site_name": str(safe(speech.plain(skeleton.title))),
        "docs_dir": str(docs),
        "site_dir": str(out),
        "use_directory_urls": False,
        "nav": named_navigation(context, every),
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
        "plugins": [{"search": {"lang": language if language in STEMMED else "en"}}],
        "markdown_extensions": ["attr_list", {"toc": {"permalink": True}}],
        "extra_css": [f"{ASSETS}/{name}" for name in STYLES],
        "extra_javascript": [f"{ASSETS}/{name}" for name in SCRIPTS],
        "extra": {
            "generator": False,
            "polyfills": [f"{ASSETS}/{SHIM}"],
            "reference": str(safe(str(skeleton.reference))),
            "digest": context.digest.removeprefix("sha256:")[:12],
            "remarks": [str(safe(remark)) for remark in speech.remarks()],
        },
        "validation": {"nav": {"omitted_files": "info"}},
    }


def configuration(settings: dict[str, Any]) -> MkDocsConfig:
    """The settings as MkDocs takes them; its plugins are not told yet that anything is built."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # a notice for authors of MkDocs plugins
    from mkdocs.config.defaults import MkDocsConfig

    config = MkDocsConfig(config_file_path=str(Path(settings["docs_dir"]).parent / "virtual.yml"))
    config.load_dict(settings)
    problems, _ = config.validate()
    if problems:
        raise SiteError("; ".join(f"{key}: {problem}" for key, problem in problems))
    return config


def named_navigation(context: Context, every: tuple[Page, ...]) -> list[Any]:
    """The pages as nested lists of `{title: path}`, every title escaped."""
    return _named(navigation(context, every), {page.path: page.title for page in every})


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


def _named(row: list[Any], titles: Mapping[str, str]) -> list[Any]:
    """The navigation as it is shown: every page with its title, so that MkDocs can name a page
    before it has read it, and every title escaped."""
    return [
        {str(safe(titles[entry])): entry} if isinstance(entry, str)
        else {
            str(safe(title)): _named(rest, titles) if isinstance(rest, list) else rest
            for title, rest in entry.items()
        }
        for entry in row
    ]  # fmt: skip


def own_files() -> Iterator[tuple[str, bytes]]:
    """Our styles, scripts and fonts, and the one vendored script, by their paths in a site."""
    from schemac.guide.drawing import style

    site = Path(shipped("site"))
    yield f"{ASSETS}/{_FIGURES}", style().encode()
    for name in (*STYLES, *SCRIPTS, *ON_ONE_PAGE):
        if name != _FIGURES:
            yield f"{ASSETS}/{name}", (site / "guide" / name).read_bytes()
    for path in sorted((site / "fonts").iterdir()):
        yield f"{ASSETS}/{path.name}", path.read_bytes()
    for name in (SHIM, "iframe-worker.LICENSE"):
        yield f"{ASSETS}/{name}", (site / "guide" / "vendor" / name).read_bytes()


@contextmanager
def no_complaints() -> Iterator[None]:
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
def no_date() -> Iterator[None]:
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
