"""The catalogue of a folder of specs: one page of Markdown, to read where the files lie."""

from __future__ import annotations

from collections.abc import Iterable

from schemac.catalogue import tables
from schemac.linking import Document
from schemac.markdown import plain
from schemac.model import Dictionary, PointMap, Skeleton, TierSet
from schemac.shipped import shipped

__all__ = ["catalogue"]

FAMILIES = ("body", "face", "hand", "foot", "sport", "clinical", "animal")
"""The order of families, which are the first words of ids; others follow by name."""


def catalogue(documents: Iterable[Document], title: str | None = None) -> str:
    """The page of linked documents. Its links lead to files below the folder of the specs, which
    is where the page belongs. The same documents give the same text, in whatever order they come.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    every = sorted(documents, key=lambda each: (each.id, _rank(each.version)))
    skeletons = [each for each in every if isinstance(each, Skeleton)]
    specs = tables.newest(each for each in skeletons if each.kind == "spec")
    parts = tables.newest(each for each in skeletons if each.kind == "part")
    dictionaries = tables.newest(each for each in every if isinstance(each, Dictionary))
    tier_sets = tables.newest(each for each in every if isinstance(each, TierSet))
    maps = tables.newest(each for each in every if isinstance(each, PointMap))
    environment = Environment(  # noqa: S701 (Markdown; the tables escape what they are given)
        loader=FileSystemLoader(shipped("templates")),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
    )
    return environment.get_template("catalogue.md.j2").render(
        title=plain(title or "Skeletons"),
        families=[(name, tables.specs(group)) for name, group in _families(specs)],
        counts=_counts(specs, parts, dictionaries, tier_sets),
        notes=tables.notes([*specs, *parts]),
        waivers=tables.waivers([*specs, *parts]),
        parts=tables.parts(parts, specs),
        dictionaries=tables.dictionaries(dictionaries, [*specs, *parts]),
        tier_sets=tables.tier_sets(tier_sets, specs),
        maps=tables.maps(maps),
    )


def _families(specs: tables.Versions[Skeleton]) -> list[tuple[str, tables.Versions[Skeleton]]]:
    """Specs by the first word of their ids."""
    groups: dict[str, tables.Versions[Skeleton]] = {}
    for versions in specs:
        groups.setdefault(versions[0].id.partition("/")[0], []).append(versions)
    known = [name for name in FAMILIES if name in groups]
    others = sorted(groups.keys() - set(FAMILIES))
    return [(plain(name.capitalize()), groups[name]) for name in (*known, *others)]


def _counts(
    specs: tables.Versions[Skeleton],
    parts: tables.Versions[Skeleton],
    dictionaries: tables.Versions[Dictionary],
    tier_sets: tables.Versions[TierSet],
) -> str:
    """`5 specs with 260 keypoints, 3 parts, 4 dictionaries with 120 landmarks, 2 tier sets`."""
    points = sum(len(versions[0].keypoints) for versions in specs)
    landmarks = sum(len(versions[0].landmarks) for versions in dictionaries)
    return ", ".join(
        (
            f"{_number(specs, 'spec')} with {points} keypoints",
            _number(parts, "part"),
            f"{_number(dictionaries, 'dictionary', 'dictionaries')} with {landmarks} landmarks",
            _number(tier_sets, "tier set"),
        )
    )


def _number(found: tables.Versions[tables.Kind], one: str, many: str | None = None) -> str:
    return f"{len(found)} {one if len(found) == 1 else many or one + 's'}"


def _rank(version: str) -> tuple[int, ...]:
    """Versions in the order of their numbers: 1.10.0 comes after 1.9.0."""
    return tuple(map(int, version.split(".")))
