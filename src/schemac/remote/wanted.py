"""What a spec wants a tool to have: the artifacts of its target, under a project's title."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.format import Emission, Loss
from schemac.guide import Context, speech
from schemac.guide.reduced.title import title_of
from schemac.model import Skeleton
from schemac.workspace import UsageError

if TYPE_CHECKING:
    from schemac.guide.reduced import Sheet


class Wanted(Struct, frozen=True, kw_only=True, dict=True):
    """A skeleton and the artifacts of one target, by file name. `context` is that of its guide."""

    skeleton: Skeleton
    context: Context
    artifacts: Mapping[str, bytes]
    title: str
    template: bool = False
    layout: str | None = None
    losses: tuple[Loss, ...] = ()
    assumed: tuple[str, ...] = ()

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The pictures of the guide, drawn when they are first asked for."""
        from schemac.guide.reduced import contact_sheets

        return contact_sheets(self.context)

    def file(self, name: str) -> bytes:
        """The content of an artifact. Raises UsageError when the target does not write it."""
        if name not in self.artifacts:
            made = ", ".join(sorted(self.artifacts))
            raise UsageError(f"the target does not write {name} for this spec", f"it has {made}")
        return self.artifacts[name]


def wanted_of(
    tool: ModuleType,
    skeleton: Skeleton,
    emission: Emission,
    *,
    title: str | None = None,
    layout: str | None = None,
    template: bool = False,
    context: Context | None = None,
) -> Wanted:
    """What a skeleton wants a tool to have; its guide is in English without a `context`. Raises
    UsageError for what the tool does not know."""
    from schemac.guide.reduced import TELLS

    if layout is not None and layout not in tool.LAYOUTS:
        listed = ", ".join(f"`{name}`" for name in tool.LAYOUTS)
        help = f"there are {listed}" if listed else "it has one only"
        raise UsageError(f"{tool.NAME} has no layout `{layout[:40]}`", help)
    if template and not tool.LAYOUTS:
        raise UsageError(f"{tool.NAME} has no template tasks")
    if title is not None and not 3 <= len(title.strip()) <= tool.LONGEST_TITLE:
        raise UsageError(f"a title in {tool.NAME} has 3 to {tool.LONGEST_TITLE} characters")
    return Wanted(
        skeleton=skeleton,
        context=context or Context(skeleton=skeleton, speech=speech("en"), digest=""),
        artifacts={artifact.path: artifact.content for artifact in emission.artifacts},
        title=title.strip() if title else title_of(skeleton, tool.LONGEST_TITLE),
        template=template,
        layout=layout,
        losses=tuple(loss for loss in emission.losses if loss.feature not in TELLS),
        assumed=emission.assumed,
    )
