"""Dictionaries: landmarks, curves and the advice they carry."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.checks.described import Subject, described, places
from schemac.checks.entries import by_origin, listed
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Note, Severity
from schemac.model import Dictionary, Mistake, Words

LONGEST = 2  # a click further off than twice the unit is no mistake of this place


@rule("D010", "landmark-incomplete", Severity.WARNING)
def incomplete(code: Code, dictionary: Dictionary) -> Iterator[Diagnostic]:
    """A released landmark or curve lacks a definition, a cue or a common mistake.

    Every spec that cites it inherits the gap, and each then has to fill it in its own words. It
    is reported from version 1.0.0 on.

    Fill the gap here, or take the advice of a family with `like`.

        elbow:
          definition: Centre of the joint between upper arm and forearm.
                                                # add `find:` and `mistakes:`
    """
    if dictionary.version.startswith("0."):
        return
    for place in places(dictionary):
        missing = _missing(place.words)
        if missing:
            message = f"`{place.id}` has no {listed(missing)}"
            yield code.at(place.origin, message, points=(place.id,))


@rule("D110", "mistake-without-unit")
def without_unit(code: Code, subject: Subject) -> Iterator[Diagnostic]:
    """A mistake says how far off it is, but not in which unit.

    `by` is a share of the way to a landmark named under `toward`, or of the dictionary's
    `reference_length`. Without either, the wrong click cannot be drawn.

    Add `reference_length` to the dictionary, name a landmark under `toward`, or drop `by`.

        dictionary: landmarks/paw
        reference_length: [wrist, knuckle]      # the line that is missing
    """
    for mistake, each, points in _mistakes(subject):
        aimed = mistake.toward or mistake.keypoint or mistake.unit
        if mistake.by is not None and not aimed:
            yield code.at(
                mistake.origin / "by",
                f"a mistake of {each} is off by {mistake.by:g} of an unknown length",
                points=points,
            )


@rule("D120", "mistake-out-of-range")
def out_of_range(code: Code, subject: Subject) -> Iterator[Diagnostic]:
    """A mistake is off by nothing, by less than nothing, or by more than twice its unit.

    `by` is a share: 0.1 is a tenth of the unit. A slip of the decimal point draws the wrong click
    beside the body.

    Write a share above 0 and at most 2. For the opposite way, name the opposite direction.

        mistakes:
          - {text: Clicked on the collar., toward: up, by: 8}     # write `by: 0.08`
    """
    for mistake, each, points in _mistakes(subject):
        if mistake.by is not None and not 0 < mistake.by <= LONGEST:
            yield code.at(
                mistake.origin / "by",
                f"a mistake of {each} is off by {mistake.by:g};"
                f" the share must lie above 0 and at most at {LONGEST}",
                points=points,
            )


@rule("D130", "mistake-aimed-twice")
def aimed_twice(code: Code, subject: Subject) -> Iterator[Diagnostic]:
    """A mistake has both an `offset` and something under `toward`.

    Both say where the wrong click lies, and they hardly ever agree. One of them would be drawn,
    and the other dropped in silence.

    Keep `toward` with `by`, or `offset`.

        mistakes:
          - {text: Clicked on the collar., toward: up, by: 0.1, offset: [0, -3]}
    """
    for mistake, each, points in _mistakes(subject):
        aimed = mistake.direction or mistake.toward or mistake.keypoint
        if mistake.offset is not None and aimed:
            yield code.at(
                mistake.origin / "offset",
                f"a mistake of {each} has both `offset` and `toward`",
                help="keep one of the two",
                points=points,
            )


@rule("D140", "offset-in-dictionary")
def offset_in_dictionary(code: Code, dictionary: Dictionary) -> Iterator[Diagnostic]:
    """A mistake of a landmark, or of its family, has an `offset`.

    An offset is in figure units, and every skeleton has a figure of its own: three units are a
    finger's breadth in one and half a face in another. A dictionary has no figure at all.

    Say in which direction the wrong click lies, and by which share of `reference_length`.

        elbow:
          mistakes:
            - {text: Clicked on the sleeve., offset: [0, 3]}        # `toward: down, by: 0.1`
    """
    for mistake, each, points in _mistakes(dictionary):
        if mistake.offset is not None:
            yield code.at(
                mistake.origin / "offset",
                f"a mistake of {each} is off by figure units, but a dictionary has no figure",
                help="write `toward` and `by`, or keep the text alone",
                points=points,
            )


@rule("D150", "curve-named-as-landmark")
def curve_named_as_landmark(code: Code, dictionary: Dictionary) -> Iterator[Diagnostic]:
    """A curve and a landmark have the same id.

    Both are places that keypoints cite and advice speaks of. One word for two places is read as
    one of them by some and as the other by others.

    Give one of them another id.

        landmarks: {jaw: {kind: bone, definition: Lowest point of the jaw bone.}}
        curves: {jaw: {from: ear_left, to: chin}}         # write `jaw_line`
    """
    known = {landmark.id: landmark for landmark in dictionary.landmarks}
    for curve in dictionary.curves:
        if landmark := known.get(curve.id):
            yield code.at(
                curve.origin,
                f"`{curve.id}` is a curve and a landmark",
                Note("the landmark", landmark.origin),
                help="give one of them another id",
                points=(curve.id,),
            )


def _mistakes(subject: Subject) -> Iterator[tuple[Mistake, str, tuple[str, ...]]]:
    """Every mistake that a document wrote itself, what to call its place, and the ids it is for.

    A family's mistake is for all that take the family's advice; it is spoken of once.
    """
    every = (
        (mistake, each)
        for each in described(subject)
        for mistake in each.words.mistakes
        if mistake.origin.file == subject.origin.file  # others are told where they were written
    )
    for _, alike in by_origin(every, lambda found: found[0].origin):
        mistake, first = alike[0]
        yield mistake, first.called, tuple(id for _, each in alike for id in each.points)


def _missing(words: Words) -> list[str]:
    has = {"definition": words.definition, "find": words.find, "mistakes": words.mistakes}
    return [field for field, value in has.items() if not value]
