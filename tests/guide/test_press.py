"""Pages on demand are the pages of a build."""

from __future__ import annotations

import pytest
from msgspec import structs

from schemac.canonical import digest
from schemac.guide import Context, Press, site, speech
from schemac.model import Skeleton
from small_skeletons import bird


def context(skeleton: Skeleton, locale: str = "en") -> Context:
    return Context(skeleton=skeleton, speech=speech(locale), digest=digest(skeleton))


def differing(press: Press, made: Context) -> list[str]:
    """The paths whose bytes are others than those of a build."""
    built = {file.path: file.content for file in site(made)}
    del built["search/search_index.js"]  # for pages that are opened from disk
    assert len(built) > 20
    return [path for path, content in built.items() if press.get(path) != content]


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_every_file_is_the_same(locale: str) -> None:
    made = context(bird(), locale)
    assert differing(Press(made), made) == []


def test_it_is_the_same_after_changes() -> None:
    press = Press(context(bird()))
    for path in ("index.html", "points/tail.html", "search/search_index.json"):
        press.get(path)
    first, *rest = bird().keypoints
    titled = structs.replace(first, words=structs.replace(first.words, title="Bill <b>"))
    for skeleton in (bird(keypoints=(titled, *rest)), bird(title="Small bird"), bird(edges=())):
        made = context(skeleton)
        press = Press(made, press)
        assert differing(press, made) == []


def test_another_language_takes_nothing_over() -> None:
    made = context(bird(), "es")
    assert differing(Press(made, Press(context(bird()))), made) == []


@pytest.mark.parametrize("path", ["", "index", "../index.html", "/index.html", "main.html"])
def test_there_is_nothing_else(path: str) -> None:
    assert Press(context(bird())).get(path) is None
