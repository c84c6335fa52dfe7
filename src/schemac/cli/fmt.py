"""`schemac fmt`: one way to write a document."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from schemac.cli.parser import Parser, width

if TYPE_CHECKING:
    from schemac.rewrite import Rewritten
    from schemac.workspace import Workspace

_ABOUT = """Write documents in one way: fields in the order of the language, two spaces a level.

Comments stay with the field below them, texts keep their line breaks, and `{…}` keeps its
spacing. What a document says cannot change: its digest is compared before it is written.

A SPEC is a file, a folder, an id of the project, or `-` for standard input. Without any, all
documents of the project. Documents with errors and frozen versions are left as they are."""
_EXAMPLES = """  schemac fmt                          all documents of this project
  schemac fmt specs/body/my.yaml       one file
  schemac fmt --check                  write nothing; exit 1 when something is not formatted
  schemac fmt --diff                   write nothing; show what would change
  schemac fmt - < my.yaml              print the formatted text, for editors"""


def run(words: list[str]) -> int:
    """0 when all is formatted now; 1 for errors, or with --check for what is not formatted."""
    parser = Parser("fmt", _ABOUT, _EXAMPLES)
    parser.add_argument("spec", nargs="*", metavar="SPEC", help="what to format")
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if needed")
    parser.add_argument("--diff", action="store_true", help="write nothing, show the changes")
    asked = parser.parse_args(words)
    if asked.spec == ["-"]:
        return _stream()
    from schemac.api import fmt
    from schemac.workspace import Workspace

    workspace = Workspace()
    dry = asked.check or asked.diff
    done = fmt(*asked.spec, write=not dry, workspace=workspace)
    for one in done:
        _tell(one, workspace, dry=dry, diff=asked.diff)
    changed = sum(one.changed for one in done)
    _close(len(done), changed, dry)
    if any(one.bug for one in done):
        return 3
    return 1 if any(one.problems for one in done) or (dry and changed) else 0


def _tell(one: Rewritten, workspace: Workspace, *, dry: bool, diff: bool) -> None:
    from schemac.cli.differences import print_difference, shown

    if one.problems:
        from schemac.report import render_text, wants_colour

        colour = wants_colour(sys.stderr, os.environ)
        cwd = os.getcwd()
        text = render_text(one.problems, workspace.locate, colour=colour, width=width(), cwd=cwd)
        print(f"{text}left as it is: {shown(one.file)}", file=sys.stderr)
    elif one.bug:
        said = "a bug of schemac: formatting would change what it says"
        print(f"schemac: {said}: {shown(one.file)}; it is left as it is", file=sys.stderr)
    elif one.changed and diff:
        print_difference(one.file, one.before, one.after)
    elif one.changed:
        print(f"{'not formatted' if dry else 'formatted'}: {shown(one.file)}")


def _close(number: int, changed: int, dry: bool) -> None:
    what = "document" if number == 1 else "documents"
    if not changed:
        print(f"nothing to format in {number} {what}", file=sys.stderr)
    elif dry:
        print(f"{changed} of {number} {what} would change", file=sys.stderr)
    else:
        print(f"{changed} of {number} {what} formatted", file=sys.stderr)


def _stream() -> int:
    """Standard input to standard output; what cannot be formatted comes out as it went in."""
    from schemac.formatting import format_document
    from schemac.report import render_text
    from schemac.source import Source

    data = sys.stdin.buffer.read()
    done = format_document("<stdin>", data)
    sys.stdout.buffer.write(done.data)
    if not done.problems:
        return 3 if done.bug else 0
    source = Source("<stdin>", data.decode("utf-8", "replace"))
    text = render_text(done.problems, lambda origin: (source, None), width=width())
    print(text, end="", file=sys.stderr)
    return 1
