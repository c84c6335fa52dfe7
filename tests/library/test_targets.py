"""Every target takes every spec of the library, and what it writes can be read again."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
import yaml

from conftest import SPECS
from schemac.artifact import Artifact
from schemac.compile import choose_targets, emit, settings_for
from schemac.diagnostic import Severity
from schemac.formats import FORMATS
from schemac.model import Skeleton
from schemac.workspace import Workspace

READERS: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "svg": ElementTree.fromstring,
    "xml": ElementTree.fromstring,
    "yaml": yaml.safe_load,
    "py": ast.parse,
}


@pytest.mark.parametrize("target", FORMATS)
@pytest.mark.parametrize("spec", SPECS)
def test_a_target_takes_a_spec(spec: str, target: str, skeleton: Callable[[str], Skeleton]) -> None:
    workspace = Workspace()
    chosen = choose_targets(workspace, (target,))
    (format,) = chosen.formats
    made = skeleton(spec)
    if format.accepts is not None:
        refused = format.accepts(made, settings_for(format, chosen, workspace))
        assert [f.message for f in refused if f.severity is Severity.ERROR] == []
    emission = emit(made, format, chosen, workspace, "sha256:0")
    assert {artifact.path for artifact in emission.artifacts} <= format.files.keys()
    assert emission.artifacts
    assert all(read(artifact) for artifact in emission.artifacts)


def read(artifact: Artifact) -> bool:
    return READERS[artifact.path.rpartition(".")[2]](artifact.content.decode("utf-8")) is not None
