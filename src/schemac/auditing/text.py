"""The account as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemac.auditing.account import (
    NOT_PROVEN,
    Account,
    Carried,
    Chain,
    History,
    Made,
    Merged,
    Step,
    Version,
)
from schemac.ledger import Approval
from schemac.report import visible
from schemac.report.cells import wrap

_DEEPEST = 10  # parts of parts stand in the HTML account


def render_text(account: Account, width: int) -> str:
    """The whole account, changes that break nobody counted only."""
    return "\n".join(_fold(_lines(account), width)) + "\n"


def render_in_force(account: Account, width: int) -> str:
    """Only which version of each document was in force on the day of the account."""
    lines = [f"in force on {account.on}, as the ledger has it:"]
    for history in account.documents:
        found = history.in_force
        if found:
            lines.append(f"  {history.id}@{found.entry.version}, {_time(found)}")
            lines += [f"    {gap}" for gap in found.gaps if gap.startswith("released on")]
        elif history.versions:
            old = [v.entry.version for v in history.versions if v.state == "unattested"]
            known = f"; {', '.join(old)} unattested, so nobody knows" if old else ""
            lines.append(f"  {history.id}: none{known}")
    if len(lines) == 1:
        lines.append("  nothing was released")
    return "\n".join(_fold(lines, width)) + "\n"


def render_verdict(chains: Iterable[Chain], width: int) -> str:
    """What `audit verify` found, and what it cannot say."""
    return "\n".join(_fold(_verdict(chains), width)) + "\n"


def people(approvals: Iterable[Approval]) -> str:
    """The names of approvers, with roles and what they stand for."""
    return ", ".join(
        one.by
        + (f" ({one.role})" if one.role else "")
        + (f": {one.meaning}" if one.meaning != "approval" else "")
        for one in approvals
    )


def labels(carried: Carried) -> str:
    """How many keypoints come how true."""
    parts = [f"{number} {word}" for word, number in carried.keypoints]
    parts += [f"{carried.look} of these to be looked at"] if carried.look else []
    return ", ".join(parts) + (f"; {carried.unused} not used" if carried.unused else "")


def _lines(account: Account) -> Iterator[str]:
    yield f"{account.project}: releases as of {account.on}"
    for history in account.documents:
        if history.versions:
            yield ""
            yield from _history(history)
    if account.made:
        yield ""
        again = any(made.differing is not None for made in account.made)
        how = "and made again to compare every byte" if again else "not made again (--rebuild does)"
        yield f"made from these versions, in {account.build}, {how}:"
        for made in account.made:
            yield from _made(made)
    yield ""
    yield "was anything rewritten?"
    yield from (f"  {line}" for line in _verdict(account.chains))
    for title, lines in (
        ("gaps:", account.gaps),
        ("not proven by any of this:", NOT_PROVEN),
    ):
        yield ""
        yield title
        yield from (f"  - {line}" for line in lines or ("none",))


def _history(history: History) -> Iterator[str]:
    title = f"  {history.title}" if history.title else ""
    yield f"{history.id} ({history.kind.replace('_', ' ')}){title}"
    if history.draft:
        yield f"  {history.draft}  draft, not released"
    for version in reversed(history.versions):
        yield from _version(version)


def _version(version: Version) -> Iterator[str]:
    entry = version.entry
    yield f"  {entry.version}  {_time(version)}"
    if entry.status == "released":
        names = people(entry.approvals) or "nobody"
        yield f"    released {entry.recorded}, written by {entry.author}, approved by {names}"
        yield f"    why: {entry.rationale}"
    if entry.ticket:
        yield f"    discussed at {entry.ticket}"
    yield f"    digest {entry.digest or 'unknown'}; line {entry.line}, {version.mark}"
    yield from _changes(version)
    for waiver in version.waivers:
        by = f" (by {waiver.by})" if waiver.by else ""
        until = f" until {waiver.until}" if waiver.until else ""
        yield f"    waives {waiver.rule}{until}{by}: {waiver.because}"
    for gap in version.gaps:
        yield f"    gap: {gap}"


def _changes(version: Version) -> Iterator[str]:
    """What changed from the parent, and from other heads that end here."""
    heads: list[tuple[str | None, Version | Merged]] = [(version.entry.parent, version)]
    heads += [(head.head, head) for head in version.merged]
    for before, step in heads:
        if step.changes is None:
            continue
        yield _asked(before, step.changes, step.asked, step.taken)
        yield from _breaking(step.changes)
        if step.carried is not None:
            yield f"    labels of {before}: {labels(step.carried)}; map {step.carried.map}"


def _asked(before: str | None, changes: tuple[Step, ...], asked: str | None, taken: object) -> str:
    if not changes:
        return f"    from {before}: nothing changed, a {taken} step was taken"
    many = "1 change asks" if len(changes) == 1 else f"{len(changes)} changes ask"
    return f"    from {before}: {many} for a {asked} step, a {taken} one was taken"


def _breaking(changes: tuple[Step, ...]) -> Iterator[str]:
    breaking = [step for step in changes if step.breaks]
    for step in breaking:
        yield f"      breaks {', '.join(step.breaks)}: {step.message}"
        yield from _texts(step, "        ")
    rest = len(changes) - len(breaking)
    if rest:
        said = "1 that breaks nobody" if rest == 1 else f"{rest} that break nobody"
        yield f"      and {said}; --format html shows all"


def _texts(step: Step, indent: str) -> Iterator[str]:
    if step.why:
        yield f"{indent}why: {step.why}"
    if step.before is not None:
        yield f"{indent}was: {step.before}"
    if step.after is not None:
        yield f"{indent}now: {step.after}"
    for part in step.parts if len(indent) < _DEEPEST else ():
        yield f"{indent}{part.message}"
        yield from _texts(part, f"{indent}  ")


def _time(version: Version) -> str:
    if version.since is None:
        return version.state
    until = f" until {version.until}" if version.until else ""
    since = "from" if version.state == "not yet in force" else "since"
    if version.state == "superseded":
        return f"superseded; in force from {version.since}{until}"
    return f"{version.state} {since} {version.since}{until}"


def _made(made: Made) -> Iterator[str]:
    of = f"{made.spec}@{made.version} {made.target}" if made.spec else made.target
    files = "1 file" if made.files == 1 else f"{made.files} files"
    again = ""
    if made.differing is not None and not (made.differing or made.edited or made.missing):
        again = ", the same when made again"
    yield f"  {of}: {files} from {made.basis}{again}"
    for what, paths in (
        ("changed by hand", made.edited),
        ("missing", made.missing),
        ("made otherwise today", made.differing or ()),
    ):
        yield from (f"    {what}: {path}" for path in paths[:10])
        if len(paths) > 10:
            yield f"    {what}: {len(paths) - 10} more"


def _verdict(chains: Iterable[Chain]) -> Iterator[str]:
    for chain in chains:
        if chain.ledger is None and not chain.findings:
            yield f"{chain.folder}: no ledger, nothing was released"
            continue
        name = chain.ledger or f"{chain.folder}, whose ledger is missing"
        if chain.findings:
            number = len(chain.findings)
            what = "REWRITTEN" if chain.rewritten else "ANCHOR FAILED"
            yield f"{name}: {what}, {number} finding{'s' if number > 1 else ''}"
            for finding in chain.findings:
                line = f", line {finding.line}" if finding.line else ""
                yield f"  {finding.file}{line}: {finding.message}"
        else:
            lines = "1 line" if chain.lines == 1 else f"{chain.lines} lines"
            yield f"{name}: {lines}, whole, and every frozen file is the one that was released"
        yield from (f"  {line}" for line in _outside(chain))


def _outside(chain: Chain) -> Iterator[str]:
    """What git and an anchor add, and what nothing adds."""
    if chain.commits and not any(f.what == "history" for f in chain.findings):
        states = "1 commit" if chain.commits == 1 else f"{chain.commits} commits"
        yield f"git: only added to, in {states}"
    yield from (f"git: {limit}" for limit in chain.limits)
    if chain.anchored:
        lines = "line 1" if chain.anchored == 1 else f"lines 1 to {chain.anchored}"
        yield f"anchored: {lines} by the tag {chain.tag}, signed by {chain.signer}"
        if chain.anchored < chain.lines:
            yield f"unanchored: line {chain.anchored + 1} and later"
    elif chain.tag:
        yield f"unanchored: the tag {chain.tag} does not hold it"
    elif chain.ledger:
        yield (
            "unanchored: a ledger that was written anew as a whole, with its files, would look the"
            " same; only a signed git tag shows that (--anchor TAG)"
        )


def _fold(lines: Iterable[str], width: int) -> Iterator[str]:
    """Lines made visible, and folded below their own beginning."""
    for line in lines:
        text = visible(line)
        indent = len(text) - len(text.lstrip(" "))
        hanging = indent + (2 if indent else 0)
        room = max(width - hanging, 20)
        first, *rest = wrap(text.strip(), room, max(width - indent, 20))
        yield " " * indent + first
        yield from (" " * hanging + each for each in rest)
