"""Markdown: the keypoints as tables that people read where code is: GitHub, GitLab, a wiki.

Tables are those of GitHub's Markdown. Every word of a spec is escaped, so that it stays a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact
from schemac.format import Emission, Feature, Format, Group, Settings, Use
from schemac.markdown import code, link, plain, table
from schemac.model import Keypoint, SigmaSet, Skeleton


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`keypoints.md`: what is labelled, the keypoints, edges, contours, tiers, sigmas, sources."""
    sections = [f"# {plain(skeleton.title)}", _opening(skeleton)]
    for title, text in _sections(skeleton):
        if text:
            sections.append(f"## {title}\n\n{text}")
    content = "\n\n".join(sections) + "\n"
    return Emission((Artifact("keypoints.md", content.encode("utf-8", "replace")),))


def use(skeleton: Skeleton) -> Use:
    """Where it is read."""
    return Use("Put the file where your code or data lies; GitHub and GitLab show its tables.")


def _opening(skeleton: Skeleton) -> str:
    subject = skeleton.subject
    whose = "the subject's own" if subject.laterality == "subject" else "the viewer's"
    count = len(skeleton.keypoints)
    words = (
        f"{code(str(skeleton.reference))}, {count} keypoint{'s' * (count != 1)} of"
        f" {plain(skeleton.category)}. Left is {whose} left. Indices count from 0. Compiled by"
        " schemac; change the spec, not this."
    )
    return f"{words} {plain(skeleton.summary)}" if skeleton.summary else words


def _sections(skeleton: Skeleton) -> Iterator[tuple[str, str]]:
    names = {point.id: plain(point.name) for point in skeleton.keypoints}
    rows = (_row(skeleton, point, names) for point in skeleton.keypoints)
    yield "Keypoints", table(("#index", "name", "what it is", "mirror", "definition"), rows)
    edges = (
        (str(i), names[edge.source], str(j), names[edge.target])
        for (i, j), edge in zip(skeleton.edge_indices, skeleton.edges, strict=True)
    )
    yield "Edges", table(("#index", "from", "#index", "to"), edges)
    contours = (
        (code(c.id), ", ".join(names[p] for p in c.points), "yes" if c.closed else "no")
        for c in skeleton.contours
    )
    yield "Contours", table(("contour", "keypoints in order", "closed"), contours)
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    yield (
        "Visibility",
        table(
            ("#code", "tier", "COCO's flag", "definition"),
            (
                (str(t.code), plain(t.title), _number(t.coco), plain(t.definition or ""))
                for t in tiers
            ),
        ),
    )
    yield "Sigmas", _sigmas(skeleton)
    sources = (
        (link(plain(s.title), s.url), str(s.year) if s.year else "") for s in skeleton.sources
    )
    yield "Sources", table(("title", "#year"), sources)


def _row(skeleton: Skeleton, point: Keypoint, names: dict[str, str]) -> tuple[str, ...]:
    partner = skeleton.partners[point.id]
    marks = " (in every instance)" if point.required else ""
    return (
        str(point.index),
        names[point.id],
        plain(point.words.title) + marks,
        "" if partner == point.id else names[partner],
        plain(point.words.definition or ""),
    )


def _sigmas(skeleton: Skeleton) -> str:
    sets = skeleton.sigma_sets
    if not sets:
        return ""
    rows = (
        (plain(p.name), *(_number(p.sigma(each.id)) for each in sets)) for p in skeleton.keypoints
    )
    heads = ["keypoint", *(f"#{plain(each.id)}" for each in sets)]
    return "\n".join([*(_about(each) for each in sets), "", table(heads, rows)])


def _about(each: SigmaSet) -> str:
    source = f", from {link(plain(each.source.title), each.source.url)}" if each.source else ""
    return (
        f"- {code(each.id)}: COCO's sigma (not 2 sigma), {each.basis}{source}; the scale is"
        f" {code(each.scale.text)}"
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, int) else repr(value)


FORMAT = Format(
    name="markdown",
    title="Markdown page",
    summary="Tables for people to read beside code and data: keypoints, edges, tiers, sigmas.",
    group=Group.CODE,
    files={"keypoints.md": "a page of tables in GitHub's Markdown"},
    carries=frozenset(
        {
            Feature.DEFINITIONS, Feature.EDGES, Feature.CONTOURS, Feature.MIRROR,
            Feature.LATERALITY, Feature.SIGMAS, Feature.TIERS, Feature.REQUIRED, Feature.VERSION,
        }
    ),
    emit=emit,
    use=use,
    sigmas="sigma, every set with its source and scale",
    proven="read back by markdown-it (CommonMark with tables)",
)  # fmt: skip
