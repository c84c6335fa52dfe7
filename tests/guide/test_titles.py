"""Titles in the navigation say in which language they are where it is not the reader's."""

from __future__ import annotations

import re

from schemac.guide import Context, Press, speech
from schemac.guide.context import title
from small_skeletons import bird

BEAK = title(bird().keypoints[0])


def entries(locale: str, **spec: str) -> dict[str, str]:
    """The links of the navigation beside a page, by the name of the page they lead to."""
    words = speech(locale, spec=spec)
    page = Press(Context(skeleton=bird(), speech=words, digest="sha256:0")).get("points/tail.html")
    assert page is not None
    found = re.findall(
        r'<a href="(\w+)\.html" class="md-nav__link[^>]*>(.*?)</a>', page.decode(), re.S
    )
    return dict(found)


def test_a_title_that_is_not_translated_is_marked() -> None:
    assert 'lang="en"' in entries("es")["beak"]


def test_a_title_in_the_language_of_the_reader_is_not() -> None:
    assert "lang=" not in entries("en")["beak"]
    translated = entries("es", **{BEAK: "Pico"})
    assert "Pico" in translated["beak"]
    assert "lang=" not in translated["beak"]
    assert 'lang="en"' in translated["tail"]
