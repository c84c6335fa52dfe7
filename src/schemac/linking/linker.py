"""What linking carries along: how documents are found, what is open, what was wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.diagnostic import Code, Diagnostic, Note
from schemac.linking import codes
from schemac.model.place import Reference
from schemac.reading.declare import Declaration
from schemac.reading.types import nearest
from schemac.source import Origin

if TYPE_CHECKING:
    from schemac.linking.draft import Draft

MAX_NESTED = 8
MAX_ALIKE = 100  # findings of one kind about unknown names in one document


class Nowhere(Struct, frozen=True):
    """A reference that leads nowhere: the versions there are of that id, and ids like it."""

    versions: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    unreadable: str | None = None


Resolve = Callable[[Reference], Declaration | Nowhere]


class Linker:
    """Links documents that it gets from `resolve`; it opens no file itself.

    Drafts are kept, so that a part is linked once however often it is included.
    """

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self.problems: list[Diagnostic] = []
        self.drafts: dict[Reference, Draft | None] = {}
        self.open: list[Reference] = []
        self._faults: set[Origin] = set()
        self._told: dict[str, int] = {}
        self.used: dict[Reference, None] = {}

    def report(
        self,
        code: Code,
        origin: Origin,
        message: str,
        *notes: Note,
        help: str | None = None,
        points: tuple[str, ...] = (),
    ) -> None:
        self.problems.append(code.at(origin, message, *notes, help=help, points=points))

    def heed(self, *faults: Origin) -> None:
        """Remember places that could not be read or found: what they held may be named elsewhere,
        and is no second mistake there."""
        self._faults.update(faults)

    def broken(self, origin: Origin) -> bool:
        """Whether something at a place, or inside it, was reported already."""
        depth = len(origin.route)
        return any(f.file == origin.file and f.route[:depth] == origin.route for f in self._faults)

    def get(self, reference: Reference, origin: Origin, *kinds: str) -> Declaration | None:
        """The document of a reference, when it is there and of one of the kinds."""
        found = self._resolve(reference)
        if isinstance(found, Nowhere):
            self._missing(reference, found, origin)
            return None
        self.used[reference] = None
        self.heed(*found.faults)
        if found.kind not in kinds:
            wanted = " or ".join(_spoken(kind) for kind in kinds)
            message = f"`{reference}` is {_spoken(found.kind)}; {wanted} is needed here"
            self.report(codes.WRONG_KIND, origin, message)
            return None
        return found

    def unknown(
        self, code: Code, origin: Origin, what: str, name: str, known: Iterable[str]
    ) -> None:
        """Report a name that leads nowhere, with what it may have been meant to be."""
        self._told[code.id] = self._told.get(code.id, 0) + 1
        if self._told[code.id] > MAX_ALIKE:
            return  # more of one kind help nobody, and looking for what was meant takes time
        names = tuple(dict.fromkeys(known))
        help = nearest(name, names)
        if self._faults and self._lost(code, name, help is not None):
            return
        if help is None and names:
            listed = ", ".join(f"`{n}`" for n in sorted(names)[:12])
            help = f"there {'is' if len(names) == 1 else 'are'} {listed}" + (
                f" and {len(names) - 12} more" if len(names) > 12 else ""
            )
        self.report(code, origin, f"there is no {what} `{name}`", help=help)

    def _lost(self, code: Code, name: str, near: bool) -> bool:
        """Whether a name may be one whose declaration could not be read or found."""
        sections = _DECLARED_IN.get(code.id, ())
        stem = name.removeprefix("left_").removeprefix("right_")
        for fault in self._faults:
            section, *rest = fault.route or ("",)
            if not section and sections and not near:
                return True
            nameless = not rest or isinstance(rest[0], int)
            if section in sections and (rest[:1] in ([name], [stem]) or (nameless and not near)):
                return True
            if section in ("extends", "include") and sections and not near:
                return True
        return False

    def _missing(self, reference: Reference, found: Nowhere, origin: Origin) -> None:
        message = f"there is no document `{reference}`"
        if found.unreadable:
            return  # the file is there, and what is wrong in it is reported there
        if found.versions:
            listed = ", ".join(f"`{reference.id}@{v}`" for v in found.versions)
            self.report(codes.UNKNOWN_DOCUMENT, origin, message, help=f"there is {listed}")
            return
        help = nearest(reference.id, found.known)
        self.report(codes.UNKNOWN_DOCUMENT, origin, message, help=help)


# Where the names are declared that lead nowhere under a code.
_DECLARED_IN = {
    codes.UNKNOWN_KEYPOINT.id: ("keypoints",),
    codes.OVERRIDES_NOTHING.id: ("keypoints",),
    codes.UNKNOWN_OMITTED.id: ("keypoints", "edges", "contours", "regions", "measures"),
    codes.UNKNOWN_DICTIONARY.id: ("uses",),
    codes.UNKNOWN_LANDMARK.id: ("landmarks", "curves", "keypoints"),
    codes.UNKNOWN_FAMILY.id: ("families",),
    codes.UNKNOWN_REGION.id: ("regions",),
    codes.UNKNOWN_VIEW.id: ("views",),
    codes.UNKNOWN_TIER.id: ("tiers",),
    codes.UNKNOWN_SIGMAS.id: ("sigmas", "evaluation"),
    codes.UNKNOWN_SOURCE.id: ("sources",),
}

_SPOKEN = {
    "spec": "a spec",
    "part": "a part",
    "tier_set": "a tier set",
    "dictionary": "a dictionary",
    "map": "a map",
    "project": "a project file",
}


def _spoken(kind: str) -> str:
    return _SPOKEN[kind]
