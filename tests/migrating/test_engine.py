"""Folders of Parquet by an engine: the same as on one machine, whoever dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemac.api import map_between
from schemac.datasets import label_format
from schemac.labelfiles import find
from schemac.labels import (
    Account,
    Annotation,
    Fault,
    Faults,
    Image,
    LabelError,
    Labels,
    Moving,
    Stamp,
    Writing,
)
from schemac.maps import Mapped
from schemac.migrating import Migrated, Way, engine, migrate
from schemac.migrating.counting import Counting
from schemac.migrating.engine import EngineError, migrate_folder, parquet_files
from schemac.model import Skeleton
from schemac.workspace import UsageError

NAMES = ("a.parquet", "e.parquet", "b/c.parquet", "b/d.parquet")
STAMP = Stamp(spec="body/openpose-25@1.0.0", digest="sha256:" + "cd" * 32)
FORMAT = label_format("parquet")


@pytest.fixture(scope="module")
def mapped() -> Mapped:
    return map_between("body/coco-17", "body/openpose-25")


@pytest.fixture
def folder(tmp_path: Path, skeleton: Callable[[str], Skeleton]) -> Path:
    """Four files of labels, and what a folder of Spark has besides."""
    place = tmp_path / "in"
    (place / "b").mkdir(parents=True)
    random = np.random.default_rng(3)
    for name in NAMES:
        keypoints = np.concatenate(
            [random.uniform(0, 99, (40, 17, 2)), random.integers(0, 3, (40, 17, 1))], axis=-1
        )
        keypoints[keypoints[..., 2] == 0, :2] = np.nan
        labels = Labels(
            keypoints=keypoints, boxes=np.full((40, 4), 1.0), areas=np.full(40, np.nan),
            about=tuple(Annotation(image=Image(name=f"{name}/{at}.jpg")) for at in range(40)),
        )  # fmt: skip
        writing = Writing(skeleton=skeleton("body/coco-17"), stamp=STAMP, account=Account())
        assert FORMAT.write
        FORMAT.write([labels], place / name, writing)
    (place / "_SUCCESS").touch()
    (place / ".a.parquet.crc").write_bytes(b"crc")
    return place


def carried(name: str, source: Path, out: Path, mapped: Mapped, **more: Any) -> Account:
    account = Account()
    ends = mapped.source, mapped.target
    faults = more.pop("faults", None) or Faults()
    names = migrate_folder(
        name, source, out, mapped.map, ends=ends, stamp=STAMP, faults=faults, account=account,
        **more,
    )  # fmt: skip
    assert names == NAMES
    return account


def contents(folder: Path) -> dict[str, Any]:
    """Every file below a folder, by name."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_one_machine_does_what_move_does(folder: Path, tmp_path: Path, mapped: Mapped) -> None:
    account = carried("local", folder, tmp_path / "out", mapped)
    assert set(contents(tmp_path / "out")) == set(NAMES)
    assert parquet_files(folder) == NAMES
    alone = Account()
    for name in NAMES:
        moving = Moving(
            source=mapped.source, target=mapped.target, stamp=STAMP, faults=Faults(),
            carry=Counting(map=mapped.map, account=alone), account=alone,
        )  # fmt: skip
        assert FORMAT.move
        FORMAT.move(folder / name, tmp_path / "one.parquet", moving)
        assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "out" / name).read_bytes()
        (tmp_path / "one.parquet").unlink()
    assert alone.record() == account.record()


def struck(mark: str, piece: engine.Piece) -> engine.Done:
    """As `carried`, but the first process that comes here dies in the middle of writing."""
    try:
        Path(mark).touch(exist_ok=False)
    except FileExistsError:
        return carried_by_engine(piece)
    out = Path(piece.out)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.with_name(f".{out.name}.part").write_bytes(b"half of it")
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("dead by now")


carried_by_engine = engine.carried


def test_workers_do_the_same_and_one_may_die(
    folder: Path, tmp_path: Path, mapped: Mapped, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = carried("local", folder, tmp_path / "alone", mapped)
    told: list[str] = []
    mark = tmp_path / "struck"
    monkeypatch.setattr(engine, "carried", partial(struck, str(mark)))
    together = carried("dask", folder, tmp_path / "both", mapped, advance=told.append, jobs=2)
    assert mark.exists()
    assert sorted(told) == sorted(NAMES)
    assert contents(tmp_path / "both") == contents(tmp_path / "alone")
    assert together.record() == alone.record()


def spoil(path: Path) -> None:
    """A tier that there is not, in the third row."""
    table = pq.read_table(path)
    at = table.schema.get_field_index("left_knee.tier")
    ids = table.column(at).to_pylist()
    table = table.set_column(at, "left_knee.tier", pa.array([*ids[:2], "dim", *ids[3:]]))
    pq.write_table(table, path)


def test_a_fault_in_a_worker_is_told_as_here(folder: Path, tmp_path: Path, mapped: Mapped) -> None:
    spoil(folder / "b" / "c.parquet")
    with pytest.raises(LabelError, match=r"c\.parquet: image .*2\.jpg: row 3: `left_knee`"):
        carried("dask", folder, tmp_path / "out", mapped, jobs=1)
    assert not list((tmp_path / "out").rglob(".*"))


def test_rows_are_set_aside_and_work_is_taken_up_again(
    folder: Path, tmp_path: Path, mapped: Mapped
) -> None:
    out = tmp_path / "out"
    for name in ("e.parquet", "b/c.parquet"):
        spoil(folder / name)
    faults, counts = Faults("aside"), dict[str, Account]()

    def counted(name: str, said: Account, kept: tuple[Fault, ...]) -> None:
        counts[name] = said

    account = carried("local", folder, out, mapped, faults=faults, counted=counted)
    assert (faults.count, account.set_aside, account.instances) == (2, 2, 158)
    assert [Path(fault.place.file).name for fault in faults.first] == ["e.parquet", "c.parquet"]
    assert [each.instances for each in counts.values()] == [40, 39, 39, 40]
    before = contents(out)
    (out / NAMES[1]).unlink()
    done = [name for name in NAMES if (out / name).exists()]
    again = carried("local", folder, out, mapped, faults=Faults("aside"), done=done)
    assert again.instances == 39
    assert contents(out) == before


def test_a_run_that_goes_on_counts_what_the_one_before_did(
    folder: Path, tmp_path: Path, mapped: Mapped, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.parquet", "b/c.parquet"):
        spoil(folder / name)
    for name in NAMES:  # which say that they are carried
        pq.write_table(pq.read_table(folder / name).replace_schema_metadata(None), folder / name)
    found = find(folder, FORMAT)

    def run(out: str, **more: Any) -> Migrated:
        way = Way(out=tmp_path / out, engine="local", on_fault="aside", **more)
        return migrate(found, mapped, way)

    whole, work, seen = run("whole"), engine.carried, list[str]()

    def stopped(piece: engine.Piece) -> engine.Done:
        seen.append(piece.name)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return work(piece)

    monkeypatch.setattr(engine, "carried", stopped)
    with pytest.raises(KeyboardInterrupt):
        run("out")
    told = list[int]()
    again = run("out", resume=True, advance=told.append)
    assert len(seen) == 3 + 2  # the two that were done are not done again
    assert sum(told) == found.bytes
    assert again.outcome == whole.outcome
    assert contents(again.out) == contents(whole.out)
    assert again.aside is not None
    assert whole.aside is not None
    assert again.aside.read_bytes() == whole.aside.read_bytes()


def test_engines_that_cannot_be_used(
    folder: Path, tmp_path: Path, mapped: Mapped, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schemac.migrating.dask._ANSWER", 0.5)
    (empty := tmp_path / "empty").mkdir()
    with pytest.raises(EngineError, match="no engine `ray`"):
        carried("ray", folder, tmp_path / "out", mapped)
    with pytest.raises(EngineError, match="no scheduler of Dask answers at tcp://127"):
        carried("dask", folder, tmp_path / "out", mapped, scheduler="tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match="no file in"):
        parquet_files(empty)


def test_another_version_on_a_cluster_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from schemac.migrating import dask

    class Elsewhere:
        def wait_for_workers(self, count: int, timeout: float) -> None: ...

        def run(self, function: Any) -> dict[str, str]:
            return {"tcp://far": "0.0.1"}

    with pytest.raises(EngineError, match=r"tcp://far has schemac 0\.0\.1, and this is "):
        dask._demand_our_version(Elsewhere())
