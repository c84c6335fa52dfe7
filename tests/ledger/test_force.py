"""Which version was in force on a day."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from releases import entry
from schemac.ledger import Entry
from schemac.ledger.force import in_force, terms


def dated(version: str, effective: str | None, line: int) -> Entry:
    return replace(entry(version), effective=effective, line=line)


ENTRIES = (
    dated("1.0.0", "2023-01-01", 1),
    dated("1.1.0", "2023-06-01", 2),
    dated("2.0.0", "2024-01-01", 3),
)


@pytest.mark.parametrize(
    ("day", "version"),
    [
        ("2022-12-31", None),
        ("2023-01-01", "1.0.0"),
        ("2023-05-31", "1.0.0"),
        ("2023-06-01", "1.1.0"),
        ("2023-12-31", "1.1.0"),
        ("2024-01-01", "2.0.0"),
        ("2030-01-01", "2.0.0"),
    ],
)
def test_the_version_that_took_effect_last(day: str, version: str | None) -> None:
    found = in_force(ENTRIES, day)
    assert (found.entry.version if found else None) == version


def test_on_the_same_day_the_later_release_counts() -> None:
    entries = (*ENTRIES, dated("2.0.1", "2024-01-01", 4))
    found = in_force(entries, "2024-01-01")
    assert found is not None
    assert found.entry.version == "2.0.1"


def test_a_mended_old_version_does_not_come_into_force_again() -> None:
    """1.1.1 is released after 2.0.0, to hold from a day before it."""
    entries = (*ENTRIES, dated("1.1.1", "2023-09-01", 4))
    assert [t.state for t in terms(entries, "2025-01-01")] == [
        "superseded", "superseded", "in force", "superseded",
    ]  # fmt: skip
    found = in_force(entries, "2023-10-01")
    assert found is not None
    assert found.entry.version == "1.1.1"
    assert found.late


def test_what_nobody_attests_has_no_time() -> None:
    entries = (dated("0.9.0", None, 1), *ENTRIES)
    assert terms(entries, "2023-01-01")[0].state == "unattested"
    assert in_force((entries[0],), "2023-01-01") is None


def test_terms_touch_and_do_not_overlap() -> None:
    found = terms(ENTRIES, "2025-01-01")
    assert [(t.since, t.until) for t in found] == [
        ("2023-01-01", "2023-06-01"), ("2023-06-01", "2024-01-01"), ("2024-01-01", None),
    ]  # fmt: skip
