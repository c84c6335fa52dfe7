"""A `dataset_info` file, in the shape that `parse_pose_metainfo` of MMPose 1.x reads.

The file is Python that MMEngine runs, after it has put file names and environment variables in
place of `{{ ... }}` anywhere in it. So a spec's strings are written as ASCII literals in which no
brace and no quote stands as itself.

Colours are red, green, blue. The docstring of MMPose says blue, green, red, but its visualizers
draw the numbers as they are on pictures that they have turned into RGB before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemac.artifact import Artifact
from schemac.colours import INSTANCE_COLOUR, label_colours
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.format import Emission, Feature, Loss, Settings
from schemac.literals import comment, python_text
from schemac.model import SigmaSet, Skeleton, SourceRef
from schemac.one_sigma_set import OneSet, lost_sigmas, one_set

SIGMAS = Code(
    id="C401",
    name="mmpose-sigmas",
    severity=Severity.WARNING,
    doc="""The option `sigmas` of the target `mmpose` names a set that the spec does not have.

    `dataset_info.py` then has no sigmas, and MMPose's OKS metric and OKS loss stop with an error.
    The option holds for every spec of a project; without it each spec gives the set of its main
    OKS profile. Name a set that stands under `sigmas` of the spec, or leave the option out.

        targets:
          mmpose: {sigmas: mine}
    """,
)
CODES = (SIGMAS,)

_WIDTH = 88  # black's


def accepts(skeleton: Skeleton, settings: Settings) -> Iterator[Diagnostic]:
    """A set of sigmas that was asked for and does not exist."""
    wanted = settings.options.get("sigmas", "")
    if wanted and skeleton.sigma_set(wanted) is None:
        known = ", ".join(f"`{each.id}`" for each in skeleton.sigma_sets)
        yield SIGMAS.at(
            skeleton.origin / "sigmas" if known else skeleton.origin,
            f"target `mmpose` is told to take the sigmas `{wanted}`, which this spec does not have",
            help=f"it has {known}" if known else "it has no sigmas",
        )


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`dataset_info.py`: keypoints in index order, with the names of their mirror partners."""
    taken = one_set(skeleton, settings.options.get("sigmas", ""))
    content = "\n".join(_file(skeleton, taken)) + "\n"
    return Emission(
        (Artifact("dataset_info.py", content.encode("ascii")),),
        tuple(_losses(skeleton, taken)),
        tuple(_assumed(skeleton)),
    )


def _file(skeleton: Skeleton, taken: OneSet) -> Iterator[str]:
    yield f"# {comment(str(skeleton.reference))}, compiled by schemac. Change the spec, not this."
    yield "dataset_info = dict("
    yield f"    dataset_name={python_text(skeleton.id)},"
    yield from _bracket("paper_info=dict(", _paper(_paper_of(skeleton, taken.set)), ")", 4)
    yield from _numbered("keypoint_info", _keypoints(skeleton))
    yield from _numbered("skeleton_info", _links(skeleton))
    yield from _bracket("joint_weights=[", [repr(w) for w in _weights(skeleton)], "]", 4)
    yield from _bracket("sigmas=[", [repr(s) for s in taken.values], "]", 4)
    yield ")"


def _numbered(key: str, entries: Sequence[Sequence[str]]) -> Iterator[str]:
    """A dict of dicts by number. MMPose goes by the order in the file, so it is that of indices."""
    yield f"    {key}={{" if entries else f"    {key}={{}},"
    for i, entry in enumerate(entries):
        yield from _bracket(f"{i}: dict(", entry, ")", 8)
    if entries:
        yield "    },"


def _keypoints(skeleton: Skeleton) -> list[list[str]]:
    colours = label_colours(skeleton)
    partners = [skeleton.keypoints[i] for i in skeleton.mirror]
    return [
        [
            f"name={python_text(point.name)}",
            f"id={point.index}",
            f"color={_channels(colours[point.id])}",
            f"type={python_text(point.half or '')}",
            f"swap={python_text('' if partner is point else partner.name)}",
        ]
        for point, partner in zip(skeleton.keypoints, partners, strict=True)
    ]


def _links(skeleton: Skeleton) -> list[list[str]]:
    """A link has the colour of the point it leads to, and none of a side when it joins two."""
    colours = label_colours(skeleton)
    entries = []
    for i, edge in enumerate(skeleton.edges):
        source, target = skeleton.by_id[edge.source], skeleton.by_id[edge.target]
        colour = colours[target.id] if source.side == target.side else INSTANCE_COLOUR
        names = f"({python_text(source.name)}, {python_text(target.name)})"
        entries.append([f"link={names}", f"id={i}", f"color={_channels(colour)}"])
    return entries


def _paper_of(skeleton: Skeleton, chosen: SigmaSet | None) -> SourceRef | None:
    """The only work that the spec cites, else the one that the sigmas are from."""
    if len(skeleton.sources) == 1:
        return skeleton.sources[0]
    return chosen.source if chosen else None


def _paper(source: SourceRef | None) -> list[str]:
    """MMPose's keys for what a spec knows of a work. `parse_pose_metainfo` does not read them."""
    if source is None:
        return []
    year = None if source.year is None else str(source.year)
    said = {"title": source.title, "year": year, "homepage": source.url}
    return [f"{key}={python_text(value)}" for key, value in said.items() if value is not None]


def _weights(skeleton: Skeleton) -> list[float]:
    """One weight a keypoint; empty when the spec states none.

    The parser turns an empty list into an empty array, which is looked at only by
    `GenerateTarget(use_dataset_keypoint_weights=True)` (off by default), and fails there.
    """
    if all(point.weight is None for point in skeleton.keypoints):
        return []
    return [1.0 if point.weight is None else point.weight for point in skeleton.keypoints]


def _losses(skeleton: Skeleton, taken: OneSet) -> Iterator[Loss]:
    if taken.set and taken.values:
        beyond = f"what the sigmas of {taken.set.id} are relative to ({taken.set.scale.text})"
        yield Loss(
            Feature.SIGMAS,
            f"MMPose has no place for {beyond}, nor for where they are from;"
            " it takes the area that stands in the annotation",
        )
    # MMPose compares them with the keypoints by position and does not count them.
    yield from lost_sigmas(skeleton, taken, "MMPose", "sigmas is empty")
    if skeleton.subject.laterality == "viewer" and _swaps(skeleton):
        yield Loss(
            Feature.MIRROR,
            "MMPose exchanges the same partners when it turns a picture upside down, which is"
            " wrong for left and right of the viewer: use RandomFlip with horizontal only",
        )


def _assumed(skeleton: Skeleton) -> Iterator[str]:
    total = len(skeleton.keypoints)
    if not skeleton.sigma_sets:
        yield "sigmas is empty, as the spec has none; MMPose's OKS metric and OKS loss need them"
    elif skeleton.main_sigmas is None:
        yield "which sigmas to take is for the option `sigmas`: the spec has no main OKS profile"
    halved = sum(1 for point in skeleton.keypoints if point.half)
    if halved < total:
        yield (
            f"type is '' for {total - halved} of {total} keypoints, whose half of the body the"
            " spec does not state; MMPose's RandomHalfBody takes them for neither"
        )
    weighted = sum(1 for point in skeleton.keypoints if point.weight is not None)
    if not weighted:
        yield (
            "joint_weights is empty, as the spec has none; MMPose looks at it only in"
            " GenerateTarget(use_dataset_keypoint_weights=True)"
        )
    elif weighted < total:
        yield f"the loss weight of {total - weighted} keypoints that state none is 1"


def _swaps(skeleton: Skeleton) -> bool:
    return bool(skeleton.top_bottom) or any(id != q for id, q in skeleton.partners.items())


def _bracket(head: str, items: Sequence[str], tail: str, indent: int) -> Iterator[str]:
    """A bracket as black lays it out: on one line, its inside on one line, or an item a line."""
    outer, inner = " " * indent, " " * (indent + 4)
    inside = ", ".join(items)
    if len(f"{outer}{head}{inside}{tail},") <= _WIDTH:
        yield f"{outer}{head}{inside}{tail},"
        return
    yield f"{outer}{head}"
    if len(inner + inside) <= _WIDTH and "\n" not in inside:
        yield inner + inside
    else:
        yield from (f"{inner}{item}," for item in items)
    yield f"{outer}{tail},"


def _channels(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"[{red}, {green}, {blue}]"
