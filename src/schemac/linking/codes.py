"""What can be wrong between documents and inside one: names that lead nowhere (L)."""

from __future__ import annotations

from schemac.diagnostic import Code, Severity


def _code(id: str, name: str, doc: str, severity: Severity = Severity.ERROR) -> Code:
    return Code(id=id, name=name, severity=severity, doc=doc)


UNKNOWN_DOCUMENT = _code(
    "L001",
    "unknown-document",
    """A reference names a document that is nowhere.

    References are looked up in the project's spec folders and then in the standard library: first
    the working file when it declares that very version, then the frozen one
    (`hand-21@1.0.0.yaml`).

    Check the spelling and the version; the message lists what there is.
    """,
)
WRONG_KIND = _code(
    "L002",
    "wrong-kind",
    """A reference names a document of another kind than is needed there.

    `uses` takes dictionaries, `visibility` a tier set, `extends` a spec, `part` a spec or a part.
    """,
)
CYCLE = _code(
    "L003",
    "cycle",
    """Documents extend or include each other in a circle.

    A skeleton cannot be a part of itself. Take out one of the references.
    """,
)
UNKNOWN_KEYPOINT = _code(
    "L004",
    "unknown-keypoint",
    """A keypoint is named that the skeleton does not have.

    In a list, a stem such as `elbow` stands for the pair; `left_elbow` is one of them. A stem with
    an index for one side only has no point on the other, so a line for both sides cannot use it.

    Correct the name, or add the keypoint.
    """,
)
UNKNOWN_LANDMARK = _code(
    "L005",
    "unknown-landmark",
    """A landmark or curve is cited that its dictionary does not have.

    A landmark stands alone, `body.elbow`; a curve needs a fraction, `face.jaw 3/8`.
    """,
)
UNKNOWN_DICTIONARY = _code(
    "L006",
    "unknown-dictionary",
    """A place cites a dictionary that the document does not use.

    The part before the point is the last part of a dictionary's id: `uses: [landmarks/body@1.0.0]`
    lets a keypoint cite `body.elbow`.

    Add the dictionary under `uses`, or correct the prefix.
    """,
)
PREFIX_CLASH = _code(
    "L007",
    "prefix-clash",
    """Two dictionaries under `uses` have the same last part, so a place could mean either.

    Use one of them only.
    """,
)
MIDLINE_PAIR = _code(
    "L008",
    "midline-pair",
    """A pair cites a landmark that lies in the midline.

    There is only one tip of the nose. Give the keypoint a plain index, or cite another landmark.
    """,
)
OWN_PLACE = _code(
    "L009",
    "own-place",
    """A keypoint cites a landmark and also says in own words where it lies.

    Two keypoints that cite the same landmark mean the same place, in any two skeletons; with an
    own definition that would be a lie. Own cues, mistakes and notes are welcome: they add to the
    landmark's.

    For another place write `definition` and `kind`, and no `landmark`.
    """,
)
NO_PLACE = _code(
    "L010",
    "no-place",
    """A keypoint does not say what kind of place it is.

    It needs either `landmark`, which brings everything, or `kind` together with a `definition`.
    A constructed point needs a `formula` as well.
    """,
)
MIXED_SIDES = _code(
    "L011",
    "mixed-sides",
    """A chain, formula or outline mixes points with a side and points for both sides.

    A line of stems is repeated for both sides, so a `left_hip` in it would be on both.

    Write `[shoulder, hip]` for both sides, or `[left_shoulder, left_hip]` for one.
    """,
)
UNKNOWN_REGION = _code(
    "L012",
    "unknown-region",
    """A region is named that the skeleton does not have, or a keypoint has none although the
    skeleton has regions.

    Declare it under `regions`, or correct the name.
    """,
)
UNKNOWN_VIEW = _code(
    "L013",
    "unknown-view",
    """A view is named that the skeleton does not have.

    Views are declared under `views`; without a word there is one, `front`.
    """,
)
UNKNOWN_TIER = _code(
    "L014",
    "unknown-tier",
    """A tier is named that the tier set does not have.

    The message lists the tiers of the set under `visibility`.
    """,
)
UNKNOWN_SIGMAS = _code(
    "L015",
    "unknown-sigmas",
    """A sigma set or evaluation profile is named that the skeleton does not have.

    Sigma sets are declared under `sigmas`, profiles under `evaluation`; some come from `extends`.
    """,
)
EXISTS_ALREADY = _code(
    "L016",
    "exists-already",
    """A keypoint is declared that has come from elsewhere already.

    An accident must not become an override. Change an inherited keypoint under `override`.
    """,
)
OVERRIDES_NOTHING = _code(
    "L017",
    "overrides-nothing",
    """An override names a keypoint that neither `extends` nor `include` has brought.

    Correct the name; a keypoint of this document is changed where it stands.
    """,
)
INDEX_BY_SIDE = _code(
    "L018",
    "index-by-side",
    """The index of an included part does not fit the part.

    A part that is one of a pair (a hand, a foot) needs an index by side,
    `index: {left: 91, right: 112}`; a whole part takes one number.
    """,
)
LATERALITY_DIFFERS = _code(
    "L019",
    "laterality-differs",
    """A part says left in another sense than its host.

    `laterality: subject` is the subject's own left, `viewer` the left of the picture. Joined, half
    of the mirror pairs would be wrong.
    """,
)
SIGMAS_DISAGREE = _code(
    "L020",
    "sigmas-disagree",
    """Two sigma sets of one name differ in `basis`, `scale` or the work that `source` names, so
    their values cannot join: those of one would be read and credited as those of the other.

    Give the host's set another name. Works are the same when their `url` is, or else their title.
    """,
)
NO_OTHER_SIDE = _code(
    "L021",
    "no-other-side",
    """The position of a pair's right point cannot be found.

    In a view with a mirror line it is the mirror image; in a profile view `far` shifts it. Here
    there is neither: write `at: {left: [x, y], right: [x, y]}`.
    """,
)
INCOMPLETE = _code(
    "L022",
    "incomplete",
    """A spec lacks what only `extends` could have brought.

    Every spec needs `subject` with its `laterality` and `visibility`; nothing is assumed.
    """,
)
ROLE_OF_SIDE = _code(
    "L024",
    "side-in-midline",
    """The words of a midline point speak of a side.

    `<side>`, `<Side>` and `<other>` have no meaning there. Write the sentence without them.
    """,
)
TOO_NESTED = _code(
    "L025",
    "too-nested",
    """Documents extend or include each other more than eight deep.

    Nobody can follow that. Include the inner parts directly.
    """,
)
UNKNOWN_SOURCE = _code(
    "L026",
    "unknown-source",
    """A source is cited that the document does not list.

    Sources are declared under `sources`, in the same file.
    """,
)
FORMULA_KIND = _code(
    "L028",
    "formula-kind",
    """A formula gives a number where a point is needed, or the other way round.

    A point: `(a + b) / 2`, with weights that add up to 1, `intersection(a, b, c, d)`,
    `projection(p, a, b)`. A number: `distance(a, b)`, `angle(a, b, c)` and the like.
    """,
)
UNKNOWN_FAMILY = _code(
    "L029",
    "unknown-family",
    """`like` names a family that the dictionary does not have.

    Families stand under `families` of a dictionary. A landmark is no family.
    """,
)
UNKNOWN_OMITTED = _code(
    "L030",
    "unknown-omitted",
    """Something is left out that was not there.

    Correct the name under `omit`, or remove it.
    """,
)
SAME_ID_DIFFERS = _code(
    "L031",
    "same-id-differs",
    """A project's document has the id and version of one in the standard library, but says
    something else.

    One name must mean one thing. Give your document another id or version.
    """,
)
UNREADABLE = _code(
    "L032",
    "unreadable",
    """A file cannot be read.

    Check that it exists, and that you may read it.
    """,
)
PLACES_JOINED = _code(
    "L035",
    "places-joined",
    """`attach` makes one keypoint of two that cite different landmarks.

    They are being declared one place. If that is meant, waive this finding with a reason.
    """,
    Severity.WARNING,
)
SAME_ID_TWICE = _code(
    "L036",
    "same-id-twice",
    """Two included parts bring keypoints of the same id.

    Choose other prefixes.
    """,
)
NO_MAIN_VIEW = _code(
    "L037",
    "no-main-view",
    """A skeleton has several views and not exactly one is `main`.

    The layout of the main view goes to tools. Write `main: true` in one of them.
    """,
)
HALF_OF_WHAT = _code(
    "L038",
    "half-of-what",
    """A contour needs either `path` or `half`, and `half` needs pairs to mirror.

    `half: [jaw_0 .. jaw_7, chin]` runs down the left side and is completed by its mirror image.
    """,
)
UNKNOWN_TARGET = _code(
    "L039",
    "unknown-target",
    """A project names a target or an option that neither schemac nor an installed package has.

    The target would not be written, though its author believes that it is. It may also be that a
    package has the target and cannot be used; the message then says why.

    Write a name that `schemac targets` lists, or install the package that ships it into the
    environment of schemac (see docs/extending.md).

        targets:
          ultralitics: {}                                 # write `ultralytics`
    """,
)

CODES = tuple(value for value in list(globals().values()) if isinstance(value, Code))
