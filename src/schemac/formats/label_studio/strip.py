"""The strip between palette and image: what is selected, and what can be said about it.

Its height never changes, so that the image does not jump away under the pointer.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemac.format import Settings
from schemac.formats.label_studio import wording
from schemac.formats.label_studio.groups import sides_from_left
from schemac.formats.label_studio.names import category, stored
from schemac.formats.label_studio.palette import BOX, IMAGE, KEYPOINTS, NO_KEY, TITLE
from schemac.formats.label_studio.xml import Element
from schemac.hotkeys import Hotkeys, placing_tiers
from schemac.model import Attribute, Keypoint, Skeleton, Tier

TIERS = "visibility"
ATTRIBUTE = "instance_"
"""Before the id of an attribute, so that it cannot take the name of another control."""

_OCCLUSION = {
    "visible_only": "Points that cannot be seen are left out.",
    "estimate": "Points that cannot be seen are estimated where that is possible.",
}


def strip(skeleton: Skeleton, settings: Settings, hotkeys: Hotkeys) -> Element:
    """Tiers, instance attributes and texts, of which only what fits the selection is shown."""
    parts: list[Element] = []
    if tiers := placing_tiers(skeleton):
        parts.append(_tiers(skeleton, tiers, hotkeys))
    for asked in skeleton.instance.attributes if skeleton.instance else ():
        parts.append(question(asked, BOX))
    texts = (
        _text({"visibleWhen": "no-region-selected"}, _how(skeleton, hotkeys)),
        *(_definition(skeleton, point, settings) for point in skeleton.keypoints),
        _text(selected(BOX), _instance(skeleton)),
    )
    parts.append(Element("View", {"className": "sk-text"}, texts))
    return Element("View", {"className": "sk-card sk-strip"}, tuple(parts))


def question(attribute: Attribute, instance: str) -> Element:
    """What is asked about an instance while its region, of the control `instance`, is selected."""
    choices = tuple(
        Element("Choice", {"value": value, "hotkey": NO_KEY}) for value in attribute.values
    )
    title = wording.attribute(f"{attribute.title or attribute.id}:")
    control = _choices(ATTRIBUTE + attribute.id, selected(instance), choices, attribute.required)
    header = Element("Header", {"value": title, "size": "5", "style": TITLE})
    return Element("View", {"className": "sk-ask", **selected(instance)}, (header, control))


def selected(control: str, label: str | None = None) -> dict[str, str | None]:
    """Shown while a region of a control is selected, or only one with a certain label."""
    return {"visibleWhen": "region-selected", "whenTagName": control, "whenLabelValue": label}


def _text(condition: dict[str, str | None], html: str) -> Element:
    return Element("Markdown", condition, markup=f"<p>{html}</p>")


def _tiers(skeleton: Skeleton, tiers: tuple[Tier, ...], hotkeys: Hotkeys) -> Element:
    """Label Studio cannot preselect a choice per region. So a tier set's default is only stated;
    where there is none, Label Studio insists on an answer for every point."""
    asked = skeleton.visibility is not None and _default(skeleton) is None
    choices = (
        Element(
            "Choice",
            {
                "value": tier.id,
                "hotkey": hotkeys.tiers.get(tier.id, NO_KEY),
                "hint": wording.attribute(f"{tier.title}. {tier.definition}"),
            },
        )
        for tier in tiers
    )
    condition = selected(KEYPOINTS)
    return _choices(TIERS, condition, tuple(choices), required=asked)


def _choices(
    name: str, condition: dict[str, str | None], choices: tuple[Element, ...], required: bool
) -> Element:
    """The condition stands on the control too: only then `required` spares other regions."""
    attributes = {
        "name": name,
        "toName": IMAGE,
        "perRegion": "true",
        "choice": "single-radio",
        "layout": "inline",
        "required": "true" if required else None,
        "requiredMessage": f"Something is not answered yet: {name}." if required else None,
        **condition,
    }
    return Element("Choices", attributes, choices)


def _definition(skeleton: Skeleton, point: Keypoint, settings: Settings) -> Element:
    title = f"<b>{wording.markdown(point.name)}</b> ({point.index})"
    side = wording.side(skeleton, point)
    words = [f"<b>{side}.</b>"] if side else []
    words.append(wording.markdown(point.words.definition or point.words.title))
    if point.kind == "constructed":
        words.append("<i>Computed from other points; not set by hand.</i>")
    return _text(selected(KEYPOINTS, stored(point, settings)), f"{title}: {' '.join(words)}")


def _how(skeleton: Skeleton, hotkeys: Hotkeys) -> str:
    return " ".join(_instructions(skeleton, hotkeys))


def _instructions(skeleton: Skeleton, hotkeys: Hotkeys) -> Iterator[str]:
    if any(point.side for point in skeleton.keypoints):
        whose = "subject's" if skeleton.subject.laterality == "subject" else "picture's"
        near = sides_from_left(skeleton)[0]
        yield f"<b>{near.capitalize()} is the {whose} {near}</b>; it stands on the left here."
    yield "Press K once. For each point press its key, or click its label, then click the image."
    if any("+" in key for key in hotkeys.keypoints.values()):
        yield "Let go of Shift before you click."
    yield "Draw the box last."
    yield from _left_out(skeleton)
    if placing_tiers(skeleton):
        yield "With <i>Select region after creating it</i> in the settings, choose at once."
        yield from _without_choice(skeleton)


def _left_out(skeleton: Skeleton) -> Iterator[str]:
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    titles = [f"<i>{wording.markdown(t.title)}</i>" for t in tiers if t.coordinates == "forbidden"]
    if titles:
        yield f"{' or '.join(titles)}: leave the point out."


def _without_choice(skeleton: Skeleton) -> Iterator[str]:
    default = _default(skeleton)
    if default:
        yield f"No choice means <i>{wording.markdown(default.title)}</i>."
    else:
        yield "Every point needs a visibility: no choice means that it is not known."


def _default(skeleton: Skeleton) -> Tier | None:
    tiers = skeleton.visibility
    return tiers.tier(tiers.default) if tiers and tiers.default else None


def _instance(skeleton: Skeleton) -> str:
    words = [
        f"<b>{wording.markdown(category(skeleton))}</b>:",
        "in the Regions panel, drag its points under this box.",
    ]
    rules = skeleton.instance
    if rules:
        words.append(wording.markdown(rules.one))
        if rules.at_least:
            words.append(f"With fewer than {rules.at_least} labelled points it does not count.")
        if rules.occlusion:
            words.append(_OCCLUSION[rules.occlusion])
        if rules.crowd:
            words.append(wording.markdown(rules.crowd))
    return " ".join(words)
