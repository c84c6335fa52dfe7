"""Which key sets what: one allocation, for tool configs and for the guide alike.

Plain keys come first, those that Label Studio leaves free: V H R K P O E M W B are its tools, and U
lets a region go. What the spec wishes for is given before all else, then the instance's box and the
tiers, which are pressed most; the rest goes to the keypoints. Those for which no plain key is left
get one with Shift.

Tried in Label Studio 1.23.2 with Chromium, each key with nothing selected, with the Key Point tool
chosen, and with a point selected: Shift with any letter or digit chose its label every time. But
Shift+1 and Shift+2 zoom as well and Shift+R is a tool, so these three are not given. Alt does not
work: Alt+L locks the selected region, and after that no key changes its label; Alt with A, D, H, M
and R is taken too. Ctrl was not tried: browsers keep too much of it for themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from schemac.model import Keypoint, Skeleton, Tier

FREE_KEYS = "1234567890qasdfzxctgyjnli"
"""Every plain key that may be given, in the order in which keypoints get them."""

SHIFTED_KEYS = tuple(f"shift+{key}" for key in "34567890qasdfzxctgyjnliwehkpbmouv")
"""What keypoints get when the plain keys are gone, written as Label Studio reads it."""

_BOX = "i"
_DIGITS = "1234567890"


class Hotkeys(Struct, frozen=True):
    """Keypoint id -> key in index order, tier id -> key, the box's key; each key is given once.

    `without` names the keypoints that are set by hand and for which no key was left.
    """

    keypoints: Mapping[str, str]
    tiers: Mapping[str, str]
    box: str | None
    without: tuple[str, ...]


def allocate(skeleton: Skeleton) -> Hotkeys:
    """The keys of a skeleton; a function of the skeleton alone.

    Where there are more keypoints than keys, regions come in the order of the spec, and a pair
    gets two keys or none. Constructed keypoints are never set by hand and need none.
    """
    tiers = placing_tiers(skeleton)
    points = [p for p in skeleton.keypoints if p.kind != "constructed"]
    left = dict.fromkeys(FREE_KEYS)
    tier_keys = _wishes(tiers, left)
    point_keys = _wishes(points, left)
    box = _take(left, [_BOX, *reversed(left)])
    tier_keys |= _row(left, [t.id for t in tiers if t.id not in tier_keys])
    left |= dict.fromkeys(SHIFTED_KEYS)
    waiting = [p for p in points if p.id not in point_keys]
    chosen = _chosen(skeleton, waiting, len(left))
    point_keys |= zip((p.id for p in waiting if p.id in chosen), left, strict=False)
    return Hotkeys(
        keypoints={p.id: point_keys[p.id] for p in points if p.id in point_keys},
        tiers={t.id: tier_keys[t.id] for t in tiers if t.id in tier_keys},
        box=box,
        without=tuple(p.id for p in points if p.id not in point_keys),
    )


def placing_tiers(skeleton: Skeleton) -> tuple[Tier, ...]:
    """The tiers that a placed point may have, highest code first. A tier without coordinates is
    said by leaving the point out."""
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    return tuple(tier for tier in tiers if tier.coordinates != "forbidden")


def _wishes(wishing: Iterable[Tier | Keypoint], left: dict[str, None]) -> dict[str, str]:
    """What the spec asks for, first come first served, as far as it is free."""
    keys = {}
    for one in wishing:
        if key := _take(left, [(one.hotkey or "").lower()]):
            keys[one.id] = key
    return keys


def _take(left: dict[str, None], wanted: Iterable[str]) -> str | None:
    key = next((key for key in wanted if key in left), None)
    if key:
        del left[key]
    return key


def _row(left: dict[str, None], ids: list[str]) -> dict[str, str]:
    """Neighbours at the end of the row of digits, else whatever is last."""
    if not ids:
        return {}
    order = [key for key in left if key not in _DIGITS] + [key for key in left if key in _DIGITS]
    keys = dict(zip(ids, order[-len(ids) :], strict=False))
    for key in keys.values():
        del left[key]
    return keys


def _chosen(skeleton: Skeleton, waiting: list[Keypoint], room: int) -> set[str]:
    """The ids that get a key when there is room for so many."""
    ids = {p.id for p in waiting}
    rank = {region.id: place for place, region in enumerate(skeleton.regions)}
    chosen: set[str] = set()
    for point in sorted(waiting, key=lambda p: (rank.get(p.region or "", len(rank)), p.index)):
        pair = {point.id, skeleton.partners[point.id]} & ids
        if len(chosen | pair) <= room:
            chosen |= pair
    return chosen
