"""What a build leaves behind: named bytes, made deterministically."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct


class Artifact(Struct, frozen=True):
    """One file of a build: its path below the target's folder (with `/`), and its content."""

    path: str
    content: bytes


def json_bytes(value: Any) -> bytes:
    """JSON that people can read: two spaces, keys as given, short lists of scalars on one line."""
    return (_json(value, "") + "\n").encode()


def _json(value: Any, indent: str) -> str:
    if isinstance(value, dict) and value:
        inner = indent + "  "
        rows = [f"{inner}{_scalar(str(k))}: {_json(v, inner)}" for k, v in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    if isinstance(value, (list, tuple)) and value:
        if not any(isinstance(item, (dict, list, tuple)) and item for item in value):
            line = f"[{', '.join(map(_scalar, value))}]"
            if len(line) + len(indent) <= 100:
                return line
        inner = indent + "  "
        rows = [inner + _json(item, inner) for item in value]
        return "[\n" + ",\n".join(rows) + f"\n{indent}]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    return msgspec.json.encode(value).decode()
