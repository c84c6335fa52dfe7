"""May this step be taken? Required bump against taken bump, modes, waivers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from schemac.diagnostic import Diagnostic
from schemac.lineage import change as c
from schemac.lineage.breakage import Bump, Mode, Verdict, judge
from schemac.lineage.change import Change
from schemac.model import Waiver
from schemac.model.project import Use
from schemac.revision.step import Step, numbers

Level = Literal["error", "warning", "note"]


class Policy(Struct, frozen=True, kw_only=True):
    """For whom a step is judged, and which compatibility it must keep whatever its version.
    `today` is an ISO date that lets waivers expire."""

    use: tuple[Use, ...] = ()
    mode: Mode | None = None
    today: str | None = None


class Finding(Struct, frozen=True):
    """One change, judged. A waived one counts as a note; `against` says what an error is one of."""

    change: Change
    verdict: Verdict
    fingerprint: str
    level: Level
    waiver: Waiver | None = None
    against: str | None = None


class Judged(Struct, frozen=True):
    """A step with its findings, the worst first, and what is wrong with its waivers."""

    step: Step
    findings: tuple[Finding, ...]
    required: Bump
    problems: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> bool:
        return bool(self.problems) or any(f.level == "error" for f in self.findings)


def judge_steps(steps: Iterable[Step], policy: Policy) -> tuple[Judged, ...]:
    """Each step, judged."""
    return tuple(_judged(step, policy) for step in steps)


def _judged(step: Step, policy: Policy) -> Judged:
    raw = [_finding(change, step, policy) for change in step.changes]
    waivers = _waivers(step)
    live = [waiver for waiver in waivers if not _expired(waiver, policy.today)]
    found = [_waived(finding, live) for finding in raw]
    used = {id(finding.waiver) for finding in found if finding.waiver}
    standing = [finding.change for finding in found if finding.waiver is None]
    needed = Step(step.old, step.new, tuple(standing)).required(policy.use)
    history = [_waived(_finding(x, step, policy), live) for x in _history(step, needed)]
    used |= {id(finding.waiver) for finding in history if finding.waiver}
    every = sorted([*history, *found], key=_order)
    problems = tuple(_wrong(waivers, live, used, step))
    return Judged(step, tuple(every), needed, problems)


def fingerprint(change: Change, id: str) -> str:
    """What a waiver names a finding by: the same as long as the change is, whatever its lines.

    It begins with a letter, as every key of the language does.
    """
    from hashlib import sha256

    text = "\0".join(_told(change, id))
    return "f" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:11]


def _told(change: Change, id: str) -> Iterator[str]:
    yield from (id, change.name, change.message, change.before or "", change.after or "")
    for part in change.parts:
        yield from _told(part, id)


def _finding(change: Change, step: Step, policy: Policy) -> Finding:
    verdict = judge(change, policy.use)
    name = fingerprint(change, step.id)
    against = _against(verdict, step, policy)
    if against is not None or (verdict.bump is Bump.GATE and not step.drafted):
        return Finding(change, verdict, name, "error", against=against)
    return Finding(change, verdict, name, "warning" if verdict.breaks else "note")


def _against(verdict: Verdict, step: Step, policy: Policy) -> str | None:
    """Why a step that declares everything may still not be taken."""
    if step.drafted:
        return None
    if verdict.refused(policy.mode):
        unread = [] if verdict.backward else ["old data cannot be read"]
        unread += [] if verdict.forward else ["old readers cannot read new data"]
        return ", ".join(unread)
    needs = verdict.bump
    if step.taken is not None and Bump.GATE > needs > max(step.taken, Bump.PATCH):
        return f"it needs a {needs.name.lower()} step"
    return None


def _history(step: Step, needed: Bump) -> Iterator[Change]:
    """What is wrong with the version itself."""
    if step.old is None or step.new is None or step.taken is None or not step.changes:
        return
    old, new = step.old.document, step.new.document
    kind, message = _fault(step, needed, old.version, new.version)
    if kind is not None:
        yield kind(
            message=message, before=old.version, after=new.version,
            old=old.origin / "version", new=new.origin / "version",
        )  # fmt: skip


def _fault(step: Step, needed: Bump, old: str, new: str) -> tuple[type[Change] | None, str]:
    taken = step.taken or Bump.NONE
    if numbers(new) < numbers(old):
        return c.VersionDecreased, f"version {new} is below {old}"
    if new == old and any(end is not None and end.released for end in (step.old, step.new)):
        return c.ReleasedVersionEdited, f"version {new} is released, and what it says has changed"
    if needed <= max(taken, Bump.PATCH):
        return None, ""
    if new == old and taken is Bump.NONE:
        return c.VersionNotBumped, f"the version is still {new}, and this is {_a(needed)} change"
    said = f"{old} -> {new}" if new != old else f"{new} after its parent"
    return c.BumpTooSmall, f"this is {_a(needed)} change, and {said} is {_a(taken)} step"


def _a(bump: Bump) -> str:
    return f"a {bump.name.lower()}"


# ---- waivers ----------------------------------------------------------------------------------


def _waivers(step: Step) -> list[Waiver]:
    if step.new is None:
        return []
    return [waiver for waiver in step.new.document.waivers if waiver.finding is not None]


def _waived(finding: Finding, waivers: list[Waiver]) -> Finding:
    """A finding that somebody accepts. An edited release is beyond that."""
    if isinstance(finding.change, c.ReleasedVersionEdited):
        return finding
    for waiver in waivers:
        if (waiver.rule, waiver.finding) == (finding.change.name, finding.fingerprint):
            return Finding(finding.change, finding.verdict, finding.fingerprint, "note", waiver)
    return finding


def _wrong(
    waivers: list[Waiver], live: list[Waiver], used: set[int], step: Step
) -> Iterator[Diagnostic]:
    if not waivers:
        return
    from schemac.checks.waivers import EXPIRED, UNUSED

    for waiver in waivers:
        if waiver not in live:
            message = f"the waiver of `{waiver.finding}` ended on {waiver.until}"
            yield EXPIRED.at(waiver.origin / "until", message)
        elif id(waiver) not in used:
            yield UNUSED.at(
                waiver.origin,
                f"no finding `{waiver.finding}` of `{waiver.rule}` in the step {step.title}",
                help="delete the waiver; fingerprints stand with the findings",
            )


def _expired(waiver: Waiver, today: str | None) -> bool:
    return waiver.until is not None and today is not None and waiver.until < today


def _order(finding: Finding) -> tuple[int, int]:
    levels = {"error": 0, "warning": 1, "note": 2}
    return levels[finding.level], -finding.verdict.bump
