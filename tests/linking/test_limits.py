"""Small documents that would grow without end are told, in a time that follows their size."""

from __future__ import annotations

from pathlib import Path

from schemac.compile import check
from schemac.diagnostic import Diagnostic
from schemac.workspace import Workspace

PART = """schemac: 1
part: demo/part-0
version: 0.1.0
title: Points
subject: {laterality: viewer}
keypoints:
"""
HOST = """schemac: 1
part: demo/part-LEVEL
version: 0.1.0
title: Parts of parts
subject: {laterality: viewer}
include:
"""


def point(number: int) -> str:
    return (
        f"  p_{number}: {{index: {number}, kind: joint, definition: Point {number} of the many.}}\n"
    )


def found(folder: Path, **documents: str) -> list[Diagnostic]:
    """The findings on the last of some parts."""
    (folder / "specs" / "demo").mkdir(parents=True)
    for name, text in documents.items():
        path = folder / "specs" / "demo" / f"{name.replace('_', '-')}.yaml"
        path.write_text(text, "utf-8")
    return list(check(Workspace(str(folder)), [str(path)]).diagnostics)


def test_parts_of_parts_of_parts_do_not_fill_the_memory(tmp_path: Path) -> None:
    """Ten parts of ten parts of …: 10^7 keypoints in 7 kB."""
    documents = {"part_0": PART + "".join(point(i) for i in range(10))}
    for level in range(1, 7):
        lines = (
            f"  x{i}: {{part: demo/part-{level - 1}@0.1.0, index: {i * 10**level}}}\n"
            for i in range(10)
        )
        documents[f"part_{level}"] = HOST.replace("LEVEL", str(level)) + "".join(lines)
    told = found(tmp_path, **documents)
    assert [d.rule for d in told if d.code[0] in "GL"].count("too-many") >= 1
    assert len({d.points for d in told if d.points}) <= 2 * 4096


def test_a_part_of_many_edges_is_not_brought_without_end(tmp_path: Path) -> None:
    chain = "edges: [" + "[p_0, p_1], " * 5_000 + "]\n"
    hosts = (f"  x{i}: {{part: demo/part-0@0.1.0, index: {2 * i}}}\n" for i in range(1000))
    told = found(
        tmp_path,
        part_0=PART + point(0) + point(1) + chain,
        part_1=HOST.replace("LEVEL", "1") + "".join(hosts),
    )
    assert "too-many" in {d.rule for d in told}


def test_runs_that_stand_for_millions_of_points_are_told(tmp_path: Path) -> None:
    edges = "edges: [[" + "p_1 .. p_4000, " * 2000 + "]]\n"
    told = found(tmp_path, part_0=PART + point(0) + edges)
    assert [d.rule for d in told if d.code[0] in "GL"] == ["too-many"]


def test_of_very_many_unknown_names_the_first_are_told(tmp_path: Path) -> None:
    edges = "edges: [[" + ", ".join(f"q_{i}" for i in range(20_000)) + "]]\n"
    told = found(tmp_path, part_0=PART + "".join(point(i) for i in range(500)) + edges)
    unknown = [d for d in told if d.rule == "unknown-keypoint"]
    assert len(unknown) == 100
    assert unknown[0].message == "there is no keypoint `q_0`"
