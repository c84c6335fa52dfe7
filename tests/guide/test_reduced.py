"""The guide in short: complete, and harmless whatever a spec says."""

import re
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from conftest import LIBRARY
from schemac.guide import Context, speech
from schemac.guide.editions import Edition
from schemac.guide.reduced import blocks, guide_text
from schemac.guide.reduced import html as written
from schemac.model import Words
from small_skeletons import NASTY, bird, keypoint

TAGS = {"h2", "h3", "h4", "p", "ul", "li", "b"}


def about(skeleton):
    return Context(skeleton=skeleton, speech=speech("en"), digest="")


def html(skeleton):
    return written(blocks(about(skeleton)), {})


def markdown(skeleton):
    return guide_text(about(skeleton), (), {})


class Reader(HTMLParser):
    """Tags and text; fails on a tag that is not closed."""

    def __init__(self):
        super().__init__()
        self.tags, self.open, self.text = set(), [], ""

    def handle_starttag(self, tag, attrs):
        assert not attrs
        self.tags.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def read(page):
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("spec", LIBRARY)
def test_every_definition_cue_and_mistake_is_told(skeleton, spec):
    made = skeleton(spec)
    text = read(html(made)).text
    for point in made.keypoints:
        words = point.words
        for said in (words.definition, *words.find.see, *(m.text for m in words.mistakes)):
            assert said in text
        for advice in words.when:
            assert advice.text in text


def test_hostile_words_stay_words_in_html():
    page = html(bird())
    reader = read(page)
    assert reader.tags <= TAGS
    assert reader.text.count(NASTY) > 6
    assert "\n" not in page


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](/api/assets/1)", "# h",
        "- item", "1. item", "> quote", "`code`", "*a* _b_ ~~c~~", "| a | b |", "&lt;b&gt;",
        "https://example.org", "www.example.org", "a\\", "line\n\n# next", "---",
        "(/api/assets/00000000-0000-0000-0000-000000000001)", "[//]: # (map.png 0123456789abcdef)",
    ],
)  # fmt: skip
def test_hostile_words_stay_words_in_markdown(text):
    page = markdown(
        bird(keypoints=(keypoint(0, "beak", words=Words(title="T", definition=text)),), edges=())
    )
    body = page.split("### ", 1)[1].split("\n", 2)[2]
    assert not re.search(r"[<>\[\]`*_~|\\]|^[#>-]|^\d+\.|https?:|www\.|\(/", body, re.M)


def test_the_words_of_scripts_that_need_joiners_are_kept():
    word = "می\u200cروم"
    assert word in html(bird(title=word))


def test_it_tells_of_the_full_guide_and_of_what_replaced_it(skeleton):
    made = about(skeleton("body/coco-17"))
    path = "guide/body/coco-17/index.html"
    assert any(path in block.text for block in blocks(made))
    old = replace(made, editions=(Edition(version="2.0.0", state="released"),))
    said = [block.text for block in blocks(old)]
    assert "Superseded: version 2.0.0 replaces this version 1.0.0." in said
    assert not any("Superseded" in block.text for block in blocks(made))
