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
    return ("".join(_json(value, "")) + "\n").encode()


def _json(value: Any, indent: str) -> list[str]:
    inner = indent + "  "
    if isinstance(value, dict) and value:
        rows = [f"{inner}{_scalar(str(k))}: {''.join(_json(v, inner))}" for k, v in value.items()]
        return ["{\n", ",\n".join(rows), f"\n{indent}}}"]
    if isinstance(value, (list, tuple)) and value:
        line = "[" + ", ".join("".join(_json(v, "")) for v in value) + "]"
        if "\n" not in line and len(line) + len(indent) <= 100 and not _nested(value):
            return [line]
        rows = [inner + "".join(_json(v, inner)) for v in value]
        return ["[\n", ",\n".join(rows), f"\n{indent}]"]
    return [_scalar(value)]


def _nested(value: list[Any] | tuple[Any, ...]) -> bool:
    return any(isinstance(v, (dict, list, tuple)) and v for v in value)


def _scalar(value: Any) -> str:
    return msgspec.json.encode(value).decode()
