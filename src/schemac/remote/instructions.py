"""The guideline of a spec in short: what annotators read inside the tool, as HTML or Markdown.

Plain headings, paragraphs and lists: Label Studio's server strips styles, anchors and drawings
from instructions, and CVAT shows Markdown. All words come from specs, so every character that
means something to either is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from schemac.format import Feature
from schemac.model import Keypoint, Skeleton

MADE_BY = "Made by schemac from"
"""What instructions of ours start with. Others were written by people and are left alone."""

TELLS = frozenset(
    {Feature.DEFINITIONS, Feature.CUES, Feature.MISTAKES, Feature.LATERALITY, Feature.INSTANCE}
)
"""What the page says, whether or not a tool's config can hold it."""

_MARKUP = re.compile(r"^\d+[.)]|^-|[!\"#$&'*+<=>@\[\\\]^_`{|}~]|https?:|www\.")

_JOINERS = "\u200c\u200d"  # Persian and the scripts of India cannot be written without

_SITUATIONS = {
    "seen": "Seen",
    "partly_hidden": "Partly hidden",
    "hidden": "Hidden",
    "blurred": "Blurred",
    "outside": "Outside the picture",
}

_OCCLUSION = {
    "visible_only": "Points that cannot be seen are left out.",
    "estimate": "Points that cannot be seen are estimated where that is possible.",
}


class Block(Struct, frozen=True):
    """A piece of the page; `lead` stands before the text, in bold."""

    kind: Literal["title", "heading", "point", "text", "item"]
    text: str
    lead: str = ""


def blocks(skeleton: Skeleton) -> Iterator[Block]:
    """The page as data: what counts, how visibility is judged, then every keypoint."""
    yield Block("title", skeleton.title)
    made = f"{MADE_BY} {skeleton.reference}. A later push replaces what is changed here."
    yield Block("text", made)
    if skeleton.summary:
        yield Block("text", skeleton.summary)
    yield from _instance(skeleton)
    yield from _tiers(skeleton)
    yield Block("heading", f"{len(skeleton.keypoints)} keypoints")
    if any(point.side for point in skeleton.keypoints):
        yield Block("text", _sides(skeleton))
    for point in skeleton.keypoints:
        yield from _point(point)


def html(skeleton: Skeleton) -> str:
    """The page as HTML on one line, in the form in which Label Studio stores it unchanged."""
    tags = {"title": "h2", "heading": "h3", "point": "h4", "text": "p", "item": "li"}
    parts: list[str] = []
    for block in blocks(skeleton):
        listed = bool(parts) and parts[-1].endswith("</li>")
        if listed and block.kind != "item":
            parts.append("</ul>")
        if not listed and block.kind == "item":
            parts.append("<ul>")
        lead = f"<b>{_html(block.lead)}</b> " if block.lead else ""
        tag = tags[block.kind]
        parts.append(f"<{tag}>{lead}{_html(block.text)}</{tag}>")
    return "".join([*parts, *(["</ul>"] if parts[-1].endswith("</li>") else [])])


def markdown(skeleton: Skeleton) -> str:
    """The page as Markdown with a line end at its end."""
    marks = {"title": "# ", "heading": "## ", "point": "### ", "text": "", "item": "- "}
    lines: list[str] = []
    before = ""
    for block in blocks(skeleton):
        if before and not before == block.kind == "item":
            lines.append("")
        lead = f"**{_markdown(block.lead)}** " if block.lead else ""
        lines.append(f"{marks[block.kind]}{lead}{_markdown(block.text)}")
        before = block.kind
    return "\n".join(lines) + "\n"


def _instance(skeleton: Skeleton) -> Iterator[Block]:
    rules = skeleton.instance
    if not rules:
        return
    yield Block("heading", f"One {skeleton.category}")
    yield Block("text", rules.one)
    if rules.at_least:
        yield Block("text", f"With fewer than {rules.at_least} labelled points it does not count.")
    if rules.occlusion:
        yield Block("text", _OCCLUSION[rules.occlusion])
    if rules.crowd:
        yield Block("text", rules.crowd)


def _tiers(skeleton: Skeleton) -> Iterator[Block]:
    tiers = skeleton.visibility
    if not tiers or not tiers.tiers:
        return
    yield Block("heading", "Visibility")
    for tier in tiers.tiers:
        yield Block("item", tier.definition, f"{tier.title}:")
    if tiers.default and (default := tiers.tier(tiers.default)):
        yield Block("text", f"When nothing is chosen, {default.title} is meant.")
    if tiers.decision:
        yield Block("text", "The first yes decides:")
    for step in tiers.decision:
        if step.ask and (then := tiers.tier(step.then)):
            yield Block("item", f"Yes: {then.title}.", step.ask)
        elif then := tiers.tier(step.then):
            yield Block("item", f"{then.title}.", "Else:")


def _sides(skeleton: Skeleton) -> str:
    if skeleton.subject.laterality == "viewer":
        return "Left and right are those of the picture."
    return "Left and right are the subject's own, not those of the picture."


def _point(point: Keypoint) -> Iterator[Block]:
    words = point.words
    title = "" if words.title in ("", point.name) else f": {words.title}"
    yield Block("point", f"{point.name} ({point.index}){title}")
    if words.definition:
        yield Block("text", words.definition)
    if point.kind == "constructed":
        yield Block("text", "Computed from other points; not set by hand.")
    yield from (Block("item", cue, "See:") for cue in words.find.see)
    yield from (Block("item", cue, "Feel:") for cue in words.find.feel)
    yield from (Block("item", cue, "Construct:") for cue in words.find.construct)
    yield from (Block("item", mistake.text, "Mistake:") for mistake in words.mistakes)
    for confusion in words.confuse_with:
        yield Block("item", confusion.text, f"Not {confusion.title}:")
    for advice in words.when:
        yield Block("item", advice.text, f"{_SITUATIONS[advice.situation]}:")
    yield from (Block("item", note.text, f"{note.subject}:") for note in words.notes)
    yield from (Block("item", check, "Check:") for check in words.self_check)


def _html(text: str) -> str:
    return _line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _markdown(text: str) -> str:
    """Characters with a meaning become entities, which Markdown shows and never interprets. An
    address or a number that would start a list is broken by one that nobody sees, because those
    are looked for in the text that is shown."""

    def escape(found: re.Match[str]) -> str:
        word = found[0]
        return f"&#{ord(word)};" if len(word) == 1 else f"{word[:-1]}&#8288;{word[-1]}"

    return _MARKUP.sub(escape, _line(text))


def _line(text: str) -> str:
    """One line without characters that XML or a screen cannot hold."""
    return "".join(
        c if c.isprintable() or c in _JOINERS else "\ufffd" for c in " ".join(text.split())
    )
