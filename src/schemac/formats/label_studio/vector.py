"""The vector layout: one drawn skeleton per instance, to be dragged into place.

Label Studio cannot draw a skeleton with named points from nothing; it keeps one that is there. So
this layout is used with the predictions of `template-vector.json`: each vertex carries the word
stored for its keypoint as its id, which survives dragging, copying and saving. A vertex cannot
have a tier, and a vertex that is deleted takes its lines along to others; so every tier has a list
of the keypoints that have it.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemac.colours import INSTANCE_COLOUR, label_colours
from schemac.format import Settings
from schemac.formats.label_studio import wording
from schemac.formats.label_studio.config import card, indices, page, panels
from schemac.formats.label_studio.names import category, stored
from schemac.formats.label_studio.palette import IMAGE, NO_KEY, TITLE
from schemac.formats.label_studio.strip import question, selected
from schemac.formats.label_studio.tree import Tree
from schemac.formats.label_studio.xml import Element
from schemac.hotkeys import Hotkeys
from schemac.model import Skeleton, Tier

VECTOR = "skeleton"
TIER = "tier_"
"""Before the id of a tier, so that it cannot take the name of another control."""

_ROOM = "100vh - 245px"
"""What Label Studio's bars and the strip leave for the image."""


def vector(skeleton: Skeleton, settings: Settings, hotkeys: Hotkeys, tree: Tree) -> Element:
    """The labelling config of the vector layout."""
    bar = (card("sk-box", _control(skeleton, hotkeys, tree)), _strip(skeleton, settings, tree))
    drawings = panels(skeleton, "indices", indices(skeleton), label_colours(skeleton))
    return page(skeleton, bar, _ROOM, tuple(drawings))


def listed_tiers(skeleton: Skeleton) -> tuple[Tier, ...]:
    """The tiers that have a list of keypoints: all but the one that no mark means."""
    tiers = skeleton.visibility
    return tuple(tier for tier in tiers.tiers if tier.id != tiers.default) if tiers else ()


def _control(skeleton: Skeleton, hotkeys: Hotkeys, tree: Tree) -> Element:
    about = skeleton.instance.one if skeleton.instance else "The whole instance."
    label = {
        "value": category(skeleton),
        "hotkey": hotkeys.box or NO_KEY,
        "background": INSTANCE_COLOUR,
        "hint": wording.attribute(about),
    }
    control = {
        "name": VECTOR,
        "toName": IMAGE,
        "skeleton": "true",
        "closable": "false",
        "curves": "false",
        "maxPoints": str(len(tree.twigs)),
        "opacity": "1",
        "strokeWidth": "3",
        "pointSize": "small",
    }
    return Element("VectorLabels", control, (Element("Label", label),))


def _strip(skeleton: Skeleton, settings: Settings, tree: Tree) -> Element:
    tiers = (_tier(skeleton, tier, settings) for tier in listed_tiers(skeleton))
    attributes = skeleton.instance.attributes if skeleton.instance else ()
    parts = (
        *tiers,
        *(question(each, VECTOR) for each in attributes),
        Element("View", {"className": "sk-text"}, tuple(_texts(skeleton, tree))),
    )
    return Element("View", {"className": "sk-card sk-strip sk-beside"}, parts)


def _tier(skeleton: Skeleton, tier: Tier, settings: Settings) -> Element:
    """The keypoints that may have a tier, in a list from which many can be chosen."""
    choices = []
    for point in skeleton.keypoints:
        if point.kind != "constructed" and (point.tiers is None or tier.id in point.tiers):
            word = stored(point, settings)
            alias = word if word != point.name else None
            choices.append(
                Element("Choice", {"value": point.name, "alias": alias, "hotkey": NO_KEY})
            )
    title = {"value": wording.attribute(f"{tier.title}:"), "size": "5", "style": TITLE}
    control = {
        "name": TIER + tier.id,
        "toName": IMAGE,
        "perRegion": "true",
        "choice": "multiple",
        "layout": "select",
        **selected(VECTOR),
    }
    parts = (Element("Header", title), Element("Choices", control, tuple(choices)))
    return Element("View", {"className": "sk-ask sk-tier", **selected(VECTOR)}, parts)


def _texts(skeleton: Skeleton, tree: Tree) -> Iterator[Element]:
    for condition, sentences in (
        ({"visibleWhen": "no-region-selected"}, _how(skeleton, tree)),
        (selected(VECTOR), _meaning(skeleton)),
    ):
        yield Element("Markdown", condition, markup=f"<p>{' '.join(sentences)}</p>")


def _how(skeleton: Skeleton, tree: Tree) -> Iterator[str]:
    yield "Click the skeleton, then drag its points into place. Ctrl+D copies it for the next one."
    yield f"Never delete a point, for its lines would jump to others{_instead(skeleton)}."
    if number := len(tree.helpers):
        what = "line holds" if number == 1 else "lines hold"
        yield f"{number} {what} separate parts together and mean nothing: " + ", ".join(
            " to ".join(wording.markdown(end.name) for end in ends) for ends in tree.helpers
        )


def _instead(skeleton: Skeleton) -> str:
    """What is done with a point that cannot be placed, where a tier says it."""
    titles = [
        f"<i>{wording.markdown(tier.title)}</i>"
        for tier in listed_tiers(skeleton)
        if tier.coordinates == "forbidden"
    ]
    return f": list it as {' or '.join(titles)}" if titles else ""


def _meaning(skeleton: Skeleton) -> Iterator[str]:
    tiers = skeleton.visibility
    default = tiers.tier(tiers.default) if tiers and tiers.default else None
    if default:
        yield f"A point on no list is <i>{wording.markdown(default.title)}</i>."
    elif tiers:
        yield "Put every point on one of the lists: without one its visibility is not known."
    yield "The drawings below the image say which point is which."
