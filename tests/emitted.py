"""What a target makes of a skeleton, for tests of any target."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import Any

import numpy as np

from hostile_skeletons import PAYLOADS
from schemac.comparing import compare, draft_of
from schemac.draft import Draft
from schemac.format import Emission, Format, Settings
from schemac.model import Skeleton
from small_skeletons import NASTY

SPECS = ("body/coco-17", "hand/hand-21", "face/ibug-68")
HOSTILE = (
    *PAYLOADS,
    NASTY,
    '"), __import__("os").system("false") #',
    "'''\n\"\"\"\r\\",
    "\\N{BULLET}\\x22",
    "no",
    'a": {b}\ntrain: /etc',
    "*a &b !!python/object/apply:os.system [false]",
    "\u202e\u2028é😀\x00\x1f",
)

MAY_LACK = {"fiftyone": {"evaluation.json"}}
"""Files that are not written for a spec which has nothing for them."""


def emission(format: Format, skeleton: Skeleton) -> Emission:
    assert format.emit is not None
    made = format.emit(skeleton, Settings())
    paths = {artifact.path for artifact in made.artifacts}
    assert set(format.files) - MAY_LACK.get(format.name, set()) <= paths <= set(format.files)
    assert made == format.emit(skeleton, Settings())
    assert format.use is not None
    assert format.use(skeleton).text
    return made


def files(format: Format, skeleton: Skeleton) -> dict[str, bytes]:
    return {artifact.path: artifact.content for artifact in emission(format, skeleton).artifacts}


def losses(format: Format, skeleton: Skeleton) -> str:
    return "\n".join(loss.message for loss in emission(format, skeleton).losses)


def assumed(format: Format, skeleton: Skeleton) -> str:
    return "\n".join(emission(format, skeleton).assumed)


def constants(content: bytes) -> dict[str, Any]:
    """The names that a module of Python assigns. It may hold literals and `np.array` of one, and
    nothing else that runs; it is ASCII."""
    found = {}
    for statement in ast.parse(content.decode("ascii")).body:
        if isinstance(statement, ast.Assign):
            (target,), value = statement.targets, statement.value
            assert isinstance(target, ast.Name)
            if isinstance(value, ast.Call):
                assert ast.unparse(value.func) == "np.array"
                found[target.id] = np.array(ast.literal_eval(value.args[0]))
            else:
                found[target.id] = ast.literal_eval(value)
        else:
            assert isinstance(statement, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.Expr))
    return found


def formatted(content: bytes) -> bytes:
    """Python as Ruff lays it out, which follows black: a formatted file keeps its lines."""
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--stdin-filename", "x.py"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def same(draft: Draft, skeleton: Skeleton) -> bool:
    """Whether nothing that both can say differs, and everything stands somewhere in the file."""
    assert all(point.span for point in draft.points)
    assert all(edge.span for edge in draft.edges or ())
    assert all(partner.span for partner in draft.mirror or ())
    return not compare(draft, draft_of(skeleton)).differs
