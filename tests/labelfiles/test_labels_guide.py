"""The guide to label data says of each format what its code says."""

from __future__ import annotations

import pytest

from conftest import ROOT
from schemac.datasets import NAMES, label_format
from schemac.labels import Holds

GUIDE = (ROOT / "docs" / "labels.md").read_text("utf-8")


def test_the_table_has_every_format() -> None:
    head = "| |" + "|".join(f" `{name}` " for name in NAMES) + "|"
    assert head in GUIDE


@pytest.mark.parametrize("what", Holds)
def test_the_table_says_what_each_format_holds(what: Holds) -> None:
    cells = ["yes" if what in label_format(name).holds else "–" for name in NAMES]
    assert f"| {what.value} | {' | '.join(cells)} |" in GUIDE
