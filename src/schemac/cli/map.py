"""`schemac map`: where each keypoint of one spec comes from in another."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from schemac.cli.parser import Parser, width

if TYPE_CHECKING:
    from schemac.mapping import MigrationMap

_ABOUT = """Print the migration map from one spec to another: for each keypoint of B its sources in
A with their weights, how true it is, and why not more; what becomes of tiers; what is lost.

Between versions it follows from the declared lineage, forwards and back, over as many steps as it
takes. Between skeletons it follows from the places that both cite, and from a map document where
there is one; where there are several, --via names it."""
_EXAMPLES = """  schemac map body/coco-17 body/openpose-25 --format text
  schemac map sport/cricket-bowling-54@1.0.0 sport/cricket-bowling-54 -o up.json
  schemac map face/wflw-98 face/ibug-68 --via maps/wflw-98-to-ibug-68-pipnet
  schemac map face/wflw-98 face/ibug-68 --via landmarks          without a document
  schemac map body/coco-17 body/mpii-16 --format mmpose          as a KeypointConverter
  schemac schema migration                                       the JSON Schema of the map"""


def run(words: list[str]) -> int:
    """0, or 2 for an unknown spec or map, or when several maps fit."""
    parser = Parser("map", _ABOUT, _EXAMPLES)
    parser.add_argument("source", metavar="A", help="the spec whose labels there are")
    parser.add_argument("target", metavar="B", help="the spec whose labels are wanted")
    parser.add_argument("-o", "--out", metavar="FILE", help="write it to a file")
    parser.add_argument("--via", metavar="MAP", help="the map document to go by, or `landmarks`")
    parser.add_argument(
        "--format", choices=("json", "text", "mmpose", "numpy", "sql"), default="json",
        help="how to write it; json is valid against `schemac schema migration`",
    )  # fmt: skip
    asked = parser.parse_args(words)
    from schemac.api import SpecError, map_between

    try:
        made = map_between(asked.source, asked.target, via=asked.via)
    except SpecError as error:
        print(error, file=sys.stderr)
        return 1
    if asked.format == "text":
        from schemac.mapping.text import render_map

        data = render_map(made.map, made.target, width=width()).encode()
    else:
        data = made.written(asked.format)
    if asked.out:
        from pathlib import Path

        from schemac.output import put_file

        put_file(Path(asked.out), data)
        print(_summary(made.map), file=sys.stderr)
        return 0
    sys.stdout.write(data.decode())
    if asked.format != "text":
        print(_summary(made.map), file=sys.stderr)
    return 0


def _summary(map: MigrationMap) -> str:
    from schemac.mapping.text import summary_of_map

    return summary_of_map(map)
