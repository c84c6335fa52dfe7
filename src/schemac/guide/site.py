"""A guide as a site: what the press makes, without what no reader of the site needs; nothing in it
asks the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemac.artifact import Artifact
from schemac.guide.context import Context
from schemac.guide.material import STEMMED
from schemac.guide.press import SEARCH_INDEX, Press

_SCRIPT = "search/search_index.js"


def site(context: Context) -> tuple[Artifact, ...]:
    """The finished site, each file relative to the guide's folder, in the order of the paths."""
    files = _needed(Press(context).all(), context.speech.locale)
    return tuple(sorted(files, key=lambda file: file.path.split("/")))


def _needed(files: Iterable[tuple[str, bytes]], locale: str) -> Iterator[Artifact]:
    """No maps for debuggers, no stemmers of other languages."""
    kept = {"lunr.stemmer.support.min.js", f"lunr.{locale.split('-')[0]}.min.js"}
    for name, content in files:
        if name.endswith(".map"):
            continue
        if "/lunr/" in name and (name.rsplit("/", 1)[-1] not in kept or locale not in STEMMED):
            continue
        if name == SEARCH_INDEX:
            # A page opened from disk may not read files, but it may run a script beside it.
            yield Artifact(_SCRIPT, b"var __index = " + content)
        yield Artifact(name, content)
