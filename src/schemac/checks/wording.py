"""Wording: definitions that people can follow. Only definitions are judged, not cues."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemac.checks.described import Described, Subject, own
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Note, Severity
from schemac.model import Keypoint, Skeleton

FEWEST, MOST = 4, 25
SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
VAGUE = re.compile(
    r"\b(?:around|approximately|approx|about|roughly|near|nearby|somewhere|or so|more or less)\b",
    re.IGNORECASE,
)
TURNS = re.compile(
    r"\b(?:turn\w*|rotat\w*|pivot\w*|swing\w*|ax[ei]s)(?:\s+\w+)?\s+$", re.IGNORECASE
)


@rule("M110", "definition-too-short", Severity.WARNING)
def too_short(code: Code, subject: Subject) -> Iterator[Diagnostic]:
    """A definition has fewer than four words.

    Two or three words repeat the title. They do not say which point of the thing is meant.

    Say which point of which structure: the most *direction* point of *structure*.

        definition: The elbow.     # write `Centre of the joint between upper arm and forearm.`
    """
    for each in own(subject):
        count = len(each.words.definition.split())
        if count < FEWEST:
            words = "1 word" if count == 1 else f"{count} words"
            yield _at(code, each, f"the definition of {each.called} has only {words}")


@rule("M120", "text-too-long", Severity.WARNING)
def too_long(code: Code, subject: Subject) -> Iterator[Diagnostic]:
    """A definition has more than 25 words.

    The definition is the line that people read hundreds of times a day. Long lines are skipped.

    Keep what makes the place unique, and move the rest to `find`, `when` or `notes`.

        definition: Centre of the joint between the upper arm and the forearm, which you find by …
    """
    for each in own(subject):
        count = len(each.words.definition.split())
        if count > MOST:
            message = f"the definition of {each.called} has {count} words; best are {MOST} or fewer"
            yield _at(code, each, message, help="move what helps to find the place to `find`")


@rule("M130", "definition-in-sentences", Severity.WARNING)
def in_sentences(code: Code, subject: Subject) -> Iterator[Diagnostic]:
    """A definition has more than one sentence.

    The first sentence gets read. A second one is a cue, a warning or advice for hidden places, and
    each of these has its own field and its own place on the page.

    Keep one sentence, and move the others to `find`, `mistakes` or `when`.

        definition: Tip of the nose. Do not click on the nostrils.    # the second is a mistake
    """
    for each in own(subject):
        count = len(SENTENCES.split(each.words.definition))
        if count > 1:
            message = f"the definition of {each.called} has {count} sentences; one is best"
            yield _at(code, each, message, help="move the others to `find`, `mistakes` or `when`")


@rule("M140", "vague-word", Severity.WARNING)
def vague_word(code: Code, subject: Subject) -> Iterator[Diagnostic]:
    """A definition uses a word that leaves the place open, such as "around" or "roughly".

    Ten people put "near the wrist" in ten places, and all of them are right. That spread cannot be
    trained away. Words about turning, as in "turns about this point", are fine.

    Name an edge, a corner, a middle or a share of a length.

        definition: Point near the end of the thumb.      # write `Tip of the flesh of the thumb.`
    """
    for each in own(subject):
        found = next((m for m in VAGUE.finditer(each.words.definition) if not _turning(m)), None)
        if found:
            message = f'"{found[0]}" in the definition of {each.called} leaves the place open'
            yield _at(code, each, message, help="name an edge, a corner, a middle or a share")


@rule("M150", "wrong-side-word", Severity.WARNING)
def wrong_side_word(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The title or definition of a keypoint names the other side.

    A pair is written once, for both sides. "Left knee" written out is read on the page of the
    right knee too, and sends people to the wrong leg.

    Write `<side>` where the side belongs, and `<other>` for the opposite one.

        definition: Centre of the left knee joint.        # write `Centre of the <side> knee joint.`
    """
    for point in skeleton.keypoints:
        if point.side is None:
            continue
        other = "right" if point.side == "left" else "left"
        for field in ("title", "definition"):
            text = getattr(point.words, field).lower()
            if other in text and (
                _names_side(text, point, other)
                or (field == "title" and text.startswith(f"{other} "))
            ):
                yield code.at(
                    point.where(field),
                    f"the {field} of `{point.id}` says {other},"
                    f" but the point is on the {point.side}",
                    help=f"write `<side>` instead of `{other}` or `{point.side}`",
                    points=(point.id,),
                )


@rule("M160", "duplicate-definition", Severity.WARNING)
def duplicate_definition(code: Code, subject: Subject) -> Iterator[Diagnostic]:
    """Two places have the same definition.

    If the words are the same, people cannot know which of the two they are looking at. One of
    them was most likely pasted and never changed.

    Say what sets the two apart. If they are the same place, cite the same `landmark` in both.

        toe_1: {index: 1, kind: surface, definition: Tip of the toe.}
        toe_2: {index: 2, kind: surface, definition: Tip of the toe.}   # of which toe?
    """
    first: dict[str, Described] = {}
    for each in own(subject):
        earlier = first.setdefault(" ".join(each.words.definition.casefold().split()), each)
        if earlier is not each and earlier.itself.isdisjoint(each.itself):
            yield code.at(
                each.where("definition"),
                f"{each.called} has the same definition as {earlier.called}",
                Note("the other one", earlier.where("definition")),
                points=(*earlier.points, *each.points),
            )


def _at(code: Code, each: Described, message: str, help: str | None = None) -> Diagnostic:
    return code.at(each.where("definition"), message, help=help, points=each.points)


def _turning(found: re.Match[str]) -> bool:
    """Whether the word tells what something turns about, which is exact."""
    said = found[0].lower()
    return said in ("about", "around") and bool(TURNS.search(found.string[: found.start()]))


def _names_side(text: str, point: Keypoint, side: str) -> bool:
    """Whether a text gives a side to the keypoint's own noun: `left knee`, not `right angle`."""
    nouns = set(re.findall(r"[a-z]{3,}", f"{point.stem} {point.words.title}".lower()))
    nouns -= {"left", "right", "angle", "above", "below", "the", "and"}
    said = set(re.findall(r"\b(left|right)[ -](?=(\w+))", text))
    return any((side, noun) in said and (point.side, noun) not in said for noun in nouns)
