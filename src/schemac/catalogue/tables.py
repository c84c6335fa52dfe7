"""The tables of the catalogue: specs, what is said of their sources, and what they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from schemac.markdown import code, link, plain, table
from schemac.model import (
    Dictionary,
    Keypoint,
    PointMap,
    Reference,
    Skeleton,
    SourceRef,
    TierSet,
)

Kind = TypeVar("Kind", Skeleton, Dictionary, TierSet, PointMap)
Versions = list[list[Kind]]
"""The versions of each document, the newest first."""


def newest(documents: Iterable[Kind]) -> Versions[Kind]:
    """The documents by id, given by id and version upwards."""
    found: dict[str, list[Kind]] = {}
    for each in documents:
        found.setdefault(each.id, []).insert(0, each)
    return list(found.values())


def specs(group: Versions[Skeleton]) -> tuple[str, list[str]]:
    """A table with a row a spec, and what each says of itself."""
    headings = ("spec", "title", "#keypoints", "labels", "tiers", "sigmas", "evaluation",
                "licence", "sources")  # fmt: skip
    rows = (
        (
            _versions(each),
            plain(each[0].title),
            str(len(each[0].keypoints)),
            _subject(each[0]),
            code(each[0].visibility.id) if each[0].visibility else "",
            _sigmas(each[0]),
            "; ".join(_profiles(each[0])) or "none",
            plain(each[0].licence or "not stated"),
            "; ".join(map(_source, each[0].sources)) or "none named",
        )
        for each in group
    )
    said = [f"- {code(e[0].id)}: {plain(e[0].summary)}" for e in group if e[0].summary]
    return table(headings, rows), said


def notes(group: Versions[Skeleton]) -> str:
    """What specs and parts note beside the words of landmarks: what a data set means, where it
    is vague, where it differs."""
    headings = ("in", "keypoint", "concerning", "note")
    return table(headings, (row for versions in group for row in _notes(versions[0])))


def waivers(group: Versions[Skeleton]) -> str:
    """Findings that specs keep as they were published, with their reasons."""
    headings = ("in", "finding", "because")
    rows = (
        (code(versions[0].id), code(waiver.rule), plain(waiver.because))
        for versions in group
        for waiver in versions[0].waivers
    )
    return table(headings, rows)


def parts(group: Versions[Skeleton], hosts: Versions[Skeleton]) -> str:
    """Parts, and the specs they are included in."""
    headings = ("part", "title", "#keypoints", "included in")
    rows = (
        (
            _versions(each),
            plain(each[0].title),
            str(len(each[0].keypoints)),
            _ids(host[0].id for host in hosts if _uses(host[0], each[0].id)),
        )
        for each in group
    )
    return table(headings, rows)


def dictionaries(group: Versions[Dictionary], users: Versions[Skeleton]) -> str:
    """Dictionaries, and whose keypoints cite them."""
    headings = ("dictionary", "title", "#landmarks", "#curves", "cited by", "sources")
    cited = {user[0].id: _cited(user[0]) for user in users}
    rows = (
        (
            _versions(each),
            plain(each[0].title),
            str(len(each[0].landmarks)),
            str(len(each[0].curves)),
            _ids(user for user, found in cited.items() if each[0].id in found),
            "; ".join(map(_source, each[0].sources)) or "none named",
        )
        for each in group
    )
    return table(headings, rows)


def tier_sets(group: Versions[TierSet], users: Versions[Skeleton]) -> str:
    """Tier sets with the stored codes of their tiers."""
    headings = ("tier set", "title", "tiers", "used by", "sources")
    rows = (
        (
            _versions(each),
            plain(each[0].title),
            ", ".join(f"{code(tier.id)} {tier.code}" for tier in each[0].tiers),
            _ids(u[0].id for u in users if u[0].visibility and u[0].visibility.id == each[0].id),
            "; ".join(map(_source, each[0].sources)) or "none named",
        )
        for each in group
    )
    return table(headings, rows)


def maps(group: Versions[PointMap]) -> str:
    """Maps from one skeleton to another."""
    headings = ("map", "title", "from", "to")
    rows = (
        (
            _versions(each),
            plain(each[0].title),
            code(str(each[0].source)),
            code(str(each[0].target)),
        )
        for each in group
    )
    return table(headings, rows)


# ---- cells ------------------------------------------------------------------------------------


def _versions(versions: list[Kind]) -> str:
    """The id with all its versions, each a link to its file."""
    first, *older = versions
    told: list[str] = [link(plain(each.version), _file(each)) for each in older]
    return " ".join([link(code(first.id), _file(first)), plain(first.version), *told])


def _file(document: Kind) -> str:
    name = document.origin.file.replace("\\", "/").rpartition("/")[2]
    frozen = f"@{document.version}" if "@" in name else ""
    return f"./{document.id}{frozen}.yaml"


def _ids(ids: Iterable[str]) -> str:
    return ", ".join(map(code, ids)) or "none"


def _subject(skeleton: Skeleton) -> str:
    subject = skeleton.subject
    said = [skeleton.category, *subject.species]
    if subject.one_of_pair:
        said.append("one of a pair, written as a left one")
    if subject.laterality == "viewer":
        said.append("left as the viewer sees it")
    return plain(", ".join(said))


def _sigmas(skeleton: Skeleton) -> str:
    said = []
    for each in skeleton.sigma_sets:
        held = sum(1 for p in skeleton.keypoints if p.sigma(each.id) is not None)
        some = "" if held == len(skeleton.keypoints) else f", for {held} of the keypoints"
        by = f", {_source(each.source)}" if each.source else ""
        said.append(f"{code(each.id)} {plain(each.basis)}{some}{by}")
    return "; ".join(said) or "none published"


def _profiles(skeleton: Skeleton) -> Iterator[str]:
    """Ways to evaluate, the main one first."""
    for profile in sorted(skeleton.evaluation, key=lambda each: not each.main):
        said = plain(profile.metric)
        if profile.sigmas:
            said += f" with {code(profile.sigmas)}"
        if profile.threshold is not None:
            said += f" at {profile.threshold:g}"
        if profile.relative_to:
            of = "of" if profile.threshold is not None else "by"
            said += f" {of} {code(profile.relative_to.text)}"
        number = len(profile.points)
        if number not in (0, len(skeleton.keypoints)):
            said += f" on {number} keypoint{'s' * (number != 1)}"
        yield said


def _source(source: SourceRef) -> str:
    said = link(plain(source.title), source.url)
    facts = [str(source.year)] if source.year else []
    facts += [plain(source.licence)] if source.licence else []
    return f"{said} ({', '.join(facts)})" if facts else said


def _notes(skeleton: Skeleton) -> Iterator[tuple[str, str, str, str]]:
    """A note of a pair once, in the words of its left one."""
    for point in skeleton.keypoints:
        if point.side == "right" and skeleton.partners[point.id] != point.id:
            continue
        for note in point.words.notes:
            if note.origin.file == skeleton.origin.file:
                yield (
                    code(skeleton.id),
                    _named(skeleton, point),
                    plain(note.subject),
                    plain(note.text),
                )


def _named(skeleton: Skeleton, point: Keypoint) -> str:
    return code(point.id if skeleton.partners[point.id] == point.id else point.stem)


def _uses(skeleton: Skeleton, id: str) -> bool:
    return any(reference.id == id for reference in skeleton.dependencies)


def _cited(skeleton: Skeleton) -> set[str]:
    places: set[Reference] = {p.place.dictionary for p in skeleton.keypoints if p.place}
    return {reference.id for reference in places}
