"""`schemac study`: what difference a guideline, a tool or a training makes."""

from __future__ import annotations

import sys

from schemac.cli.parser import Parser, complain, width

_ABOUT = """Compare two groups of people who labelled the same images, against one gold set: those
with the old text and those with the new one, words only against pictures. For each keypoint the
difference of their mean errors, with an interval, on the instances that both labelled.

A group is a name, `=` and its label files. Nobody may be in both."""
_EXAMPLES = """  schemac study --group text=t1.json,t2.json --group pictures=p1.json,p2.json \\
      --gold gold.json --spec mine"""


def run(words: list[str]) -> int:
    """0; 1 when a file cannot be read; 2 for wrong usage."""
    parser = Parser("study", _ABOUT, _EXAMPLES)
    parser.add_argument(
        "--group", action="append", default=[], metavar="NAME=FILE,…", help="one group, twice"
    )
    parser.add_argument("--gold", required=True, metavar="FILE", help="labels taken for true")
    parser.add_argument("--spec", required=True, metavar="S", help="the spec that they are in")
    parser.add_argument(
        "--scale", choices=("segment_area", "reduced_box_area", "box_area", "extent"),
        help="what errors are relative to; the spec's own scale when left out",
    )  # fmt: skip
    parser.add_argument(
        "--data-format", metavar="FORMAT", help="the format of the files, where it does not show"
    )
    parser.add_argument(
        "--on-fault", choices=("stop", "aside"), default="stop",
        help="at an instance that cannot be used: stop, or leave it out and go on",
    )  # fmt: skip
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")
    asked = parser.parse_args(words)
    groups = [_group(text) for text in asked.group]
    if len(groups) != 2 or None in groups:
        return complain("a study has two groups", "--group old=a.json,b.json --group new=c.json")
    from schemac.api import study
    from schemac.cli.label_files import bar, said_of
    from schemac.labels import LabelError

    first, second = (group for group in groups if group)
    try:
        files = (*first[1], *second[1])
        # The groups are read twice: who labelled comes first.
        with bar("reading", *files, *files, asked.gold) as advance:
            found = study(
                first, second, gold=asked.gold, spec=asked.spec, data_format=asked.data_format,
                scale=asked.scale, on_fault=asked.on_fault, advance=advance,
            )  # fmt: skip
    except LabelError as error:
        print(f"schemac: {said_of(error)}", file=sys.stderr)
        return 1
    if asked.format == "json":
        from schemac.agreeing.study import study_record
        from schemac.artifact import json_bytes

        sys.stdout.write(json_bytes(study_record(found)).decode())
    else:
        from schemac.agreeing.study import render_study

        sys.stdout.write(render_study(found, width()))
    return 0


def _group(text: str) -> tuple[str, tuple[str, ...]] | None:
    name, equals, files = text.partition("=")
    each = tuple(file for file in files.split(",") if file)
    return (name, each) if name and equals and each else None
