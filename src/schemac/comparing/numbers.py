"""Sigmas in whatever form or order, weights, the category."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemac.comparing.both import Both, Difference, Place, called, few, many, several

CLOSE = 5e-7
ROUNDED = 6e-4  # tables are often rounded to thousandths


def sigmas(both: Both) -> Iterator[Difference]:
    """Sigmas of both: doubled, in another order, rounded, or simply others."""
    one, other = both.one, both.other
    pairs = [
        (i, j, a, b)
        for i, j in both.pairs
        if (a := one.points[i].sigma) is not None and (b := other.points[j].sigma) is not None
    ]
    unlike = [each for each in pairs if abs(each[2] - each[3]) > CLOSE]
    if unlike:
        yield _unlike(both, pairs, unlike)
    lone = [
        i for i, j in both.pairs
        if (one.points[i].sigma is None) is not (other.points[j].sigma is None)
    ]  # fmt: skip
    if lone:
        message = f"only one of the two has a sigma for {several(both.names[0], lone)}"
        yield Difference("sigmas", message, both.mine(lone[0]))


def no_sigmas(both: Both) -> Iterator[Difference]:
    """A note where one has sigmas and the other has none, although it could."""
    one, other = both.one, both.other
    if None not in (one.sigmas, other.sigmas) and one.sigmas is not other.sigmas:
        has, lacks = (one, other) if one.sigmas else (other, one)
        message = f"{called(has)} has sigmas, {called(lacks)} has none"
        yield Difference("sigmas", message, counts=False)


def _unlike(
    both: Both,
    pairs: Sequence[tuple[int, int, float, float]],
    unlike: Sequence[tuple[int, int, float, float]],
) -> Difference:
    i, j, a, b = unlike[0]
    name, help = both.one.points[i].name, None
    values = [each[2] for each in pairs], [each[3] for each in pairs]
    form = f"`{name}` {a:g} here, {b:g} there"
    if _near(values[0], [2 * v for v in values[1]]):
        message = f"the sigmas here are twice those there, in kappa form: {form}"
        help = "tools differ in what they take: `schemac targets` says which"
    elif _near([2 * v for v in values[0]], values[1]):
        message = f"the sigmas there are twice those here, in kappa form: {form}"
        help = "tools differ in what they take: `schemac targets` says which"
    elif len(pairs) > 2 and _near(sorted(values[0]), sorted(values[1])):
        message = f"the same sigmas for other keypoints: {form}"
        help = "one of the two lists is in another order than its names"
    elif _near(*values, ROUNDED):
        message = f"the sigmas differ by rounding only: {form}"
    else:
        listed = [f"`{both.one.points[m].name}` {x:g} / {y:g}" for m, _, x, y in unlike]
        verb = "differs" if len(unlike) == 1 else "differ"
        message = f"{many(len(unlike), 'sigma')} {verb}: {few(listed)}"
    return Difference(
        "sigmas", message, Place(both.one.file, both.one.points[i].sigma_span),
        Place(both.other.file, both.other.points[j].sigma_span), help,
    )  # fmt: skip


def category(both: Both) -> Iterator[Difference]:
    """The category's name."""
    mine, theirs = both.one.category, both.other.category
    if mine != theirs:
        message = f"the category is `{mine}` here, `{theirs}` there"
        yield both.whole("category", message)


def category_id(both: Both) -> Iterator[Difference]:
    """COCO's number of it."""
    mine, theirs = both.one.category_id, both.other.category_id
    if mine != theirs:
        yield both.whole("category", f"the category id is {mine} here, {theirs} there")


def weights(both: Both) -> Iterator[Difference]:
    """Loss weights."""
    one, other = both.one.points, both.other.points
    unlike = [(i, j) for i, j in both.pairs if one[i].weight != other[j].weight]
    if unlike:
        listed = [f"`{one[i].name}` {one[i].weight:g} / {other[j].weight:g}" for i, j in unlike]
        verb = "differs" if len(unlike) == 1 else "differ"
        message = f"{many(len(unlike), 'weight')} {verb}: {few(listed)}"
        yield both.at("weights", message, *unlike[0])


def _near(one: Sequence[float], other: Sequence[float], close: float = CLOSE) -> bool:
    return all(abs(a - b) <= close for a, b in zip(one, other, strict=True))
