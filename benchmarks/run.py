"""Measure schemac on this machine, as ratios within one run.

    python3 dev.py bench [PART] [ARGS]

    commands    whole processes against Python and LinkML (what is measured without a PART)
    guides      guides against empty sites of Material for MkDocs, and figures
    serving     from an edit to the new page

Each part takes --help. Exit code 1 says that a limit was missed.
"""

from __future__ import annotations

import importlib
import sys

PARTS = ("commands", "guides", "serving")


def main(arguments: list[str]) -> int:
    """Run a part; its exit code."""
    part, rest = "commands", arguments
    if arguments and not arguments[0].startswith("-"):
        part, *rest = arguments
    if arguments == ["--help"] or part not in PARTS:
        print(__doc__.strip())
        return 0 if part in PARTS else 2
    code: int = importlib.import_module(part).main(rest)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
