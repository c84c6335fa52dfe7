"""What every page of a guide may ask: the skeleton, and what was worked out from it once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct

from schemac.guide.speech import Speech
from schemac.model import Keypoint, Region, Skeleton

if TYPE_CHECKING:
    from schemac.hotkeys import Hotkeys


class Context(Struct, frozen=True, kw_only=True, dict=True):
    """A skeleton, the words to speak of it, and the project's settings for guides.

    `digest` is that of the linked skeleton. `feedback` is a web address, in which `<id>` stands
    for the keypoint. `older` are the released versions before this one, newest first.
    """

    skeleton: Skeleton
    speech: Speech
    digest: str
    feedback: str | None = None
    older: tuple[Skeleton, ...] = ()

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
        """Keypoint id -> its title in the reader's language."""
        return {p.id: self.speech.plain(title(p)) for p in self.skeleton.keypoints}

    def members(self, region: str | None) -> tuple[Keypoint, ...]:
        """The keypoints of a region, in index order; those of none for None."""
        return tuple(p for p in self.skeleton.keypoints if p.region == region)

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
