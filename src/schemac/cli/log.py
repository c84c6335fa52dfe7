"""`schemac log`: the versions of a document."""

from __future__ import annotations

import sys

from schemac.cli.parser import Parser, today, width

_ABOUT = """\
List the versions of a document, newest first: when each took effect, who made and approved it,
why, and how much changed. Versions without a line in the ledger are drafts.

--graph draws which version grew from which. --format markdown prints a changelog, made from the
ledger and from a comparison of the frozen versions; --format json is for programs."""
_EXAMPLES = """  schemac log body/mine
  schemac log body/mine --graph
  schemac log body/mine --format markdown > CHANGELOG.mine.md"""


def run(words: list[str]) -> int:
    """0."""
    parser = Parser("log", _ABOUT, _EXAMPLES)
    parser.add_argument("spec", metavar="SPEC", help="a file, an id, or an exact version")
    parser.add_argument("--graph", action="store_true", help="draw the lines of descent")
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    asked = parser.parse_args(words)
    from schemac.api import log
    from schemac.auditing.data import render_history
    from schemac.auditing.log import render_changelog, render_log

    history = log(asked.spec, on=today())
    if asked.format == "markdown":
        text = render_changelog(history)
    elif asked.format == "json":
        text = render_history(history)
    else:
        text = render_log(history, width(), graph=asked.graph)
    sys.stdout.write(text)
    return 0
