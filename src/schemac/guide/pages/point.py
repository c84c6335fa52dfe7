"""One page per keypoint: the answer to a doubt, the picture first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from schemac.guide.context import Context, point_path, region_path
from schemac.guide.numbers import share
from schemac.guide.page import Page
from schemac.guide.sides import Badge, badge
from schemac.model import Keypoint, Situation, Tier

_SITUATIONS: Mapping[Situation, str] = {
    "seen": "You can see it",
    "partly_hidden": "Partly hidden",
    "hidden": "Hidden",
    "blurred": "Blurred by motion",
    "outside": "Outside the picture",
}
_KINDS = {
    "surface": "on the surface: click what you see",
    "contour": "on a contour: it follows the visible outline",
    "bone": "a bony point under the skin",
    "joint": "a joint centre inside the body, not on the skin",
    "constructed": "computed from other points; not set by hand",
}


class Link(Struct, frozen=True):
    """A title, and the page it leads to where there is one; `text` says more."""

    title: str
    address: str | None = None
    text: str = ""


class Case(Struct, frozen=True):
    """What to do in one situation: advice, and the tiers it can end in."""

    situation: str
    advice: str | None
    tiers: tuple[Tier, ...]


class Fact(Struct, frozen=True):
    """A row of the table of facts."""

    name: str
    value: str
    address: str | None = None
    code: bool = False


class Shown(Struct, frozen=True, kw_only=True):
    """A keypoint as its page shows it."""

    point: Keypoint
    badge: Badge | None
    kind: str
    key: str | None
    region: Link | None
    confusions: tuple[Link, ...]
    cases: tuple[Case, ...]
    facts: tuple[Fact, ...]
    before: Link | None
    after: Link | None
    partner: Link | None
    feedback: str | None
    instead: Link | None


def pages(context: Context) -> Iterator[Page]:
    """A page for each keypoint, in index order."""
    for point in context.skeleton.keypoints:
        region = context.skeleton.region(point.region or "")
        points = context.speech.say("Points")
        yield Page(
            path=point_path(point.id),
            title=context.titles[point.id],
            template="point",
            values={"shown": _shown(context, point)},
            section=(points, context.speech.plain(region.title)) if region else (points,),
            wide=True,
        )


def _shown(context: Context, point: Keypoint) -> Shown:
    skeleton = context.skeleton
    region = skeleton.region(point.region or "")
    others = skeleton.keypoints
    at = others.index(point)
    partner = skeleton.partners[point.id]
    use = (point.deprecated and point.deprecated.use) or ""
    return Shown(
        point=point,
        badge=badge(skeleton, point),
        kind=_KINDS[point.kind],
        key=context.hotkeys.keypoints.get(point.id),
        region=Link(context.speech.quote(region.title), region_path(region.id)) if region else None,
        confusions=tuple(_confusions(context, point)),
        cases=tuple(_cases(context, point)),
        facts=tuple(_facts(context, point)),
        before=_link(context, others[at - 1].id) if at else None,
        after=_link(context, others[at + 1].id) if at + 1 < len(others) else None,
        partner=_link(context, partner) if partner != point.id else None,
        feedback=context.feedback_on(point.id),
        instead=_link(context, use) if use in skeleton.by_id else None,
    )


def _link(context: Context, id: str) -> Link:
    return Link(context.quoted[id], point_path(id))


def _confusions(context: Context, point: Keypoint) -> Iterator[Link]:
    for confusion in point.words.confuse_with:
        address = point_path(confusion.keypoint) if confusion.keypoint else None
        yield Link(context.speech.quote(confusion.title), address, confusion.text)


def _cases(context: Context, point: Keypoint) -> Iterator[Case]:
    """Each situation that the spec gives advice for or that a tier names, in a fixed order."""
    tiers = context.skeleton.visibility
    every = tiers.tiers if tiers else ()
    allowed = [tier for tier in every if point.tiers is None or tier.id in point.tiers]
    advice = {each.situation: each.text for each in point.words.when}
    for situation, words in _SITUATIONS.items():
        fitting = tuple(tier for tier in allowed if situation in tier.situations)
        if situation in advice or fitting:
            yield Case(words, advice.get(situation), fitting)


def _facts(context: Context, point: Keypoint) -> Iterator[Fact]:
    skeleton, say = context.skeleton, context.speech.say
    yield Fact(say("Index"), say("{zero} counted from 0, {one} counted from 1",
                                 zero=point.index, one=point.index + 1))  # fmt: skip
    yield Fact(say("Name in files"), point.name, code=True)
    if point.id != point.name:
        yield Fact(say("Permanent id"), point.id, code=True)
    yield Fact(say("Kind"), say(_KINDS[point.kind]))
    partner = skeleton.partners[point.id]
    if partner != point.id:
        yield Fact(say("Mirror partner"), context.titles[partner], point_path(partner))
    for name in skeleton.sigma_sets:
        if (sigma := point.sigma(name.id)) is not None:
            basis = say(f"{name.basis}")
            yield Fact(say("Sigma, {set}", set=name.id), f"{sigma:g} ({basis})", "sigma.md")
    if accepted := skeleton.tolerance(point):
        stated = "sigma.md" if point.tolerance else "quality.md"
        yield Fact(say("Tolerance"), share(context.speech, accepted), stated)
    if point.formula:
        yield Fact(say("Computed as"), point.formula.text, code=True)
    if point.parent:
        yield Fact(say("Hangs on"), context.titles[point.parent], point_path(point.parent))
    if point.place:
        yield Fact(say("Entry of the dictionary"), str(point.place), code=True)
    if point.words.source:
        yield Fact(say("Wording from"), point.words.source.title)
    if point.words.same_as:
        yield Fact(say("Ontology"), ", ".join(point.words.same_as), code=True)
    if point.former_names:
        yield Fact(say("Former names"), ", ".join(point.former_names), code=True)
