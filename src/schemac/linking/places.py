"""What keypoints cite: landmarks, curves and families in the dictionaries a document uses."""

from __future__ import annotations

from schemac.diagnostic import Note
from schemac.linking import codes
from schemac.linking.draft import DraftPoint, Layer
from schemac.linking.linker import Linker
from schemac.linking.words import Said, lowered
from schemac.model.place import Kind, Place, Reference
from schemac.reading.declare import Declaration
from schemac.reading.types import Entry
from schemac.source import Origin

OWN = ("definition", "kind", "like", "formula")


class Cited:
    """What a point's citation comes to: its place, and who speaks of it before the point does."""

    __slots__ = ("kind", "place", "said", "title")

    def __init__(self) -> None:
        self.place: Place | None = None
        self.kind: Kind | None = None
        self.said: list[Said] = []
        self.title: str | None = None


class Pins:
    """Which dictionary a prefix means, in the eyes of the document that wrote it."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker
        self._uses: dict[Reference, dict[str, tuple[Reference, Origin]]] = {}

    def uses(self, home: Declaration) -> dict[str, tuple[Reference, Origin]]:
        """Prefix -> dictionary of a document; those of what it extends hold as well."""
        if home.reference in self._uses:
            return self._uses[home.reference]
        found: dict[str, tuple[Reference, Origin]] = {}
        self._uses[home.reference] = found  # before going on: a circle must end here
        if "extends" in home.entry:
            base = self._linker.get(home.entry["extends"], home.entry.where("extends"), "spec")
            if base is not None:
                found.update(self.uses(base))
        own: dict[str, Origin] = {}
        for number, reference in enumerate(home.entry.get("uses", ())):
            at = home.entry.where("uses") / number
            prefix = reference.id.rsplit("/", 1)[-1]
            if prefix in own:
                self._linker.report(
                    codes.PREFIX_CLASH, at, f"two dictionaries would be called `{prefix}`",
                    Note("the other one", own[prefix]),
                )  # fmt: skip
                continue
            own[prefix] = at
            self._linker.get(reference, at, "dictionary")
            found[prefix] = (reference, at)
        return found

    def dictionary(self, prefix: str, home: Declaration, at: Origin) -> Declaration | None:
        uses = self.uses(home)
        if prefix not in uses:
            self._linker.unknown(
                codes.UNKNOWN_DICTIONARY, at, "dictionary under `uses` that is called", prefix, uses
            )
            return None
        reference, where = uses[prefix]
        return self._linker.get(reference, where, "dictionary")


def cite(linker: Linker, pins: Pins, point: DraftPoint) -> Cited:
    """Look up what a point cites: a landmark, a fraction of a curve, or a family."""
    cited = Cited()
    landmark, like = point.last("landmark"), point.last("like")
    if landmark is not None:
        _own_place(linker, point, landmark)
        _landmark(linker, pins, point, landmark, cited)
    elif like is not None:
        _family(linker, pins, like, cited)
    return cited


def _own_place(linker: Linker, point: DraftPoint, landmark: Layer) -> None:
    position = point.layers.index(landmark)
    for layer in point.layers[position:]:
        for field in OWN:
            if field in layer.entry:
                at = layer.entry.where(field)
                message = f"`{point.stem}` cites a landmark, so it may not have its own `{field}`"
                help = (
                    "take out `landmark`, or this; own cues and notes go under `find` and `notes`"
                )
                linker.report(
                    codes.OWN_PLACE,
                    at,
                    message,
                    Note("cited here", landmark.entry.where("landmark")),
                    help=help,
                    points=(point.id,),
                )


def _landmark(linker: Linker, pins: Pins, point: DraftPoint, layer: Layer, cited: Cited) -> None:
    prefix, name, step, steps = layer.entry["landmark"]
    at = layer.entry.where("landmark")
    home = pins.dictionary(prefix, layer.home, at)
    if home is None:
        return
    held: dict[str, Entry] = home.entry.get("curves" if steps else "landmarks", {})
    if name not in held:
        _unknown_place(linker, home, name, bool(steps), at)
        return
    entry = held[name]
    cited.place = Place(dictionary=home.reference, name=name, step=step, steps=steps)
    cited.title = entry.get("title", name)
    if entry.get("midline") and point.side:
        message = f"`{prefix}.{name}` lies in the midline, and `{point.stem}` is a pair"
        linker.report(
            codes.MIDLINE_PAIR, at, message, Note("said here", entry.where("midline")),
            help="give the keypoint a plain index", points=(point.id,),
        )  # fmt: skip
    family = family_of(linker, home, entry)
    if family is not None:
        cited.said.append(Said(family, home))
        cited.kind = family.get("kind")
    if steps and step:
        cited.kind = "contour"
        cited.title = f"{cited.title}, {step}/{steps}"
        cited.said.append(
            Said(entry, home, lead=f"The line: {lowered(entry.get('definition', ''))}")
        )
        cited.said.append(Said(_on_curve(home, entry, step, steps), home))
    else:
        cited.said.append(Said(entry, home))
        cited.kind = entry.get("kind", cited.kind)
        if cited.kind is None:
            no_kind(linker, name, entry)


def no_kind(linker: Linker, id: str, entry: Entry) -> None:
    """Report a landmark without a kind, unless what it says of it could not be read."""
    if linker.broken(entry.where("kind")) or linker.broken(entry.where("like")):
        return
    message = f"landmark `{id}` does not say its kind, and no family says it"
    linker.report(codes.NO_PLACE, entry.origin, message, help="add `kind: surface`, or so")


def _on_curve(home: Declaration, entry: Entry, step: int, steps: int) -> Entry:
    """The definition of a point on a curve: how far along it lies, and from where to where."""
    landmarks: dict[str, Entry] = home.entry.get("landmarks", {})

    def end(field: str) -> str:
        name = entry.get(field, "")
        return lowered(str(landmarks[name].get("title", name))) if name in landmarks else str(name)

    half = 2 * step == steps
    where = "Half way" if half else f"Place {step} of {steps} equal steps"
    title = lowered(entry.get("title", ""))
    definition = f"{where} along the {title}, from the {end('from')} to the {end('to')}."
    return Entry({"definition": definition}, entry.origin)


def _unknown_place(linker: Linker, home: Declaration, name: str, curve: bool, at: Origin) -> None:
    other = home.entry.get("landmarks" if curve else "curves", {})
    what, known = ("curve", "curves") if curve else ("landmark", "landmarks")
    if name in other:
        help = (
            "it is a landmark: write it without a fraction"
            if curve
            else f"it is a curve: write how far along, such as `{name} 1/2`"
        )
        message = f"`{home.reference}` has no {what} `{name}`"
        linker.report(codes.UNKNOWN_LANDMARK, at, message, help=help)
        return
    linker.unknown(
        codes.UNKNOWN_LANDMARK, at, f"{what} in `{home.reference}` called", name,
        home.entry.get(known, {}),
    )  # fmt: skip


def family_of(linker: Linker, home: Declaration, entry: Entry) -> Entry | None:
    """The family a landmark or curve is like, in its own dictionary."""
    name = entry.get("like")
    if name is None:
        return None
    families: dict[str, Entry] = home.entry.get("families", {})
    if name not in families:
        linker.unknown(codes.UNKNOWN_FAMILY, entry.where("like"), "family", name, families)
        return None
    return families[name]


def _family(linker: Linker, pins: Pins, layer: Layer, cited: Cited) -> None:
    at = layer.entry.where("like")
    prefix, dot, name = layer.entry["like"].partition(".")
    if not dot:
        message = f"`{prefix}` does not say in which dictionary"
        linker.report(codes.UNKNOWN_FAMILY, at, message, help=f"write `dictionary.{prefix}`")
        return
    home = pins.dictionary(prefix, layer.home, at)
    if home is None:
        return
    families: dict[str, Entry] = home.entry.get("families", {})
    if name not in families:
        linker.unknown(codes.UNKNOWN_FAMILY, at, "family", name, families)
        return
    cited.said.append(Said(families[name], home))
    cited.kind = families[name].get("kind")
