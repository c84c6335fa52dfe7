"""The page over all guides: a card for each, and a search through the points of all of them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from schemac.guide.listed import Listed
from schemac.guide.numbers import says_number
from schemac.guide.speech import Speech
from schemac.shipped import shipped


def index_page(guides: Iterable[Listed], words: Speech | None = None) -> bytes:
    """The page, whose links are relative to the folder above the guides, in the language of
    `words`. Guides stand in the order of their ids."""
    words = words or Speech()
    every = sorted(guides, key=lambda guide: guide.spec.split("/"))
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    own = [Path(shipped("site"), "guide", name).read_text("utf-8") for name in _OWN]
    page = environment.get_template("guide/index.html.j2").render(
        groups=_groups(every), guides=every, link=quote,
        speech=words, _=words.say, n_=words.count, counted=says_number,
        style=Markup(own[0]),  # noqa: S704 - files of this program, not of a spec
        script=Markup(own[1]),  # noqa: S704
        hashes=[f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}" for text in own],
    )  # fmt: skip
    return page.encode("utf-8", "replace")


_OWN = ("index.css", "index.js")


def _groups(guides: Sequence[Listed]) -> list[tuple[str, list[Listed]]]:
    """The guides by the first part of their ids, in the order given."""
    groups: dict[str, list[Listed]] = {}
    for guide in guides:
        groups.setdefault(guide.spec.split("/")[0], []).append(guide)
    return list(groups.items())
