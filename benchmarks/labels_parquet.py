"""Measure how fast a Parquet file of labels is carried to another skeleton, as ratios in one run.

    python3 benchmarks/labels_parquet.py [--instances 5000000] [--rounds 3]

COCO's 17 keypoints become the first 19 of BODY_25: another order, and two middles. Every way of
doing that is a process of its own and runs in turn with the others; medians are compared. Exit code
1 says that a limit was missed. Needs pyarrow and duckdb.

    copy      pyarrow reads the file and writes it unchanged, row group by row group
    lean      the same, but coordinates without dictionaries, as schemac writes them; no limit
    duckdb    DuckDB does the same as schemac in SQL: columns renamed, two middles computed
    schemac   what `schemac migrate` does to one file, with its counts of what became of labels
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import labels_data
import numpy as np
from msgspec.structs import replace

SOURCE, TARGET, POINTS = "body/coco-17", "body/openpose-25", 19
GROUP = 131_072
MAX_PEAK = 600  # MiB
LIMITS = (("duckdb", 1.0), ("copy", 1.2))
WAYS = ("copy", "lean", "duckdb", "schemac")


def main() -> int:
    """Measure, print the table, and say by the exit code whether every limit was kept."""
    asked = _arguments()
    if asked.way:
        _run(asked.way, Path(asked.file), Path(asked.out))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        _same_rows(Path(folder))
        file = written(Path(folder) / "labels.parquet", asked.instances)
        times: dict[str, list[float]] = {way: [] for way in WAYS}
        work: dict[str, list[float]] = {way: [] for way in WAYS}
        peaks = dict.fromkeys(WAYS, 0)
        for _ in range(asked.rounds):
            for way in WAYS:
                seconds, busy, peak = _measured(way, file, Path(folder) / "out.parquet")
                times[way].append(seconds)
                work[way].append(busy)
                peaks[way] = max(peaks[way], peak)
        size = file.stat().st_size >> 20
    return _report(times, work, peaks, asked.instances, size)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=int, default=5_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way", choices=WAYS, help="do this once, and measure nothing")
    parser.add_argument("--file")
    parser.add_argument("--out")
    return parser.parse_args()


def written(path: Path, instances: int) -> Path:
    """A file with wide columns, as pyarrow writes it by default; the same for the same number."""
    file, held, done = None, list[labels_data.People](), 0
    for block in labels_data.people(instances):
        held.append(block)
        if sum(len(each.boxes) for each in held) >= GROUP:
            file, done, held = _grown(path, file, held, done), done + GROUP, []
    if held:
        file = _grown(path, file, held, done)
    assert file is not None
    file.close()
    return path


def _grown(path: Path, file: Any, held: list[labels_data.People], first: int) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    keypoints = np.concatenate([each.keypoints for each in held])
    boxes = np.concatenate([each.boxes for each in held]).astype(float)
    rows = np.arange(first, first + len(boxes))
    images = pa.array(rows // 4).cast(pa.string())
    columns: dict[str, Any] = {
        "image": pc.binary_join_element_wise(pc.utf8_lpad(images, 12, "0"), ".jpg", ""),
        "image_id": images,
        "instance": pa.array(rows).cast(pa.string()),
        **{name: boxes[:, at] for at, name in enumerate(("box_x", "box_y", "box_w", "box_h"))},
    }
    tiers = pa.array(["not_labelled", "occluded", "visible"])
    for at, id in enumerate(labels_data.COCO_17):
        flags = keypoints[:, at, 2]
        for axis, part in enumerate("xy"):
            # a little noise: labels of whole pixels are a case that is too good
            shaken = keypoints[:, at, axis] + np.round((rows * (at + 7 + axis)) % 97 / 97, 2)
            columns[f"{id}.{part}"] = pa.array(shaken, mask=flags == 0)
        indices = pa.array(flags.astype(np.int8))
        columns[f"{id}.tier"] = pa.DictionaryArray.from_arrays(indices, tiers)
    table = pa.table(columns)
    file = file or pq.ParquetWriter(path, table.schema, compression="zstd")
    file.write_table(table, row_group_size=len(table))
    return file


def _measured(way: str, file: Path, out: Path) -> tuple[float, float, int]:
    """Seconds, seconds of work on all cores, and MiB at most, of a process of its own."""
    out.unlink(missing_ok=True)
    words = [sys.executable, __file__, "--way", way, "--file", str(file), "--out", str(out)]
    begun = perf_counter()
    process = subprocess.Popen(words)
    _, status, used = os.wait4(process.pid, 0)
    seconds = perf_counter() - begun
    if status:
        sys.exit(f"`{way}` failed")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss >> 10


def _run(way: str, file: Path, out: Path) -> None:
    {"copy": _copy, "lean": _lean, "duckdb": _duckdb, "schemac": _schemac}[way](file, out)


def _lean(path: Path, out: Path) -> None:
    import pyarrow.parquet as pq

    names = pq.read_schema(path).names
    _copy(path, out, [name for name in names if not name.endswith((".x", ".y"))])


def _copy(path: Path, out: Path, repeating: list[str] | bool = True) -> None:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    schema = file.schema_arrow
    with pq.ParquetWriter(out, schema, compression="zstd", use_dictionary=repeating) as writer:
        for group in range(file.num_row_groups):
            table = file.read_row_group(group)
            writer.write_table(table, row_group_size=len(table))


def _duckdb(path: Path, out: Path) -> None:
    import duckdb

    options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP}"
    duckdb.sql(f"COPY ({sql(path)}) TO '{out}' ({options})")


def sql(path: Path) -> str:
    """The map as people write it in SQL. Coordinates of a copy are taken as they are."""
    rank = "CASE {0} WHEN 'not_labelled' THEN 0 WHEN 'occluded' THEN 1 WHEN 'visible' THEN 2 END"
    made = []
    for entry in _map().entries:
        if entry.alone is not None:
            made += [f'"{entry.alone}.{p}" AS "{entry.target}.{p}"' for p in ("x", "y", "tier")]
            continue
        one, two = entry.needs
        placed = " AND ".join(f"\"{need}.tier\" <> 'not_labelled'" for need in entry.needs)
        made += [
            f'CASE WHEN {placed} THEN ("{one}.{p}" + "{two}.{p}") / 2 END AS "{entry.target}.{p}"'
            for p in "xy"
        ]
        ranks = [rank.format(f'"{need}.tier"') for need in entry.needs]
        worse = f'CASE WHEN {ranks[0]} < {ranks[1]} THEN "{one}.tier" ELSE "{two}.tier" END'
        made.append(f'{worse} AS "{entry.target}.tier"')
    others = "image, image_id, instance, box_x, box_y, box_w, box_h"
    return f"SELECT {others}, {', '.join(made)} FROM '{path}'"


def _schemac(path: Path, out: Path) -> None:
    from schemac.datasets import label_format
    from schemac.labels import Account, Faults, Moving, Stamp
    from schemac.migrating.counting import Counting

    source, target = _skeletons()
    account = Account()
    stamp = Stamp(spec=str(target.reference), digest="sha256:" + "0" * 64)
    moving = Moving(
        source=source, target=target, carry=Counting(map=_map(), account=account), stamp=stamp,
        faults=Faults(), account=account,
    )  # fmt: skip
    move = label_format("parquet").move
    assert move is not None
    move(path, out, moving)


def _skeletons() -> tuple[Any, Any]:
    import schemac

    target = schemac.load(TARGET)
    return schemac.load(SOURCE), replace(target, keypoints=target.keypoints[:POINTS])


@cache
def _map() -> Any:
    import schemac

    whole = schemac.map_between(SOURCE, TARGET).map
    ends = replace(whole.target, points=whole.target.points[:POINTS], mirror=tuple(range(POINTS)))
    return replace(whole, target=ends, entries=whole.entries[:POINTS])


def _same_rows(folder: Path) -> None:
    """Both ways must give the same, or their times mean nothing."""
    import pyarrow.parquet as pq

    file = written(folder / "few.parquet", 20_000)
    found = []
    for way in ("duckdb", "schemac"):
        _run(way, file, folder / f"{way}.parquet")
        found.append(pq.read_table(folder / f"{way}.parquet").to_pydict())
    if found[0] != found[1]:
        sys.exit("schemac and DuckDB do not give the same rows")


def _report(
    times: dict[str, list[float]],
    work: dict[str, list[float]],
    peaks: dict[str, int],
    instances: int,
    size: int,
) -> int:
    print(f"{instances:,} instances, {size:,} MiB, median of {len(times['copy'])} rounds")
    middle = {way: median(seconds) for way, seconds in times.items()}
    for way in WAYS:
        rate = instances / middle[way] / 1e6
        ratio = middle["schemac"] / middle[way]
        busy = median(work["schemac"]) / median(work[way])
        print(
            f"{way:8} {middle[way]:7.2f} s, {median(work[way]):6.2f} s of work  {rate:6.2f} M/s"
            f"  peak {peaks[way]:5} MiB"
            f"  schemac takes {ratio:.2f} of it, {busy:.2f} of its work"
        )
    missed = [
        f"schemac takes {middle['schemac'] / middle[way]:.2f} times `{way}`, at most {most} wanted"
        for way, most in LIMITS
        if middle["schemac"] > middle[way] * most
    ]
    if peaks["schemac"] > MAX_PEAK:
        missed.append(f"{peaks['schemac']} MiB, at most {MAX_PEAK} wanted")
    print("\n".join(missed) or "every limit was kept")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
