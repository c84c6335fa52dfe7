"""Measure schemac against named peers on this machine, as ratios of whole processes.

    python3 dev.py bench commands [--rounds N]

Each round starts every command once, in turn, so that a slow minute of the machine hits all of
them alike; the medians are compared. Exit code 1 says that a limit was missed.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import peers

SPEC = "body/coco-wholebody-133"
TARGETS = ("json-schema", "coco", "cvat", "label-studio")
SCRIPTS = Path(sysconfig.get_path("scripts"))


class Command(NamedTuple):
    """A process to measure. A cold one finds no cache and no earlier output."""

    words: tuple[str, ...]
    cold: bool = False


class Limit(NamedTuple):
    """A promise: this command takes at most so many times as long as that one."""

    name: str
    against: str
    ratio: float


PYTHON = "python -c pass"
LINKML = "linkml gen-json-schema"
HELP = "schemac --help"
CHECK = f"schemac check {SPEC}"
CACHED = f"schemac check {SPEC} (cached)"
DIFF = f"schemac diff {SPEC} (and an edited copy)"
BREAKING = f"schemac breaking {SPEC} (and an edited copy)"
BUILD = f"schemac build {SPEC} (4 targets)"

LIMITS = (
    Limit(HELP, PYTHON, 5),
    Limit(CHECK, PYTHON, 12),
    Limit(CACHED, PYTHON, 8),
    Limit(DIFF, CHECK, 2),
    Limit(BREAKING, CHECK, 2),
    Limit(BUILD, LINKML, 1 / 5),
)


def main(arguments: list[str]) -> int:
    """Measure, print the table, and say by the exit code whether every limit was kept."""
    rounds = _parsed(arguments).rounds
    linkml = peers.linkml()
    compileall.compile_dir(Path(__file__).parents[1] / "src", quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        schema = peers.linkml_schema(Path(folder) / "skeleton.yaml", slots=133)
        edited = _edited(Path(folder) / "edited.yaml")
        times = _measure(_commands(linkml, schema, edited), rounds, Path(folder))
    return _report({name: median(seconds) for name, seconds in times.items()}, rounds)


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench commands", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="runs of each command (15)")
    return parser.parse_args(arguments)


def _edited(copy: Path) -> Path:
    """The spec with another title and other colours, which any step of its version allows."""
    spec = Path(__file__).parents[1] / "specs" / f"{SPEC}.yaml"
    text = spec.read_text("utf-8").replace("\ntitle: ", "\ntitle: Edited ", 1)
    copy.write_text(text.replace("hue: 60", "hue: 61"), "utf-8")
    return copy


def _commands(linkml: Path, schema: Path, edited: Path) -> dict[str, Command]:
    schemac = str(SCRIPTS / "schemac")
    targets = [word for target in TARGETS for word in ("--target", target)]
    return {
        PYTHON: Command((sys.executable, "-c", "pass")),
        HELP: Command((schemac, "--help")),
        CHECK: Command((schemac, "check", SPEC), cold=True),
        CACHED: Command((schemac, "check", SPEC)),
        DIFF: Command((schemac, "diff", SPEC, str(edited)), cold=True),
        BREAKING: Command(
            (schemac, "breaking", str(edited), "--against", f"{SPEC}@1.0.0"), cold=True
        ),
        BUILD: Command((schemac, "build", SPEC, *targets), cold=True),
        LINKML: Command((str(linkml), str(schema))),
    }


def _measure(commands: dict[str, Command], rounds: int, folder: Path) -> dict[str, list[float]]:
    """Seconds of each run by command. The first round fills the caches and does not count."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        _progress(f"round {number} of {rounds}")
        for position, (name, command) in enumerate(commands.items()):
            seconds = _seconds(command, folder / str(position))
            if number:
                times[name].append(seconds)
    _progress("")
    return times


def _seconds(command: Command, place: Path) -> float:
    """How long a command takes in a folder of its own, with a cache of its own."""
    if command.cold:
        shutil.rmtree(place, ignore_errors=True)
    work = place / "work"
    work.mkdir(parents=True, exist_ok=True)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment = {**kept, "XDG_CACHE_HOME": str(place / "cache")}
    started = perf_counter()
    done = subprocess.run(command.words, cwd=work, env=environment, capture_output=True, text=True)
    seconds = perf_counter() - started
    if done.returncode:
        sys.exit(f"{' '.join(command.words)} failed:\n{done.stdout}{done.stderr}")
    return seconds


def _report(medians: dict[str, float], rounds: int) -> int:
    python = f"Python {sys.version.split()[0]}"
    print(f"{python}, {os.cpu_count()} cores, medians of {rounds} whole processes\n")
    print("| command | ms | against | ms | ratio | limit | |")
    print("|---|--:|---|--:|--:|--:|---|")
    missed = 0
    for name, against, limit in LIMITS:
        ratio = medians[name] / medians[against]
        kept = ratio <= limit
        missed += not kept
        cells = (f"`{name}`", _ms(medians[name]), f"`{against}`", _ms(medians[against]))
        print(f"| {' | '.join(cells)} | {ratio:.2f} | {limit:.2f} | {'ok' if kept else 'missed'} |")
    return 1 if missed else 0


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f}"


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
