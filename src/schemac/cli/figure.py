"""`schemac figure`: one figure as a file."""

from __future__ import annotations

import sys
from pathlib import Path

from schemac.cli.parser import Parser, complain

_ABOUT = """Write one figure of a guide as a file: for slides, tickets, printed sheets.

Without POINT it is the overview of the spec; of a keypoint it is where to click. POINT may be a
region or a measure as well. The ending of FILE says what is written: .svg, .png or .pdf. A PDF is
printed by Chromium or Chrome; the others need no other program."""
_EXAMPLES = """  schemac figure body/coco-17 -o person.svg
  schemac figure body/coco-17 left_elbow -o elbow.png --width 1600
  schemac figure body/coco-17 left_elbow -o wrong.png --kind mistake
  schemac figure face/ibug-68 mouth -o mouth.pdf --theme dark"""


def run(words: list[str]) -> int:
    """0 when it is written, 1 for errors in the spec, 2 for what cannot be drawn."""
    asked = _parser().parse_args(words)
    from schemac.api import SpecError, figure
    from schemac.output import put_file
    from schemac.report import visible

    to = Path(asked.output)
    if not to.suffix:
        return complain(f"`{to}` has no ending", "it says what is written: .svg, .png or .pdf")
    try:
        made = figure(
            asked.spec, asked.point, kind=asked.kind, form=to.suffix.removeprefix(".").lower(),
            theme=asked.theme, width=asked.width, locale=asked.locale,
        )  # fmt: skip
    except SpecError as error:
        print(error, end="", file=sys.stderr)
        return 1
    put_file(to, made)
    print(f"wrote {visible(str(to))}, {len(made) / 1024:,.0f} kB")
    return 0


def _parser() -> Parser:
    parser = Parser("figure", _ABOUT, _EXAMPLES)
    parser.add_argument("spec", metavar="SPEC", help="a path, an id or an exact version")
    parser.add_argument("point", nargs="?", metavar="POINT", help="a keypoint, region or measure")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help=".svg, .png or .pdf")
    parser.add_argument(
        "--kind",
        metavar="KIND",
        help="of a spec: overview, mirror, sides (front and back), crowd, blur, directions; of a"
        " keypoint: target, mistake (beside the right place), inset, locator; region; measure",
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="its colours")
    parser.add_argument("--width", type=int, metavar="N", help="px; its own width when left out")
    parser.add_argument("--locale", metavar="L", help="language of the names in it")
    return parser
