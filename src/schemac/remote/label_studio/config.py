"""What annotations depend on in a Label Studio config: its controls and the words they store.

Label Studio accepts a config that no longer has a word that annotations hold, and loses sight of
those annotations. So two configs are compared here by what is stored, not by how they look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from schemac.remote.plan import Difference

MOST_SHOWN = 6


class Choice(Struct, frozen=True):
    """A word that annotations hold (the alias if there is one), and how it is offered."""

    stored: str
    shown: str
    index: str
    hotkey: str
    colour: str


class Control(Struct, frozen=True):
    """Something annotators label with, bound to an object such as the image; `most` is how many
    points a drawn skeleton may have."""

    tag: str
    to: str
    most: str
    choices: Mapping[str, Choice]


def read_config(text: str) -> Mapping[str, Control] | None:
    """The controls of a config by name, in document order; None when it cannot be read."""
    from xml.etree.ElementTree import ParseError, fromstring

    lower = text.lower()
    if "<!doctype" in lower or "<!entity" in lower:
        return None
    try:
        root = fromstring(text)  # noqa: S314 (no document type, so no entities)
    except ParseError:
        return None
    controls: dict[str, Control] = {}
    for element in root.iter():
        if element.get("name") and element.get("toName"):
            choices: dict[str, Choice] = {}
            for child in element.iter():
                if child.tag in ("Label", "Choice"):
                    choice = _choice(child.attrib)
                    choices.setdefault(choice.stored, choice)
            to, most = element.attrib["toName"], element.get("maxPoints", "")
            controls[element.attrib["name"]] = Control(element.tag, to, most, choices)
    return controls


def lost(found: str, wanted: str) -> tuple[Difference, ...]:
    """What annotations made with one config may hold and the other has no longer."""
    old, new = read_config(found), read_config(wanted)
    if new is None:
        raise ValueError("the target made a config that cannot be read")
    if old is None:
        return (Difference("the config in Label Studio cannot be read"),)
    return (*_missing(old, new, "the spec"), *_rebound(old, new))


def differences(found: str, wanted: str) -> tuple[Difference, ...]:
    """How a config on the server differs from the one of a spec; none when they are the same."""
    if found.strip() == wanted.strip():
        return ()
    gone = lost(found, wanted)
    old, new = read_config(found), read_config(wanted)
    if old is None or new is None:
        return gone
    told = (*gone, *_missing(new, old, "Label Studio"), *_same(old, new))
    return told or (Difference("texts or looks differ", counts=False),)


def _choice(attributes: Mapping[str, str]) -> Choice:
    shown = attributes.get("value", "")
    return Choice(
        stored=attributes.get("alias") or shown,
        shown=shown,
        index=attributes.get("model_index", ""),
        hotkey=attributes.get("hotkey", "").strip(),
        colour=attributes.get("background", "").lower(),
    )


def _missing(
    ours: Mapping[str, Control], theirs: Mapping[str, Control], where: str
) -> Iterator[Difference]:
    """The controls and words that one has and the other lacks."""
    for name, control in ours.items():
        if name not in theirs:
            yield Difference(f"control {name} ({control.tag}) is not in {where}")
            continue
        words = [word for word in control.choices if word not in theirs[name].choices]
        if words:
            are = "is" if len(words) == 1 else "are"
            yield Difference(f"{_some(words)} of control {name} {are} not in {where}")


def _rebound(old: Mapping[str, Control], new: Mapping[str, Control]) -> Iterator[Difference]:
    """Controls of one name that store something else."""
    for name, control in old.items():
        other = new.get(name, control)
        before, after = (control.tag, control.to), (other.tag, other.to)
        if before != after:
            was, is_now = (f"{tag} on {to}" for tag, to in (before, after))
            yield Difference(f"control {name} is {was} in Label Studio, {is_now} in the spec")
        if _number(control.most) > _number(other.most) > 0:
            what = f"control {name} takes {control.most} points in Label Studio"
            yield Difference(f"{what}, {other.most} in the spec")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _same(old: Mapping[str, Control], new: Mapping[str, Control]) -> Iterator[Difference]:
    """What differs between words that both have."""
    for name, control in new.items():
        if name not in old:
            continue
        before = old[name].choices
        both = [word for word in before if word in control.choices]
        ours = [word for word in control.choices if word in before]
        if both != ours:
            yield Difference(f"the order of the words of control {name} differs")
        for field, what, counts in (
            ("index", "the index", True),
            ("shown", "the name", False),
            ("hotkey", "the hotkey", False),
            ("colour", "the colour", False),
        ):
            other = [
                word
                for word in ours
                if getattr(before[word], field) != getattr(control.choices[word], field)
            ]
            if other:
                yield Difference(f"{what} of {_some(other)} differs", counts)


def _some(names: list[str]) -> str:
    more = len(names) - MOST_SHOWN
    return ", ".join(names[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
