"""What an outside file format is to the compiler: one value per format, built from functions.

`carries` is a promise. What a skeleton says and a format cannot hold is reported as a `Loss`;
what a skeleton does not say is never made up, and never reported as lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from schemac.artifact import Artifact
from schemac.diagnostic import Diagnostic
from schemac.draft import Absorbed, Given
from schemac.model import Skeleton


class Feature(StrEnum):
    """Something a skeleton may say that some format cannot hold."""

    DEFINITIONS = "definitions"
    CUES = "cues"
    MISTAKES = "mistakes"
    POSITIONS = "positions"
    REGIONS = "regions"
    EDGES = "edges"
    CONTOURS = "contours"
    KINEMATICS = "kinematic root and parents"
    MIRROR = "mirror partners"
    SIDES = "sides"
    LATERALITY = "whose left is left"
    SIGMAS = "sigmas"
    TOLERANCES = "tolerances"
    TIERS = "visibility tiers"
    POINT_TIERS = "tiers allowed per keypoint"
    FORMULAS = "formulas of constructed keypoints"
    INSTANCE = "instance rules"
    ATTRIBUTES = "instance attributes"
    MEASURES = "measures"
    EVALUATION = "evaluation profiles"
    QA = "QA plan"
    WEIGHTS = "loss weights"
    HALVES = "body halves"
    REQUIRED = "required keypoints"
    ALIASES = "aliases"
    DEPRECATIONS = "deprecations"
    HOTKEYS = "hotkeys"
    VERSION = "schema version"


class Group(StrEnum):
    """What people use a format for; the order is that of `schemac targets`."""

    LABELLING = "annotation tools"
    TRAINING = "training"
    EVALUATION = "evaluation and inspection"
    MOTION = "animal tracking and biomechanics"
    CODE = "schemas, code and tables"


class Loss(Struct, frozen=True, order=True):
    """What a format could not carry from a skeleton, in a sentence for people."""

    feature: Feature
    message: str


class Option(Struct, frozen=True):
    """A setting of a target in `schemac.yaml`: its values (the first is the default), and why.

    `values` empty means free text, with `default` when nothing is written.
    """

    name: str
    summary: str
    values: tuple[str, ...] = ()
    default: str | None = None


class Emission(Struct, frozen=True):
    """What one target made of one skeleton.

    `assumed` are sentences about values that the format demands and the spec does not state.
    """

    artifacts: tuple[Artifact, ...]
    losses: tuple[Loss, ...] = ()
    assumed: tuple[str, ...] = ()


class Settings(Struct, frozen=True):
    """What an emitter may know beside the skeleton: its options, complete with defaults, the
    base of every `$id`, and the digest of the linked skeleton."""

    options: Mapping[str, str] = {}
    base_uri: str = "urn:schemac:"
    digest: str = ""


class Use(Struct, frozen=True):
    """What to do with the files of a target: a sentence, and something to copy where that helps: a
    command for the spec's folder in a build, or lines of code."""

    text: str
    copy: str | None = None


class Format(Struct, frozen=True, kw_only=True):
    """An outside format and the faculties we have for it. A faculty not had is None.

    `files` names what `emit` writes, each with a sentence, for `schemac targets` and the start
    page. `accepts` yields what this format cannot name or hold, so that `check` can say it before
    a build does. `emit` may add losses of its own, such as what is carried in part only; losses
    that follow from `carries` alone are added by `losses_of`, so `emit` must not repeat them.

    `recognises` tells from the name and the first bytes of a file whether `absorb` would read it;
    `absorb` makes drafts of it and never raises for what is in the file.

    `sigmas` says in a phrase in which form the tool takes them and against which scale; None when
    it has no place for them. `proven` says in a phrase what the output was tried with.
    """

    name: str
    title: str
    summary: str
    group: Group
    files: Mapping[str, str] = {}
    carries: frozenset[Feature] = frozenset()
    emit: Callable[[Skeleton, Settings], Emission] | None = None
    accepts: Callable[[Skeleton, Settings], Iterator[Diagnostic]] | None = None
    options: tuple[Option, ...] = ()
    use: Callable[[Skeleton], Use] | None = None
    sigmas: str | None = None
    proven: str | None = None
    recognises: Callable[[Given], bool] | None = None
    absorb: Callable[[Given], Absorbed] | None = None


def said_by(skeleton: Skeleton) -> Mapping[Feature, str]:
    """The features a skeleton uses, each with what would be lost, as a phrase."""
    points = skeleton.keypoints
    return {feature: what for feature, what in _said(skeleton, len(points)) if what}


def losses_of(format: Format, skeleton: Skeleton) -> tuple[Loss, ...]:
    """What the skeleton says and the format does not promise to carry."""
    said = said_by(skeleton)
    return tuple(
        Loss(feature, f"{format.title} has no place for {what}")
        for feature, what in said.items()
        if feature not in format.carries
    )


def _count(number: int, one: str, many: str | None = None) -> str:
    return "" if not number else f"1 {one}" if number == 1 else f"{number} {many or one + 's'}"


def _said(s: Skeleton, total: int) -> Iterator[tuple[Feature, str]]:
    def having(test: Callable[..., object], one: str, many: str | None = None) -> str:
        return _count(sum(1 for p in s.keypoints if test(p)), one, many)

    yield Feature.DEFINITIONS, having(lambda p: p.words.definition, "definition")
    yield Feature.CUES, having(lambda p: p.words.find, "keypoint's cues", "keypoints' cues")
    yield Feature.MISTAKES, _count(sum(len(p.words.mistakes) for p in s.keypoints), "mistake")
    yield Feature.POSITIONS, having(lambda p: p.positions, "canonical position")
    yield Feature.REGIONS, _count(len(s.regions), "region")
    yield Feature.EDGES, _count(len(s.edges), "edge")
    yield Feature.CONTOURS, _count(len(s.contours), "contour")
    yield Feature.KINEMATICS, "the kinematic root" if s.root else ""
    pairs = sum(1 for id, other in s.partners.items() if id < other)
    yield Feature.MIRROR, _count(pairs, "mirror pair")
    yield Feature.SIDES, having(lambda p: p.side, "keypoint's side", "keypoints' sides")
    yield Feature.LATERALITY, "the statement whose left is left" if pairs else ""
    yield Feature.SIGMAS, _count(len(s.sigma_sets), "set of sigmas", "sets of sigmas")
    yield Feature.TOLERANCES, having(s.tolerance, "tolerance")
    tiers = s.visibility.tiers if s.visibility else ()
    yield Feature.TIERS, f"{len(tiers)} visibility tiers" if tiers else ""
    yield (
        Feature.POINT_TIERS,
        having(
            lambda p: p.tiers is not None, "keypoint's allowed tiers", "keypoints' allowed tiers"
        ),
    )
    yield Feature.FORMULAS, having(lambda p: p.formula, "formula")
    yield Feature.INSTANCE, "the rules for what one instance is" if s.instance else ""
    attributes = len(s.instance.attributes) if s.instance else 0
    yield Feature.ATTRIBUTES, _count(attributes, "instance attribute")
    yield Feature.MEASURES, _count(len(s.measures), "measure")
    yield Feature.EVALUATION, _count(len(s.evaluation), "evaluation profile")
    yield Feature.QA, "the QA plan" if s.qa else ""
    yield Feature.WEIGHTS, having(lambda p: p.weight is not None, "loss weight")
    yield Feature.HALVES, having(lambda p: p.half, "keypoint's body half", "keypoints' body halves")
    yield Feature.REQUIRED, having(lambda p: p.required, "required mark")
    yield (
        Feature.ALIASES,
        _count(sum(len(p.words.aliases) for p in s.keypoints), "alias", "aliases"),
    )
    yield Feature.DEPRECATIONS, having(lambda p: p.deprecated, "deprecation")
    yield Feature.HOTKEYS, having(lambda p: p.hotkey, "wish for a hotkey", "wishes for a hotkey")
    yield Feature.VERSION, "the schema version"
