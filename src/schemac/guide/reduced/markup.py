"""A short guide as HTML or Markdown.

Plain headings, paragraphs, lists and pictures: Label Studio's server strips styles, anchors and
drawings from instructions, and CVAT shows Markdown. All words come from specs, so every character
that means something to either is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from schemac.guide.reduced.words import Block

_MARKUP = re.compile(r"^\d+[.)]|^-|[!\"#$&'*+<=>@\[\\\]^_`{|}~]|https?:|www\.|\(/")

_JOINERS = "\u200c\u200d"  # Persian and the scripts of India cannot be written without

_TAGS = {"title": "h2", "heading": "h3", "point": "h4", "text": "p", "item": "li"}
_MARKS = {"title": "# ", "heading": "## ", "point": "### ", "text": "", "item": "- "}


def html(blocks: Iterable[Block], addresses: Mapping[str, str]) -> str:
    """HTML on one line, in the form in which Label Studio stores it unchanged. `addresses` are
    where the pictures lie, by file; one without an address is left out."""
    parts: list[str] = []
    for block in blocks:
        if block.kind == "picture" and block.lead not in addresses:
            continue
        listed = bool(parts) and parts[-1].endswith("</li>")
        if listed and block.kind != "item":
            parts.append("</ul>")
        if not listed and block.kind == "item":
            parts.append("<ul>")
        parts.append(_element(block, addresses))
    return "".join([*parts, *(["</ul>"] if parts[-1].endswith("</li>") else [])])


def markdown(
    blocks: Iterable[Block], addresses: Mapping[str, str], marks: Mapping[str, str]
) -> str:
    """Markdown with a line end at its end. `marks` are words that stand before the picture of a
    file where nobody sees them: a link's definition that no link uses."""
    lines: list[str] = []
    before = ""
    for block in blocks:
        if block.kind == "picture" and block.lead not in addresses:
            continue
        if before and not before == block.kind == "item":
            lines.append("")
        lead = f"**{_markdown(block.lead)}** " if block.lead else ""
        if block.kind == "picture":
            lines += [f"[//]: # ({marks[block.lead]})", ""] if block.lead in marks else []
            lines.append(f"![{_markdown(block.text)}]({addresses[block.lead]})")
        else:
            lines.append(f"{_MARKS[block.kind]}{lead}{_markdown(block.text)}")
        before = block.kind
    return "\n".join(lines) + "\n"


def _element(block: Block, addresses: Mapping[str, str]) -> str:
    if block.kind == "picture":
        source = _html(addresses[block.lead]).replace('"', "&quot;")
        about = _html(block.text).replace('"', "&quot;")
        return f'<p><img alt="{about}" src="{source}" width="800"></p>'
    lead = f"<b>{_html(block.lead)}</b> " if block.lead else ""
    tag = _TAGS[block.kind]
    return f"<{tag}>{lead}{_html(block.text)}</{tag}>"


def _html(text: str) -> str:
    return _line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _markdown(text: str) -> str:
    """Characters with a meaning become entities, which Markdown shows and never interprets. An
    address or a number that would start a list is broken by one that nobody sees, because those
    are looked for in the text that is shown; so is what CVAT takes for the address of a picture,
    which it looks for with a plain search."""

    def escape(found: re.Match[str]) -> str:
        word = found[0]
        return f"&#{ord(word)};" if len(word) == 1 else f"{word[:-1]}&#8288;{word[-1]}"

    return _MARKUP.sub(escape, _line(text))


def _line(text: str) -> str:
    """One line without characters that XML or a screen cannot hold."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() or c in _JOINERS else "\ufffd" for c in line)
