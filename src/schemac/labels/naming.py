"""The keypoints of a file beside those of a spec: matched by name, never by guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.model import Skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class NamingError(ValueError):
    """The names of a file are not those of the spec. `help` says what may be done."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.help = help


class Naming(Struct, frozen=True, dict=True):
    """The order of keypoints in a file: `order[i]` is the index in the spec of the file's i-th."""

    order: tuple[int, ...]

    @cached_property
    def same(self) -> bool:
        """Whether the file has the spec's own order."""
        return self.order == tuple(range(len(self.order)))

    @cached_property
    def gather(self) -> NDArray[np.intp]:
        """For arrays of the file, indices along the keypoint axis that give the spec's order."""
        import numpy as np

        return np.argsort(np.asarray(self.order, dtype=np.intp))


def index_of(skeleton: Skeleton) -> Mapping[str, int]:
    """Names and ids of keypoints -> index. A name comes before an id that is spelled the same."""
    ids = {point.id: point.index for point in skeleton.keypoints}
    return ids | {point.name: point.index for point in skeleton.keypoints}


def naming(names: Sequence[str], skeleton: Skeleton) -> Naming:
    """How a file's keypoints, all of them and in its order, correspond to the spec's.

    Each must have the name or the id of a keypoint, and each keypoint must be there. Raises
    NamingError otherwise, with what is missing, unknown, or meant instead.
    """
    known = index_of(skeleton)
    unknown = [name for name in names if name not in known]
    order = tuple(known[name] for name in names if name in known)
    missing = [p.name for p in skeleton.keypoints if p.index not in set(order)]
    if unknown or missing:
        raise NamingError(_differing(skeleton, names, unknown, missing), _meant(unknown, missing))
    if len(set(order)) < len(order):
        twice = next(name for at, name in enumerate(names) if order.index(order[at]) < at)
        raise NamingError(f"the file names the keypoint `{twice}` twice")
    return Naming(order)


def _differing(
    skeleton: Skeleton, names: Sequence[str], unknown: list[str], missing: list[str]
) -> str:
    said = f"the file's {len(names)} keypoints are not the {len(skeleton.keypoints)} of "
    parts = [
        f"{what}: {_few(of)}" for what, of in (("unknown", unknown), ("missing", missing)) if of
    ]
    return f"{said}{skeleton.reference}; {'; '.join(parts)}"


def _few(names: list[str]) -> str:
    shown = ", ".join(name[:60] for name in names[:6])
    return f"{shown} and {len(names) - 6} more" if len(names) > 6 else shown


def _meant(unknown: list[str], missing: list[str]) -> str | None:
    from difflib import get_close_matches

    pairs = [(n, near[0]) for n in unknown[:20] if (near := get_close_matches(n, missing, n=1))]
    if not pairs:
        return None
    return "did you mean " + ", ".join(f"`{new}` for `{old[:60]}`" for old, new in pairs[:3]) + "?"
