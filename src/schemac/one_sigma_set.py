"""Which sigmas a tool gets that holds one set, for every keypoint or for none; and what is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from schemac.format import Feature, Loss
from schemac.model import SigmaSet, Skeleton


class OneSet(Struct, frozen=True):
    """The set taken, if any, and its values in index order, in sigma form (not 2 sigma); empty
    unless every keypoint has one."""

    set: SigmaSet | None
    values: tuple[float, ...]


def one_set(skeleton: Skeleton, wanted: str = "") -> OneSet:
    """The set of that id, without one that of the main OKS profile."""
    id = wanted or skeleton.main_sigmas
    chosen = skeleton.sigma_set(id) if id else None
    if chosen is None:
        return OneSet(None, ())
    values = tuple(v for p in skeleton.keypoints if (v := p.sigma(chosen.id)) is not None)
    return OneSet(chosen, values if len(values) == len(skeleton.keypoints) else ())


def lost_sigmas(skeleton: Skeleton, taken: OneSet, tool: str, empty: str) -> Iterator[Loss]:
    """What the tool of that title does not get: a set with gaps, and the other sets.

    `empty` says what the file holds then: `sigmas is empty`.
    """
    chosen = taken.set
    if chosen and not taken.values:
        without = [point.id for point in skeleton.keypoints if point.sigma(chosen.id) is None]
        yield Loss(
            Feature.SIGMAS,
            f"{tool} takes a sigma for every keypoint or none, and {chosen.id} has none for"
            f" {len(without)} of them ({few(without)}): {empty}",
        )
    others = [each.id for each in skeleton.sigma_sets if each is not chosen]
    if others:
        yield Loss(Feature.SIGMAS, f"{tool} holds one set of sigmas: without {', '.join(others)}")


def few(ids: Sequence[str]) -> str:
    """The first five of them."""
    return ", ".join(ids[:5]) + (", ..." if len(ids) > 5 else "")
