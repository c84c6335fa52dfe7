"""Run every check on every skeleton and print a table: main.py WORK PICTURES BROWSER SCHEMAC."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import checks
import labels
import people
from case import Case
from client import Client
from editor import Editor, editor
from server import ServerError, server

LAYOUTS = {
    "keypoints": checks.keypoints,
    "vector": checks.vector,
    "labels": labels.keypoints,
    "vector labels": labels.vector,
}


def main(work: Path, pictures: Path, browser: str, schemac: Path) -> int:
    """0 when nothing is wrong."""
    # So that whoever stops us stops the server too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        with server(work / "data", pictures / "server.log") as url, editor(url, browser) as page:
            return _check(work / "expected", Client(url, schemac), page, pictures)
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1


def _check(folder: Path, client: Client, page: Editor, pictures: Path) -> int:
    started, bad = time.monotonic(), 0
    cases = [Case(expected.parent) for expected in sorted(folder.glob("*/expected.json"))]
    for case in cases:
        for layout, check in LAYOUTS.items():
            bad += _report(f"{case.name:20} {layout:13}", check(case, client, page, pictures))
    # Who labelled is told in the same way for all skeletons, and every label takes its time.
    first = cases[0]
    bad += _report(f"{first.name:20} two people   ", people.agreement(first, client, pictures))
    seconds = time.monotonic() - started
    print(f"\n{'failed' if bad else 'nothing is wrong'}, {seconds:.0f} s with the server up")
    return 1 if bad else 0


def _report(title: str, findings: Iterator[checks.Finding]) -> int:
    """Print a line for a skeleton in a layout, and one for each thing that is wrong."""
    started, done, wrong = time.monotonic(), 0, []
    try:
        for name, problem in findings:
            done += 1
            if problem:
                wrong.append(f"{name}: {problem}")
    except Exception as error:  # a page that does not answer is a finding, and the others follow
        wrong.append(f"stopped after {done} checks: {type(error).__name__}: {str(error)[:300]}")
    state = f"{done - len(wrong)} of {done} checks" if wrong else f"{done} checks"
    print(f"{title} {'FAILED' if wrong else 'ok':7} {state:18} {time.monotonic() - started:4.0f} s")
    for line in wrong:
        print(f"    {line}")
    sys.stdout.flush()
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])))
