"""Measure `schemac serve`: from an edit of a spec to the new page, against making its whole guide.

    python3 dev.py bench serving [--rounds N]

An edit is seen as a browser sees it: the server tells that the page is out of date, then the page
is fetched. Exit code 1 says that a limit was missed.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import urllib.request
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
SCHEMAC = Path(sysconfig.get_path("scripts")) / "schemac"


class Limit(NamedTuple):
    """A promise: an edit of a spec is seen in at most so many times what its guide takes, and in
    so many seconds on the machine that the limit was set on."""

    spec: str
    page: str
    ratio: float
    seconds: float


LIMITS = (
    Limit("body/coco-17", "points/left_elbow.html", 1 / 4, 1.0),
    Limit("body/coco-wholebody-133", "points/left_elbow.html", 1 / 10, 2.0),
)


def main(arguments: list[str]) -> int:
    """Measure, print the table, and say by the exit code whether every ratio was kept."""
    parser = argparse.ArgumentParser(prog="dev.py bench serving", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="edits of each spec (7)")
    rounds = parser.parse_args(arguments).rounds
    with tempfile.TemporaryDirectory() as folder:
        project = _project(Path(folder))
        seen = _seen(project, rounds)
        whole = {limit.spec: _whole(project, limit.spec) for limit in LIMITS}
    return _report(seen, whole, rounds)


def _project(folder: Path) -> Path:
    for limit in LIMITS:
        to = folder / "specs" / f"{limit.spec}.yaml"
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes((ROOT / "specs" / f"{limit.spec}.yaml").read_bytes())
    (folder / "schemac.yaml").write_text("schemac: 1\nproject: bench\n", "utf-8")
    return folder


def _seen(project: Path, rounds: int) -> dict[str, float]:
    """Seconds from an edit to the new page, by spec."""
    words = [str(SCHEMAC), "serve", "--port", "0"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, cwd=project, text=True, **pipes) as server:
        assert server.stdout
        address = re.findall(r"http://\S+", server.stdout.readline())[0]
        try:
            return {limit.spec: _edited(project, address, limit, rounds) for limit in LIMITS}
        finally:
            server.terminate()


def _edited(project: Path, address: str, limit: Limit, rounds: int) -> float:
    file = project / "specs" / f"{limit.spec}.yaml"
    text = file.read_text("utf-8")
    times = []
    for number in range(rounds + 1):  # the first one fills caches and does not count
        page = _get(f"{address}{limit.spec}/{limit.page}")
        mark = re.findall(r'data-seen="([^"]+)"', page)[0]
        sleep(0.5)
        started = perf_counter()
        file.write_text(re.sub(r"(?m)^title: .*$", f"title: Edit {number}", text), "utf-8")
        _get(f"{address}-/events?of={limit.spec}&seen={mark}")
        page = _get(f"{address}{limit.spec}/{limit.page}")
        times.append(perf_counter() - started)
        assert f"Edit {number}" in page
    file.write_text(text, "utf-8")  # the other spec includes this one
    return median(times[1:])


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read().decode()


def _whole(project: Path, spec: str) -> float:
    """Seconds that a process takes for the whole guide, the better of two."""
    times = []
    for number in range(2):
        out = str(project / f"out-{spec.replace('/', '-')}-{number}")
        words = [str(SCHEMAC), "build", spec, "--target", "guide", "--out", out, "--quiet"]
        started = perf_counter()
        subprocess.run(words, cwd=project, check=True, capture_output=True, env=os.environ)
        times.append(perf_counter() - started)
    return min(times)


def _report(seen: dict[str, float], whole: dict[str, float], rounds: int) -> int:
    python = f"Python {sys.version.split()[0]}"
    print(f"{python}, {os.cpu_count()} cores, medians of {rounds} edits\n")
    print("| spec | edit to page, s | whole guide, s | ratio | limit | aim, s | |")
    print("|---|--:|--:|--:|--:|--:|---|")
    missed = 0
    for limit in LIMITS:
        took, all_of_it = seen[limit.spec], whole[limit.spec]
        kept = took / all_of_it <= limit.ratio
        missed += not kept
        cells = (
            f"`{limit.spec}`", f"{took:.2f}", f"{all_of_it:.2f}", f"{took / all_of_it:.2f}",
            f"{limit.ratio:.2f}", f"{limit.seconds:.0f}", "ok" if kept else "missed",
        )  # fmt: skip
        print(f"| {' | '.join(cells)} |")
    return 1 if missed else 0
