"""Was the ledger only ever added to, as far as git remembers? And does an anchor hold it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from schemac.git import Commit, GitError, Repository, repository
from schemac.ledger import NAME, read_ledger
from schemac.ledger.chain import lines_of
from schemac.ledger.verify import Finding


class Remembered(Struct, frozen=True, kw_only=True):
    """What git's history shows: how many commits were looked at, findings, and what it cannot
    show (`limits`)."""

    commits: int = 0
    findings: tuple[Finding, ...] = ()
    limits: tuple[str, ...] = ()


class Anchored(Struct, frozen=True, kw_only=True):
    """What an anchor proves: that the first `lines` of the ledger are those a signer had seen."""

    tag: str
    signer: str | None = None
    lines: int = 0
    findings: tuple[Finding, ...] = ()


def remembered(folder: Path, data: bytes | None) -> Remembered:
    """Compare a ledger with every state of it that was committed on the way to HEAD.

    Each commit must have added to the ledger of one it follows. A merge may drop the lines of one
    side when that side's versions were released again on top of the other.
    """
    git = repository(folder)
    if git is None:
        return Remembered(limits=("there is no git history here",))
    if git.head() is None:
        return Remembered(limits=("nothing is committed yet",))
    limits = ["the clone is shallow: older commits were not seen"] if git.shallow else []
    try:
        commits = git.commits(NAME)
        states = git.states([commit.id for commit in commits], NAME)
        found = [*_steps(commits, states), *_now(git, data)]
    except GitError as error:
        return Remembered(limits=(*limits, f"git could not be asked: {error}"))
    if not commits:
        limits.append("the ledger was never committed")
    return Remembered(commits=len(commits), findings=tuple(found), limits=tuple(limits))


def anchored(folder: Path, data: bytes | None, name: str) -> Anchored:
    """Compare a ledger with the one that a signed tag holds."""
    git = repository(folder)
    try:
        if git is None:
            raise GitError("there is no git history here")
        tag = git.tag(name)
        then = git.states([tag.commit], NAME)[tag.commit]
    except GitError as error:
        return Anchored(tag=name, findings=(_anchor(str(error)),))
    found: list[Finding] = []
    if tag.signer is None:
        found.append(_anchor(f"the tag `{name}` has no good signature: {tag.said}"))
    if then is None:
        found.append(_anchor(f"the tag `{name}` holds no ledger"))
        return Anchored(tag=name, signer=tag.signer, findings=tuple(found))
    before = lines_of(then)
    differs = _differs(before, lines_of(data or b""))
    if differs is not None:
        message = f"the ledger is not the one that the tag `{name}` holds, from this line on"
        found.append(Finding(what="anchor", file=NAME, line=differs, message=message))
    return Anchored(
        tag=name,
        signer=tag.signer,
        lines=0 if found else len(before),
        findings=tuple(found),
    )


def _anchor(message: str) -> Finding:
    return Finding(what="anchor", file=NAME, message=message)


def _steps(commits: tuple[Commit, ...], states: Mapping[str, bytes | None]) -> Iterator[Finding]:
    lines = {id: lines_of(data or b"") for id, data in states.items()}
    for commit in commits:
        parents = [lines[parent] for parent in commit.parents if parent in lines]
        own = lines[commit.id]
        broken = [number for before in parents if (number := _differs(before, own))]
        if parents and len(broken) == len(parents):
            yield _step(commit, f"did not only add to the ledger, from line {max(broken)} on")
            continue
        for before in parents:
            if lost := _lost(before, own):
                yield _step(commit, f"merged and lost the release of {', '.join(lost)}")


def _step(commit: Commit, message: str) -> Finding:
    return Finding(what="history", file=NAME, message=f"commit {commit.id[:12]} {message}")


def _now(git: Repository, data: bytes | None) -> Iterator[Finding]:
    """The ledger as it lies here against the one committed last."""
    head = git.head() or ""
    committed = git.states([head], NAME)[head]
    differs = _differs(lines_of(committed or b""), lines_of(data or b""))
    if differs is not None:
        message = "it is not what was committed last, from this line on"
        yield Finding(what="history", file=NAME, line=differs, message=message)


def _differs(before: list[bytes], now: list[bytes]) -> int | None:
    """The first line, from 1, in which a ledger does not go on from an earlier state of it."""
    for number, line in enumerate(before, 1):
        if number > len(now) or now[number - 1] != line:
            return number
    return None


def _lost(before: list[bytes], now: list[bytes]) -> list[str]:
    """Versions of one side of a merge that the other side's ledger does not have, or not so."""
    missing = set(before) - set(now)
    if not missing:
        return []
    after = read_ledger(b"\n".join([*now, b""]))
    found = []
    for entry in read_ledger(b"\n".join([*before, b""])).entries:
        kept = after.find(entry.id, entry.version)
        if kept is None or (kept.digest, kept.files.text) != (entry.digest, entry.files.text):
            found.append(entry.document)
    return found
