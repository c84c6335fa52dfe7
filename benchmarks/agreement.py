"""Two people on many instances: `schemac agree` on their COCO files, against pycocotools.

    python3 benchmarks/agreement.py [--instances N]

Each way is a process of its own. `schemac agree` reads both files, matches instances, and works out
errors, bias, spread, sigmas, OKS, exchanged sides and agreement on tiers of everybody and of each
person, with 400 bootstrap replicates. pycocotools loads the same files and computes the OKS matrix
of every image, and nothing more; it gets a part of the instances, because it needs the same time
for each and holds them all in memory. Memory is the largest resident set.

Exit code 1 says that memory grows with the number of instances: that a run on all of them takes
more than half as much again as one on a tenth.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import labels_data
import numpy as np

SPEC = "body/coco-17"
GROWTH = 1.5
AN_IMAGE = 5
SHAKE = 0.02  # of the box, what a hand is off
PART = 20  # of the instances, what pycocotools gets: one in so many

PEER = """
import sys
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
one, other = COCO(sys.argv[1]), COCO(sys.argv[2])
for each in other.dataset["annotations"]:
    each["score"] = 1.0
run = COCOeval(one, other, "keypoints")
run._prepare()
for image in one.imgs:
    run.computeOks(image, 1)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=int, default=100_000)
    asked = parser.parse_args()
    counts = {"whole": asked.instances, "tenth": asked.instances // 10}
    counts["part"] = asked.instances // PART
    with tempfile.TemporaryDirectory() as folder:
        files = {
            name: [write(Path(folder, f"{name}-{who}.json"), count, who) for who in (1, 2)]
            for name, count in counts.items()
        }
        agree = [str(Path(sys.executable).with_name("schemac")), "agree", "--spec", SPEC]
        found = {name: _run([*agree, *files[name]]) for name in ("tenth", "whole")}
        peer = _run([sys.executable, "-c", PEER, *files["part"]])
    return _report(counts, found, peer)


def write(path: Path, instances: int, who: int) -> str:
    """A COCO file of one person: the figures of `labels_data`, shaken."""
    images = max(1, instances // AN_IMAGE)
    category = {"id": 1, "name": "person", "keypoints": labels_data.COCO_17, "skeleton": []}
    with path.open("w", encoding="ascii") as file:
        file.write('{"images": [')
        for at in range(1, images + 1):
            image = {"id": at, "file_name": f"{at:09}.jpg", "width": 640, "height": 480}
            file.write(f"{', ' if at > 1 else ''}{json.dumps(image)}")
        file.write('], "annotations": [')
        for number, record in enumerate(_records(instances, images, who)):
            file.write(f"{', ' if number else ''}{json.dumps(record)}")
        file.write(f'], "categories": [{json.dumps(category)}]}}')
    return str(path)


def _records(instances: int, images: int, who: int) -> Iterator[dict[str, object]]:
    number, rng = 0, np.random.default_rng(who)
    for block in labels_data.people(instances):
        made = block.keypoints.astype(np.float64)
        shake = rng.normal(size=(*made.shape[:2], 2)) * SHAKE * block.boxes[:, None, 2:]
        made[..., :2] += np.where(made[..., 2:] > 0, shake, 0.0)
        rows = np.round(made, 2).reshape(len(made), -1).tolist()
        for row, box in zip(rows, block.boxes.tolist(), strict=True):
            number += 1
            yield {
                "id": number, "image_id": number % images + 1, "category_id": 1, "iscrowd": 0,
                "keypoints": row, "num_keypoints": sum(flag > 0 for flag in row[2::3]),
                "bbox": box, "area": round(box[2] * box[3] * 0.6, 4),
            }  # fmt: skip


def _run(command: list[str]) -> tuple[float, float]:
    """Seconds, and MiB at most."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):  # 1: a limit of the spec is broken
        raise SystemExit(f"failed: {' '.join(command[:3])}")
    return time.monotonic() - started, used.ru_maxrss / 1024


def _report(
    counts: dict[str, int], found: dict[str, tuple[float, float]], peer: tuple[float, float]
) -> int:
    rows = [
        (f"pycocotools computeOks, {counts['part']:,} pairs", counts["part"], *peer),
        *((f"schemac agree, {counts[n]:,} pairs", counts[n], *found[n]) for n in found),
    ]
    print("| way | seconds | pairs a second | MiB at most |\n|---|--:|--:|--:|")
    for name, count, seconds, size in rows:
        print(f"| {name} | {seconds:.1f} | {count / seconds:,.0f} | {size:,.0f} |")
    growth = found["whole"][1] / found["tenth"][1]
    per_pair = (peer[0] / counts["part"]) / (found["whole"][0] / counts["whole"])
    print(f"\n- memory of ten times as many: {growth:.2f} times (at most {GROWTH})")
    print(f"- time of a pair: pycocotools needs {per_pair:.2f} times as long")
    return 0 if growth <= GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
