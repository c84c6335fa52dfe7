"""Translations of specs: what translators get, keep and may not break."""

from __future__ import annotations

import pytest

import schemac
from schemac.sentences import sentences
from schemac.translations import translations
from schemac.workspace import Workspace

SPEC = """\
schemac: 1
spec: demo/arm-2
version: 0.1.0
title: An arm
summary: Both ends of a forearm.
subject: {category: arm, laterality: subject}
visibility: visibility/coco-3@1.0.0
keypoints:
  wrist: {index: 0, kind: joint, title: Wrist, at: [50, 80], definition: Middle of the wrist.}
  elbow: {index: 1, kind: joint, title: Elbow, at: [50, 50], definition: Middle of the elbow.}
edges: [[elbow, wrist]]
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "schemac.yaml").write_text("schemac: 1\nproject: demo\n")
    (tmp_path / "specs" / "demo").mkdir(parents=True)
    (tmp_path / "specs" / "demo" / "arm-2.yaml").write_text(SPEC)
    return tmp_path


def translate(file, sentence, said):
    text = file.read_text("utf-8")
    before = f'msgid "{sentence}"\nmsgstr ""\n'
    assert before in text
    file.write_text(text.replace(before, f'msgid "{sentence}"\nmsgstr "{said}"\n'), "utf-8")


def test_every_sentence_is_there_and_nothing_of_this_day(project):
    made = schemac.strings("es", cwd=project)
    skeleton = schemac.load("demo/arm-2", cwd=project)
    flat = made.text.replace('"\n"', "")
    assert all(f'msgid "{text}"' in flat.replace('msgid ""\n"', 'msgid "') or text in flat
               for text, _ in sentences(skeleton))  # fmt: skip
    assert "Date" not in made.text
    assert made.translated == 0
    assert made.total == len({text for text, _ in sentences(skeleton)})
    assert schemac.strings("es", cwd=project).text == made.text


def test_a_translation_is_kept_used_and_shown(project):
    file = schemac.strings("es", cwd=project).file
    translate(file, "Middle of the elbow.", "Centro del codo.")
    assert schemac.strings("es", cwd=project).translated == 1
    out = schemac.build(cwd=project, targets=("guide",), locales=("es",)).written.out
    page = (out / "guide/demo/arm-2/points/elbow.html").read_text("utf-8")
    assert "Centro del codo" in page
    # What has no translation is shown as it was written, and says so.
    other = (out / "guide/demo/arm-2/points/wrist.html").read_text("utf-8")
    assert '<span class="sk-foreign" lang="en" dir="auto"' in other
    assert ">Middle of the wrist" in other


def test_a_sentence_that_changes_is_untranslated_at_once(project):
    file = schemac.strings("es", cwd=project).file
    translate(file, "Middle of the elbow.", "Centro del codo.")
    spec = project / "specs" / "demo" / "arm-2.yaml"
    spec.write_text(SPEC.replace("Middle of the elbow", "Inner edge of the elbow"))
    made = schemac.strings("es", cwd=project)
    assert made.translated == 0
    assert "Inner edge of the elbow." in made.text
    assert "#~ msgid" in made.text


def test_a_guess_of_a_translators_tool_is_not_used(project):
    file = schemac.strings("es", cwd=project).file
    translate(file, "Elbow", "Codo")
    text = file.read_text("utf-8")
    file.write_text(text.replace('msgid "Elbow"', '#, fuzzy\nmsgid "Elbow"'), "utf-8")
    assert translations(Workspace(str(project)), "es") == {}


@pytest.mark.parametrize("broken", ['garbage "', "\xff\xfe", 'msgid "unended'])
def test_a_broken_catalogue_is_named(project, broken):
    file = project / "locales" / "es.po"
    file.parent.mkdir()
    file.write_bytes(broken.encode("latin-1"))
    with pytest.raises(schemac.UsageError, match=r"es\.po"):
        schemac.build(cwd=project, targets=("guide",), locales=("es",))
    assert file.read_bytes() == broken.encode("latin-1")


def test_a_word_that_is_no_language_is_refused(project):
    with pytest.raises(schemac.UsageError, match="`klingonese` is no language"):
        schemac.strings("klingonese", cwd=project)
    assert not (project / "locales").exists()
