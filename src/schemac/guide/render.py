"""Pages to Markdown. Whatever comes from a spec is shown as it is and never interpreted.

Every value that a template prints goes through `safe`, which leaves nothing that HTML or Markdown
could take for its own. Markup of ours is typed as such by the function that made it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from schemac.guide.compiled import compiled
from schemac.guide.numbers import share
from schemac.guide.page import Page
from schemac.guide.speech import Speech
from schemac.shipped import shipped

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_MEANINGFUL = re.compile(r"[!-/:-@\[-`{-~]")
"""The punctuation of ASCII: all that Markdown and HTML give a meaning to."""

_WEB = re.compile(r"https?://[^\s\x00-\x1f\"'<>\\^`{|}]+", re.ASCII | re.IGNORECASE)

_JOINERS = "\u200c\u200d"  # Persian and the scripts of India cannot be written without


@lru_cache(4096)
def safe(text: str) -> Markup:
    """Text as it must stand in Markdown, in HTML and in an attribute: on one line, punctuation
    as entities, characters that nothing can show replaced."""
    from markupsafe import Markup

    line = " ".join(text.split())
    if not line.isprintable():
        line = "".join(c if c.isprintable() or c in _JOINERS else "\ufffd" for c in line)
    return Markup(_MEANINGFUL.sub(lambda found: f"&#{ord(found[0])};", line))  # noqa: S704


def render(page: Page, speech: Speech, picture: Callable[..., Markup], **site: Any) -> str:
    """The page's Markdown. `picture(kind, …)` gives the place that a figure will take; `site` is
    what all pages of a guide share."""
    return (
        _environment()
        .get_template(f"guide/{page.template}.md.j2")
        .render(
            **site, **page.values, page=page, speech=speech, picture=picture,
            _=speech.say, n_=speech.count, q=speech.quote, plain=speech.plain,
            share=partial(share, speech), up="../" * page.path.count("/"),
        )
    )  # fmt: skip


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_safely,
        bytecode_cache=compiled("pages"),
    )
    environment.filters |= {"address": _address, "key": _key, "slug": _slug, "web": _web}
    return environment


def _address(path: str) -> str:
    """Where a page lies once it is built."""
    return path.removesuffix(".md") + ".html"


def _key(key: str) -> str:
    """`shift+a` as it stands on a keyboard."""
    return " + ".join(part.capitalize() for part in key.split("+"))


def _slug(text: str) -> str:
    """A word for a class or an anchor."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _web(url: str | None) -> bool:
    """Whether an address leads to the web, and to nothing that could run here."""
    return url is not None and _WEB.fullmatch(url) is not None


def _safely(value: Any) -> Any:
    from markupsafe import Markup

    return value if isinstance(value, Markup) else safe(str(value))
