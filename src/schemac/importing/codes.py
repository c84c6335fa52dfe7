"""Findings on imported files of any format. Their places are in the file, not in a spec."""

from __future__ import annotations

from schemac.diagnostic import Code, Severity


def _code(id: str, name: str, doc: str, severity: Severity = Severity.ERROR) -> Code:
    return Code(id=id, name=name, severity=severity, doc=doc)


NO_POINTS = _code(
    "I001",
    "import-without-points",
    """A skeleton of an imported file has no keypoints, or more than a spec can hold.

    A spec has 1 to 4096 keypoints. No draft is written for this skeleton.

    Give the file in which the keypoints are listed.

        {"categories": [{"name": "person", "keypoints": []}]}
    """,
)
NAME_EMPTY = _code(
    "I010",
    "import-name-empty",
    """A keypoint of an imported file has no name.

    Tools and label files find keypoints by name. The draft calls it by its index.

    Write a name in the file, or in the draft.

        "keypoints": ["nose", ""]               # the second becomes `point_1`
    """,
)
NAME_TWICE = _code(
    "I011",
    "import-name-twice",
    """Two keypoints of an imported file have one name.

    Labels of the two cannot be told apart by name, and edges that go by names may mean either.
    Mostly a line was copied and not changed. The draft numbers the second one.

    Find out which place is really labelled at that index, and name it.

        "keypoints": ["left_eye", "left_eye"]   # the second becomes `left_eye_2`
    """,
)
NAME_CASE = _code(
    "I012",
    "import-name-case",
    """Two names of an imported file differ only in upper and lower case.

    People who search or sort by name take them for one.

    Choose names that differ in more than case.

        "keypoints": ["Toe", "toe"]
    """,
    Severity.WARNING,
)
NAME_CHANGED = _code(
    "I013",
    "import-name-changed",
    """A name of an imported file cannot stand in a spec as it is.

    A name has letters, digits, `_`, `-`, `.` and inner spaces, at most 64 of them: what tools keep
    whole. The draft has a name made of it, and the old one beside it. Label files still have the
    old one.

    Choose the name that tools are to show.

        "keypoints": ["nez (bout)"]             # becomes `nez _bout`
    """,
    Severity.WARNING,
)
EDGE_NOWHERE = _code(
    "I020",
    "import-edge-nowhere",
    """An edge of an imported file leads to a keypoint that is not listed.

    Viewers of the file stop with an error, or draw a line to somewhere. The draft leaves the edge
    out.

    Correct the number or name, or list the keypoint.

        "keypoints": ["a", "b"], "skeleton": [[1, 2], [2, 3]]     # there is no third
    """,
)
EDGES_SHIFTED = _code(
    "I021",
    "import-edges-off-by-one",
    """The edges of an imported file count from another number than its format does.

    COCO counts edges from 1, MMPose, Ultralytics and most code from 0. A list that was copied from
    the one into the other joins every keypoint to the neighbour of the right one. When an edge is
    out of range and all fit once moved by one, the draft moves them. When all are in range and only
    the symmetry of left and right tells it, the draft leaves them as they are.

    Add or subtract 1 in the file. Look at the figure of the draft: `schemac serve`.

        "keypoints": ["a", "b", "c"], "skeleton": [[0, 1], [1, 2]]      # write [[1, 2], [2, 3]]
    """,
)
EDGE_ODD = _code(
    "I022",
    "import-edge-useless",
    """An edge of an imported file joins a keypoint to itself, or is there twice.

    It draws nothing. Often another number was meant. The draft leaves it out.

    Correct it or delete it.

        "skeleton": [[1, 2], [2, 1], [3, 3]]
    """,
    Severity.WARNING,
)
MIRROR_BROKEN = _code(
    "I030",
    "import-mirror-not-involution",
    """The mirror list of an imported file does not lead back.

    Flipping a picture twice gives the same picture, so the partner of the partner is the keypoint
    itself. With another list training shifts labels with every flip. The draft takes the pairs that
    lead back, and those that the names tell.

    Write each pair in both directions.

        flip_idx: [1, 2, 0]                     # write [1, 0, 2]
    """,
)
MIRROR_NAMES = _code(
    "I031",
    "import-mirror-against-names",
    """The mirror list of an imported file says otherwise than its names.

    When `left_eye` does not become `right_eye`, a model learns left and right mixed up, and nothing
    fails. A list that exchanges nothing (0, 1, 2, 3 ...) is a placeholder of some exporters. One
    that exchanges two places of the body, such as a thumb's joint and its tip, was made for other
    names. The draft pairs by names.

    Correct the list in the file before you train with it.

        flip_idx: [0, 1, 2]                     # nose, left_eye, right_eye: write [0, 2, 1]
    """,
)
MIRROR_NOWHERE = _code(
    "I032",
    "import-mirror-nowhere",
    """The mirror list of an imported file names a keypoint that is not listed.

    The draft leaves it out.

    Correct the number or name.

        flip_idx: [0, 3, 1]                     # there are three keypoints, 0 to 2
    """,
)
MIRROR_SHIFTED = _code(
    "I033",
    "import-mirror-off-by-one",
    """The mirror list of an imported file counts keypoints from 1, and its format from 0.

    Every number is one too high, and the last keypoint becomes one that there is not. The draft
    reads the list as it is meant, and pairs by names where they tell it.

    Subtract 1 from every number.

        flip_idx: [1, 3, 2]                     # of three keypoints: write [0, 2, 1]
    """,
)
SIGMA_BAD = _code(
    "I040",
    "import-sigma-not-positive",
    """A sigma of an imported file is zero, negative or no finite number.

    OKS divides by its square. The draft leaves it out.

    Write the spread that annotators really show.

        sigmas=[0.026, 0]
    """,
)
SIGMA_LARGE = _code(
    "I041",
    "import-sigma-too-large",
    """A sigma of an imported file is larger than any that was published.

    Published values lie between 0.007 and 0.18. With ten times the sigma nearly every prediction
    scores 1. A slipped decimal point is the usual cause. The draft has the number as it is.

    Check the decimal point.

        sigmas=[0.26, 0.25]                     # 0.026 and 0.025 are meant
    """,
    Severity.WARNING,
)
SIGMA_KAPPA = _code(
    "I042",
    "import-sigma-is-kappa",
    """The sigmas of an imported file are twice the published ones.

    Some tools take kappa, which is two sigma: FiftyOne and Waymo's metrics. Read as sigma, the
    numbers make every score too high. The draft has the numbers as they are.

    Halve them, unless the tool of this file wants kappa.

        sigmas=[0.052, 0.05, 0.05]              # COCO's nose and eyes are 0.026, 0.025, 0.025
    """,
    Severity.WARNING,
)
SIGMA_ORDER = _code(
    "I043",
    "import-sigma-order",
    """The sigmas of an imported file are published ones in another order.

    A list of numbers does not say which keypoint each belongs to. Copied beside names in another
    order it scores a wrist as a nose. The draft has the numbers as they are.

    Put the numbers in the order of the names.

        keypoints: [left_shoulder, right_shoulder, nose ...]    # COCO's list begins with the nose
    """,
    Severity.WARNING,
)
SIGMA_UNEVEN = _code(
    "I044",
    "import-sigma-uneven",
    """Left and right have unlike sigmas in an imported file.

    Annotators are as good on the left as on the right. Where most pairs differ, the list is shifted
    or in another order than the names. Some published lists do differ.

    Hold the numbers against the work they come from.

        sigmas=[0.026, 0.025, 0.035, 0.025]     # nose, left_eye, right_eye, left_ear
    """,
    Severity.WARNING,
)
SIGMA_SOME = _code(
    "I045",
    "import-sigma-missing",
    """An imported file gives sigmas for some of its keypoints only.

    Tools stop, or put in a number of their own. The draft has those that there are.

    Add the others.

        sigmas=[0.026, 0.025]                   # for three keypoints
    """,
    Severity.WARNING,
)
KNOWN_NAMES = _code(
    "I050",
    "import-known-names",
    """An imported file has the names of a spec of the standard library.

    If it is the same skeleton, use the spec of the library, or extend it: it has definitions, cues
    and sources. In another order, arrays of the two do not fit each other, although nothing fails.

    `schemac compare FILE SPEC` says what differs.

        "keypoints": ["left_shoulder", "right_shoulder", ...]   # body/coco-17 begins with the nose
    """,
    Severity.NOTE,
)

CODES = (
    NO_POINTS,
    NAME_EMPTY,
    NAME_TWICE,
    NAME_CASE,
    NAME_CHANGED,
    EDGE_NOWHERE,
    EDGES_SHIFTED,
    EDGE_ODD,
    MIRROR_BROKEN,
    MIRROR_NAMES,
    MIRROR_NOWHERE,
    MIRROR_SHIFTED,
    SIGMA_BAD,
    SIGMA_LARGE,
    SIGMA_KAPPA,
    SIGMA_ORDER,
    SIGMA_UNEVEN,
    SIGMA_SOME,
    KNOWN_NAMES,
)
