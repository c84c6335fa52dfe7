"""Symmetry: what a pair owes its partner."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.checks.entries import listed, pairs
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Note, Severity
from schemac.model import Contour, Edge, Keypoint, Skeleton

SHARED = ("kind", "region", "tolerance", "tiers", "half", "weight", "required")


@rule("S010", "mirror-not-involution")
def mirror_not_involution(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """Mirroring a keypoint twice does not give the keypoint back.

    Training flips pictures and swaps partners. If the partner of the partner is another keypoint,
    labels wander with every flip.

    Write each pair once, with a sided index, so that the partners follow from it.

        elbow: {index: {left: 7, right: 8}}
    """
    partners = skeleton.partners
    for point in skeleton.keypoints:
        other = partners[point.id]
        if partners[other] != point.id:
            yield code.at(
                point.origin,
                f"`{point.id}` mirrors to `{other}`, but that mirrors to `{partners[other]}`",
                points=(point.id, other),
            )


@rule("S020", "partner-missing", Severity.WARNING)
def partner_missing(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A keypoint of one side has no partner on the other side.

    When a picture is flipped, this keypoint has no place to go: a left point would stay a left
    point on what is now the right side. That is seldom meant.

    Add the other index, or write a plain index if the point lies in the midline. If the subject
    really has the point on one side only, waive this finding and say why.

        scar: {index: {left: 5}}                # add `right: 6`, or waive
    """
    known = skeleton.by_id
    for point in skeleton.keypoints:
        if point.side and f"{_other(point.side)}_{point.stem}" not in known:
            yield code.at(
                point.where("index"),
                f"`{point.id}` has no partner on the {_other(point.side)}",
                help=f"write `index: {{{point.side}: {point.index}, {_other(point.side)}: …}}`",
                points=(point.id,),
            )


@rule("S030", "side-in-one-of-pair")
def side_in_one_of_pair(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A skeleton that is itself one of a pair has keypoints with sides.

    `one_of_pair: true` says that the whole skeleton is one hand, foot or ear. Its points get a
    side when the skeleton is included. A side of their own would make a "left left" point.

    Use plain indices, or drop `one_of_pair` if the skeleton has both sides.

        subject: {category: hand, laterality: subject, one_of_pair: true}
        keypoints:
          tip: {index: {left: 0, right: 1}}     # write `index: 0`
    """
    sided = [point for point in skeleton.keypoints if point.side]
    if skeleton.subject.one_of_pair and sided:
        yield code.at(
            sided[0].where("index"),
            f"the skeleton is one of a pair, but {listed(p.id for p in sided)} have a side",
            Note("said here", skeleton.subject.origin / "one_of_pair"),
            points=tuple(point.id for point in sided),
        )


@rule("S040", "edges-not-mirrored", Severity.WARNING)
def edges_not_mirrored(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """An edge of one side has no counterpart on the other side.

    Viewers draw a lopsided figure, and a model that learns limbs from edges learns one side only.

    Name the chain by stems, which gives both sides, or add the other edge.

        edges:
          - [left_hip, left_knee]               # write `[hip, knee]`
    """
    partners, known = skeleton.partners, skeleton.by_id
    drawn = {frozenset((edge.source, edge.target)) for edge in skeleton.edges}
    for edge in skeleton.edges:
        ends = [known.get(edge.source), known.get(edge.target)]
        if any(end is None or _alone(end, partners[end.id]) for end in ends):
            continue
        mirrored = (partners[edge.source], partners[edge.target])
        if frozenset(mirrored) not in drawn:
            yield _unmirrored(code, edge, mirrored)


@rule("S050", "contours-not-mirrored", Severity.WARNING)
def contours_not_mirrored(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A contour of one side has no counterpart on the other side.

    The figure shows one eye and not the other, and shape checks look at half the face only.

    Name the path by stems, which gives both sides, or use `half` for a line that crosses the
    midline.

        contours:
          eye: {path: [left_eye_outer, left_eye_inner]}   # write `[eye_outer, eye_inner]`
    """
    partners, known = skeleton.partners, skeleton.by_id
    drawn = {_shape(contour.points, contour.closed) for contour in skeleton.contours}
    for contour in skeleton.contours:
        points = [known.get(id) for id in contour.points]
        if any(point is None or _alone(point, partners[point.id]) for point in points):
            continue
        mirrored = tuple(partners[id] for id in contour.points)
        if _shape(mirrored, contour.closed) not in drawn:
            yield _lopsided(code, contour)


@rule("S060", "sigma-asymmetric-pair", Severity.WARNING)
def sigma_asymmetric_pair(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The two sides of a pair have different sigmas.

    Annotators are as good on the left as on the right. A difference is most often a slip of the
    table, and flipped pictures are then scored differently from the ones they came from.

    Give both sides one value. If the difference was published or measured, waive this finding and
    say so.

        values: {heel: {left: 0.066, right: 0.094}}       # write `heel: 0.08`
    """
    lent = {each.id: each.otherwise for each in skeleton.sigma_sets}
    for left, right in pairs(skeleton):
        for sigma in left.sigmas:
            other = right.sigma(sigma.set)
            if other is None or other == sigma.value:
                continue
            lender = lent.get(sigma.set)
            if lender and (left.sigma(lender), right.sigma(lender)) == (sigma.value, other):
                continue  # told where it was written
            yield code.at(
                sigma.origin,
                f"sigma of `{left.stem}` in `{sigma.set}` is {sigma.value:g} on the left"
                f" and {other:g} on the right",
                points=(left.id, right.id),
            )


@rule("S070", "pair-differs", Severity.WARNING)
def pair_differs(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The two sides of a pair differ in something that both sides share by nature.

    Left and right partners are the same place of the body. If one is a joint and the other a spot
    on the skin, or one may be hidden and the other not, labels of both sides mean different
    things.

    Write the field once, in the entry of the pair, and drop the override of one side.

        override:
          left_hip: {tolerance: 14 px}          # write `hip:`
    """
    for left, right in pairs(skeleton):
        fields = [name for name in SHARED if getattr(left, name) != getattr(right, name)]
        if fields:
            yield code.at(
                right.where(fields[0]),
                f"`{left.id}` and `{right.id}` differ in {listed(fields)}",
                Note("the left one", left.where(fields[0])),
                points=(left.id, right.id),
            )


def _other(side: str) -> str:
    return "right" if side == "left" else "left"


def _alone(point: Keypoint, partner: str) -> bool:
    """Whether a sided point has nobody to mirror to, which `partner-missing` tells."""
    return point.side is not None and partner == point.id


def _unmirrored(code: Code, edge: Edge, mirrored: tuple[str, str]) -> Diagnostic:
    return code.at(
        edge.origin,
        f"the edge from `{edge.source}` to `{edge.target}` has no counterpart on the other side",
        help=f"add `- [{mirrored[0]}, {mirrored[1]}]`, or name the chain by stems",
        points=(edge.source, edge.target),
    )


def _lopsided(code: Code, contour: Contour) -> Diagnostic:
    return code.at(
        contour.origin,
        f"the contour `{contour.id}` has no counterpart on the other side",
        help="name the path by stems, or give the left half under `half`",
        points=contour.points,
    )


def _shape(points: tuple[str, ...], closed: bool) -> tuple[str, ...]:
    """A contour without its direction and, when closed, without its start."""
    if not points:
        return points
    if not closed:
        return min(points, points[::-1])
    least = min(points)  # the smallest turn begins with the smallest word
    return min(
        line[i:] + line[:i]
        for line in (points, points[::-1])
        for i, word in enumerate(line)
        if word == least
    )
