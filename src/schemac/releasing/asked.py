"""What somebody says when they release, held against what the project asks for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from unicodedata import category

from msgspec import Struct

from schemac.ledger import Approval, Policy
from schemac.ledger.facets import Document
from schemac.model import Lineage, PointMap, Project
from schemac.workspace import UsageError

LONGEST = 4000
_STEERING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")


class Asked(Struct, frozen=True, kw_only=True):
    """What is said about a release from outside: it counts where the document does not say it."""

    approvals: tuple[Approval, ...] = ()
    rationale: str | None = None
    author: str | None = None
    effective: str | None = None
    ticket: str | None = None


class Said(Struct, frozen=True, kw_only=True):
    """The complete account of a release."""

    rationale: str
    author: str
    effective: str
    ticket: str | None = None


def approval(text: str, meaning: str = "approval") -> Approval:
    """`Dr A. Rao (medical lead)` as a name with a role; the role may be left out."""
    name, bracket, rest = text.strip().rpartition(" (")
    if bracket and rest.endswith(")") and name.strip() and rest[:-1].strip():
        return Approval(by=name.strip(), role=rest[:-1].strip(), meaning=meaning)
    return Approval(by=text.strip(), meaning=meaning)


def policy_of(project: Project | None) -> Policy:
    """What the project asks of a release: one approval where it says nothing."""
    release = project.release if project else None
    if release is None:
        return Policy(approvals=1)
    least = release.approvals
    return Policy(approvals=1 if least is None else least, roles=tuple(release.roles))


def heed_policy(approvals: tuple[Approval, ...], policy: Policy) -> None:
    """Raises UsageError when the approvals are not those that the project asks for."""
    for one in approvals:
        _readable("--approved-by", one.by)
        _readable("--approved-by", one.role or "-")
        _readable("--meaning", one.meaning)
    people = {one.by.casefold() for one in approvals}
    if len(people) < policy.approvals:
        some = "one approval" if policy.approvals == 1 else f"{policy.approvals} approvals"
        whom = "" if policy.approvals == 1 else " by different people"
        raise UsageError(
            f"a release needs {some}{whom}, {len(people) or 'none'} given",
            'add --approved-by "NAME (ROLE)"; who approved stands in the ledger, not in the file'
            + (f". Needed roles: {', '.join(policy.roles)}" if policy.roles else ""),
        )
    given_roles = {(one.role or "").casefold() for one in approvals}
    missing = [role for role in policy.roles if role.casefold() not in given_roles]
    if missing:
        listed = ", ".join(f"`{role}`" for role in missing)
        raise UsageError(
            f"the project asks for an approval by {listed}",
            f'write --approved-by "NAME ({missing[0]})"',
        )


def said_of(document: Document, asked: Asked, name: str) -> Said:
    """Rationale, author and effective date, from the document or else from outside.

    Raises UsageError when one is missing, contradicts the document, or cannot be read.
    """
    lineage = None if isinstance(document, PointMap) else document.lineage
    written = _written(document, lineage)
    found: dict[str, str | None] = {}
    for field in ("rationale", "author", "effective", "ticket"):
        inside, outside = written.get(field), getattr(asked, field)
        if inside and outside and inside != outside:
            raise UsageError(
                f"{name} says another {field} in its `lineage` than --{field}",
                "the document's own word counts; leave the option out, or edit the document",
            )
        found[field] = inside or outside
        if found[field]:
            _readable(f"--{field}", found[field] or "")
    _complete(found, name)
    if not _is_date(found["effective"] or ""):
        raise UsageError(
            f"`{found['effective']}` is not a date", "write year, month and day: 2024-07-01"
        )
    return Said(
        rationale=found["rationale"] or "",
        author=found["author"] or "",
        effective=found["effective"] or "",
        ticket=found["ticket"],
    )


def _written(document: Document, lineage: Lineage | None) -> dict[str, str | None]:
    if isinstance(document, PointMap):
        return {"rationale": document.rationale}
    if lineage is None:
        return {}
    return {
        "rationale": lineage.rationale,
        "author": lineage.author,
        "effective": lineage.effective,
        "ticket": lineage.ticket,
    }


def _complete(found: dict[str, str | None], name: str) -> None:
    missing = [field for field in ("rationale", "author", "effective") if not found[field]]
    if missing:
        words = {
            "rationale": "--rationale WHY",
            "author": "--author WHO",
            "effective": "--effective DATE",
        }
        listed = _listed([_SPOKEN[field] for field in missing])
        raise UsageError(
            f"{name} cannot be released without {listed}",
            f"write it under `lineage`, or add {' '.join(words[field] for field in missing)}",
        )


_SPOKEN = {"rationale": "a rationale", "author": "an author", "effective": "an effective date"}


def _readable(option: str, text: str) -> None:
    """The ledger is read by people, in terminals and in diffs: nothing may steer those."""
    if not text.strip():
        raise UsageError(f"{option} is empty")
    if len(text) > LONGEST:
        raise UsageError(f"{option} has more than {LONGEST} characters")
    if any(category(c) in _STEERING and c not in _JOINERS for c in text):
        raise UsageError(
            f"{option} holds a line break or a character that cannot be seen",
            "write one line of plain text",
        )


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _listed(words: Iterable[str]) -> str:
    *rest, last = words
    return f"{', '.join(rest)} and {last}" if rest else last
