"""`schemac convert`: label files from one format into another."""

from __future__ import annotations

import sys

from schemac.cli.label_files import add_common, bar, fault_lines, said_of
from schemac.cli.parser import Parser, width

_ABOUT = """Write the labels of a file, or of a folder of files of one format, in the format of
another tool. Keypoints go by the names of the spec, tiers as far as the format can tell them apart;
what it has no place for is counted and said.

formats: {names}"""
_EXAMPLES = """  schemac convert train.json --spec body/coco-17 -o train.parquet
  schemac convert annotations.zip --spec body/coco-17 -o export.json --to coco
  schemac convert export.json --spec face/ibug-68 -o tasks.json --to label-studio
  schemac convert labels/ --spec body/coco-17 --from ultralytics -o labels.csv"""


def run(words: list[str]) -> int:
    """0; 1 when labels cannot be read, or on a loss with --fail-on loss; 2 for wrong usage."""
    from schemac.datasets import NAMES

    parser = Parser("convert", _ABOUT.format(names=", ".join(NAMES)), _EXAMPLES)
    parser.add_argument("data", metavar="DATA", help="a label file, or a folder of them")
    parser.add_argument("--spec", required=True, metavar="S", help="the spec that they are in")
    parser.add_argument("-o", "--out", required=True, metavar="OUT", help="where to write")
    parser.add_argument(
        "--to", metavar="FORMAT", help="the format to write; left out, as the name of OUT says"
    )
    parser.add_argument(
        "--jobs", type=int, metavar="N",
        help="processes that read ahead of the one that writes; one a core if left out",
    )  # fmt: skip
    add_common(parser, "--from")
    asked = parser.parse_args(words)
    from schemac.api import convert
    from schemac.converting import record, render_text
    from schemac.labels import LabelError

    try:
        with bar("converting", asked.data) as advance:
            done = convert(
                asked.data, asked.spec, out=asked.out, to=asked.to, data_format=asked.data_format,
                jobs=asked.jobs, force=asked.force, on_fault=asked.on_fault, advance=advance,
            )  # fmt: skip
    except LabelError as error:
        print(f"schemac: {said_of(error)}", file=sys.stderr)
        return 1
    if asked.format == "json":
        import json

        print(json.dumps(record(done), indent=2))
    else:
        sys.stdout.write(render_text(done, width=width()))
    for line in fault_lines(done.faults, done.aside):
        print(line, file=sys.stderr)
    return 1 if asked.fail_on == "loss" and not done.account.lossless else 0
