"""Previews: what makes one outdated, and what it keeps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from schemac.serving import Preview, Previews, Settings
from schemac.workspace import UsageError
from serving.conftest import BAD, GOOD


@pytest.fixture
def preview(spec: Path, tmp_path: Path) -> Preview:
    made = Preview("demo/arm-3", str(spec), Settings(str(tmp_path)))
    assert made.refresh()
    return made


def test_it_is_checked_again_only_when_something_changed(preview: Preview, spec: Path) -> None:
    assert not preview.refresh()
    spec.write_text(GOOD + "\n# more\n", "utf-8")
    assert preview.refresh()
    assert (preview.revision, preview.refresh()) == (2, False)


def test_a_change_within_a_tick_of_the_clock_is_seen(preview: Preview, spec: Path) -> None:
    known = spec.stat()
    other = spec.with_suffix(".new")
    other.write_text(GOOD.replace("title: Arm", "title: Leg"), "utf-8")
    os.utime(other, ns=(known.st_atime_ns, known.st_mtime_ns))
    other.replace(spec)
    assert preview.refresh()
    assert preview.contexts["en"].skeleton.title == "Leg"


@pytest.mark.parametrize("name", ["specs/landmarks/body.yaml", "locales/en.po", "schemac.yaml"])
def test_documents_that_were_looked_for_count(preview: Preview, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("schemac: 1\nproject: other\n", "utf-8")
    assert preview.refresh()


def test_what_has_nothing_to_do_with_it_does_not(preview: Preview, spec: Path) -> None:
    spec.with_name("leg-3.yaml").write_text(GOOD, "utf-8")
    spec.with_name("notes.txt").write_text("x", "utf-8")
    assert not preview.refresh()


def test_a_change_during_a_check_is_seen_later(
    preview: Preview, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from schemac.serving import preview as module

    check = module.check

    def slow(*words: object, **more: object) -> object:
        done = check(*words, **more)  # type: ignore[arg-type]
        spec.write_text(GOOD.replace("title: Arm", "title: Leg"), "utf-8")
        return done

    spec.write_text(GOOD + "\n", "utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(module, "check", slow)
        preview.refresh()
    assert preview.refresh()
    assert preview.contexts["en"].skeleton.title == "Leg"


def test_errors_leave_the_guide_as_it_was(preview: Preview, spec: Path) -> None:
    kept = preview.press("en")
    spec.write_text(BAD, "utf-8")
    assert preview.refresh()
    assert preview.press("en") is kept
    assert preview.report.failed
    assert preview.report.summary.startswith("1 error")


def test_the_guide_is_in_the_language_asked_for(spec: Path, tmp_path: Path) -> None:
    preview = Preview("demo/arm-3", str(spec), Settings(str(tmp_path), "ar"))
    preview.refresh()
    page = preview.press("ar").get("index.html")
    assert page
    assert b'dir="rtl"' in page


def test_a_broken_catalogue_is_a_finding(preview: Preview, tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "en.po").write_bytes(b'msgid "a"\nmsgstr \xff\n')
    preview.refresh()
    assert preview.report.failed
    assert "en.po" in preview.report.text


def test_a_bug_of_ours_is_a_finding(
    preview: Preview, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*words: object, **more: object) -> None:
        raise ZeroDivisionError("a ring of radius 0")

    monkeypatch.setattr("schemac.serving.preview.check", broken)
    spec.write_text(GOOD + "\n", "utf-8")
    assert preview.refresh()
    assert preview.report.summary == "a bug of schemac: ZeroDivisionError: a ring of radius 0"
    assert not preview.refresh()


def previews(folder: Path, *words: str) -> list[str]:
    return [p.name for p in Previews(words, Settings(str(folder)), lambda preview, seconds: None)]


def test_all_specs_of_a_project_are_there_but_frozen_ones(spec: Path, tmp_path: Path) -> None:
    spec.with_name("arm-3@0.0.1.yaml").write_text(GOOD.replace("0.1.0", "0.0.1"), "utf-8")
    spec.with_name("broken.yaml").write_text("a: [", "utf-8")
    (tmp_path / "specs" / "parts").mkdir()
    (tmp_path / "specs" / "parts" / "eye.yaml").write_text("schemac: 1\npart: parts/eye\n", "utf-8")
    assert previews(tmp_path) == ["demo/arm-3", "demo/broken"]
    assert previews(tmp_path, "demo/arm-3@0.0.1") == ["demo/arm-3"]
    assert previews(tmp_path, "body/coco-17") == ["body/coco-17"]
    assert previews(tmp_path, str(spec)) == ["demo/arm-3"]
    with pytest.raises(UsageError, match="there is no spec, file or folder"):
        previews(tmp_path, "demo/arm-4")
