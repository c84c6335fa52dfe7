"""`schemac compare`: are two definitions the same skeleton?"""

from __future__ import annotations

import os
import sys

from schemac.cli.parser import Parser, width

_ABOUT = """Hold a file of any tool against a spec, or against another file: names, their order,
mirror partners, edges, sigmas, category. What one of the two has no place for is not compared, and
said."""
_EXAMPLES = """  schemac compare data.yaml body/coco-17             an Ultralytics file and a spec
  schemac compare configs/coco.py train.json         an MMPose config and a COCO file
  schemac compare export.json body/coco-17 --skeleton person     one category of several
  schemac compare data.yaml specs/my.yaml --format json"""


def run(words: list[str]) -> int:
    """0 when they are the same skeleton, 1 when anything that counts differs."""
    parser = Parser("compare", _ABOUT, _EXAMPLES)
    parser.add_argument("file", metavar="FILE", help="a file of any tool")
    parser.add_argument("other", metavar="SPEC|FILE", help="what to hold it against")
    parser.add_argument("--from", dest="source", metavar="FORMAT", help="the format, if not clear")
    parser.add_argument("--skeleton", metavar="NAME", help="which one, of a file with several")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")
    asked = parser.parse_args(words)
    from schemac.api import compare_definitions
    from schemac.comparing.text import record, render

    found, sources = compare_definitions(
        asked.file, asked.other, format=asked.source, skeleton=asked.skeleton
    )
    if asked.format == "json":
        import json

        print(json.dumps(record(found), indent=2))
    else:
        from schemac.report import wants_colour

        colour = wants_colour(sys.stdout, os.environ)
        sys.stdout.write(render(found, sources, colour=colour, width=width()))
    return 1 if found.differs else 0
