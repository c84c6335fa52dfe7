"""What a spec wants a tool to have: the artifacts of its target, under a project's title."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from msgspec import Struct

from schemac.format import Emission, Loss
from schemac.model import Skeleton
from schemac.remote.instructions import TELLS
from schemac.workspace import UsageError


class Wanted(Struct, frozen=True, kw_only=True):
    """A skeleton and the artifacts of one target, by file name."""

    skeleton: Skeleton
    artifacts: Mapping[str, bytes]
    title: str
    template: bool = False
    layout: str | None = None
    losses: tuple[Loss, ...] = ()
    assumed: tuple[str, ...] = ()

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
) -> Wanted:
    """What a skeleton wants a tool to have. Raises UsageError for what the tool does not know."""
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
        artifacts={artifact.path: artifact.content for artifact in emission.artifacts},
        title=title.strip() if title else title_of(skeleton, tool.LONGEST_TITLE),
        template=template,
        layout=layout,
        losses=tuple(loss for loss in emission.losses if loss.feature not in TELLS),
        assumed=emission.assumed,
    )


def title_of(skeleton: Skeleton, longest: int) -> str:
    """What a project is called when nobody says: title, id and version. The title is cut where
    a tool has no room for it; id and version are not, because projects are found by them."""
    reference = str(skeleton.reference)
    if len(reference) > longest:
        message = f"`{reference}` is too long for the title of a project ({longest} characters)"
        raise UsageError(message, "choose one with --title")
    title = "".join(c for c in " ".join(skeleton.title.split()) if c.isprintable())
    room = longest - len(reference) - 1
    if len(title) > room:
        title = f"{title[: room - 1].rstrip()}…" if room > 1 else ""
    return f"{title} {reference}".strip()
