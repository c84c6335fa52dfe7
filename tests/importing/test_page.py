"""docs/import.md: its files and commands, run, print what the page shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from conftest import ROOT
from schemac.cli import main

PAGE = (ROOT / "docs" / "import.md").read_text("utf-8")
FILE = r"`([\w.]+)`:\n\n```\w+\n(.*?)```"
COMMAND = r"```console\n\$ schemac ([^\n]*)\n(.*?)```"


def test_the_page_shows_what_the_commands_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    for name, text in re.findall(FILE, PAGE, re.S):
        (tmp_path / name).write_text(text, "utf-8")
    ran = re.findall(COMMAND, PAGE, re.S)
    assert len(ran) == 3
    for words, shown in ran:
        main(shlex.split(words))
        said = capsys.readouterr()
        assert (said.out + said.err).strip() == shown.strip()
    draft = (tmp_path / "specs/imported/hen-7.yaml").read_text("utf-8")
    assert f"```yaml\n{draft}```" in PAGE
