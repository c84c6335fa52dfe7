"""The page over all guides: a card for each, and a search through the points of all of them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from schemac.guide.context import title
from schemac.guide.speech import Speech
from schemac.model import Skeleton
from schemac.shipped import shipped


class Entry(Struct, frozen=True):
    """A point as the search finds it: `words` is everything it is known by."""

    title: str
    where: str
    address: str
    words: str


def index_page(skeletons: Sequence[Skeleton], words: Speech | None = None) -> bytes:
    """The page, whose links are relative to the folder above the guides, in the language of
    `words`."""
    words = words or Speech()
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    own = [Path(shipped("site"), "guide", name).read_text("utf-8") for name in _OWN]
    page = environment.get_template("guide/index.html.j2").render(
        groups=_groups(skeletons),
        points=[entry for skeleton in skeletons for entry in _entries(skeleton, words)],
        speech=words, _=words.say, n_=words.count, name=partial(_name, words),
        style=Markup(own[0]),  # noqa: S704 - files of this program, not of a spec
        script=Markup(own[1]),  # noqa: S704
        hashes=[f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}" for text in own],
        address=_address,
    )  # fmt: skip
    return page.encode("utf-8", "replace")


_OWN = ("index.css", "index.js")


def _groups(skeletons: Sequence[Skeleton]) -> list[tuple[str, list[Skeleton]]]:
    """The specs by the first part of their ids, in the order given."""
    groups: dict[str, list[Skeleton]] = {}
    for skeleton in skeletons:
        groups.setdefault(skeleton.id.split("/")[0], []).append(skeleton)
    return list(groups.items())


def _entries(skeleton: Skeleton, words: Speech) -> list[Entry]:
    """A point is found by what it is called in the reader's language and in that of the spec."""
    return [
        Entry(
            title=_name(words, skeleton, title(point)),
            where=_name(words, skeleton, skeleton.title),
            address=quote(f"{skeleton.id}/points/{point.id}.html"),
            words=" ".join(
                dict.fromkeys(
                    called.lower()
                    for text in (title(point), point.name, *point.words.aliases)
                    for called in (words.plain(text), text)
                )
            ),
        )
        for point in skeleton.keypoints
    ]


def _name(words: Speech, skeleton: Skeleton, text: str) -> str:
    """What a spec calls something, marked where it is not in the reader's language."""
    return replace(words, written=skeleton.language).quote(text)


def _address(skeleton: Skeleton) -> str:
    return quote(f"{skeleton.id}/index.html")
