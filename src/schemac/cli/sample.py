"""`schemac sample`: which images to label twice."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from schemac.cli.parser import Parser, complain

_ABOUT = """Choose images for a gold set, for double labelling or for calibration: at random, fairly
over the values of an instance attribute, or by the errors that `schemac agree` found.

DIR gets `images.txt` (a name a line), `cvat.json` (the frames of a ground truth set, as CVAT's API
takes them) and `label-studio.json` (tasks). Same data and --seed, same images."""
_EXAMPLES = """  schemac sample train.json --spec body/coco-17 -n 200 -o gold
  schemac sample train.json --spec mine -n 200 --by illumination -o gold
  schemac agree a.json b.json --spec mine --report found.json
  schemac sample train.json --spec mine -n 50 --worst a.json b.json -o again"""


def run(words: list[str]) -> int:
    """0; 1 when a file cannot be read; 2 for wrong usage."""
    parser = Parser("sample", _ABOUT, _EXAMPLES)
    parser.add_argument("data", nargs="+", metavar="DATA", help="label files, or folders of them")
    parser.add_argument("--spec", required=True, metavar="S", help="the spec that they are in")
    parser.add_argument(
        "-n", "--number", type=int, metavar="N",
        help="how many images; what the spec's plan says for calibration when left out",
    )  # fmt: skip
    parser.add_argument("--by", metavar="ATTRIBUTE", help="give each value its share")
    parser.add_argument(
        "--worst", nargs="+", metavar="LABELS", default=[],
        help="labels of several people: images with keypoints on which they err come first",
    )  # fmt: skip
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another draw")
    parser.add_argument("-o", "--out", required=True, metavar="DIR", help="where to write")
    parser.add_argument(
        "--data-format", metavar="FORMAT", help="the format of DATA, where it does not show"
    )
    parser.add_argument(
        "--on-fault", choices=("stop", "aside"), default="stop",
        help="at an instance that cannot be used: stop, or leave it out and go on",
    )  # fmt: skip
    asked = parser.parse_args(words)
    if asked.by and asked.worst:
        return complain("--by and --worst exclude each other", "take one of them")
    from schemac.api import sample
    from schemac.cli.label_files import bar, said_of
    from schemac.labels import LabelError

    try:
        with bar("reading", *asked.worst, *asked.data) as advance:
            made = sample(
                *asked.data, spec=asked.spec, number=asked.number, attribute=asked.by,
                worst=tuple(asked.worst), seed=asked.seed, data_format=asked.data_format,
                on_fault=asked.on_fault, advance=advance,
            )  # fmt: skip
    except LabelError as error:
        print(f"schemac: {said_of(error)}", file=sys.stderr)
        return 1
    out = Path(asked.out)
    out.mkdir(parents=True, exist_ok=True)
    files = {
        "images.txt": "".join(f"{_line(image.name)}\n" for image in made.images),
        "cvat.json": json.dumps(made.cvat(), indent=2) + "\n",
        "label-studio.json": json.dumps(made.tasks(), indent=2) + "\n",
    }
    from schemac.output import put_file

    for name, text in files.items():
        put_file(out / name, text.encode())
    print(f"{len(made.images):,} of {made.of:,} images, in {asked.out}: {', '.join(files)}")
    if made.left_out:
        from schemac.agreeing.wording import counted

        said = counted(made.left_out, "instance")
        print(f"note: left out, because they cannot be read: {said}")
    for value, (taken, of) in made.strata.items():
        from schemac.report import visible

        print(f"  {asked.by} = {visible(value)}: {taken:,} of {of:,}")
    return 0


def _line(name: str) -> str:
    """A name on one line, whatever it holds."""
    return " ".join(name.splitlines())
