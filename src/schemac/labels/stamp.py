"""Which schema labels are in, written into the data, so that no map is applied twice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from schemac.model import Reference

KEY = "schemac"
"""The field, Parquet key or attribute that holds the stamp in every format."""

_REFERENCE = re.compile(r"[a-z0-9][a-z0-9/-]{0,199}@[0-9A-Za-z.+-]{1,60}")
_DIGEST = re.compile(r"(sha256:)?[0-9a-f]{64}")


class StampError(ValueError):
    """A stamp that says something else than a stamp may; the message is for people."""


class Stamp(Struct, frozen=True, kw_only=True):
    """The spec that labels are in, its digest, and the last map that was applied to them."""

    spec: str
    digest: str
    before: str | None = None
    map: str | None = None

    @property
    def reference(self) -> Reference:
        id, _, version = self.spec.partition("@")
        return Reference(id=id, version=version)

    def record(self) -> dict[str, str]:
        """As plain data: `{"spec": "body/coco-17@1.0.0", "digest": …, "from": …, "map": …}`."""
        said = {"spec": self.spec, "digest": self.digest, "from": self.before, "map": self.map}
        return {key: value for key, value in said.items() if value is not None}

    @staticmethod
    def read(data: Any) -> Stamp:
        """A stamp from the plain data of a file. Raises StampError when it is none."""
        if not isinstance(data, Mapping):
            raise StampError("the stamp `schemac` is not an object")
        spec = _taken(data, "spec", _REFERENCE)
        digest = _taken(data, "digest", _DIGEST)
        if spec is None or digest is None:
            raise StampError("the stamp `schemac` names no spec and digest")
        return Stamp(
            spec=spec, digest=digest,
            before=_taken(data, "from", _REFERENCE), map=_taken(data, "map", _DIGEST),
        )  # fmt: skip


def _taken(data: Mapping[str, Any], key: str, shape: re.Pattern[str]) -> str | None:
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise StampError(f"`{key}` of the stamp `schemac` is not one that schemac writes")
    return value
