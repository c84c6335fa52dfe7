"""Files that break off, or hold something else than they should: a finding with its place, never
an exception."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from given_files import given
from schemac.draft import Absorbed
from schemac.formats import load

HERE = Path(__file__).parent
FORMATS = ("datumaro", "deeplabcut", "encord", "roboflow", "sleap", "supervisely", "v7")
FILES = [
    (format, file.name)
    for format in FORMATS
    for file in sorted((HERE / format).iterdir())
    if file.suffix in (".json", ".yaml")
]
STRANGE: tuple[Any, ...] = (
    None, True, 0, -1, 3.5, 1e300, "", "x", [], {}, [[]], [{}], {"name": None}, {"py/id": -5},
    "0", [1, 2, 3], {"0": {"1": 1}},
)  # fmt: skip


def absorbed(format: str, name: str, text: str | bytes) -> Absorbed:
    reader = load(format).absorb
    assert reader is not None
    found = reader(given(name, text))
    assert found.drafts or found.problems
    assert all(problem.span for problem in found.problems)
    return found


@pytest.mark.parametrize(("format", "file"), FILES)
def test_files_that_break_off(format: str, file: str) -> None:
    data = (HERE / format / file).read_bytes()
    for end in range(0, len(data), max(1, len(data) // 60)):
        absorbed(format, file, data[:end])


@pytest.mark.parametrize(("format", "file"), FILES)
def test_values_of_another_kind(format: str, file: str) -> None:
    text = (HERE / format / file).read_text("utf-8")
    reading, writing = (
        (json.loads, json.dumps) if file.endswith(".json") else (yaml.safe_load, yaml.safe_dump)
    )
    random, whole = Random(17), reading(text)
    for _ in range(60):
        holder = [deepcopy(whole)]
        for _ in range(random.randint(1, 3)):
            random.choice(list(_places(holder)))(random.choice(STRANGE))
        absorbed(format, file, writing(holder[0]))


def _places(node: Any) -> Iterator[Callable[[Any], None]]:
    """A function for each value inside of a tree, which puts another one there."""
    keys = node.keys() if isinstance(node, dict) else range(len(node))
    for key in list(keys):

        def put(value: Any, at: Any = node, key: Any = key) -> None:
            at[key] = deepcopy(value)

        yield put
        if isinstance(node[key], (dict, list)):
            yield from _places(node[key])
