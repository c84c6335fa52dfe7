"""A guide as a site: what the press makes, without what no reader of the site needs; nothing in it
asks the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain

from schemac.artifact import Artifact
from schemac.guide.context import Context
from schemac.guide.material import STEMMED
from schemac.guide.press import SEARCH_INDEX, Entries, Press
from schemac.jobs import beside, in_turn

_SCRIPT = "search/search_index.js"
_ENOUGH = 12
"""Keypoints whose pages take about as long as a process takes to its first page."""

_Pages = tuple[tuple[str, bytes, Entries], ...]


def site(context: Context, jobs: int = 1) -> tuple[Artifact, ...]:
    """The finished site, each file relative to the guide's folder, in the order of the paths; made
    in up to `jobs` processes."""
    jobs = min(jobs, 1 + len(context.skeleton.keypoints) // _ENOUGH)
    press = Press(context)
    with (
        _at_hand(press),
        beside(_share, [(context, number, jobs) for number in range(1, jobs)]) as others,
    ):
        pages = tuple(in_turn([tuple(press.share(0, jobs)), *others]))
    index = press.search_index(chain.from_iterable(entries for _, _, entries in pages))
    made = ((path, content) for path, content, _ in pages)
    files = _needed(chain(made, [(SEARCH_INDEX, index)], press.assets()), context.speech.locale)
    return tuple(sorted(files, key=lambda file: file.path.split("/")))


_set_up: list[Press] = []


@contextmanager
def _at_hand(press: Press) -> Iterator[None]:
    """Processes that begin as copies of this one find the press set up."""
    _set_up.append(press)
    try:
        yield
    finally:
        _set_up.remove(press)


def _share(task: tuple[Context, int, int]) -> _Pages:
    context, number, of = task
    press = _set_up[-1] if _set_up else Press(context)
    return tuple(press.share(number, of))


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
