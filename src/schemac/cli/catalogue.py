"""`schemac catalogue`: a page of all specs."""

from __future__ import annotations

import sys

from schemac.cli.parser import Parser

_ABOUT = """Print a page of all specs of this project, as Markdown: what each labels, where its
sigmas come from, how it is evaluated, its sources; what specs note of single keypoints and where
sources disagree; then parts, dictionaries and tier sets.

Its links lead to files of the spec folder, so write it there. It has no date: print it again and
compare to see whether it is up to date."""
_EXAMPLES = """  schemac catalogue > specs/README.md        all documents of this project
  schemac catalogue specs/face               the documents of a folder"""


def run(words: list[str]) -> int:
    """0, or 1 when documents have errors; then nothing is printed."""
    parser = Parser("catalogue", _ABOUT, _EXAMPLES)
    parser.add_argument("spec", nargs="*", metavar="SPEC", help="what to list")
    asked = parser.parse_args(words)
    from schemac.api import SpecError, catalogue

    try:
        page = catalogue(*asked.spec)
    except SpecError as error:
        print(error, end="", file=sys.stderr)
        return 1
    print(page, end="")
    return 0
