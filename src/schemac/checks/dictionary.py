"""Dictionaries: landmarks, curves and the advice they carry."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.checks.described import Subject, described, places
from schemac.checks.entries import listed
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.model import Dictionary, Words

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
    for each in described(subject):
        for mistake in each.words.mistakes:
            if mistake.origin.file != subject.origin.file:
                continue  # told where it was written
            aimed = mistake.toward or mistake.keypoint or mistake.unit
            if mistake.by is not None and not aimed:
                yield code.at(
                    mistake.origin / "by",
                    f"a mistake of {each.called} is off by {mistake.by:g} of an unknown length",
                    points=each.points,
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
    for each in described(subject):
        for mistake in each.words.mistakes:
            if mistake.origin.file != subject.origin.file or mistake.by is None:
                continue
            if not 0 < mistake.by <= LONGEST:
                yield code.at(
                    mistake.origin / "by",
                    f"a mistake of {each.called} is off by {mistake.by:g};"
                    f" the share must lie above 0 and at most at {LONGEST}",
                    points=each.points,
                )


def _missing(words: Words) -> list[str]:
    has = {"definition": words.definition, "find": words.find, "mistakes": words.mistakes}
    return [field for field, value in has.items() if not value]
