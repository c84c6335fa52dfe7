"""`schemac release`: freeze a version, with a line in the ledger."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from schemac.cli.parser import Parser, now, today, width

if TYPE_CHECKING:
    from schemac.ledger import Entry
    from schemac.releasing import Released

_ABOUT = """\
Freeze a version: its text as `id@version.yaml`, its meaning as `id@version.json`, and a line
in `ledger.jsonl` of the spec folder with digests, author, approvers, rationale and effective date.
From then on an edit of any of them is an error of every command, and cannot be waived.

It is checked first, and warnings count. Rationale, author and effective date are those of the
document's `lineage`; options fill in what it does not say. Who approved stands in the ledger only.
How many approvals and which roles are needed says `release` in `schemac.yaml`; one without it.

Documents of the project that it rests on must be released before it, or together with it. Drafts of
the standard library may be cited: the line names them, with the digest of their text."""
_EXAMPLES = """  schemac release body/mine --approved-by "Dr A. Rao (medical lead)"
  schemac release body/mine --approved-by "A. Rao" --author "B. Lee" \\
      --effective 2024-07-01 --rationale "First version, agreed with the clinic."
  schemac release landmarks/mine body/mine --approved-by "A. Rao"     in one step
  schemac release body/old@0.9.0 --unattested      take in an old frozen file; nobody vouches"""


def run(words: list[str]) -> int:
    """0 when it is released, 1 when findings forbid it; then nothing is written."""
    asked = _parser().parse_args(words)
    from schemac.releasing import Asked, approval, release

    released = release(
        tuple(asked.spec),
        Asked(
            approvals=tuple(approval(text, asked.meaning) for text in asked.approved_by),
            rationale=asked.rationale,
            author=asked.author,
            effective=asked.effective,
            ticket=asked.ticket,
        ),
        recorded=now(),
        today=today(),
        attested=not asked.unattested,
    )
    _problems(released)
    if not released.lines:
        print("nothing was released", file=sys.stderr)
        return 1
    _tell(released)
    return 0


def _parser() -> Parser:
    parser = Parser("release", _ABOUT, _EXAMPLES)
    parser.add_argument("spec", nargs="*", metavar="SPEC", help="what to release")
    parser.add_argument(
        "--approved-by", action="append", default=[], metavar="NAME", help="NAME (ROLE); repeat it"
    )
    parser.add_argument(
        "--meaning", default="approval", help="what the names stand for; `approval` when left out"
    )
    parser.add_argument("--rationale", metavar="WHY", help="why this version exists")
    parser.add_argument("--author", metavar="WHO", help="who made it")
    parser.add_argument("--effective", metavar="DATE", help="from when it holds: 2024-07-01")
    parser.add_argument("--ticket", metavar="URL", help="where it was discussed")
    parser.add_argument(
        "--unattested", action="store_true", help="take in a version that lies frozen already"
    )
    return parser


def _problems(released: Released) -> None:
    if not released.checked.diagnostics:
        return
    from schemac.report import render_text, wants_colour

    colour = wants_colour(sys.stderr, os.environ)
    text = render_text(
        released.checked.diagnostics, released.workspace.locate,
        colour=colour, width=width(), cwd=os.getcwd(),
    )  # fmt: skip
    print(text, file=sys.stderr)


def _tell(released: Released) -> None:
    from schemac.report import visible

    for entry in released.taken_in:
        print(f"taken in, unattested: {visible(entry.document)} (it lay frozen before)")
    for entry in released.lines:
        _line(entry)
    print(f"the ledger: {os.path.relpath(released.ledger)}")
    if released.attributes:
        near = os.path.relpath(released.attributes)
        print(f"note: {near} should hold these lines, so that git keeps every byte:")
        for line in ("ledger.jsonl -text merge", "*@*.yaml -text", "*@*.json -text"):
            print(f"  {line}")
    print("commit these files together; a signed tag anchors them: `schemac audit verify --help`")


def _line(entry: Entry) -> None:
    from schemac.report import visible
    from schemac.report.cells import wrap

    names = ", ".join(
        visible(f"{one.by} ({one.role})" if one.role else one.by) for one in entry.approvals
    )
    if entry.status == "unattested":
        print(f"taken in, unattested: {visible(entry.document)}")
    else:
        since = f"effective {entry.effective}"
        print(f"released {visible(entry.document)}, {since}, approved by {names or 'nobody'}")
    print(f"  digest {entry.digest or 'none: it cannot be linked'}")
    drafts = [each.document for each in entry.dependencies if each.state == "draft"]
    if drafts:
        listed = f"rests on drafts of the standard library, kept by digest: {', '.join(drafts)}"
        lines = wrap(visible(listed), width() - 4)
        print("\n".join(f"  {'  ' if number else ''}{line}" for number, line in enumerate(lines)))
