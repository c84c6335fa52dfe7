"""What the standard library knows of the names in a file: specs with the same ones, landmarks."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from schemac.draft import Draft
from schemac.folders import documents_in, name_of
from schemac.importing.sides import side_said, words_of
from schemac.model import Dictionary, Skeleton, TierSet
from schemac.released import link_found
from schemac.workspace import Workspace

Key = tuple[str, tuple[str, ...]]


class Offer(Struct, frozen=True):
    """A place of a dictionary that a name could mean."""

    place: str
    dictionary: str
    midline: bool = False


class Known(Struct, frozen=True):
    """What is known of the names of one draft."""

    alike: tuple[Skeleton, ...] = ()
    """Specs that have exactly these names, as far as words go; the one in the same order first."""
    offers: Mapping[int, tuple[Offer, ...]] = {}
    """Index -> places of the dictionaries."""
    tiers: str | None = None
    """The tier set that has just the tiers of the file."""

    def apart(self, one: int, other: int) -> bool:
        """Whether two names mean different places, as far as the dictionaries know both. Twins are
        the same place on both sides, so these cannot be twins."""
        mine, theirs = self.offers.get(one, ()), self.offers.get(other, ())
        return bool(mine and theirs) and {o.place for o in mine}.isdisjoint(o.place for o in theirs)

    @property
    def same(self) -> Skeleton | None:
        """The spec to compare with first."""
        return self.alike[0] if self.alike else None


def key_of(name: str) -> Key:
    """A name without its spelling: side, and words in small letters."""
    said = side_said(name)
    return (said.side, said.rest) if said is not None else ("", words_of(name))


def known_of(draft: Draft, workspace: Workspace) -> Known:
    """What the library has for the names of a draft."""
    if not draft.named:
        return Known(tiers=_tier_set(draft, workspace))
    names = [point.name for point in draft.points]
    keys = [key_of(name) for name in names]
    specs = _of_size(len(names), workspace)
    alike = [spec for spec in specs if sorted(map(key_of, _names(spec))) == sorted(keys)]
    alike.sort(key=lambda spec: ([key_of(n) for n in _names(spec)] != keys, spec.id))
    offers = _offered(keys, workspace)
    if alike:
        offers |= _cited(keys, alike[0])
    return Known(tuple(alike), offers, _tier_set(draft, workspace))


def order_in(names: Sequence[str], spec: Skeleton) -> tuple[int, ...]:
    """For each name, the index it has in a spec with the same names."""
    where = {key_of(point.name): point.index for point in spec.keypoints}
    return tuple(where[key_of(name)] for name in names)


def _names(spec: Skeleton) -> list[str]:
    return [point.name for point in spec.keypoints]


def _of_size(total: int, workspace: Workspace) -> Iterator[Skeleton]:
    """Library specs with that many keypoints. An id tells it, so that others are not read."""
    for path in documents_in(workspace.library):
        name = name_of(workspace.library, path)
        if "@" in name or name.startswith(("landmarks/", "visibility/", "maps/")):
            continue
        if re.search(r"\d+$", name) and not name.endswith(f"-{total}"):
            continue
        found = workspace.read(path)
        if found.declaration is not None and found.declaration.kind == "spec":
            document = link_found(workspace, found).document
            if isinstance(document, Skeleton) and len(document.keypoints) == total:
                yield document


def _tier_set(draft: Draft, workspace: Workspace) -> str | None:
    wanted = sorted(tier.name for tier in draft.tiers or ())
    for path in documents_in(f"{workspace.library}{os.sep}visibility") if wanted else ():
        document = link_found(workspace, workspace.read(path)).document
        if isinstance(document, TierSet) and sorted(t.id for t in document.tiers) == wanted:
            return f"{document.id}@{document.version}"
    return None


# ---- landmarks --------------------------------------------------------------------------------


def dictionaries(workspace: Workspace) -> tuple[Dictionary, ...]:
    """The dictionaries of the standard library."""
    found = []
    for path in documents_in(f"{workspace.library}{os.sep}landmarks"):
        if "@" not in Path(path).name:
            document = link_found(workspace, workspace.read(path)).document
            if isinstance(document, Dictionary):
                found.append(document)
    return tuple(found)


def _offered(keys: Sequence[Key], workspace: Workspace) -> dict[int, tuple[Offer, ...]]:
    by_words: dict[tuple[str, ...], list[Offer]] = {}
    for dictionary in dictionaries(workspace):
        prefix = dictionary.id.rsplit("/", 1)[-1]
        for mark in dictionary.landmarks:
            reference = f"{dictionary.id}@{dictionary.version}"
            offer = Offer(f"{prefix}.{mark.id}", reference, mark.midline)
            for text in (mark.id, mark.words.title, *mark.words.aliases):
                listed = by_words.setdefault(words_of(text), [])
                if offer not in listed:
                    listed.append(offer)
    found = {}
    for index, (side, rest) in enumerate(keys):
        offers = [o for o in by_words.get(rest, ()) if not (side and o.midline)]
        if offers:
            found[index] = tuple(sorted(offers, key=_usual)[:2])
    return found


def _usual(offer: Offer) -> tuple[int, str]:
    """People come before animals and specialities."""
    order = ("body", "face", "hand", "foot")
    prefix = offer.place.partition(".")[0]
    return (order.index(prefix) if prefix in order else len(order), offer.place)


def _cited(keys: Sequence[Key], spec: Skeleton) -> dict[int, tuple[Offer, ...]]:
    """The places that a spec with the same names cites."""
    place = {key_of(point.name): point.place for point in spec.keypoints}
    found: dict[int, tuple[Offer, ...]] = {}
    for index, key in enumerate(keys):
        cited = place.get(key)
        if cited is not None:
            found[index] = (Offer(str(cited), str(cited.dictionary)),)
    return found
