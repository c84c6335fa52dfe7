"""Waivers and levels: findings that somebody accepts, and how bad a project takes a rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from schemac.checks.entries import listed
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.model import Dictionary, PointMap, Skeleton, TierSet, Waiver
from schemac.model.project import Level
from schemac.reading.declare import KEY
from schemac.source import NOWHERE, Origin

Subject = Skeleton | TierSet | Dictionary | PointMap

UNUSED = Code(
    id="W010",
    name="waiver-unused",
    doc="""A waiver meets no finding.

    What it accepted has been mended, or it names the wrong points. Left standing, it would hide
    the next finding of its kind without anybody having agreed to that.

    Delete the waiver, or correct its `points`.

        waivers:
          - {rule: skeleton-in-pieces, because: As published.}    # but it is in one piece
    """,
)
EXPIRED = Code(
    id="W020",
    name="waiver-expired",
    doc="""The date of a waiver has passed.

    Somebody accepted the finding for a time, and meant it to be looked at again. Until then the
    finding is reported as well.

    Mend what the finding says, or agree on a new date and write it under `until`.

        waivers:
          - {rule: missing-cue, because: Written next month., until: 2024-01-31}
    """,
)
UNKNOWN = Code(
    id="W030",
    name="waiver-unknown-rule",
    doc="""A waiver names a rule that does not exist.

    It accepts nothing, though its author believes that it does.

    Write the name that stands in brackets behind the finding.

        waivers:
          - {rule: missing-cues, because: …}              # write `missing-cue`
    """,
)
REFUSED = Code(
    id="W040",
    name="waiver-refused",
    doc="""A waiver names an error that cannot be accepted.

    A document that cannot be read or linked has no meaning that the rest could go by, so there is
    nothing that a waiver could leave standing.

    Mend the error, and delete the waiver.

        waivers:
          - {rule: duplicate-key, because: Both are fine.}
    """,
)
UNKNOWN_LEVEL = Code(
    id="W110",
    name="level-unknown-rule",
    doc="""The project sets the level of a rule that does not exist.

    The level has no effect, though its author believes that it has.

    Write the name that stands in brackets behind the finding.

        checks:
          missing-cues: error                             # write `missing-cue`
    """,
)
FIXED_LEVEL = Code(
    id="W120",
    name="level-refused",
    doc="""The project sets the level of an error that cannot be made lighter.

    A document that cannot be read or linked has no meaning that the rest could go by.

    Delete the line, and mend what the error says where it is found.

        checks:
          duplicate-key: warning
    """,
)
CODES = (UNUSED, EXPIRED, UNKNOWN, REFUSED, UNKNOWN_LEVEL, FIXED_LEVEL)


def apply_waivers(
    diagnostics: Iterable[Diagnostic],
    subject: Subject,
    today: str | None,
    rules: Collection[str],
    fixed: Collection[str] = (),
    broken: Mapping[str, str] = {},
) -> tuple[Diagnostic, ...]:
    """The findings that are left, then what is wrong with the waivers themselves.

    A waiver meets findings of its rule whose points all lie within its own; one without points
    meets all. `rules` are the names that may be waived; warnings and notes of others may be too;
    `fixed` are names that there are and that never may; `broken` says of a name why it is of no
    use, where more is known than that there is none.
    `today` is an ISO date; None means that no waiver expires. Waivers of a comparison (those
    with a `finding`) are left to that comparison.
    """
    found = tuple(diagnostics)
    waivers = [waiver for waiver in subject.waivers if waiver.finding is None]
    live = [waiver for waiver in waivers if not _expired(waiver, today)]
    met = [_meeting(each, live, rules) for each in found]
    used = {id(waiver) for waiver in met if waiver is not None}
    left = [each for each, waiver in zip(found, met, strict=True) if waiver is None]
    return (*left, *_wrong(waivers, live, used, left, rules, fixed, broken))


def apply_levels(
    diagnostics: Iterable[Diagnostic], levels: Mapping[str, Level], rules: Collection[str]
) -> tuple[Diagnostic, ...]:
    """The findings as bad as the project says, without those it ignores.

    Errors of rules outside `rules`, such as those of reading, stay as they are.
    """
    return tuple(each for found in diagnostics for each in _leveled(found, levels, rules))


def check_levels(
    levels: Mapping[str, Level],
    rules: Collection[str],
    origin: Origin = NOWHERE,
    fixed: Collection[str] = (),
    broken: Mapping[str, str] = {},
) -> tuple[Diagnostic, ...]:
    """What is wrong with a project's levels; `origin` is the place of its `checks`."""
    return tuple(
        FIXED_LEVEL.at(origin / name / KEY, f"the level of `{name}` cannot be changed")
        if name in fixed
        else UNKNOWN_LEVEL.at(
            origin / name / KEY,
            broken.get(name, f"there is no rule `{name}`"),
            help=_nearest(name, rules),
        )
        for name in levels
        if name not in rules
    )


def _expired(waiver: Waiver, today: str | None) -> bool:
    return today is not None and waiver.until is not None and waiver.until < today


def _waivable(found: Diagnostic, rules: Collection[str]) -> bool:
    return found.rule in rules or found.severity is not Severity.ERROR


def _meeting(found: Diagnostic, waivers: Iterable[Waiver], rules: Collection[str]) -> Waiver | None:
    if not _waivable(found, rules):
        return None
    return next((waiver for waiver in waivers if _meets(waiver, found)), None)


def _meets(waiver: Waiver, found: Diagnostic) -> bool:
    if waiver.rule != found.rule:
        return False
    if not waiver.points:
        return True
    return bool(found.points) and set(found.points) <= set(waiver.points)


def _wrong(
    waivers: list[Waiver],
    live: list[Waiver],
    used: set[int],
    left: list[Diagnostic],
    rules: Collection[str],
    fixed: Collection[str],
    broken: Mapping[str, str],
) -> Iterator[Diagnostic]:
    standing = {each.rule for each in left if not _waivable(each, rules)}
    seen = standing | {each.rule for each in left}
    for waiver in waivers:
        at, name = waiver.origin / "rule", f"`{waiver.rule}`"
        if id(waiver) in used:
            continue
        if waiver.rule in standing or waiver.rule in fixed:
            yield REFUSED.at(at, f"{name} is an error that no waiver can accept")
        elif waiver.rule not in rules and waiver.rule not in seen:
            said = broken.get(waiver.rule, f"there is no rule {name}")
            yield UNKNOWN.at(at, said, help=_nearest(waiver.rule, rules))
        elif waiver not in live:
            yield EXPIRED.at(
                waiver.origin / "until", f"the waiver of {name} ended on {waiver.until}"
            )
        else:
            yield UNUSED.at(
                waiver.origin, f"the waiver of {name} meets no finding{_where(waiver)}",
                help="delete it, or correct its `points`",
            )  # fmt: skip


def _where(waiver: Waiver) -> str:
    return f" of {listed(waiver.points)}" if waiver.points else ""


def _leveled(
    found: Diagnostic, levels: Mapping[str, Level], rules: Collection[str]
) -> Iterator[Diagnostic]:
    level = levels.get(found.rule)
    if level is None or not _waivable(found, rules):
        yield found
    elif level != "ignore":
        from msgspec.structs import replace

        yield replace(found, severity=Severity(level))


def _nearest(name: str, rules: Collection[str]) -> str | None:
    from difflib import get_close_matches

    close = get_close_matches(name, sorted(rules), 1)
    return f"is `{close[0]}` meant?" if close else None
