"""Every target takes every spec of the library, and what it writes can be read again."""

from __future__ import annotations

import ast
import csv
import json
import tomllib
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree

import pytest
import yaml

from conftest import LIBRARY, SPECS
from schemac.artifact import Artifact
from schemac.choosing import choose_targets, settings_for
from schemac.compile import emit_with
from schemac.diagnostic import Severity
from schemac.format import Format, Settings
from schemac.formats import FORMATS
from schemac.model import Skeleton
from schemac.workspace import Workspace

READERS: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "svg": ElementTree.fromstring,
    "xml": ElementTree.fromstring,
    "yaml": yaml.safe_load,
    "py": ast.parse,
    "toml": tomllib.loads,
    "csv": lambda text: [*csv.reader(text.splitlines())],
    "md": str.splitlines,
    "html": str.splitlines,
    "trc": str.splitlines,
    "ts": str.splitlines,
    "txt": str.splitlines,
}
"""What is only text is read for more in the tests of its target."""
BINARY = {"c3d"}
DRAWN = {"v7", "roboflow"}
"""Pages with figures, which are slow; figures of every spec are tested with the guide."""
CASES = [
    (spec, target) for spec in SPECS for target in FORMATS if target not in DRAWN or spec in LIBRARY
]


@pytest.mark.parametrize(("spec", "target"), CASES)
def test_a_target_takes_a_spec(spec: str, target: str, skeleton: Callable[[str], Skeleton]) -> None:
    format, settings = chosen(target)
    made = skeleton(spec)
    if format.accepts is not None:
        refused = format.accepts(made, settings)
        assert [f.message for f in refused if f.severity is Severity.ERROR] == []
    emission = emit_with(made, format, settings)
    assert {artifact.path for artifact in emission.artifacts} <= format.files.keys()
    assert emission.artifacts
    assert all(read(artifact) for artifact in emission.artifacts)


@cache
def chosen(target: str) -> tuple[Format, Settings]:
    """A target as this project has it."""
    workspace = Workspace()
    found = choose_targets(workspace, (target,))
    (format,) = found.formats
    return format, settings_for(format, found, workspace, "sha256:0")


def read(artifact: Artifact) -> bool:
    kind = artifact.path.rpartition(".")[2]
    if kind in BINARY:
        return bool(artifact.content)
    return READERS[kind](artifact.content.decode("utf-8")) is not None
