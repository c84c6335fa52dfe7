"""The start page of a build: every spec, what it looks like, and the way to its files.

One HTML file without any request to elsewhere. Its security policy names the hashes of its own
style and script, so that a browser runs nothing else, whatever stands in a spec.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from schemac.format import Format
from schemac.model import Skeleton
from schemac.output import Part
from schemac.shipped import shipped
from schemac.startpage.cards import card
from schemac.startpage.maps import map_rows

__all__ = ["NAME", "start_page"]

NAME = "index.html"
MANY = 6
"""Up to so many specs are listed in a line at the top; more get a table with a filter."""


def start_page(
    skeletons: Sequence[Skeleton],
    formats: Sequence[Format],
    parts: Sequence[Part],
    *,
    title: str | None,
    version: str,
) -> bytes:
    """The page, with skeletons and their parts in the order given; `formats` describe the parts.

    `title` is the project's, `version` that of the compiler. Paths are relative to the folder in
    which the page lies, which is that of the build.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style, script = _own("start.css"), _own("start.js")
    maps, map_schema = map_rows(parts)
    page = environment.get_template("start.html.j2").render(
        title=title,
        version=version,
        cards=[card(skeleton, formats, parts) for skeleton in skeletons],
        many=len(skeletons) > MANY,
        guides=next((path for p in parts if p.target == "guides" for path, _ in p.files()), None),
        maps=maps,
        map_schema=map_schema,
        further=_further(formats),
        style=Markup(style),  # noqa: S704 - files of this program, not of a spec
        script=Markup(script),  # noqa: S704
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    return page.encode("utf-8", "replace")


def _further(formats: Sequence[Format]) -> tuple[str, ...]:
    """The targets that this build was not asked for, by name: loading them all would take long."""
    from schemac.formats import FORMATS

    made = {format.name for format in formats}
    return tuple(name for name in FORMATS if name not in made)


def _own(name: str) -> str:
    return Path(shipped("site"), name).read_text("utf-8")


def _hash(text: str) -> str:
    """A source of a Content-Security-Policy that allows exactly this text."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
