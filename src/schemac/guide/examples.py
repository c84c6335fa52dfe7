"""Figures of single points and of rules, with their captions: what is right, wrong, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from schemac.figures.geometry import Box
from schemac.figures.plates.blur import blur
from schemac.figures.plates.change import change
from schemac.figures.plates.closeup import CARD, FRAME, beside_target, mistake, slip_of, target
from schemac.figures.plates.conditions import condition_cards
from schemac.figures.plates.crowd import crowd
from schemac.figures.plates.directions import directions
from schemac.figures.plates.measure import measure
from schemac.figures.plates.rings import sigma_ring, tolerance, tolerance_ring
from schemac.figures.plates.sigmas import sigma_bars, sigma_map
from schemac.figures.plates.stage import Stage
from schemac.figures.plates.tiers import Card, tier_cards
from schemac.guide.context import Context
from schemac.guide.mounting import figure, figures, seen_from, stage
from schemac.guide.numbers import amount, share

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemac.model import SigmaSet


def draw_target(context: Context, id: str) -> str:
    """The right place, with what its rings mean."""
    there = stage(context)
    canvas = target(there, id, "sk-target")
    return figure(canvas, "good", *_about_target(context, there, id))


def draw_pair(context: Context, id: str) -> str:
    """The mistake that makes a pair with the target, with its sentence."""
    there = stage(context)
    chosen = beside_target(there, id)
    if chosen is None:
        return ""
    text = context.skeleton.by_id[id].words.mistakes[chosen].text
    return _wrong_click(context, id, chosen, "sk-pair", context.speech.quote(text))


def draw_mistake(context: Context, id: str, number: int) -> str:
    """One of the mistakes; its sentence stands beside it in the list. Nothing for the one that is
    drawn beside the target already."""
    if number == beside_target(stage(context), id):
        return ""
    return _wrong_click(context, id, number, f"sk-mistake-{number}", frame=CARD)


def _wrong_click(
    context: Context, id: str, number: int, prefix: str, text: str = "", frame: Box = FRAME
) -> str:
    there = stage(context)
    slip = slip_of(there, id, number)
    if slip is None:
        return ""
    canvas = mistake(there, id, number, prefix, frame)
    return figure(canvas, "bad", text, seen_from(context, slip.shown))


def draw_tiers(context: Context) -> str:
    """A card for each situation; each says which tiers it ends in."""
    return figures(
        figure(card.canvas, "tier", context.speech.say(card.name), more=_tiers(context, card))
        for card in tier_cards(stage(context), "sk-tier")
    )


def draw_blur(context: Context) -> str:
    """Where in a smear to click, and the limits of the tiers in words."""
    say, tiers = context.speech.say, context.skeleton.visibility
    lines = [say("Click the middle of the smear, never one of its ends.")]
    for tier in tiers.tiers if tiers else ():
        if tier.blur is not None:
            lines.append(say("{code} {tier}: up to {blur}.", code=tier.code,
                             tier=context.speech.plain(tier.title),
                             blur=amount(context.speech, tier.blur)))  # fmt: skip
    return figure(blur(stage(context), "sk-blur"), "blur", *lines)


def draw_conditions(context: Context) -> str:
    """Light and motion change how a place looks, not where it is. What the tiers or the limits of
    smear show already is left out."""
    say, there, tiers = context.speech.say, stage(context), context.skeleton.visibility
    shown = {situation for tier in tiers.tiers for situation in tier.situations} if tiers else set()
    smeared = "blurred" in shown or (tiers is not None and tiers.blur is not None)
    return figures(
        figure(canvas, "condition", say(name), say(_ADVICE[name]))
        for name, canvas in condition_cards(there, "sk-condition")
        if not (name == _SMEAR and smeared)
    )


def draw_crowd(context: Context) -> str:
    """One of two overlapping instances."""
    say, rules = context.speech.say, context.skeleton.instance
    hidden = (
        say("Points that the other one covers are left out.")
        if rules is not None and rules.occlusion == "visible_only"
        else say("Dashed: points that the other one covers.")
    )
    first = say("Label only the highlighted one; the grey one is another instance.")
    return figure(crowd(stage(context), "sk-crowd"), "crowd", first, hidden)


def draw_directions(context: Context) -> str:
    """What words of direction mean on this subject."""
    line = context.speech.say("Directions belong to the body, not to the picture.")
    return figure(directions(stage(context), "sk-directions"), "directions", line)


def draw_sigmas(context: Context, set: str) -> str:
    """Rings on the figure and bars beside it; an unknown set has neither."""
    there, say = stage(context), context.speech.say
    found = context.skeleton.sigma_set(set)
    if found is None:
        return ""
    source = found.source and found.source.title
    rings = figure(
        sigma_map(there, set, f"sk-sigma-map-{set}"), "sigmas",
        say("Dashed rings have a radius of one sigma."),
        say("They fit a subject of the size of this figure ({area}).", area=_area(context, found)),
        say("They show by how much people differ, not what is accepted."),
    )  # fmt: skip
    bars = figure(
        sigma_bars(there, set, f"sk-sigma-bars-{set}"), "sigmas",
        say("From the surest to the least sure."),
        say("Source: {source}.", source=source) if source else "",
    )  # fmt: skip
    return figures([rings, bars])


def draw_measure(context: Context, id: str) -> str:
    """What a measure is taken between, its points named below."""
    names = {p.id: f"{p.index} {context.titles[p.id]}" for p in context.skeleton.keypoints}
    canvas = measure(stage(context), id, f"sk-measure-{id}")
    found = next((m for m in context.skeleton.measures if m.id == id), None)
    if canvas is None or found is None:
        return ""
    from schemac.figures.plates.measure import points_of

    return figure(canvas, "measure", ", ".join(names[i] for i in points_of(found)))


def draw_change(context: Context, id: str) -> str:
    """Against the newest version before this one."""
    if not context.older:
        return ""
    kept = context.__dict__
    before: Stage = kept.setdefault("stage before", Stage(context.older[0]))
    line = context.speech.say(
        "Dashed: version {before}. Cross-hair: version {after}.",
        before=context.older[0].version, after=context.skeleton.version,
    )  # fmt: skip
    canvas = change(stage(context), before, id, f"sk-change-{id}")
    return figure(canvas, "change", context.titles.get(id, id) + ".", line)


# ---- captions -------------------------------------------------------------------------------


def _about_target(context: Context, there: Stage, id: str) -> Iterator[str]:
    """What the rings mean, or why there is none."""
    say, shown = context.speech.say, there.best(id)
    yield say("Click the middle of the cross-hair.")
    if shown is not None:
        yield seen_from(context, shown)
        if id in shown.hidden:
            yield say("It lies on the far side, out of sight in this view.")
    accepted = tolerance(there, id)
    if accepted is not None:
        said = share(context.speech, accepted)
        if tolerance_ring(there, id) is not None:
            yield say("Solid ring: what is accepted, {tolerance}.", tolerance=said)
        else:
            yield say("Accepted: {tolerance}; not drawn, because a figure has no real size.",
                      tolerance=said)  # fmt: skip
    found = context.skeleton.sigma_set(context.skeleton.main_sigmas or "")
    if found is not None and sigma_ring(there, id) is not None:
        yield say("Dashed ring: one sigma, for a subject of this size ({area}).",
                  area=_area(context, found))  # fmt: skip


def _area(context: Context, found: SigmaSet) -> str:
    """The area that a sigma is a share of, in words where we have them."""
    words = _AREAS.get(found.scale.text)
    return context.speech.say(words) if words else found.scale.text


def _tiers(context: Context, card: Card) -> str:
    """Links to the cards of the tiers below the figure."""
    from markupsafe import escape

    links = (
        f'<a class="sk-tier" href="#tier-{escape(_slug(tier.id))}">'
        f"{escape(context.speech.quote(tier.title))}</a>"
        for tier in card.tiers
    )
    return f'<span class="sk-tiers">{"".join(links)}</span>'


def _slug(text: str) -> str:
    """As the page names the anchors of its cards."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


_AREAS: Mapping[str, str] = {
    "segment_area": "the area inside its outline",
    "box_area": "the area of its box",
    "reduced_box_area": "0.53 of the area of its box",
}
_SMEAR = "Blurred by motion"
_ADVICE: Mapping[str, str] = {
    "Too dark": "Brighten the picture on your screen before you judge; the place does not move.",
    "Hard shadow": "The edge of a shadow is not the edge of the body.",
    "Against the light": "Outlines eat into the body here; click where the place is, not the glow.",
    _SMEAR: "Click the middle of the smear.",
}

KINDS: Mapping[str, Callable[..., str]] = {
    "target": draw_target,
    "pair": draw_pair,
    "mistake": draw_mistake,
    "tiers": draw_tiers,
    "blur": draw_blur,
    "conditions": draw_conditions,
    "crowd": draw_crowd,
    "directions": draw_directions,
    "sigmas": draw_sigmas,
    "measure": draw_measure,
    "change": draw_change,
}
"""Kind -> what draws it."""
