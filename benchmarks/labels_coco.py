"""Measure how fast COCO files are carried to another skeleton, against plain Python and MMPose.

    python3 benchmarks/labels_coco.py [--rounds N] [--quick]

17 keypoints become 19: all in another order, two of them midpoints; `num_keypoints` is counted
again. Each way reads the file and writes another, in a process of its own; each round runs all of
them in turn, and medians are compared. Importing is not counted. Memory is the sum over a process
and its children of what each has for itself and its share of what they have together, in a run of
its own. Exit code 1 says that a limit was missed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any, NamedTuple

import labels_data
import numpy as np

MAPPING: tuple[int | tuple[int, int], ...] = (
    0, (5, 6), 6, 8, 10, 5, 7, 9, (11, 12), 12, 14, 16, 11, 13, 15, 2, 1, 4, 3,
)  # fmt: skip
"""For each target keypoint the source it copies, or the two it lies between."""
MEMORY = 150  # MiB
FLAT = 1.3


class Size(NamedTuple):
    """A file to measure with, and how many times as fast as plain Python we promise to be."""

    name: str
    instances: int
    segmentations: bool
    plain: float


SIZES = (
    Size("200,000 instances, 73 MB", 200_000, False, 6),
    Size("262,000 with segmentations, 220 MB", 262_000, True, 12),
)
MMPOSE = 12


def main() -> int:
    """Measure, print the tables, and say by the exit code whether every limit was kept."""
    arguments = _arguments()
    if arguments.run:
        return _run_one(*arguments.run)
    smaller = [size._replace(instances=size.instances // 10) for size in SIZES]
    sizes = smaller if arguments.quick else SIZES
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {arguments.rounds} rounds\n")
    with tempfile.TemporaryDirectory() as folder:
        measured = [_measured(size, arguments.rounds, Path(folder)) for size in sizes]
    (_, small), (_, large) = measured
    flat = large <= small * FLAT
    print(f"Peak memory of the larger file: {large / small:.2f} times that of the smaller,"
          f" at most {FLAT}: {'ok' if flat else 'missed'}")  # fmt: skip
    return 0 if flat and all(kept for kept, _ in measured) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="runs of each way (3)")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="files of a tenth of the size, for trying out: limits are for whole ones",
    )
    parser.add_argument("--run", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


def _measured(size: Size, rounds: int, folder: Path) -> tuple[bool, float]:
    source, target = folder / "in.json", folder / "out.json"
    labels_data.write_coco(source, instances=size.instances, segmentations=size.segmentations)
    times: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name in WAYS:
            times[name].append(_seconds(name, source, target))
    seconds = {name: median(each) for name, each in times.items()}
    peaks = {name: _peak(name, source, target) for name in (OURS, PLAIN)}
    return _report(size, source.stat().st_size, seconds, peaks), peaks[OURS]


def _command(name: str, source: Path, target: Path) -> list[str]:
    target.unlink(missing_ok=True)
    return [sys.executable, __file__, "--run", name, str(source), str(target)]


def _seconds(name: str, source: Path, target: Path) -> float:
    done = subprocess.run(_command(name, source, target), capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{name} failed:\n{done.stdout}{done.stderr}")
    return float(done.stdout)


def _peak(name: str, source: Path, target: Path) -> float:
    """The most memory in MiB that a process and its children had at one time."""
    process = subprocess.Popen(_command(name, source, target), stdout=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(_share, _family(process.pid))))
        sleep(0.02)
    return most / 1024


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except OSError:
        return
    for child in children.split():
        yield from _family(int(child))


def _share(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _report(size: Size, length: int, seconds: dict[str, float], peaks: dict[str, float]) -> bool:
    print(f"## {size.name} ({length / 1e6:.0f} MB)\n")
    print("| way | s | instances/s | times as fast as plain Python |\n|---|--:|--:|--:|")
    for name, took in sorted(seconds.items(), key=lambda each: -each[1]):
        rate, ratio = size.instances / took, seconds[PLAIN] / took
        print(f"| {name} | {took:.2f} | {rate:,.0f} | {ratio:.1f} |")
    memory = ", ".join(f"{name} {peak:.0f} MiB" for name, peak in peaks.items())
    print(f"\nPeak memory over all processes: {memory}")
    limits = (
        (f"{PLAIN} / {OURS}", seconds[PLAIN] / seconds[OURS], size.plain),
        (f"{CONVERTER} / {OURS}", seconds[CONVERTER] / seconds[OURS], MMPOSE),
        (f"{MEMORY} MiB / peak", MEMORY / peaks[OURS], 1),
    )
    for name, ratio, least in limits:
        print(f"- {name}: {ratio:.1f}, at least {least}: {'ok' if ratio >= least else 'missed'}")
    print()
    return all(ratio >= least for _, ratio, least in limits)


def _run_one(name: str, source: str, target: str) -> int:
    way = WAYS[name]()
    started = perf_counter()
    way(Path(source), Path(target))
    print(perf_counter() - started)
    return 0


def _plain(dump: Callable[[Any, Any], None]) -> Callable[[Path, Path], None]:
    """What most people write."""

    def way(source: Path, target: Path) -> None:
        with source.open(encoding="utf-8") as file:
            data = json.load(file)
        for annotation in data["annotations"]:
            given, made = annotation["keypoints"], []
            for entry in MAPPING:
                if isinstance(entry, int):
                    made += given[3 * entry : 3 * entry + 3]
                    continue
                a, b = 3 * entry[0], 3 * entry[1]
                flag = min(given[a + 2], given[b + 2])
                if flag:
                    made += [(given[a] + given[b]) / 2, (given[a + 1] + given[b + 1]) / 2, flag]
                else:
                    made += [0, 0, 0]
            annotation["keypoints"] = made
            annotation["num_keypoints"] = sum(flag > 0 for flag in made[2::3])
        with target.open("w", encoding="utf-8") as file:
            dump(data, file)

    return way


def _converter() -> Callable[[Path, Path], None]:
    """MMPose's KeypointConverter on each instance, as it behaves with a pair in its mapping: every
    target is the mean of two sources, its visibility the product of theirs, both arrays are made
    anew, and the flip indices are walked through. Loaders of MMPose cut visibility to 1 before."""
    pairs = [entry if isinstance(entry, tuple) else (entry, entry) for entry in MAPPING]
    first, second = (np.array([pair[at] for pair in pairs]) for at in (0, 1))
    targets = np.arange(len(pairs))

    def convert(results: dict[str, Any]) -> dict[str, Any]:
        count = results["keypoints"].shape[0]
        keypoints, visible = results["keypoints"], results["keypoints_visible"]
        made = np.zeros((count, len(pairs), 3))
        seen = np.zeros((count, len(pairs)))
        weights = np.zeros((count, len(pairs)))
        made[:, targets, :2] = 0.5 * (keypoints[:, first] + keypoints[:, second])
        seen[:, targets] = visible[:, first] * visible[:, second]
        weights[:, targets] = 1.0
        flip = results["flip_indices"]
        for at, (one, other) in enumerate(zip(first, second, strict=True)):
            index = flip[one] if one == other else at
            flip[at] = index if index < len(pairs) else at
        results["keypoints"] = made[..., :2]
        results["keypoints_visible"] = np.stack([seen, weights], axis=2)
        results["flip_indices"] = flip[: len(pairs)]
        return results

    def way(source: Path, target: Path) -> None:
        with source.open(encoding="utf-8") as file:
            data = json.load(file)
        for annotation in data["annotations"]:
            given = np.array(annotation["keypoints"], dtype=np.float32).reshape(1, -1, 3)
            results = convert(
                {
                    "keypoints": given[..., :2],
                    "keypoints_visible": np.minimum(1, given[..., 2]),
                    "flip_indices": list(range(len(pairs))),
                }
            )
            visible = results["keypoints_visible"][..., :1]
            made = np.concatenate([results["keypoints"], visible], axis=-1)
            annotation["keypoints"] = made.ravel().tolist()
            annotation["num_keypoints"] = int((visible > 0).sum())
        with target.open("w", encoding="utf-8") as file:
            json.dump(data, file)

    return way


def _ours() -> Callable[[Path, Path], None]:
    from schemac.datasets.coco import FORMAT
    from schemac.jobs import cores
    from schemac.labels import Account, Faults, Moving, Stamp
    from schemac.migrating.counting import Counting

    source_skeleton, target_skeleton, map = _ends()
    account = Account()
    stamp = Stamp(spec=str(target_skeleton.reference), digest=map.target.digest)
    moving = Moving(
        source=source_skeleton, target=target_skeleton, carry=Counting(map=map, account=account),
        stamp=stamp, faults=Faults(), account=account, jobs=cores(),
    )  # fmt: skip

    def way(source: Path, target: Path) -> None:
        assert FORMAT.move
        FORMAT.move(source, target, moving)

    return way


def _ends() -> tuple[Any, Any, Any]:
    """COCO's skeleton, one with 19 keypoints, and the map between them."""
    from msgspec.structs import replace

    import schemac
    from schemac.mapping import Entry, Fidelity, MigrationMap, TierStep, end_of

    source = schemac.load("body/coco-17")
    points = []
    for at, entry in enumerate(MAPPING):
        point = source.keypoints[entry if isinstance(entry, int) else entry[0]]
        if isinstance(entry, tuple):
            point = replace(point, id=f"middle_{at}", stem=f"middle_{at}", name=f"middle_{at}",
                            side=None)  # fmt: skip
        points.append(replace(point, index=at))
    target = replace(source, version="19.0.0", keypoints=tuple(points), lineage=None)
    entries = []
    for at, entry in enumerate(MAPPING):
        needs = (entry,) if isinstance(entry, int) else entry
        shares = tuple((source.keypoints[n].id, Fraction(1, len(needs))) for n in needs)
        entries.append(Entry(target=points[at].id, x=shares, y=shares, fidelity=Fidelity.DERIVED))
    ends = end_of(source), end_of(target)
    tiers = tuple(TierStep(source=rung.id, target=rung.id) for rung in ends[0].tiers)
    return (
        source,
        target,
        MigrationMap(source=ends[0], target=ends[1], entries=tuple(entries), tiers=tiers),
    )


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


OURS, PLAIN = "schemac", "plain Python, json.dump to the file"
CONVERTER = "MMPose's KeypointConverter per instance"
WAYS: dict[str, Callable[[], Callable[[Path, Path], None]]] = {
    OURS: _ours,
    PLAIN: lambda: _plain(json.dump),
    "plain Python, json.dumps": lambda: _plain(lambda data, file: file.write(json.dumps(data))),
    CONVERTER: _converter,
    "a copy of the file": lambda: _copy,
}

if __name__ == "__main__":
    sys.exit(main())
