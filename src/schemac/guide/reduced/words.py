"""The guide of a spec in short, as data: what annotators read inside a tool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from schemac.format import Feature
from schemac.guide.context import Context
from schemac.guide.editions import successor
from schemac.guide.reduced.sheets import Sheet
from schemac.guide.sides import has_sides
from schemac.guide.speech import Speech
from schemac.model import Keypoint, Situation

MADE_BY = "Made by schemac from"
"""What a guide of ours starts with, in every language. Others were written by people and are left
alone."""

TELLS = frozenset(
    {Feature.DEFINITIONS, Feature.CUES, Feature.MISTAKES, Feature.LATERALITY, Feature.INSTANCE}
)
"""What the guide says, whether or not a tool's config can hold it."""

_SITUATIONS: Mapping[Situation, str] = {
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
    """A piece of the guide; `lead` stands before the text, in bold. Of a picture, `text` says what
    it shows and `lead` is its file."""

    kind: Literal["title", "heading", "point", "text", "item", "picture"]
    text: str
    lead: str = ""


def blocks(context: Context, sheets: Sequence[Sheet] = ()) -> Iterator[Block]:
    """What counts, how visibility is judged, then every keypoint by region; each picture where its
    topic is."""
    skeleton, say, plain = context.skeleton, context.speech.say, context.speech.plain
    yield Block("title", plain(skeleton.title))
    again = say("A later push replaces what is changed here.")
    yield Block("text", f"{MADE_BY} {skeleton.reference}. {again}")
    yield from _beyond(context)
    if skeleton.summary:
        yield Block("text", plain(skeleton.summary))
    yield from _pictures(sheets, "map")
    yield from _sides(context, sheets)
    yield from _instance(context, sheets)
    yield from _tiers(context, sheets)
    yield from _pictures(sheets, "regions")
    for region in context.regions:
        yield Block("heading", plain(region.title))
        yield from _pictures(sheets, f"region-{region.id}")
        for point in context.members(region.id):
            yield from _point(context, point)
    if rest := context.members(None):
        yield Block("heading", say("Other points") if context.regions else say("Points"))
        for point in rest:
            yield from _point(context, point)


def _beyond(context: Context) -> Iterator[Block]:
    """What replaced this version, and where there is more to read."""
    say, version = context.speech.say, context.skeleton.version
    newer = successor(context.editions, version)
    if newer is not None:
        told = say("Superseded: version {newer} replaces this version {version}.",
                   newer=newer.version, version=version)  # fmt: skip
        yield Block("text", told)
    path = f"guide/{context.skeleton.id}/index.html"
    yield Block("text", say("This is a short form. The full guide is the page {path} of the build."
                            " Ask for it.", path=path))  # fmt: skip


def _pictures(sheets: Sequence[Sheet], topic: str) -> Iterator[Block]:
    for sheet in sheets:
        if sheet.topic == topic:
            yield Block("picture", sheet.title, sheet.file)


def _sides(context: Context, sheets: Sequence[Sheet]) -> Iterator[Block]:
    if not has_sides(context.skeleton):
        return
    say = context.speech.say
    yield Block("heading", say("Left and right"))
    if context.skeleton.subject.laterality == "viewer":
        yield Block("text", say("Left and right are those of the picture."))
    else:
        yield Block("text", say("Left and right are the subject's own, not those of the picture."))
    yield from _pictures(sheets, "sides")


def _instance(context: Context, sheets: Sequence[Sheet]) -> Iterator[Block]:
    rules, say, plain = context.skeleton.instance, context.speech.say, context.speech.plain
    if not rules:
        return
    yield Block("heading", say("One {category}", category=context.skeleton.category))
    yield Block("text", plain(rules.one))
    if rules.at_least:
        line = "With fewer than {n} labelled points it does not count."
        yield Block("text", say(line, n=rules.at_least))
    if rules.occlusion:
        yield Block("text", say(_OCCLUSION[rules.occlusion]))
    if rules.crowd:
        yield Block("text", plain(rules.crowd))
    yield from _pictures(sheets, "instance")


def _tiers(context: Context, sheets: Sequence[Sheet]) -> Iterator[Block]:
    tiers, say, plain = context.skeleton.visibility, context.speech.say, context.speech.plain
    if not tiers or not tiers.tiers:
        return
    yield Block("heading", say("Visibility"))
    for tier in tiers.tiers:
        yield Block("item", plain(tier.definition), f"{plain(tier.title)}:")
    if tiers.default and (default := tiers.tier(tiers.default)):
        line = "When nothing is chosen, {tier} is meant."
        yield Block("text", say(line, tier=plain(default.title)))
    if tiers.decision:
        yield Block("text", say("The first yes decides:"))
    for step in tiers.decision:
        if step.ask and (then := tiers.tier(step.then)):
            yes = say("Yes: {tier}.", tier=plain(then.title))
            yield Block("item", yes, plain(step.ask))
        elif then := tiers.tier(step.then):
            yield Block("item", f"{plain(then.title)}.", say("Else:"))
    yield from _pictures(sheets, "tiers")


def _point(context: Context, point: Keypoint) -> Iterator[Block]:
    words, plain = point.words, context.speech.plain
    title = "" if words.title in ("", point.name) else f": {plain(words.title)}"
    yield Block("point", f"{point.name} ({point.index}){title}")
    if words.definition:
        yield Block("text", plain(words.definition))
    if point.kind == "constructed":
        yield Block("text", context.speech.say("Computed from other points; not set by hand."))
    for lead, text in _said(context.speech, point):
        yield Block("item", plain(text), lead)


def _said(speech: Speech, point: Keypoint) -> Iterator[tuple[str, str]]:
    """What is said of a point beside its definition, each with what it is."""
    words, say = point.words, speech.say
    yield from ((say("See:"), cue) for cue in words.find.see)
    yield from ((say("Feel:"), cue) for cue in words.find.feel)
    yield from ((say("Construct:"), cue) for cue in words.find.construct)
    yield from ((say("Mistake:"), mistake.text) for mistake in words.mistakes)
    for confusion in words.confuse_with:
        yield say("Not {point}:", point=speech.plain(confusion.title)), confusion.text
    for advice in words.when:
        yield f"{say(_SITUATIONS[advice.situation])}:", advice.text
    yield from ((f"{speech.plain(note.subject)}:", note.text) for note in words.notes)
    yield from ((say("Check:"), check) for check in words.self_check)
