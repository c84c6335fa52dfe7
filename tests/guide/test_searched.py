"""The search learns of a page what the plugin of Material would read in it."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from material.plugins.search.plugin import Parser

from schemac.guide.searched import _reader

PIECES = (
    "<p>", "</p>", "<div>", '<div class="a &gt; b">', "</div>", '<h1 id="top">', "</h1>",
    '<h2 id="a&amp;b">', "</h2>", "<h3>", "</h3>", '<a class="headerlink" href="#x">&para;</a>',
    '<a href="x?a=1&amp;b=2">', "</a>", "<span>", "<span title='a > b'>", "</span>", "<td>",
    "</td>", '<td id="t">', "<ul>", "</ul>", "<li>", "</li>", "<code>", "</code>", "<pre>",
    "</pre>",
    "<figure data-search-exclude>", "</figure>", '<span data-search-exclude="">', "<br>", "<br />",
    '<img src="a" alt="a > b">', '<input type="checkbox" checked>', "<kbd>L</kbd>",
    '<div class="linenodiv">', "<svg/>", "&lt;p&gt;", "&#60;", "&", "one", " two\n", "\n", " ",
    "<script>1 < 2</script>", "<style>", "<!-- <p> -->", "a < b", "<P>", "<object>", "</object>",
    '<p class="a', "<p ", '"', ">",
)  # fmt: skip


def read(parser: Any, html: str) -> list[Any]:
    """What is read, or that the plugin itself cannot read it."""
    try:
        parser.feed(html)
        parser.close()
    except (AttributeError, ValueError) as error:
        return [type(error)]
    return [(repr(s), s.id, s.title, s.text, s.is_excluded()) for s in parser.data]


@settings(deadline=None, max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_any_html_in_any_order(pieces: list[str]) -> None:
    html = "".join(pieces)
    assert read(_reader()(), html) == read(Parser(), html)


def test_a_page_of_ours() -> None:
    html = (
        '<h1 id="knee">Knee<a class="headerlink" href="#knee">&para;</a></h1>'
        "<p>The <strong>hollow</strong> &amp; its rim.</p>"
        "<figure data-search-exclude><figcaption>Not this</figcaption></figure>"
        '<div><h2 id="also">Also <span lang="en">called</span></h2><ul><li>kneecap</li></ul></div>'
    )
    made = read(_reader()(), html)
    assert made == read(Parser(), html)
    assert "Not this" not in str(made)
    assert "kneecap" in str(made)
