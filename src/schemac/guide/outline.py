"""Which pages a guide has, in which order, and what all of them share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemac.guide.context import Context, title
from schemac.guide.editions import released_before, successor
from schemac.guide.glossary import directions
from schemac.guide.numbers import says_number
from schemac.guide.page import Page
from schemac.guide.pages import point, region, whole
from schemac.guide.sides import has_limbs, has_sides
from schemac.guide.speech import LOCALES


def pages(context: Context) -> tuple[Page, ...]:
    """All pages of a guide: those that exist once, a region each, a keypoint each."""
    return (*whole.pages(context), *region.pages(context), *point.pages(context))


def navigation(context: Context, every: tuple[Page, ...]) -> list[Any]:
    """The pages as nested lists of `{title: path}`, as MkDocs has it: what annotators need first,
    then the points by region, then the rules."""
    top: list[Any] = []
    sections: dict[str, list[Any]] = {}
    for page in sorted(every, key=lambda page: _rank(context, page)):
        row, path = top, ""
        for name in page.section:
            path = f"{path}/{name}"
            if path not in sections:
                sections[path] = []
                row.append({name: sections[path]})
            row = sections[path]
        # A region's own page opens its section.
        row.append(page.path if page.template == "region" else {page.title: page.path})
    return top


def _rank(context: Context, page: Page) -> tuple[int, int]:
    """Without a section, then points by region (its own page first), then the rest."""
    if page.template not in ("region", "point"):
        return (2 if page.section else 0, 0)
    regions = [region.id for region in context.regions]
    if page.template == "region":
        return (1, 2 * regions.index(page.values["region"].id))
    home = page.values["shown"].point.region
    return (1, 2 * (regions.index(home) if home in regions else len(regions)) + 1)


def shared(context: Context, every: tuple[Page, ...]) -> Mapping[str, Any]:
    """What every template may use."""
    skeleton = context.skeleton
    known = skeleton.by_id
    paths = {page.path for page in every}
    pairs = [
        (known[id], known[other])
        for id, other in skeleton.partners.items()
        if id != other and known[id].side == "left"
    ]
    return {
        "skeleton": skeleton,
        "digest": context.digest,
        "titles": context.quoted,
        "both": {
            id: words if context.speech.knows(title(known[id])) else context.speech.foreign(words)
            for id, words in context.both.items()
        },
        "regions": context.regions,
        "region_titles": {region.id: region.title for region in context.regions},
        "counts": {region.id: len(context.members(region.id)) for region in context.regions},
        "point_keys": context.hotkeys.keypoints,
        "pairs": pairs,
        "has_sides": has_sides(skeleton),
        "has_limbs": has_limbs(skeleton),
        "has_map": "map.md" in paths,
        "has_quiz": "quiz.md" in paths,
        "counted": says_number,
        "has_changes": "changes.md" in paths,
        "glossary": directions(skeleton),
        "languages": [(locale, LOCALES[locale], way) for locale, way in context.others.items()],
        "newer": successor(context.editions, skeleton.version),
        "held": released_before(context.editions, skeleton.version),
    }
