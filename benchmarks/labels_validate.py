"""Measure how fast labels are judged, against `jsonschema` with the schema that we emit ourselves.

    python3 benchmarks/labels_validate.py [--rounds N] [--instances N]

The same COCO instances of 17 keypoints both times. `jsonschema` gets one annotation after another,
as `json.load` made them, and the compiled validator of `coco-annotation.schema.json`; it judges
structure alone. `schemac` asks all rules of its own, geometry and duplicates too. Two comparisons:
on instances that are in memory, and from the file to the report. Times are of the processor and of
this process alone, both ways in turn in each round; medians are compared, and `jsonschema` is
given a part of the instances, because it needs the same time for each. Exit code 1 says that the
first ratio is below the limit.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import labels_data

import schemac
from schemac.datasets import label_format
from schemac.labels import Account, Faults, Reading
from schemac.validating import Validation

LIMIT = 100
SPEC = "body/coco-17"
_PART = 20  # of the instances, what jsonschema gets: one in so many


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each way (5)")
    parser.add_argument("--instances", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = labels_data.write_coco(Path(folder, "in.json"), instances=asked.instances)
        return _measured(file, asked.instances, asked.rounds, Path(folder))


def _measured(file: Path, instances: int, rounds: int, folder: Path) -> int:
    skeleton = schemac.load(SPEC)
    form = label_format("coco")
    reading = Reading(skeleton=skeleton, faults=Faults(), account=Account())
    batches = list(form.read(file, reading))
    judge = _json_schema(folder)
    records = json.loads(file.read_bytes())["annotations"][::_PART]

    def look() -> None:
        run = Validation(skeleton)
        for labels in batches:
            run.look(labels)
        run.report()

    ways: dict[str, tuple[Callable[[], object], int]] = {
        "jsonschema, in memory": (lambda: judge(records), len(records)),
        "schemac, in memory": (look, instances),
        "schemac, from the file": (lambda: schemac.validate(file, SPEC), instances),
        "json.load alone": (lambda: json.loads(file.read_bytes()), instances),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, (way, count) in ways.items():
            times[name].append(_seconds(way) / count)
    return _report({name: median(each) * 1e6 for name, each in times.items()})


def _json_schema(folder: Path) -> Callable[[list[Any]], int]:
    """The compiled validator of the schema that our own target writes."""
    import jsonschema

    schemac.build(SPEC, out=folder / "out", targets=("json-schema",))
    (path,) = (folder / "out").rglob("coco-annotation.schema.json")
    schema = json.loads(path.read_bytes())
    validator = jsonschema.validators.validator_for(schema)(schema)

    def judge(records: list[Any]) -> int:
        return sum(1 for record in records for _ in validator.iter_errors(record))

    return judge


def _seconds(way: Callable[[], object]) -> float:
    started = process_time()
    way()
    return process_time() - started


def _report(each: dict[str, float]) -> int:
    """Microseconds of each way for one instance; the exit code."""
    there, file = each["jsonschema, in memory"], each["json.load alone"]
    print("| way | µs an instance |\n|---|--:|")
    for name, time in each.items():
        print(f"| {name} | {time:.2f} |")
    memory = there / each["schemac, in memory"]
    whole = (there + file) / each["schemac, from the file"]
    print(f"\n- in memory: {memory:.0f} times, at least {LIMIT}: {_verdict(memory)}")
    print(f"- from the file (json.load and jsonschema): {whole:.0f} times")
    return 0 if memory >= LIMIT else 1


def _verdict(ratio: float) -> str:
    return "ok" if ratio >= LIMIT else "missed"


if __name__ == "__main__":
    sys.exit(main())
