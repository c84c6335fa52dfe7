"""`build --check`: what is out of date, said without writing."""

from __future__ import annotations

from pathlib import Path

from output_folder import full, part, partial

from schemac.output import Difference, compare_build, write_build

CVAT, COCO = "body/coco/1.0.0/cvat", "body/coco/1.0.0/coco"
OLD = part(a_json="1", b_json="2")


def test_nothing_built_yet(tmp_path: Path):
    assert compare_build(tmp_path / "build", full(OLD)) == Difference(
        missing=(f"{CVAT}/a.json", f"{CVAT}/b.json", "manifest.json")
    )
    assert list(tmp_path.iterdir()) == []


def test_missing_changed_and_stale(tmp_path: Path):
    out = tmp_path / "build"
    write_build(out, full(OLD, part(target="coco", c_json="3", d_json="4")))
    (out / CVAT / "b.json").write_text("by hand")
    (out / COCO / "d.json").unlink()
    (out / "foreign").write_text("x")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    found = compare_build(out, full(part(a_json="1", b_json="2", new_json="5")))
    assert found == Difference(
        missing=(f"{CVAT}/new.json",),
        changed=(f"{CVAT}/b.json", "manifest.json"),
        stale=(f"{COCO}/c.json",),
    )
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_partial_plan_is_asked_about_its_own_parts(tmp_path: Path):
    out = tmp_path / "build"
    write_build(out, full(OLD, part(target="coco", c_json="3")))
    (out / COCO / "c.json").unlink()
    assert not compare_build(out, partial(OLD))
    assert compare_build(out, partial(part(a_json="1"))).stale == (f"{CVAT}/b.json",)


def test_a_link_or_a_folder_is_not_the_file_it_should_be(tmp_path: Path):
    out = tmp_path / "build"
    write_build(out, full(OLD))
    (out / CVAT / "a.json").rename(out / "elsewhere")
    (out / CVAT / "a.json").symlink_to(out / "elsewhere")
    (out / CVAT / "b.json").unlink()
    (out / CVAT / "b.json").mkdir()
    assert compare_build(out, full(OLD)).changed == (f"{CVAT}/a.json", f"{CVAT}/b.json")


def test_losses_and_versions_count_through_the_manifest(tmp_path: Path):
    out = tmp_path / "build"
    write_build(out, full(OLD))
    newer = full(OLD).__class__(parts=(OLD,), full=True, tool_version="10")
    assert compare_build(out, newer).changed == ("manifest.json",)
