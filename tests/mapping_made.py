"""Ends, maps and labels made by hypothesis."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st

from schemac.mapping import End, Entry, Fidelity, MigrationMap, Rung, TierStep
from schemac.mapping.tier_rule import canonical
from schemac.model import Reference

NAMES = ("anchor", "beak", "claw", "dewlap", "elbow", "fin", "gill", "horn")


def end(
    name: str, points: tuple[str, ...], mirror: tuple[int, ...], tiers: tuple[Rung, ...]
) -> End:
    reference = Reference(id=f"demo/{name}", version="1.0.0")
    digest = f"sha256:{ord(name[0]):064x}"
    ordered = tuple(sorted(tiers, key=lambda rung: (rung.placed, rung.code)))
    return End(reference=reference, digest=digest, points=points, mirror=mirror, tiers=ordered)


@st.composite
def ends(draw: st.DrawFn, name: str) -> End:
    """Between one and six keypoints in any order, some in pairs; tiers with and without place."""
    points = tuple(draw(st.permutations(NAMES)))[: draw(st.integers(1, 6))]
    mirror = list(range(len(points)))
    for at in range(0, draw(st.integers(0, len(points) // 2)) * 2, 2):
        mirror[at], mirror[at + 1] = at + 1, at
    codes = draw(st.lists(st.integers(0, 9), min_size=2, max_size=4, unique=True))
    placed = [False, True, *draw(st.lists(st.booleans(), min_size=2, max_size=2))]
    tiers = tuple(Rung(id=f"t{at}", code=code, placed=placed[at]) for at, code in enumerate(codes))
    return end(name, points, tuple(mirror), tiers)


@st.composite
def shares(draw: st.DrawFn, points: tuple[str, ...]) -> Any:
    """Weights over one to three sources that add up to 1, negative ones among them."""
    chosen = draw(st.lists(st.sampled_from(points), min_size=1, max_size=3, unique=True))
    weights = [Fraction(draw(st.integers(-4, 6)), draw(st.integers(1, 4))) for _ in chosen[1:]]
    return tuple(zip(chosen, [1 - sum(weights, Fraction(0)), *weights], strict=True))


@st.composite
def entries(draw: st.DrawFn, target: str, points: tuple[str, ...]) -> Entry:
    fidelity = draw(st.sampled_from(Fidelity))
    why = ("a reason",) if fidelity is Fidelity.APPROXIMATE or draw(st.booleans()) else ()
    if fidelity >= Fidelity.RELABEL:
        return Entry(target=target, fidelity=fidelity, why=why)
    x = draw(shares(points))
    y = x if draw(st.booleans()) else draw(shares(points))
    sources = sorted({point for point, _ in (*x, *y)})
    groups = draw(st.lists(st.sets(st.sampled_from(sources), min_size=1), min_size=1, max_size=3))
    return Entry(
        target=target, x=x, y=y, fidelity=fidelity, why=why,
        rule=canonical(groups), review=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def tier_steps(draw: st.DrawFn, source: End, target: End) -> tuple[TierStep, ...]:
    """A step for each tier; a better one never leads to a worse one."""
    ranks = st.integers(0, len(target.tiers) - 1)
    found = sorted(draw(ranks) for _ in source.tiers)
    return tuple(
        TierStep(source=rung.id, target=target.tiers[rank].id, keeps=draw(st.booleans()))
        for rung, rank in zip(source.tiers, found, strict=True)
    )


@st.composite
def maps(draw: st.DrawFn, source: End, target: End) -> MigrationMap:
    some = draw(st.lists(st.sampled_from(target.points), unique=True))
    return MigrationMap(
        source=source,
        target=target,
        entries=tuple(draw(entries(point, source.points)) for point in some),
        tiers=draw(tier_steps(source, target)),
    )


@st.composite
def labels(draw: st.DrawFn, of: End) -> Any:
    """Five instances, (5, K, 3): coordinates in pixels and codes of tiers; some have no label."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = len(of.points)
    codes = random.choice([rung.code for rung in of.tiers], size=(5, count, 1))
    given = np.concatenate([random.uniform(-50, 500, (5, count, 2)), codes], axis=-1)
    given[random.random((5, count)) < 0.1] = np.nan
    return given


def mirrored(of: End, labels: Any, width: float = 640.0) -> Any:
    """Labels of the picture mirrored left to right."""
    flipped = labels[:, list(of.mirror), :].copy()
    flipped[..., 0] = width - flipped[..., 0]
    return flipped
