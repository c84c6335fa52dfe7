"""Writing a build: what is there afterwards, and what is left alone."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from output_folder import beside, full, listed, part, partial, tree

from schemac.output import OutputError, exchange, write_build
from schemac.output import journal as journal_module
from schemac.output import write as write_module

COCO = "body/coco/1.0.0"


@pytest.fixture(params=["exchanged", "in place"])
def out(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to build into, on a disk that can exchange folders and on one that cannot."""
    if request.param == "in place":
        monkeypatch.setattr(write_module, "can_exchange", lambda room: False)
    return tmp_path / "deep" / "build"


def test_a_first_build(out: Path):
    parts = part(a_json="{}", b_svg="<svg/>"), part(None, "start-page", index_html="<p>")
    written = write_build(out, full(*parts))
    assert (
        listed(out)
        == tree(out)
        == {
            f"{COCO}/cvat/a.json": b"{}",
            f"{COCO}/cvat/b.svg": b"<svg/>",
            "index.html": b"<p>",
        }
    )
    assert (written.files, written.bytes, written.unchanged) == (3, 11, 0)
    assert beside(out) == []


def test_the_manifest_says_where_everything_comes_from_and_what_was_lost(out: Path):
    write_build(out, full(part(a_json="{}"), part(None, "start-page", index_html="<p>")))
    assert json.loads((out / "manifest.json").read_bytes()) == {
        "schemac": "9.9.9",
        "artifacts": [
            {
                "path": f"{COCO}/cvat/a.json",
                "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
                "spec": "body/coco",
                "version": "1.0.0",
                "target": "cvat",
                "digest": "sha256:0",
            },
            {
                "path": "index.html",
                "sha256": "33f2799467177287a29260780a107ac98ea63dd6165f67fcc0d74767d0a82090",
                "spec": None,
                "version": None,
                "target": "start-page",
                "digest": None,
            },
        ],
        "losses": [
            {
                "spec": "body/coco",
                "version": "1.0.0",
                "target": "cvat",
                "feature": "sigmas",
                "message": "cvat has no place for sigmas",
            }
        ],
        "assumed": [],
    }


def test_the_order_of_parts_does_not_matter(tmp_path: Path):
    parts = [part(target=t, b_json="b", a_json="a") for t in ("coco", "cvat", "yolo")]
    write_build(tmp_path / "one", full(*parts))
    write_build(tmp_path / "two", full(*reversed(parts)))
    one, two = (tmp_path / name / "manifest.json" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_a_full_build_removes_what_is_stale_and_its_empty_folders(out: Path):
    write_build(out, full(part(a_json="1"), part(target="coco", c_json="2")))
    written = write_build(out, full(part(a_json="1")))
    assert written.removed == (f"{COCO}/coco/c.json",)
    assert listed(out) == tree(out) == {f"{COCO}/cvat/a.json": b"1"}
    assert not (out / COCO / "coco").exists()


def test_a_partial_build_replaces_its_own_sections_only(out: Path):
    write_build(out, full(part(a_json="1", b_json="1"), part(target="coco", c_json="2")))
    written = write_build(out, partial(part(a_json="9")))
    assert written.removed == (f"{COCO}/cvat/b.json",)
    assert (
        listed(out)
        == tree(out)
        == {
            f"{COCO}/cvat/a.json": b"9",
            f"{COCO}/coco/c.json": b"2",
        }
    )
    losses = json.loads((out / "manifest.json").read_bytes())["losses"]
    assert [loss["target"] for loss in losses] == ["coco", "cvat"]


def test_a_part_without_artifacts_empties_its_section(out: Path):
    write_build(out, full(part(a_json="1"), part(target="coco", c_json="2")))
    write_build(out, partial(part(target="coco")))
    assert listed(out) == tree(out) == {f"{COCO}/cvat/a.json": b"1"}


def test_unchanged_files_keep_their_time(out: Path):
    write_build(out, full(part(a_json="1", b_json="1")))
    same, other = (out / COCO / "cvat" / name for name in ("a.json", "b.json"))
    os.utime(same, (1, 1))
    os.utime(other, (1, 1))
    assert write_build(out, full(part(a_json="1", b_json="2"))).unchanged == 1
    assert same.stat().st_mtime == 1
    assert other.stat().st_mtime != 1


def test_foreign_files_folders_and_links_stay(out: Path, tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x").write_text("x")
    out.mkdir(parents=True)
    out.chmod(0o750)
    for round in range(3):
        (out / COCO / "cvat").mkdir(parents=True, exist_ok=True)
        (out / COCO / "cvat" / "mine.txt").write_text("mine")
        (out / "notes").mkdir(exist_ok=True)
        (out / "empty" / "inner").mkdir(parents=True, exist_ok=True)
        for name, target in (
            ("to-file", "notes"),
            ("dangling", "gone"),
            ("away", "../../elsewhere"),
        ):
            if not (out / name).is_symlink():
                (out / name).symlink_to(target)
        before = (out / COCO / "cvat" / "mine.txt").stat().st_ino
        write_build(out, full(part(a_json=str(round))))
        assert (out / COCO / "cvat" / "mine.txt").stat().st_ino == before
        assert (out / "empty" / "inner").is_dir()
        assert (out / "dangling").readlink() == Path("gone")
        assert (out / "away").readlink() == Path("../../elsewhere")
        assert set(listed(out)) == {f"{COCO}/cvat/a.json"}
        assert stat.S_IMODE(out.stat().st_mode) == 0o750
    assert (tmp_path / "elsewhere" / "x").read_text() == "x"


@pytest.mark.parametrize(
    "stands",
    [f"{COCO}/cvat/a.json", "body", "manifest.json", f"{COCO}/cvat/a.json/below", "link"],
)
def test_a_foreign_file_in_the_way_stops_the_build(out: Path, stands: str, tmp_path: Path):
    if stands == "link":
        (tmp_path / "elsewhere").mkdir()
        out.mkdir(parents=True)
        (out / "body").symlink_to(tmp_path / "elsewhere")
    else:
        (out / stands).parent.mkdir(parents=True)
        (out / stands).write_text("mine")
    before = sorted(out.rglob("*"))
    with pytest.raises(OutputError, match="in the way") as caught:
        write_build(out, full(part(a_json="1")))
    assert caught.value.help
    assert sorted(out.rglob("*")) == before
    assert beside(out) == []
    assert stands == "link" or (out / stands).read_text() == "mine"


def test_a_foreign_file_with_the_same_bytes_is_taken_over(out: Path):
    (out / COCO / "cvat").mkdir(parents=True)
    (out / COCO / "cvat" / "a.json").write_text("1")
    write_build(out, full(part(a_json="1")))
    assert listed(out) == {f"{COCO}/cvat/a.json": b"1"}


def test_a_stale_file_that_was_edited_stays_and_is_told(out: Path):
    write_build(out, full(part(a_json="1"), part(target="coco", c_json="2")))
    (out / COCO / "coco" / "c.json").write_text("by hand")
    for kept in ((f"{COCO}/coco/c.json",), ()):
        written = write_build(out, full(part(a_json="1")))
        assert (written.kept, written.removed) == (kept, ())
        assert (out / COCO / "coco" / "c.json").read_text() == "by hand"
        assert set(listed(out)) == {f"{COCO}/cvat/a.json"}


def test_an_edited_artifact_is_written_anew_and_told(out: Path):
    write_build(out, full(part(a_json="1", b_json="1")))
    (out / COCO / "cvat" / "a.json").write_text("by hand")
    (out / COCO / "cvat" / "b.json").unlink()
    assert write_build(out, full(part(a_json="1", b_json="1"))).edited == (f"{COCO}/cvat/a.json",)
    assert listed(out) == {f"{COCO}/cvat/a.json": b"1", f"{COCO}/cvat/b.json": b"1"}


def test_a_file_may_become_a_folder_and_back(out: Path):
    write_build(out, full(part(a="1")))
    folder = part(a="1")
    below = folder.artifacts[0].__class__("a/b", b"2")
    write_build(
        out,
        full(
            part(target="cvat").__class__(
                target="cvat", spec="body/coco", version="1.0.0", artifacts=(below,)
            )
        ),
    )
    assert listed(out) == tree(out) == {f"{COCO}/cvat/a/b": b"2"}
    write_build(out, full(part(a="1")))
    assert listed(out) == tree(out) == {f"{COCO}/cvat/a": b"1"}


def test_a_manifest_that_points_outside_is_not_believed(out: Path, tmp_path: Path):
    (tmp_path / "precious").write_text("x")
    write_build(out, full(part(a_json="1")))
    manifest = out / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f"{COCO}/cvat/a.json", "../../precious"))
    with pytest.raises(OutputError, match=r"manifest\.json"):
        write_build(out, full(part(b_json="1")))
    assert (tmp_path / "precious").read_text() == "x"


def test_what_appears_during_the_build_is_brought_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    out = tmp_path / "build"
    write_build(out, full(part(a_json="1")))
    (out / "notes.txt").write_text("old")
    os.utime(out / "notes.txt", (1, 1))

    def late(first: Path, second: Path) -> bool:
        (out / "new").mkdir()
        (out / "new" / "late.txt").write_text("late")
        (tmp_path / "draft").write_text("saved as editors do")
        (tmp_path / "draft").replace(out / "notes.txt")
        return exchange.exchange(first, second)

    monkeypatch.setattr(write_module, "exchange", late)
    write_build(out, full(part(a_json="2")))
    assert tree(out) == {
        f"{COCO}/cvat/a.json": b"2",
        "new/late.txt": b"late",
        "notes.txt": b"saved as editors do",
    }
    assert beside(out) == []


@pytest.mark.parametrize("code", ["EBUSY", "EINVAL", "EXDEV"])
def test_a_folder_that_cannot_be_exchanged_is_changed_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
):
    import errno

    out = tmp_path / "build"
    write_build(out, full(part(a_json="1"), part(target="coco", c_json="2")))
    (out / "mine").write_text("mine")
    number = out.stat().st_ino
    monkeypatch.setattr(write_module, "can_exchange", lambda room: True)
    monkeypatch.setattr(exchange, "_swap", lambda first, second: getattr(errno, code))
    write_build(out, full(part(a_json="2")))
    assert out.stat().st_ino == number
    assert tree(out) == {f"{COCO}/cvat/a.json": b"2", "mine": b"mine"}
    assert beside(out) == []


def test_a_folder_on_a_disk_of_its_own_holds_its_unfinished_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    out = tmp_path / "build"
    out.mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == out)
    for text in "12":
        write_build(out, full(part(a_json=text)))
        assert listed(out) == tree(out) == {f"{COCO}/cvat/a.json": text.encode()}
    assert [p.name for p in tmp_path.iterdir()] == ["build"]
    assert beside(out) == []


def test_a_journal_does_not_follow_links_out_of_the_build(tmp_path: Path):
    out, away = tmp_path / "build", tmp_path / "away"
    work = out / ".build.schemac-x"
    (work / "tree" / "body").mkdir(parents=True)
    (work / "tree" / "body" / "a").write_text("planted")
    (work / "journal.json").write_text('{"install": ["body/a"], "remove": {}}')
    away.mkdir()
    (out / "body").symlink_to(away)
    with pytest.raises(OutputError, match="link"):
        journal_module.finish(work, out)
    assert list(away.iterdir()) == []
    (work / "journal.json").write_text('{"install": ["../../a"], "remove": {"../away": ""}}')
    journal_module.finish(work, out)
    assert not work.exists()
    assert away.exists()


def test_a_pipe_in_the_folder_does_not_hang_the_build(out: Path):
    out.mkdir(parents=True)
    os.mkfifo(out / "pipe")
    write_build(out, full(part(a_json="1")))
    assert stat.S_ISFIFO((out / "pipe").lstat().st_mode)


def test_a_journal_found_later_removes_nothing_that_was_edited_since(tmp_path: Path):
    out = tmp_path / "build"
    work = out / ".build.schemac-x"
    work.mkdir(parents=True)
    for name in ("same", "edited"):
        (out / name).write_text("1")
    one = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
    remove = {"same": one, "edited": one, "gone": one}
    (work / "journal.json").write_text(json.dumps({"install": [], "remove": remove}))
    (out / "edited").write_text("by hand")
    journal_module.finish(work, out)
    assert tree(out) == {"edited": b"by hand"}
