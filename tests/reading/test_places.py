"""Every finding points at the text it is about."""

from __future__ import annotations

import pytest

from schemac.reading.declare import KEY, declare, locate, tree_of
from schemac.source import Source

TEXT = """\
schemac: 1
spec: demo/two
title: Two,
  on two lines
keypoints:
  nose: {index: 0, at: [50, 10]}
  tail:
    index: 1
    mistakes:
      - text: Too low.
        toward: up
edges:
  - [nose, tail]
"""


def shown(*route: str | int) -> str | None:
    """The text that a route is shown at, up to the end of its line."""
    span = locate(tree_of(Source("two.yaml", TEXT)), route)
    if span is None:
        return None
    assert span.line == span.end_line
    return TEXT.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]


@pytest.mark.parametrize(
    ("route", "text"),
    [
        (("spec",), "demo/two"),
        (("title",), "title"),
        (("keypoints",), "keypoints"),
        (("keypoints", "nose"), "nose"),
        (("keypoints", "nose", "at"), "[50, 10]"),
        (("keypoints", "nose", "at", 1), "10"),
        (("keypoints", "nose", "index", KEY), "index"),
        (("keypoints", "nose", "landmark"), "nose"),
        (("keypoints", "tail", "index"), "1"),
        (("keypoints", "tail", "mistakes", 0), "text"),
        (("keypoints", "tail", "mistakes", 0, "toward"), "up"),
        (("edges", 0), "[nose, tail]"),
        (("edges", 0, 1), "tail"),
    ],
)
def test_a_route_is_shown_at_its_text(route: tuple[str | int, ...], text: str) -> None:
    assert shown(*route) == text


def test_a_route_into_nothing_is_nowhere() -> None:
    assert locate(tree_of(Source("empty.yaml", "")), ("a",)) is None


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("index: 0", "index: 007", "007"),
        ("[50, 10]", "[50, ten]", "ten"),
        ("title: Two,\n  on two lines", 'title: ""', '""'),
        ("  tail:\n", "  nose:\n", "nose"),
        ("    index: 1\n", "    indx: 1\n", "indx"),
        ("toward: up", "toward: <up>", "<up>"),
        ("- [nose, tail]", "- [nose, [tail]]", "[tail]"),
        ("spec: demo/two", "spec: ../two", "../two"),
        ("spec: demo/two", "spec: &a demo/two", "&a"),
        ("- [nose, tail]", "- [nose,\ttail]", "\t"),
        ("nose: {", "nоse: {", "nоse"),  # noqa: RUF001
        ("schemac: 1", "schemac: 7", "7"),
    ],
    ids=range(12),
)
def test_a_problem_of_reading_is_shown_at_its_text(old: str, new: str, text: str) -> None:
    assert old in TEXT
    changed = TEXT.replace(old, new)
    _, source, problems = declare("two.yaml", changed.encode())
    spans = [p.span for p in problems if p.span and p.span.line == p.span.end_line]
    assert text in [source.line(s.line)[s.column - 1 : s.end_column - 1] for s in spans]


def test_lines_may_end_as_on_windows() -> None:
    one = declare("two.yaml", TEXT.replace("tail]", "[]]").encode())[2]
    other = declare("two.yaml", TEXT.replace("tail]", "[]]").replace("\n", "\r\n").encode())[2]
    assert one == other
