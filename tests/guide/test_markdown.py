"""HTML in Markdown comes out as Markdown itself would bring it out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.preprocessors import HtmlBlockPreprocessor

from schemac.guide.markdown import markdown

SETTINGS: dict[str, Any] = {
    "markdown_extensions": ["attr_list", "toc"],
    "mdx_configs": {"toc": {"permalink": True}},
}
PIECES = (
    "<p>one</p>", '<p class="a">one &amp; <b>two</b>\nthree</p>', "<div><div>in</div></div>",
    "<div>in</div><div>beside</div>", "<div>\n\nblank\n\n</div>", "<div>open", "</div>",
    "<ul>\n<li>one</li>\n</ul>", "<p>one</p> and on", "on to <p>one</p>", "<b>not</b> a block",
    "<script>1 < 2</script>", "<!-- said -->", '<img src="a">', "<p>one</p>\n## Title",
    "words *with* weight", "## Title &#40;1&#41; {: #there }", "- item", "    code <p>",
    "  <p>x</p>", "&#60;p&#62;", "<Div>upper</Div>", "<pre>a</pre>", "<pictures>p</pictures>",
    "a < b", "",
)  # fmt: skip
GAPS = ("\n", "\n\n", "\n \n", "")
texts = st.lists(st.sampled_from([p + gap for p in PIECES for gap in GAPS]), max_size=9)


@settings(deadline=None)
@given(texts)
def test_any_html_in_any_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    plain = Markdown(
        extensions=SETTINGS["markdown_extensions"], extension_configs=SETTINGS["mdx_configs"]
    )
    made = markdown(SETTINGS)
    assert made.convert(text) == plain.convert(text)
    assert made.toc_tokens == plain.toc_tokens


def test_html_of_ours_is_not_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HtmlBlockPreprocessor, "run", None)
    text = "# Title\n\n<div>\n<div>in</div>\n</div>\n\nWords.\n\n<p>one</p>"
    assert markdown(SETTINGS).convert(text).count("<div>") == 2
