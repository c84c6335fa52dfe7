"""`schemac validate`: what is wrong in label files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.cli.parser import Parser, complain, width

if TYPE_CHECKING:
    from argparse import Namespace

    from schemac.validating import Finding, Report

_ABOUT = """Judge label files by a spec: visibility tiers, counts, coordinates against image and
box, instances labelled twice; faces the wrong way round, fingers and contours out of order,
keypoints impossibly far apart; in videos, keypoints that jump, shake or stand still. Whatever the
size of a file, memory does not grow with it but for some 100 bytes an instance.

Rules of geometry are warnings, with a score: what they tell is unlikely, not impossible. --trial
measures them on posed figures of the spec, and needs no data.

`schemac explain Q010` says what a finding means and what to do about it."""
_EXAMPLES = """  schemac validate train.json --spec body/coco-17
  schemac validate train.json --spec body/coco-17 --report labels.html
  schemac validate export.zip --spec face/ibug-68 --ignore place-forbidden --strict
  schemac validate train.json --spec body/coco-17 --findings all.jsonl
  schemac validate --trial --spec hand/hand-21"""


def run(words: list[str]) -> int:
    """0; 1 when errors were found (with --strict: or warnings) or a file cannot be read on."""
    asked = _parser().parse_args(words)
    if asked.trial:
        return _tried(asked)
    if asked.data is None:
        return complain("nothing says which labels to judge", "DATA, or --trial to need none")
    from schemac.api import validate
    from schemac.cli.label_files import bar, said_of
    from schemac.labels import LabelError

    try:
        with _written(asked.findings) as sink, bar("reading", asked.data) as advance:
            report = validate(
                asked.data, asked.spec, data_format=asked.data_format, ignore=tuple(asked.ignore),
                most=asked.most, jobs=asked.jobs, sink=sink, advance=advance,
            )  # fmt: skip
    except LabelError as error:
        print(f"schemac: {said_of(error)}", file=sys.stderr)
        return 1
    _tell(asked, report)
    return 1 if report.errors or (asked.strict and report.warnings) else 0


def _parser() -> Parser:
    parser = Parser("validate", _ABOUT, _EXAMPLES)
    parser.add_argument("data", nargs="?", metavar="DATA", help="a label file, or a folder of them")
    parser.add_argument("--spec", required=True, metavar="S", help="the spec that they are in")
    parser.add_argument(
        "--data-format", metavar="FORMAT", help="the format of DATA, where it does not show"
    )
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="RULE", help="leave out a rule (repeat it)"
    )
    parser.add_argument(
        "--jobs", type=int, metavar="N",
        help="processes that read ahead of the one that judges; one a core if left out",
    )  # fmt: skip
    parser.add_argument("--strict", action="store_true", help="exit code 1 for warnings as well")
    parser.add_argument(
        "--most", type=int, default=20, metavar="N", help="findings kept of each rule, the worst"
    )
    parser.add_argument(
        "--findings", metavar="FILE", help="write every finding, a line of JSON each"
    )
    parser.add_argument(
        "--report", metavar="FILE", help="write the report as well: .html (with pictures) or .json"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")
    parser.add_argument(
        "--trial", action="store_true", help="measure the rules of geometry on posed figures"
    )
    return parser


def _tell(asked: Namespace, report: Report) -> None:
    from schemac.api import load
    from schemac.artifact import json_bytes
    from schemac.report import wants_colour
    from schemac.validating import record

    skeleton = load(asked.spec)
    if asked.format == "json":
        sys.stdout.write(json_bytes(record(report)).decode())
    else:
        from schemac.validating.text import render_report

        colour = wants_colour(sys.stdout, os.environ)
        sys.stdout.write(render_report(report, skeleton, width=width(), colour=colour))
    if asked.report:
        from schemac.cli.label_files import write_file

        if Path(asked.report).suffix == ".html":
            from schemac.validating.page import render_page

            write_file(asked.report, render_page(report, skeleton))
        else:
            write_file(asked.report, json_bytes(record(report)).decode())


def _tried(asked: Namespace) -> int:
    import msgspec

    from schemac.api import validation_trial
    from schemac.artifact import json_bytes
    from schemac.validating.text import render_trials

    trials = validation_trial(asked.spec)
    if asked.format == "json":
        sys.stdout.write(json_bytes(msgspec.to_builtins(trials)).decode())
    else:
        sys.stdout.write(render_trials(trials, asked.spec))
    return 0


@contextmanager
def _written(path: str | None) -> Iterator[Callable[[Finding], None] | None]:
    """Something that writes findings down; the file is there whole, or not at all."""
    if path is None:
        yield None
        return
    import msgspec

    from schemac.validating import finding_record

    aside = Path(f"{path}.{os.getpid()}.schemac")
    try:
        with aside.open("xb") as file:
            yield lambda found: _line(file.write, msgspec.json.encode(finding_record(found)))
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _line(write: Callable[[bytes], object], data: bytes) -> None:
    write(data + b"\n")
