"""What became of a data set, or would, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemac.mapping import Fidelity
from schemac.migrating.outcome import INSTANCES, Outcome, Row
from schemac.report.cells import cells, visible, wrap

WORDS = {
    "exact": "kept", "permuted": "kept", "derived": "derived", "approximate": "approximate",
    "relabel": "label again", "none": "no source",
}  # fmt: skip
"""Fidelity of a keypoint -> what that means for its labels."""

_MOST = 20


def render_text(outcome: Outcome, *, width: int = 100) -> str:
    """A line a keypoint, then instances, what gets lost, tiers and notes."""
    lines = [f"{outcome.source} → {outcome.target}"]
    lines += [f"from {made}" for made in outcome.made]
    lines += [summary(outcome), "", *_table(outcome)]
    lines += _section(
        f"of {outcome.instances['all']:,} instances", list(_instances(outcome)), width
    )
    gone = [f"{each.labels:>11,}  {each.why}" for each in outcome.lost if each.labels]
    lines += _section("labels of the source that are lost", gone, width)
    lines += _section("tiers", list(_tiers(outcome)), width)
    lines += _section("why", list(_reasons(outcome)), width)
    lines += _section("notes", list(outcome.notes), width)
    return "\n".join(visible(line) for line in lines) + "\n"


def summary(outcome: Outcome) -> str:
    """One line: instances, and how many labels end in which way."""
    kinds = {
        "kept": ("exact", "permuted"), "derived": ("derived",), "approximate": ("approximate",),
        "to label again": ("relabel",), "without a source": ("none",),
    }  # fmt: skip
    totals = ((word, outcome.total(*kind)) for word, kind in kinds.items())
    parts = [f"{total:,} {word}" for word, total in totals if total]
    if lost := sum(gone.labels for gone in outcome.lost):
        parts.append(f"{lost:,} lost")
    if outcome.set_aside:
        parts.append(f"{outcome.set_aside:,} instances set aside")
    some = f"{outcome.instances['all']:,} instances"
    return f"{some}: {', '.join(parts) or 'no labels'}"


def percent(part: int, whole: int) -> str:
    """Rounded so that 100 is said only of all, and 0 only of none."""
    if not whole:
        return "-"
    share = 100 * part / whole
    if not 0 < part < whole:
        return f"{share:.0f}"
    return f"{min(max(share, 0.1), 99.9):.1f}"


def _table(outcome: Outcome) -> Iterator[str]:
    names = [visible(row.name) for row in outcome.keypoints]
    wide = max((cells(name) for name in (*names, "keypoint")), default=8)
    head = f"{'':4} {'keypoint':<{wide}}  {'':<11} {'labels':>11} {'%':>5} {'unlabelled':>11}"
    yield f"{head}  from"
    for at, (name, row) in enumerate(zip(names, outcome.keypoints, strict=True)):
        room = " " * (wide - cells(name))
        done = f"{row.done:>11,} {percent(row.done, row.of):>5}"
        yield (
            f"{at:>4} {name}{room}  {WORDS[row.fidelity]:<11} {done} {row.unlabelled:>11,}"
            f"  {_from(row)}"
        ).rstrip()


def _from(row: Row) -> str:
    said = [" + ".join(row.sources)] if row.moved else []
    if row.look:
        said.append("look at it")
    if row.unplaced:
        said.append(f"{row.unplaced:,} without a place")
    return ", ".join(said)


def _instances(outcome: Outcome) -> Iterator[str]:
    whole = outcome.instances["all"]
    for kind, words in INSTANCES.items():
        if kind != "all" and (count := outcome.instances[kind]):
            yield f"{count:>11,} {percent(count, whole):>5} %  {words}"


def _tiers(outcome: Outcome) -> Iterator[str]:
    for step in outcome.tiers:
        dropped = "" if step.keeps_coordinates else ", without coordinates"
        yield f"{step.labels:>11,}  {step.source} → {step.target}{dropped}"


def _reasons(outcome: Outcome) -> Iterator[str]:
    """Each reason once, with the keypoints it is given for."""
    named: dict[str, list[str]] = {}
    for row in outcome.keypoints:
        if row.why and row.fidelity != Fidelity.NONE.word:
            named.setdefault(row.why, []).append(row.keypoint)
    for why, points in named.items():
        more = f" and {len(points) - 4} more" if len(points) > 4 else ""
        yield f"{', '.join(points[:4])}{more}: {why}"


def _section(title: str, lines: Sequence[str], width: int) -> Iterator[str]:
    if not lines:
        return
    yield ""
    yield title
    for line in lines[:_MOST]:
        indent = "  " if line[0] != " " else ""
        first, *rest = wrap(visible(line), max(width - 2, 40)) if indent else [line]
        yield indent + first
        yield from (f"    {more}" for more in rest)
    if len(lines) > _MOST:
        yield f"  … and {len(lines) - _MOST} more; the JSON has all"
