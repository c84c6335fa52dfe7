"""A page per region: one enlarged figure with names, and its keypoints in a row."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.guide.context import Context, region_path
from schemac.guide.page import Page
from schemac.guide.sides import badge


def pages(context: Context) -> Iterator[Page]:
    """A page for each region that holds keypoints."""
    for region in context.regions:
        members = context.members(region.id)
        title = context.speech.plain(region.title)
        yield Page(
            path=region_path(region.id),
            title=title,
            template="region",
            values={
                "region": region,
                "members": [(point, badge(context.skeleton, point)) for point in members],
                "with_definition": any(point.words.definition for point in members),
            },
            section=(context.speech.say("Points"), title),
            wide=True,
        )
