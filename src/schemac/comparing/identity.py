"""Who is there, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemac.comparing.both import SHOWN, Both, Difference, called, many, several
from schemac.comparing.matching import guesses


def names(both: Both) -> Iterator[Difference]:
    """Names that differ a little, altogether, or in their spelling only."""
    one, other, found = both.one, both.other, both.found
    mine, theirs = both.names
    meant = guesses(mine, theirs, found)
    for index, there in meant.items():
        yield both.at(
            "names", f"`{mine[index]}` here, `{theirs[there]}` there", index, there,
            help="one name for both, if they mean one place",
        )  # fmt: skip
    rest = [index for index in found.left if index not in meant]
    if rest:
        message = f"only in {called(one)}: {several(mine, rest)}"
        yield Difference("names", message, both.mine(rest[0]))
    gone = [index for index in found.right if index not in meant.values()]
    if gone:
        message = f"only in {called(other)}: {several(theirs, gone)}"
        yield Difference("names", message, None, both.theirs(gone[0]))
    told = "known to the other as id, alias or former name"
    for pairs, how in ((found.known, told), (found.respelt, "spelt in two ways")):
        if pairs:
            yield _two_names(both, pairs, how)


def _two_names(both: Both, pairs: Sequence[tuple[int, int]], how: str) -> Difference:
    """One keypoint, two names."""
    mine, theirs = both.names
    listed = ", ".join(f"`{mine[i]}` / `{theirs[j]}`" for i, j in pairs[:3])
    more = f" and {len(pairs) - 3} more" if len(pairs) > 3 else ""
    message = f"{many(len(pairs), 'name')} {how}: {listed}{more}"
    return both.at("names", message, *pairs[0], help="tools match names letter by letter")


def number(both: Both) -> Iterator[Difference]:
    """Where one has no names, all that can be said is how many there are."""
    mine, theirs = len(both.one.points), len(both.other.points)
    if mine != theirs:
        yield both.whole("names", f"{many(mine, 'keypoint')} here, {theirs} there")


def order(both: Both) -> Iterator[Difference]:
    """Indices that differ, where that does not follow from what only one of the two has."""
    whole = not both.found.left and not both.found.right
    moved = [(i, j) for i, j in both.pairs if i != j]
    if not whole:
        there = [j for _, j in both.pairs]
        moved = moved if there != sorted(there) else []
    if not moved:
        return
    names = both.names[0]
    total = len(both.across)
    listed = ", ".join(f"`{names[i]}` {i} → {j}" for i, j in moved[:SHOWN])
    more = f" and {len(moved) - SHOWN} more" if len(moved) > SHOWN else ""
    all_ = f"same {many(total, 'name')}" if whole else f"{total} names that both have"
    message = f"{all_}, other order: {listed}{more}"
    help = "arrays of the one are read wrongly by the other; labels that go by name are not"
    yield both.at("order", message, *moved[0], help=help)
