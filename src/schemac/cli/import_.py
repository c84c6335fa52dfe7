"""`schemac import`: draft specs of what people have already."""

from __future__ import annotations

import os
import sys

from schemac.cli.parser import Parser, width

_ABOUT = """Write a draft spec for every skeleton in files of other tools.

A FILE is a file, a folder or a zip archive. What it is in, is recognised. The draft has the names,
indices, edges, mirror partners and sigmas of the file; what the file does not say is marked TODO.
What is wrong with the file is said with the place in it. No file is executed, none is changed."""
_EXAMPLES = """  schemac import person_keypoints_val2017.json      the categories of a COCO file
  schemac import configs/_base_/datasets/coco.py    an MMPose config, read and never run
  schemac import data.yaml -o specs/animal          Ultralytics; specs/animal/….yaml
  schemac import backup.zip --from cvat             the members of an archive
  schemac import --formats                          what can be read"""


def run(words: list[str]) -> int:
    """0 when drafts were written; 1 when the files have errors, or nothing was written."""
    parser = Parser("import", _ABOUT, _EXAMPLES)
    parser.add_argument("file", nargs="*", metavar="FILE", help="what to read")
    parser.add_argument("--from", dest="source", metavar="FORMAT", help="the format, if not clear")
    parser.add_argument("-o", "--out", metavar="DIR", help="where to; specs/imported when left out")
    parser.add_argument("--force", action="store_true", help="write over drafts that are there")
    parser.add_argument("--formats", action="store_true", help="list what can be read")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")
    asked = parser.parse_args(words)
    if asked.formats:
        return _list()
    from schemac.api import import_files
    from schemac.importing.text import record, render
    from schemac.report import wants_colour

    done = import_files(*asked.file, format=asked.source, out=asked.out, force=asked.force)
    cwd = os.getcwd()
    if asked.format == "json":
        import json

        print(json.dumps(record(done, cwd), indent=2))
    else:
        colour = wants_colour(sys.stdout, os.environ)
        sys.stdout.write(render(done, colour=colour, width=width(), cwd=cwd))
    return 1 if done.failed else 0


def _list() -> int:
    from schemac.api import importable

    known = importable()
    wide = max(map(len, known), default=0)
    for name, title in known.items():
        print(f"{name:<{wide}}  {title}")
    return 0
