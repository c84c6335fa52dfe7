"""The account of a project's releases: records of plain data, the same in every format."""

from __future__ import annotations

from msgspec import Struct

from schemac.ledger import Entry
from schemac.ledger.force import State
from schemac.ledger.verify import Finding


class Step(Struct, frozen=True, kw_only=True):
    """One change from the parent version, with both texts. `breaks` are audiences by name."""

    kind: str
    message: str
    before: str | None = None
    after: str | None = None
    why: str | None = None
    breaks: tuple[str, ...] = ()
    parts: tuple[Step, ...] = ()


class Accepted(Struct, frozen=True, kw_only=True):
    """A finding that the frozen document waives, and why."""

    rule: str
    because: str
    by: str | None = None
    until: str | None = None


class Carried(Struct, frozen=True, kw_only=True):
    """What becomes of labels of the parent: the digest of the map that leads here, how many
    keypoints come how true, how many of them a person looks at, and how many of the parent's are
    not used."""

    map: str
    keypoints: tuple[tuple[str, int], ...]
    look: int = 0
    unused: int = 0


class Merged(Struct, frozen=True, kw_only=True):
    """Another head that ends in a version, and what changed from it, as in `Version`."""

    head: str
    changes: tuple[Step, ...] | None = None
    asked: str | None = None
    taken: str | None = None
    carried: Carried | None = None


class Version(Struct, frozen=True, kw_only=True):
    """One released version: its line, its time, what changed, and what is not known of it.

    `changes` is None when it cannot be compared with its parent; `asked` and `taken` are the steps
    of the version number that the changes ask for and that were taken.
    """

    entry: Entry
    mark: str
    state: State
    since: str | None = None
    until: str | None = None
    changes: tuple[Step, ...] | None = None
    asked: str | None = None
    taken: str | None = None
    carried: Carried | None = None
    merged: tuple[Merged, ...] = ()
    waivers: tuple[Accepted, ...] = ()
    retired: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


class History(Struct, frozen=True, kw_only=True):
    """All versions of one document, in the order of release. `draft` is the version of its working
    file when that is not released, `frozen` are versions that lie frozen without a line."""

    id: str
    kind: str
    title: str
    versions: tuple[Version, ...] = ()
    draft: str | None = None
    frozen: tuple[str, ...] = ()

    @property
    def in_force(self) -> Version | None:
        """The version in force on the day of the account."""
        return next((v for v in self.versions if v.state == "in force"), None)


class Chain(Struct, frozen=True, kw_only=True):
    """What became of looking at one ledger. `limits` say what git could not show; `anchored` is
    the number of lines that a signed tag holds."""

    folder: str
    ledger: str | None
    lines: int
    findings: tuple[Finding, ...] = ()
    commits: int = 0
    limits: tuple[str, ...] = ()
    tag: str | None = None
    signer: str | None = None
    anchored: int = 0

    @property
    def rewritten(self) -> bool:
        """Whether a finding shows that something was rewritten, and not only that an anchor is of
        no use."""
        return any(found.what != "anchor" or found.line is not None for found in self.findings)


class Made(Struct, frozen=True, kw_only=True):
    """Files of a build that were made from one version for one target.

    `basis` says what that version is to the ledger. `edited` and `missing` are files that are not
    as the build left them; `differing` are those that are, and that are made otherwise today (None
    when nobody made them again).
    """

    spec: str | None
    version: str | None
    target: str
    digest: str | None
    basis: str
    files: int
    edited: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    differing: tuple[str, ...] | None = None


class Account(Struct, frozen=True, kw_only=True):
    """Everything `schemac audit` knows, as of a day."""

    project: str
    on: str
    schemac: str
    chains: tuple[Chain, ...] = ()
    documents: tuple[History, ...] = ()
    build: str | None = None
    made: tuple[Made, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that shows a rewritten history."""
        return tuple(finding for chain in self.chains for finding in chain.findings)


NOT_PROVEN = (
    "Names of authors and approvers are what was typed. No identity or authority was checked.",
    "Times are those of the clock of the machine that released.",
    "Whoever can write these files can write a whole ledger anew. Only an anchor outside of them,"
    " such as a signed git tag, shows that.",
    "No record is kept of which data set was labelled or migrated under which version, nor of which"
    " page an annotator had open.",
)  # fmt: skip
"""What no account of this kind can prove; it stands in every one."""
