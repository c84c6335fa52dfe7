"""What an auditor has to know is not known."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.auditing.account import Account, History
from schemac.auditing.changes import Compared
from schemac.ledger import Entry
from schemac.ledger.force import Term


def gaps_of_version(term: Term, parent: Entry | None, steps: Compared | None) -> Iterator[str]:
    """What the ledger cannot say of one version."""
    entry = term.entry
    if entry.status == "unattested":
        yield "it lay frozen before the ledger began; nobody vouches for author, date or approval"
    else:
        yield from _people(entry)
    if term.late:
        yield f"released on {entry.recorded[:10]}, after the day it is said to have taken effect"
    if entry.digest is None:
        yield "it could not be linked, so that only its text is protected"
    if entry.parent and parent is None:
        yield f"its parent {entry.parent} is not in this ledger: what changed cannot be shown"
    elif entry.parent and steps is None:
        yield f"what changed from {entry.parent} cannot be shown: a linked form is lost or changed"
    elif steps and steps.taken != "NONE" and _order(steps.asked) > _order(steps.taken):
        yield f"its changes ask for a {steps.asked} step, and a {steps.taken} one was taken"
    drafts = [each.document for each in entry.dependencies if each.state == "draft"]
    if drafts:
        yield f"rests on documents that were never released: {', '.join(drafts)}"


def _people(entry: Entry) -> Iterator[str]:
    if not entry.approvals:
        yield "nobody approved it; the policy of the project asked for no approval"
    names = {approval.by.casefold() for approval in entry.approvals}
    if names and names == {(entry.author or "").casefold()}:
        yield "approved by its author alone"


def gaps_of_account(account: Account) -> tuple[str, ...]:
    """What the account as a whole leaves open."""
    return tuple(_gaps(account))


def _gaps(account: Account) -> Iterator[str]:
    for chain in account.chains:
        if chain.ledger is None:
            yield f"{chain.folder} has no ledger: nothing in it was released"
            continue
        if not chain.anchored:
            yield f"{chain.ledger} is unanchored: name a signed git tag with --anchor"
        elif chain.anchored < chain.lines:
            later = f"lines {chain.anchored + 1} to {chain.lines}"
            yield f"{chain.ledger}: {later} came after the anchor"
        for limit in chain.limits:
            yield f"{chain.ledger}: {limit}"
    drafts = [d for d in account.documents if not d.versions]
    if drafts:
        many = f"{len(drafts)} documents were" if len(drafts) > 1 else "1 document was"
        listed = ", ".join(d.id for d in drafts[:8]) + (" …" if len(drafts) > 8 else "")
        yield f"{many} never released: {listed}"
    for document in account.documents:
        heads = _heads(document)
        if len(heads) > 1:
            yield f"{document.id} has several heads, which no version merges: {', '.join(heads)}"
        for version in document.frozen:
            yield f"{document.id}@{version} lies frozen without a line: it is unattested"
    if account.build is None:
        yield "there is no build to account for; --build names another folder"
    elif any(made.differing is None for made in account.made):
        yield "the build was not made again: --rebuild does that and compares every byte"


def _heads(history: History) -> list[str]:
    """The versions that no other one grew from."""
    entries = [version.entry for version in history.versions]
    before = {name for entry in entries for name in (entry.parent, *entry.merges)}
    return [entry.version for entry in entries if entry.document not in before]


def _order(step: str) -> int:
    return ("NONE", "PATCH", "MINOR", "MAJOR", "GATE").index(step)
