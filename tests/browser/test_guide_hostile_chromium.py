"""Hostile specs: nothing that a stranger writes runs, or becomes markup, in a guide."""

from __future__ import annotations

import pytest
from msgspec import structs

from browser.chromium import browser
from browser.guide_pages import quiet, write
from hostile_skeletons import ADDRESSES, PAYLOADS
from schemac.model import (
    Advice,
    Confusion,
    Find,
    Instance,
    Lineage,
    Mistake,
    Note,
    Reference,
    Region,
    Waiver,
)  # fmt: skip
from small_skeletons import bird

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


def hostile(text, url):
    """A skeleton that says `text` wherever a guide shows words."""
    made = bird()
    words = structs.replace(
        made.keypoints[0].words, title=text, definition=text, aliases=(text,), self_check=(text,),
        find=Find(see=(text,), feel=(text,), construct=(text,)),
        mistakes=(Mistake(text=text), Mistake(text=text, offset=(3.0, 3.0))),
        confuse_with=(Confusion(target="x", title=text, text=text),),
        when=(Advice(situation="hidden", text=text),), notes=(Note(subject=text, text=text),),
    )  # fmt: skip
    points = tuple(structs.replace(p, name=text, words=words, region="all") for p in made.keypoints)
    return structs.replace(
        made, title=text, summary=text, keypoints=points,
        regions=(Region(id="all", title=text, gate=text),),
        instance=Instance(one=text, crowd=text),
        waivers=(Waiver(rule="x", because=text, by=text),),
        lineage=Lineage(
            parent=Reference(id="animal/bird-6", version="1.0.0"), rationale=text, author=text
        ),
    )  # fmt: skip


def counted(chromium, folder, text):
    """How many elements each page of a guide has that says `text` everywhere."""
    site = write(folder, hostile(text, ADDRESSES[0]), feedback=ADDRESSES[0])
    counts = {}
    for page in sorted(site.rglob("*.html")):
        chromium.open(page)
        assert chromium.run("typeof hit") == "undefined", page
        assert quiet(chromium, site), (page, chromium.console, chromium.requests)
        counts[page.relative_to(site).as_posix()] = chromium.run(
            # In a figure a long name takes more lines than a short one.
            "document.querySelectorAll(':not(code, kbd, br, svg text)').length"
        )
    return counts


@pytest.fixture(scope="module")
def harmless(chromium, tmp_path_factory):
    return counted(chromium, tmp_path_factory.mktemp("harmless"), "harmless")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_a_stranger_runs_or_becomes_markup(chromium, harmless, tmp_path, payload):
    assert counted(chromium, tmp_path, payload) == harmless
