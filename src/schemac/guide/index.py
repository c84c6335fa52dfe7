"""The page over all guides: a card for each, and a search through the points of all of them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from schemac.guide.context import title
from schemac.model import Skeleton
from schemac.shipped import shipped


class Entry(Struct, frozen=True):
    """A point as the search finds it: `words` is everything it is known by."""

    title: str
    where: str
    address: str
    words: str


def index_page(skeletons: Sequence[Skeleton]) -> bytes:
    """The page, whose links are relative to the folder above the guides."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    own = [Path(shipped("site"), "guide", name).read_text("utf-8") for name in _OWN]
    page = environment.get_template("guide/index.html.j2").render(
        groups=_groups(skeletons),
        points=[entry for skeleton in skeletons for entry in _entries(skeleton)],
        style=Markup(own[0]),  # noqa: S704 - files of this program, not of a spec
        script=Markup(own[1]),  # noqa: S704
        hashes=[f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}" for text in own],
        address=_address,
    )
    return page.encode("utf-8", "replace")


_OWN = ("index.css", "index.js")


def _groups(skeletons: Sequence[Skeleton]) -> list[tuple[str, list[Skeleton]]]:
    """The specs by the first part of their ids, in the order given."""
    groups: dict[str, list[Skeleton]] = {}
    for skeleton in skeletons:
        groups.setdefault(skeleton.id.split("/")[0], []).append(skeleton)
    return list(groups.items())


def _entries(skeleton: Skeleton) -> list[Entry]:
    return [
        Entry(
            title=title(point),
            where=skeleton.title,
            address=quote(f"{skeleton.id}/points/{point.id}.html"),
            words=" ".join((title(point), point.name, *point.words.aliases)).lower(),
        )
        for point in skeleton.keypoints
    ]


def _address(skeleton: Skeleton) -> str:
    return quote(f"{skeleton.id}/index.html")
