"""`schemac migrate`: label files from one spec to another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.cli.label_files import add_common, fault_lines, left_behind, said_of, write_file
from schemac.cli.parser import Parser, complain, width

if TYPE_CHECKING:
    from argparse import Namespace

    from schemac.migrating import Outcome, Work

_ABOUT = """Carry label files from one spec, or version of a spec, to another, by the map that
`schemac map` prints. Of each file only the keypoints change, and what counts or names them; all
else stays as it is. Every label is accounted for: kept, computed, near, lost, to be placed again.

DATA is a file, or a folder of files of one format; then OUT is a folder with files of the same
names. OUT appears whole or not at all. A run that was stopped leaves OUT.schemac-part beside it;
--resume goes on with that, and the bytes are the same as without a stop. Labels that say that they
are in another spec are refused, so no map is applied twice.

--plan reads the labels, writes nothing, and says what the migration would do to them."""
_EXAMPLES = """  schemac migrate train.json --from body/coco-17 --to body/halpe-26 --plan
  schemac migrate train.json --from body/coco-17 --to body/halpe-26 -o train-halpe.json
  schemac migrate v1/ --from sport/bowling@1.0.0 --to sport/bowling@2.0.0 -o v2/ --resume
  schemac migrate faces.json --from face/wflw-98 --to face/ibug-68 --plan --report plan.html
  schemac migrate v1.json --from mine@1.0.0 --to mine@2.0.0 --plan --worklist todo"""


def run(words: list[str]) -> int:
    """0; 1 when labels cannot be read, or on a loss with --fail-on loss; 2 for wrong usage."""
    asked = _parser().parse_args(words)
    if asked.out is None and not asked.plan:
        return complain("nothing says where to write", "-o OUT, or --plan to write nothing")
    if asked.out is not None and asked.plan:
        return complain("--plan writes nothing; it needs no -o")
    from schemac.labels import LabelError

    try:
        return _planned(asked) if asked.plan else _migrated(asked)
    except LabelError as error:
        print(f"schemac: {said_of(error)}", file=sys.stderr)
        left_behind(asked.out)
        return 1
    except KeyboardInterrupt:
        left_behind(asked.out)
        raise


def _parser() -> Parser:
    parser = Parser("migrate", _ABOUT, _EXAMPLES)
    parser.add_argument("data", metavar="DATA", help="a label file, or a folder of them")
    parser.add_argument(
        "--from", dest="source", metavar="A", required=True, help="the spec that they are in"
    )
    parser.add_argument(
        "--to", dest="target", metavar="B", required=True, help="the spec that they shall be in"
    )
    parser.add_argument("-o", "--out", metavar="OUT", help="where to write")
    parser.add_argument(
        "--via", metavar="MAP", help="a map document, `landmarks`, or a file of `schemac map`"
    )
    parser.add_argument("--plan", action="store_true", help="only say what would become of them")
    parser.add_argument(
        "--worklist", metavar="DIR", help="write what people must redo, as files for their tools"
    )
    parser.add_argument(
        "--redo", metavar="KINDS", default="new,look,relabel",
        help="what goes on the worklist: points that are new, need a look, or must be placed again",
    )  # fmt: skip
    parser.add_argument("--jobs", type=int, metavar="N", help="processes; one a core if left out")
    parser.add_argument("--resume", action="store_true", help="go on with a run that was stopped")
    parser.add_argument("--engine", metavar="E", help="local or dask, for folders of Parquet")
    parser.add_argument("--scheduler", metavar="URL", help="of a Dask cluster: tcp://host:8786")
    parser.add_argument(
        "--report", metavar="FILE", help="write the account as well: .html, .json or .txt"
    )
    add_common(parser)
    return parser


def _planned(asked: Namespace) -> int:
    outcome, work = _plan(asked)
    _tell(asked, outcome, work)
    return _code(asked, outcome)


def _plan(asked: Namespace) -> tuple[Outcome, Work | None]:
    from schemac.api import migration_plan
    from schemac.cli.label_files import bar
    from schemac.migrating import KINDS
    from schemac.workspace import UsageError

    redo = tuple(word.strip() for word in asked.redo.split(","))
    if unknown := [word for word in redo if word not in KINDS]:
        raise UsageError(f"--redo knows no `{unknown[0]}`", f"there is {', '.join(KINDS)}")
    with bar("reading", asked.data) as advance:
        return migration_plan(
            asked.data, asked.source, asked.target, via=asked.via, data_format=asked.data_format,
            worklist=asked.worklist, redo=redo, on_fault=asked.on_fault, advance=advance,
        )  # fmt: skip


def _migrated(asked: Namespace) -> int:
    from schemac.api import migrate
    from schemac.cli.label_files import bar

    with bar("migrating", asked.data) as advance:
        done = migrate(
            asked.data, asked.source, asked.target, out=asked.out, via=asked.via,
            data_format=asked.data_format, jobs=asked.jobs, resume=asked.resume, force=asked.force,
            engine=asked.engine, scheduler=asked.scheduler, on_fault=asked.on_fault,
            advance=advance,
        )  # fmt: skip
    if not done.written:
        print(f"{asked.out} is there already, whole; nothing was left to do", file=sys.stderr)
        return 0
    work = _plan(asked)[1] if asked.worklist else None
    _tell(asked, done.outcome, work)
    for line in fault_lines(done.faults, done.aside):
        print(line, file=sys.stderr)
    files = "" if done.files == 1 else f", {done.files:,} files"
    print(f"written: {asked.out}{files}", file=sys.stderr)
    return _code(asked, done.outcome)


def _tell(asked: Namespace, outcome: Outcome, work: Work | None) -> None:
    from schemac.migrating import render_json, render_text
    from schemac.report import visible

    text = render_json(outcome) if asked.format == "json" else render_text(outcome, width=width())
    sys.stdout.write(text)
    if asked.report:
        write_file(asked.report, _report(asked, outcome))
    if work is not None:
        for note in work.notes:
            print(visible(note), file=sys.stderr)
        print(
            f"written: {asked.worklist}, {work.keypoints:,} keypoints of {work.instances:,}"
            f" instances to work on, in {', '.join(work.files)}",
            file=sys.stderr,
        )


def _report(asked: Namespace, outcome: Outcome) -> str:
    from schemac.migrating import render_html, render_json, render_text

    suffix = Path(asked.report).suffix
    if suffix == ".html":
        title = f"Migration of {Path(asked.data).name}"
        return render_html(outcome, title=title, planned=asked.plan)
    return render_json(outcome) if suffix == ".json" else render_text(outcome)


def _code(asked: Namespace, outcome: Outcome) -> int:
    return 1 if asked.fail_on == "loss" and outcome.losing else 0
