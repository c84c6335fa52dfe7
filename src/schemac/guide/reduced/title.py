"""What a project on an annotation server is called."""

from __future__ import annotations

from schemac.model import Skeleton
from schemac.workspace import UsageError


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
