"""What the commands that read label files have in common: options, progress, faults."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemac.cli.parser import Parser
    from schemac.labels import Fault, LabelError

_SHOWN = 5


def add_common(parser: Parser, *names: str) -> None:
    """Options of reading and reporting."""
    parser.add_argument(
        *names, "--data-format", dest="data_format", metavar="FORMAT",
        help="the format of DATA, where it does not show",
    )  # fmt: skip
    parser.add_argument(
        "--on-fault", choices=("stop", "aside"), default="stop",
        help="at an instance that cannot be used: stop, or put it into OUT.aside.jsonl and go on",
    )  # fmt: skip
    parser.add_argument(
        "--force", action="store_true", help="replace OUT, drop what a stopped run left"
    )
    parser.add_argument(
        "--fail-on", choices=("loss",), help="exit code 1 when anything is lost on the way"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")


@contextmanager
def bar(title: str, *data: str) -> Iterator[Callable[[int], None]]:
    """A bar that is told how many bytes of the data are done."""
    from schemac.labelfiles.found import size_of
    from schemac.report import byte_progress

    there = [path for path in map(Path, data) if sys.stderr.isatty() and path.exists()]
    total = sum(map(size_of, there))
    with byte_progress(sys.stderr, title, total) as advance:
        yield advance


def said_of(error: LabelError) -> str:
    """A fault of a file, without characters that steer the terminal."""
    from schemac.report import visible

    return "\n".join(visible(line) for line in str(error).splitlines())


def fault_lines(faults: Sequence[Fault], aside: Path | None) -> Iterator[str]:
    """The first faults that were set aside, and where all of them are."""
    from schemac.report import visible

    for fault in faults[:_SHOWN]:
        yield visible(f"set aside: {str(fault).splitlines()[0]}")
    if aside is not None:
        yield f"written: {aside}, what was set aside"


def left_behind(out: str | None) -> None:
    """Say that a run can be gone on with, if it can."""
    if out is None:
        return
    from schemac.labelfiles.room import room_of

    if room_of(Path(out)).is_dir():
        print(
            f"{room_of(Path(out))} holds what was done; --resume goes on with it", file=sys.stderr
        )


def write_file(path: str, text: str) -> None:
    """A report, there whole or not at all."""
    from schemac.output import put_file

    put_file(Path(path), text.encode())
    print(f"written: {path}", file=sys.stderr)
