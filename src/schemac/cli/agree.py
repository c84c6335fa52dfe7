"""`schemac agree`: what annotators really do, keypoint by keypoint."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from schemac.cli.parser import Parser, width

if TYPE_CHECKING:
    from argparse import Namespace

    from schemac.agreeing import Agreement
    from schemac.agreeing.periods import Window

_ABOUT = """Measure how annotators agree, from data that two or more of them labelled, or from
theirs and a gold set: errors and their direction for each keypoint and person, sigmas, exchanged
sides, agreement on visibility tiers; and hold them against the spec's QA plan.

Who labelled is what a file says (Label Studio, CVAT, our tables), else the name of the file.
Instances are matched by image, then by id or by OKS. Intervals are of 95 %, from 400 bootstrap
replicates over instances. Without a gold set a label is held against the mean of the others."""
_EXAMPLES = """  schemac agree anna.json ben.json cleo.json --spec body/coco-17
  schemac agree export.json --spec mine --gold reviewed.json --report week.html
  schemac agree export.json --spec mine --gold reviewed.json --by time --window week
  schemac agree a.json b.json --spec mine --propose-sigma >> sigmas.yaml"""


def run(words: list[str]) -> int:
    """0; 1 when a limit of the plan is broken, when there are limits and the labels tell none of
    them, or a file cannot be read; 2 for wrong usage."""
    asked = _parser().parse_args(words)
    from schemac.api import agree
    from schemac.cli.label_files import bar, said_of
    from schemac.labels import LabelError

    window: Window | Literal["plan"] | None = asked.window
    if asked.by == "time" and window is None:
        window = "plan"
    try:
        with bar("reading", *asked.data, *filter(None, (asked.gold,))) as advance:
            found = agree(
                *asked.data, spec=asked.spec, gold=asked.gold, data_format=asked.data_format,
                attribute=None if asked.by in (None, "annotator", "time") else asked.by,
                window=window, match=asked.match, scale=asked.scale, on_fault=asked.on_fault,
                advance=advance,
            )  # fmt: skip
    except LabelError as error:
        print(f"schemac: {said_of(error)}", file=sys.stderr)
        return 1
    _tell(asked, found)
    return 1 if found.verdict in ("broken", "not judged") else 0


def _parser() -> Parser:
    parser = Parser("agree", _ABOUT, _EXAMPLES)
    parser.add_argument("data", nargs="+", metavar="DATA", help="label files, or folders of them")
    parser.add_argument("--spec", required=True, metavar="S", help="the spec that they are in")
    parser.add_argument("--gold", metavar="FILE", help="labels to hold the others against")
    parser.add_argument(
        "--by",
        metavar="WHAT",
        help="annotator (always), time, or an instance attribute of the spec",
    )
    parser.add_argument(
        "--window",
        choices=("day", "week", "month"),
        help="how long a period of --by time is; left out, as the spec's plan counts, or a week",
    )
    parser.add_argument(
        "--match", choices=("auto", "id", "oks"), default="auto", help="how to find one instance"
    )
    parser.add_argument(
        "--scale", choices=("segment_area", "reduced_box_area", "box_area", "extent"),
        help="what errors are relative to; the spec's own scale when left out",
    )  # fmt: skip
    parser.add_argument(
        "--data-format", metavar="FORMAT", help="the format of DATA, where it does not show"
    )
    parser.add_argument(
        "--on-fault", choices=("stop", "aside"), default="stop",
        help="at an instance that cannot be used: stop, or leave it out and go on",
    )  # fmt: skip
    parser.add_argument(
        "--propose-sigma", action="store_true", help="print the sigmas as YAML for the spec"
    )
    parser.add_argument(
        "--write-sigma", action="store_true", help="write them into the spec, if it is a draft"
    )
    parser.add_argument("--name", default="measured", help="of the new sigma set")
    parser.add_argument(
        "--robust", action="store_true", help="propose sigmas from medians, without exchanged pairs"
    )
    parser.add_argument("--all", action="store_true", help="show every keypoint")
    parser.add_argument("--report", metavar="FILE", help="write it as well: .html, .json or .csv")
    parser.add_argument(
        "--format", choices=("text", "json", "csv"), default="text", help="how to print"
    )
    return parser


def _tell(asked: Namespace, found: Agreement) -> None:
    from schemac.api import load
    from schemac.report import wants_colour

    skeleton = load(asked.spec)
    if asked.propose_sigma:
        from schemac.agreeing.propose import propose_sigmas

        sys.stdout.write(propose_sigmas(found, skeleton, name=asked.name, robust=asked.robust))
    elif asked.format != "text":
        sys.stdout.write(_data(found, asked.format))
    else:
        from schemac.agreeing.text import render_agreement

        colour = wants_colour(sys.stdout, os.environ)
        text = render_agreement(found, skeleton, width=width(), colour=colour, every=asked.all)
        sys.stdout.write(text)
    if asked.write_sigma:
        from schemac.api import write_sigmas

        file = write_sigmas(asked.spec, found, name=asked.name, robust=asked.robust)
        print(f"written: {file}, sigma set `{asked.name}`", file=sys.stderr)
    if asked.report:
        from schemac.cli.label_files import write_file

        if Path(asked.report).suffix == ".html":
            from schemac.agreeing.page import render_page

            write_file(asked.report, render_page(found, skeleton))
        else:
            write_file(asked.report, _data(found, Path(asked.report).suffix[1:]))


def _data(found: Agreement, form: str) -> str:
    from schemac.agreeing.record import record, table
    from schemac.artifact import json_bytes

    return table(found) if form == "csv" else json_bytes(record(found)).decode()
