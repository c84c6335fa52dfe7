"""Commands that show no findings of their own ask here whether the ledger is whole."""

from __future__ import annotations

import os
import sys

from schemac.cli.parser import width


def refused() -> bool:
    """Whether a ledger of this project was not only added to; then it is told."""
    from schemac.workspace import Workspace

    workspace = Workspace()
    if not any(ledger.faults for ledger in workspace.ledgers.values()):
        return False
    from schemac.ledger.codes import LEDGER_BROKEN
    from schemac.report import render_text, wants_colour

    problems = (problem for found in workspace.read_files() for problem in found.problems)
    broken = tuple(problem for problem in problems if problem.code == LEDGER_BROKEN.id)
    colour = wants_colour(sys.stderr, os.environ)
    text = render_text(broken, workspace.locate, colour=colour, width=width(), cwd=os.getcwd())
    print(text, file=sys.stderr)
    return True
