"""What every keypoint must say before people can label it."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.checks.entries import Entry, called, entries, ids
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.model import Skeleton


@rule("M010", "missing-definition")
def definition(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A keypoint has no definition.

    A name is not a place: "knee" may be the kneecap, the joint or the fold behind it, and people
    choose differently. Below version 1.0.0 this is a warning, from 1.0.0 on an error.

    Cite a `landmark`, or write one sentence that says where the place is.

        knee: {index: 3, kind: joint, at: [50, 70]}       # add `definition:` or `landmark:`
    """
    for entry in entries(skeleton):
        if not entry[0].words.definition:
            yield code.at(
                entry[0].origin,
                f"{called(entry)} has no definition",
                help="add `definition: The most … point of …`, or cite a `landmark`",
                points=ids(entry),
                severity=_severity(skeleton),
            )


@rule("M020", "missing-cue")
def cue(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """Nothing says how to find a keypoint.

    A definition says what the place is; a cue says how to get there in a picture. Without one,
    annotators make up their own, and each makes up another. Computed keypoints need none. Below
    version 1.0.0 this is a warning, from 1.0.0 on an error.

    Write what to look for, what to feel on one's own body, or what to construct.

        knee:
          find:
            see: Half way across the leg, level with the middle of the kneecap.
    """
    for entry in _clicked(skeleton):
        if not entry[0].words.find:
            yield code.at(
                entry[0].origin,
                f"{called(entry)} has no cue: nothing says how to find it",
                help="add `find: {see: …}`, with `feel` or `construct` where that helps",
                points=ids(entry),
                severity=_severity(skeleton),
            )


@rule("M030", "missing-mistake")
def mistake(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """No common mistake is named for a keypoint.

    Most disagreement comes from a few wrong clicks that many people make. A picture of the wrong
    click beside the right one teaches more than a longer definition. Computed keypoints need
    none. Below version 1.0.0 this is a warning, from 1.0.0 on an error.

    Name the wrong click that you have seen most, with the direction in which it is off.

        knee:
          mistakes:
            - {text: Clicked on the lower edge of the kneecap., offset: [0, 3]}
    """
    for entry in _clicked(skeleton):
        if not entry[0].words.mistakes:
            yield code.at(
                entry[0].origin,
                f"{called(entry)} names no common mistake",
                help="add `mistakes: [{text: Clicked on the …, offset: [dx, dy]}]`",
                points=ids(entry),
                severity=_severity(skeleton),
            )


def _clicked(skeleton: Skeleton) -> Iterator[Entry]:
    """Entries that people click and that this document wrote. What a part or an extended spec
    leaves out is told there, and not again by everyone who takes it in."""
    file = skeleton.origin.file
    for entry in entries(skeleton):
        if entry[0].kind != "constructed" and entry[0].origin.file == file:
            yield entry


def _severity(skeleton: Skeleton) -> Severity:
    return Severity.WARNING if skeleton.version.startswith("0.") else Severity.ERROR
