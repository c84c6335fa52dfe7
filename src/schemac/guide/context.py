"""What every page of a guide may ask: the skeleton, and what was worked out from it once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct

from schemac.guide.editions import Edition
from schemac.guide.speech import Speech
from schemac.model import Keypoint, Region, Skeleton

if TYPE_CHECKING:
    from schemac.hotkeys import Hotkeys


class Context(Struct, frozen=True, kw_only=True, dict=True):
    """A skeleton, the words to speak of it, and the project's settings for guides.

    `digest` is that of the linked skeleton. `feedback` is a web address, in which `<id>` stands
    for the keypoint. `older` are the versions that this one came from, newest first; `editions` all
    versions there are, the highest first. `locales` are the languages of the guide: the first lies
    at its top, the others in a folder each.
    """

    skeleton: Skeleton
    speech: Speech
    digest: str
    feedback: str | None = None
    older: tuple[Skeleton, ...] = ()
    editions: tuple[Edition, ...] = ()
    locales: tuple[str, ...] = ()

    @cached_property
    def hotkeys(self) -> Hotkeys:
        from schemac.hotkeys import allocate

        return allocate(self.skeleton)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The regions that hold keypoints, in the order of the spec."""
        used = {point.region for point in self.skeleton.keypoints}
        return tuple(region for region in self.skeleton.regions if region.id in used)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Keypoint id -> its title in the reader's language, with the side where the spec calls
        both of a pair the same."""
        return {p.id: self._sided(p, self.speech.plain(title(p))) for p in self.skeleton.keypoints}

    @cached_property
    def quoted(self) -> Mapping[str, str]:
        """The same for pages, marked where it is not in the reader's language."""
        return {p.id: self._sided(p, self.speech.quote(title(p))) for p in self.skeleton.keypoints}

    @property
    def others(self) -> Mapping[str, str]:
        """The other languages of the guide, and the way from its folder to theirs."""
        up = "" if self.locales[:1] == (self.speech.locale,) else "../"
        return {
            locale: up if locale == self.locales[0] else f"{up}{locale}/"
            for locale in self.locales
            if locale != self.speech.locale
        }

    def members(self, region: str | None) -> tuple[Keypoint, ...]:
        """The keypoints of a region, in index order; those of none for None."""
        return tuple(p for p in self.skeleton.keypoints if p.region == region)

    @cached_property
    def both(self) -> Mapping[str, str]:
        """Keypoint id -> the words that the titles of a pair share; no entry for points without a
        partner, and for pairs whose titles share none."""
        known, partners = self.skeleton.by_id, self.skeleton.partners
        pairs = ((id, known[id], known[other]) for id, other in partners.items() if id != other)
        plain = self.speech.plain
        shared = ((id, _shared(plain(title(one)), plain(title(two)))) for id, one, two in pairs)
        return {id: words for id, words in shared if words}

    def _sided(self, point: Keypoint, called: str) -> str:
        partner = self.skeleton.partners[point.id]
        if partner == point.id or title(self.skeleton.by_id[partner]) != title(point):
            return called
        say = self.speech.say
        sentence = say("{region}, left") if point.side == "left" else say("{region}, right")
        return type(called)(sentence).format(region=called)  # markup stays markup

    def feedback_on(self, id: str) -> str | None:
        """Where to tell about a keypoint; None where there is no web address for it."""
        address = self.feedback
        if not address or not address.startswith(("https://", "http://", "mailto:")):
            return None
        return address.replace("<id>", quote(id, safe=""))


def title(point: Keypoint) -> str:
    """What people call a keypoint: its title, else its name."""
    return point.words.title or point.name


def point_path(id: str) -> str:
    """The page of a keypoint. Ids are plain words, so a path cannot be led astray."""
    return f"points/{id}.md"


def region_path(id: str) -> str:
    """The page of a region."""
    return f"regions/{id}.md"


def _shared(one: str, other: str) -> str:
    """The words of two titles that match in order, as a title."""
    from difflib import SequenceMatcher

    words = one.split()
    blocks = SequenceMatcher(None, words, other.split(), autojunk=False).get_matching_blocks()
    kept = " ".join(" ".join(words[block.a : block.a + block.size]) for block in blocks).strip(" ,")
    return kept[:1].upper() + kept[1:]
