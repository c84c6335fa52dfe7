"""The base of every `$id`: what is read as one, and what is refused where it stands."""

from __future__ import annotations

import pytest

from schemac.reading.declare import declare


def problems(base: str) -> list[tuple[str, tuple[str | int, ...]]]:
    text = f'schemac: 1\nproject: demo\nbase_uri: "{base}"\n'
    _, _, found = declare("schemac.yaml", text.encode())
    return [(each.rule, each.origin.route) for each in found]


@pytest.mark.parametrize(
    "base",
    ["urn:schemac:", "urn:a1:b.c:", "https://x.org/", "http://x.org:8080/a/b~c/"],
)
def test_what_can_begin_an_id(base: str) -> None:
    assert problems(base) == []


@pytest.mark.parametrize(
    "base",
    [
        "schemas/", "https://x.org", "https://x.org/?q=/", "https://x.org/#a/", "urn:", "urn:a:",
        "urn:a b:", "https://x.org/a&b/", "https://x.org//", "ftp://x.org/", f"urn:ab:{'c' * 200}:",
    ],
)  # fmt: skip
def test_what_cannot(base: str) -> None:
    assert problems(base) == [("bad-value", ("base_uri",))]
