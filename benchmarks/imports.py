"""The categories of a large COCO file: `schemac import` against reading the bytes and pycocotools.

    python3 benchmarks/imports.py [--megabytes N] [--rounds N]

Each way is a process of its own; the best of all rounds counts. The categories stand behind the
annotations, as in COCO's own files, so every byte goes by. What the same command takes for a file
with one annotation is shown too: the rest of the time is the file's. Memory is the largest
resident set.

Exit code 1 says that the file takes more than a quarter of the time that pycocotools needs to load
it, or that memory grows with it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import labels_data

SHARE = 0.25  # of the time of pycocotools
GROWTH = 1.5  # of memory, against a file with one annotation
ROUNDS = 3

BYTES = "import sys\nwith open(sys.argv[1], 'rb') as f:\n    while f.read(1 << 20): pass"
PEER = "import sys\nfrom pycocotools.coco import COCO\nCOCO(sys.argv[1])"


def main(arguments: list[str] | None = None) -> int:
    """Measure and report; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        large = write(folder / "large.json", asked.megabytes * 1_000_000)
        small = write(folder / "small.json", 0)
        schemac = [str(Path(sys.executable).with_name("schemac")), "import", "--force"]
        schemac += ["-o", str(folder / "drafts")]
        ways = {
            "reading the bytes": [sys.executable, "-c", BYTES, large],
            "pycocotools, loading it": [sys.executable, "-c", PEER, large],
            "schemac import": [*schemac, large],
            "schemac import, one annotation": [*schemac, small],
        }
        runs = {way: [_run(command) for _ in range(asked.rounds)] for way, command in ways.items()}
    return _report({way: (min(s for s, _ in r), max(m for _, m in r)) for way, r in runs.items()})


def write(path: Path, size: int) -> str:
    """A COCO file of about that many bytes, in one line, with the figures of one person."""
    category = {"id": 1, "name": "person", "keypoints": labels_data.COCO_17, "skeleton": [[1, 2]]}
    record = {
        "id": 1, "image_id": 1, "category_id": 1, "iscrowd": 0, "num_keypoints": 17,
        "keypoints": [0.25 * number for number in range(51)], "bbox": [1, 2, 30, 40], "area": 720.5,
        "segmentation": [[float(number) for number in range(40)]],
    }  # fmt: skip
    text = json.dumps(record)
    many = 1 + size // (len(text) + 2)
    with path.open("w", encoding="ascii") as file:
        file.write('{"images": [{"id": 1, "file_name": "1.jpg"}], "annotations": [')
        file.write(text)
        for _ in range(many - 1):
            file.write(f", {text}")
        file.write(f'], "categories": [{json.dumps(category)}]}}')
    return str(path)


def _run(command: list[str]) -> tuple[float, float]:
    """Seconds, and MiB at most."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {' '.join(command[:3])}")
    return time.monotonic() - started, used.ru_maxrss / 1024


def _report(found: dict[str, tuple[float, float]]) -> int:
    base = found["reading the bytes"][0]
    print("| way | seconds | against reading the bytes | MiB at most |\n|---|--:|--:|--:|")
    for way, (seconds, size) in found.items():
        print(f"| {way} | {seconds:.2f} | {seconds / base:.1f} | {size:,.0f} |")
    large, small = found["schemac import"], found["schemac import, one annotation"]
    share = (large[0] - small[0]) / found["pycocotools, loading it"][0]
    growth = large[1] / small[1]
    print(f"\n- the file takes {share:.2f} of what pycocotools needs (at most {SHARE})")
    print(f"- memory against a file with one annotation: {growth:.2f} times (at most {GROWTH})")
    return 0 if share <= SHARE and growth <= GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
