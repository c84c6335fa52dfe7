"""`schemac audit`: an account of all releases; `verify` and `export`."""

from __future__ import annotations

import os
import sys

from schemac.cli.parser import Parser, complain, today, width

_ABOUT = """\
Account for every released version of this project: digests, when each was in force, author,
approvers, rationale; what changed, old text beside new, and for whom it breaks; what the files of
the build were made from; whether anything was rewritten; and what is not known. It works offline
and writes nothing.

Files of the build are held against what the build wrote down of them. --rebuild makes them again
from the versions they name and compares every byte, which takes as long as a build.

`schemac audit verify` only looks for what was rewritten, `schemac audit export` prints in-toto
statements for other tools to sign. Each has its own --help.

The exit code is 1 when something was rewritten, or when an anchor that was asked for fails."""
_EXAMPLES = """  schemac audit                                      the whole account
  schemac audit --on 2024-03-05                      which version was in force on that day?
  schemac audit body/mine --format html -o audit.html
  schemac audit --rebuild                            make the build again, compare every byte
  schemac audit verify --anchor release-2024-07"""
_VERIFY = """\
Look for everything that shows a rewritten history: lines of the ledger that were changed,
removed, added or moved; frozen files that are not the ones that were released, or are gone; frozen
files without a line, when the end of the ledger was cut off; and, in a git repository, commits that
did not only add to the ledger.

None of this shows a ledger that was written anew as a whole. For that it has to be held against
something outside of it: --anchor names a git tag that somebody signed. Without one it is
`unanchored`. Whose signatures count is a setting of your git (its keyring, or
gpg.ssh.allowedSignersFile), so verify in a clone of your own.

  git tag --sign release-2024-07 && git push origin release-2024-07      after each release"""
_VERIFY_EXAMPLES = """  schemac audit verify
  schemac audit verify --anchor release-2024-07
  schemac audit verify --format json"""
_EXPORT = """\
Print an in-toto statement (v1) for each released version, one a line: the frozen files as
subjects, the line of the ledger as predicate. They are not signed; whoever signs them vouches for
them."""
_EXPORT_EXAMPLES = """  schemac audit export --format in-toto > releases.intoto.jsonl
  schemac audit export body/mine --format in-toto"""


def run(words: list[str]) -> int:
    """0, or 1 when something was rewritten."""
    if words and words[0] == "verify":
        return _verify(words[1:])
    if words and words[0] == "export":
        return _export(words[1:])
    parser = Parser("audit", _ABOUT, _EXAMPLES)
    parser.add_argument("spec", nargs="*", metavar="SPEC", help="only these documents")
    parser.add_argument("--on", metavar="DATE", help="as of this day; today when left out")
    parser.add_argument("--anchor", metavar="TAG", help="a signed git tag to hold it against")
    parser.add_argument("--rebuild", action="store_true", help="make the build again and compare")
    parser.add_argument("--build", metavar="DIR", help="the build to look at")
    parser.add_argument("--format", choices=("text", "json", "csv", "html"), default="text")
    parser.add_argument("-o", "--output", metavar="FILE", help="write it there")
    asked = parser.parse_args(words)
    if asked.on is not None and not _is_date(asked.on):
        return complain(f"`{asked.on}` is not a date", "write year, month and day: 2024-07-01")
    from schemac.api import audit

    found = audit(
        *asked.spec, on=asked.on or today(), anchor=asked.anchor, out=asked.build,
        rebuild=asked.rebuild,
    )  # fmt: skip
    if asked.format == "text" and asked.on:
        from schemac.auditing.text import render_in_force, render_verdict

        text = render_in_force(found, width())
        if found.findings:
            text += render_verdict(found.chains, width())
    else:
        text = _rendered(found, asked.format)
    _out(text, asked.output)
    return 1 if found.findings else 0


def _rendered(found: object, format: str) -> str:
    from schemac.auditing import Account

    assert isinstance(found, Account)  # noqa: S101 - told to the type checker
    if format == "html":
        from schemac.auditing.page import render_html

        return render_html(found)
    if format == "csv":
        from schemac.auditing.table import render_csv

        return render_csv(found)
    if format == "json":
        from schemac.auditing.data import render_json

        return render_json(found)
    from schemac.auditing.text import render_text

    return render_text(found, width())


def _verify(words: list[str]) -> int:
    parser = Parser("audit verify", _VERIFY, _VERIFY_EXAMPLES)
    parser.add_argument("--anchor", metavar="TAG", help="a signed git tag")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    asked = parser.parse_args(words)
    from schemac.api import audit_verify

    chains = audit_verify(asked.anchor)
    if asked.format == "json":
        from schemac.auditing.data import render_chains

        sys.stdout.write(render_chains(chains))
    else:
        from schemac.auditing.text import render_verdict

        sys.stdout.write(render_verdict(chains, width()))
    return 1 if any(chain.findings for chain in chains) else 0


def _export(words: list[str]) -> int:
    parser = Parser("audit export", _EXPORT, _EXPORT_EXAMPLES)
    parser.add_argument("spec", nargs="*", metavar="SPEC", help="only these documents")
    parser.add_argument("--format", choices=("in-toto",), default="in-toto")
    parser.add_argument("-o", "--output", metavar="FILE", help="write it there")
    asked = parser.parse_args(words)
    from schemac.api import audit
    from schemac.auditing.data import render_in_toto
    from schemac.auditing.text import render_verdict

    found = audit(*asked.spec, on=today())
    if found.findings:
        print("nothing is stated of a ledger that was rewritten", file=sys.stderr)
        print(render_verdict(found.chains, width()), end="", file=sys.stderr)
        return 1
    _out(render_in_toto(found), asked.output)
    return 0


def _out(text: str, file: str | None) -> None:
    if file is None:
        sys.stdout.write(text)
        return
    from schemac.workspace import UsageError

    try:
        with open(file, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
    except OSError as error:
        raise UsageError(f"cannot write {file}: {(error.strerror or '').lower()}") from error
    print(f"written: {os.path.relpath(file)}", file=sys.stderr)


def _is_date(text: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
