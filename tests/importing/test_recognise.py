"""Which format a file is in, where one, several or none say yes."""

from __future__ import annotations

import io
from typing import Any

import pytest

from schemac.draft import Absorbed, Given
from schemac.format import Format, Group
from schemac.importing import recognise
from schemac.workspace import UsageError


def given(head: bytes = b"x", file: str = "a.json") -> Given:
    return Given(file=file, size=len(head), head=head, open=lambda: io.BytesIO(head))


def says(name: str, yes: bool = True) -> Format:
    return Format(
        name=name, title=name, summary="", group=Group.TRAINING,
        recognises=lambda one: yes, absorb=lambda one: Absorbed(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (("sleap",), "sleap"),
        (("names", "coco"), "coco"),
        (("coco", "v7", "names"), "v7"),
        (("names", "csv"), None),
        ((), None),
    ],
)
def test_the_narrowest_is_believed(
    names: tuple[str, ...], chosen: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: dict[str, Any] = {name: says(name) for name in names} | {"no": says("no", False)}
    monkeypatch.setattr(recognise, "readers", lambda: known)
    if len(names) > 1 and chosen is None:
        with pytest.raises(UsageError, match="could be `names` or `csv`") as error:
            recognise.format_of(given())
        assert error.value.help == "say which: `--from names`"
        return
    found = recognise.format_of(given())
    assert (found.name if found else None) == chosen


def test_every_reader_can_be_asked() -> None:
    for format in recognise.readers().values():
        assert format.recognises is not None
        for head in (b"", b"\x00\xff" * 50, b"{", b"<a", b"a: [", b"import os\n", b"[" * 5000):
            assert format.recognises(given(head)) in (True, False)
