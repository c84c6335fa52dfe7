"""Instances, evaluation, QA and figures: sections that speak of points by name."""

from __future__ import annotations

from typing import Any

from schemac.linking import codes
from schemac.linking.draft import SIDES, Draft, both_sides, expand, placed
from schemac.linking.linker import Linker
from schemac.model.figure import Anchor, Art, Figure, HintLine, Outline
from schemac.model.formula import Formula
from schemac.model.numbers import (
    AgreementTarget,
    Calibration,
    ErrorLimit,
    OksTarget,
    Profile,
    QaPlan,
    Quantity,
    Sampling,
    SamplingRate,
    Tolerance,
)
from schemac.model.skeleton import Attribute, Instance
from schemac.reading import codes as reading_codes
from schemac.reading.formula import FormulaError, is_point, names, renamed
from schemac.reading.types import Entry


def tolerance(written: Any) -> Tolerance | None:
    """A tolerance, the same across and along when one quantity is written."""
    if written is None:
        return None
    if isinstance(written, Quantity):
        return Tolerance(across=written, along=written)
    if "across" not in written or "along" not in written:
        return None
    return Tolerance(across=written["across"], along=written["along"])


def instance(linker: Linker, made: Draft) -> Instance | None:
    """What counts as one instance, own or inherited."""
    if "instance" not in made.inherited:
        return None
    entry, _ = made.inherited["instance"]
    if "one" not in entry:
        return None
    attributes: dict[str, Entry] = entry.get("attributes", {})
    return Instance(
        one=entry["one"],
        at_least=entry.get("at_least"),
        box=entry.get("box"),
        occlusion=entry.get("occlusion"),
        crowd=entry.get("crowd"),
        attributes=tuple(
            _attribute(linker, id, a) for id, a in sorted(attributes.items()) if "values" in a
        ),
        origin=entry.origin,
    )


def _attribute(linker: Linker, id: str, entry: Entry) -> Attribute:
    default = entry.get("default")
    if default is not None and default not in entry["values"]:
        at = entry.where("default")
        linker.unknown(reading_codes.UNKNOWN_WORD, at, "value", default, entry["values"])
    return Attribute(
        id=id,
        values=entry["values"],
        title=entry.get("title"),
        required=entry.get("required", False),
        default=default,
        per=entry.get("per", "frame"),
        origin=entry.origin,
    )


def evaluation(linker: Linker, made: Draft) -> tuple[Profile, ...]:
    """The evaluation profiles, the main one first, with the ids of their points."""
    profiles = [
        _profile(linker, made, id, entry)
        for id, (entry, _) in made.profiles.items()
        if "metric" in entry
    ]
    return tuple(sorted(profiles, key=lambda p: (not p.main, p.id)))


def _profile(linker: Linker, made: Draft, id: str, entry: Entry) -> Profile:
    sigmas = entry.get("sigmas")
    if sigmas is not None and sigmas not in made.sigma_sets:
        at = entry.where("sigmas")
        linker.unknown(codes.UNKNOWN_SIGMAS, at, "sigma set", sigmas, made.sigma_sets)
        sigmas = None
    written = entry.get("points", "all")
    if written == "all":
        points = tuple(point.id for point in made.in_order())
    elif written == "with_sigma":
        values = made.sigmas.get(sigmas or "", {})
        points = tuple(point.id for point in made.in_order() if point.id in values)
    else:
        points = expand(linker, made, written, entry.where("points"))
    return Profile(
        id=id,
        metric=entry["metric"],
        main=entry.get("main", False),
        sigmas=sigmas,
        points=points,
        threshold=entry.get("threshold"),
        relative_to=_length(linker, made, entry),
        origin=entry.origin,
    )


def _length(linker: Linker, made: Draft, entry: Entry) -> Formula | None:
    formula: Formula | None = entry.get("relative_to")
    if formula is None:
        return None
    at = entry.where("relative_to")
    try:
        if is_point(formula.tree):
            linker.report(codes.FORMULA_KIND, at, "this gives a point; a length is needed")
    except FormulaError as error:
        linker.report(codes.FORMULA_KIND, at, f"formula: {error}")
    words = list(dict.fromkeys(names(formula.tree)))
    lines = both_sides(linker, made, words, at)
    if len(lines) != 1:
        if lines:
            message = "a length is one number; name the side of each point"
            linker.report(codes.MIXED_SIDES, at, message)
        return None
    new = dict(zip(words, lines[0][1], strict=True))
    return Formula(text=formula.text, tree=renamed(formula.tree, lambda word: new[word]))


def qa_plan(linker: Linker, made: Draft) -> QaPlan | None:
    """The QA plan, own or inherited, with the ids of its points."""
    if "qa" not in made.inherited:
        return None
    entry, _ = made.inherited["qa"]
    oks, error = entry.get("oks"), entry.get("mean_error")
    agreement, calibration = entry.get("visibility"), entry.get("calibration")
    if oks is not None and oks.get("profile") not in (None, *made.profiles):
        at = oks.where("profile")
        linker.unknown(codes.UNKNOWN_SIGMAS, at, "profile", oks["profile"], made.profiles)
    return QaPlan(
        image=entry.get("image"),
        tolerance=tolerance(entry.get("tolerance")),
        oks=_whole(OksTarget, oks, "profile", "at_least"),
        mean_error=_whole(ErrorLimit, error, "limit"),
        sampling=_sampling(linker, made, entry.get("sampling")),
        visibility=_whole(AgreementTarget, agreement, "measure", "at_least"),
        calibration=_whole(Calibration, calibration, "frames"),
        origin=entry.origin,
    )


def _whole(record: Any, entry: Entry | None, *needed: str) -> Any:
    """The record of an entry whose fields have the same names; None when it is incomplete."""
    if entry is None or not all(field in entry for field in needed):
        return None
    return record(**entry.values)


def _sampling(linker: Linker, made: Draft, entry: Entry | None) -> Sampling | None:
    if entry is None:
        return None
    more = tuple(
        SamplingRate(
            points=expand(linker, made, each["points"], each.where("points")),
            rate=each["rate"],
            why=each.get("why"),
        )
        for each in entry.get("more", ())
        if "points" in each and "rate" in each
    )
    return Sampling(rate=entry.get("rate"), more=more)


def figure(linker: Linker, made: Draft) -> Figure | None:
    """The hints for drawing, own or inherited, once per side."""
    if "figure" not in made.inherited:
        return None
    entry, _ = made.inherited["figure"]
    art = entry.get("art")
    return Figure(
        style=entry.get("style", "auto"),
        outlines=tuple(_outlines(linker, made, entry)),
        lines=tuple(_lines(linker, made, entry)),
        fill=tuple(_fill(linker, made, entry)),
        art=Art(file=art["file"], licence=art.get("licence")) if art and "file" in art else None,
        origin=entry.origin,
    )


def _outlines(linker: Linker, made: Draft, entry: Entry) -> list[Outline]:
    found = []
    for id, outline in sorted(entry.get("outlines", {}).items()):
        at = outline.where("points")
        for side, points in _anchors(linker, made, outline.get("points", ()), at):
            found.append(
                Outline(
                    id=f"{side}_{id}" if side else id,
                    points=points,
                    layer=outline.get("layer", 0),
                    closed=outline.get("closed", True),
                    far=side == SIDES[1] and made.main.mirror is None,
                    origin=outline.origin,
                )
            )
    return found


def _lines(linker: Linker, made: Draft, entry: Entry) -> list[HintLine]:
    found = []
    for id, anchors in sorted(entry.get("lines", {}).items()):
        at = entry.where("lines") / id
        for side, points in _anchors(linker, made, anchors, at):
            full = f"{side}_{id}" if side else id
            found.append(HintLine(id=full, points=points, origin=at))
    return found


def _anchors(
    linker: Linker, made: Draft, written: Any, at: Any
) -> list[tuple[str | None, tuple[Anchor, ...]]]:
    """Anchors per side; offsets are for the left one, mirrored where the view has a mirror line."""
    lines = both_sides(linker, made, [word for word, _, _ in written], at)
    found = []
    for side, ids in lines:
        flip = -1.0 if side == "right" and made.main.mirror is not None else 1.0
        points = tuple(
            Anchor(keypoint=id, dx=flip * dx, dy=dy)
            for id, (_, dx, dy) in zip(ids, written, strict=True)
        )
        found.append((side, points))
    return found


def _fill(linker: Linker, made: Draft, entry: Entry) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for number, ring in enumerate(entry.get("fill", ())):
        at = entry.where("fill") / number
        words, places = placed(ring, at)
        for _, ids in both_sides(linker, made, words, at, places):
            found.append(tuple(ids))
    return found
