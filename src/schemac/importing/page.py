"""All that the text of a draft spec is made of."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from schemac.draft import Draft
from schemac.importing.known import Known
from schemac.importing.places import Layout
from schemac.importing.settled import Settled


class Page(Struct, frozen=True, kw_only=True):
    """All that the text of a spec is made of. `doubts` are sentences by index."""

    id: str
    format_title: str
    draft: Draft
    found: Settled
    layout: Layout
    known: Known
    doubts: Mapping[int, tuple[str, ...]]
