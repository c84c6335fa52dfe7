"""One canonical form, one digest: what a document says, without where it was written."""

from __future__ import annotations

from typing import Any

import msgspec

from schemac.model import Skeleton
from schemac.reading.declare import Declaration
from schemac.reading.types import Entry, Sided

_PLACES = frozenset({"origin", "origins"})


def canonical(record: msgspec.Struct) -> Any:
    """A record of the model as plain data, without places. Defaults are left out, so that a
    field which a later schemac adds does not change the digest of what does not use it."""
    return _placeless(msgspec.to_builtins(record))


def digest(skeleton: Skeleton) -> str:
    """SHA-256 of the canonical form with sorted keys, as `sha256:<hex>`."""
    return _hashed(canonical(skeleton))


def declared_digest(declaration: Declaration) -> str:
    """The digest of a document as written: comments, spacing and line order play no role."""
    return _hashed({"kind": declaration.kind, "fields": _plain(declaration.entry)})


def _hashed(value: Any) -> str:
    from hashlib import sha256

    data = msgspec.json.encode(value, order="deterministic")
    return f"sha256:{sha256(data).hexdigest()}"


def _placeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _placeless(v) for k, v in value.items() if k not in _PLACES}
    if isinstance(value, (list, tuple)):
        return [_placeless(item) for item in value]
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Entry):
        return {field: _plain(v) for field, v in value.values.items()}
    if isinstance(value, Sided):
        return {"left": _plain(value.left), "right": _plain(value.right)}
    if isinstance(value, dict):
        return {str(key): _plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, msgspec.Struct):
        return _placeless(msgspec.to_builtins(value))
    return value
