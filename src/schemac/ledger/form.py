"""The linked canonical form of a released version: what it says, with nothing left to look up."""

from __future__ import annotations

import msgspec

from schemac.artifact import json_bytes
from schemac.canonical import canonical
from schemac.ledger.chain import digest_of
from schemac.ledger.facets import Document
from schemac.model import Dictionary, PointMap, Skeleton, TierSet

_TYPES: dict[str, type[Document]] = {
    "spec": Skeleton,
    "part": Skeleton,
    "tier_set": TierSet,
    "dictionary": Dictionary,
    "map": PointMap,
}


def kind_of(document: Document) -> str:
    """The kind of a document, as its second line says it."""
    if isinstance(document, Skeleton):
        return document.kind
    return next(kind for kind, type in _TYPES.items() if isinstance(document, type))


def digest(document: Document) -> str:
    """SHA-256 of the canonical form with sorted keys; see `canonical`."""
    return digest_of(msgspec.json.encode(canonical(document), order="deterministic"))


def form_of(document: Document) -> bytes:
    """The canonical form, laid out for people to read and git to compare."""
    plain = msgspec.json.decode(msgspec.json.encode(canonical(document), order="deterministic"))
    return json_bytes(plain)


def read_form(kind: str, data: bytes) -> Document | None:
    """The document of a form; None when it is none of that kind."""
    try:
        return msgspec.json.decode(data, type=_TYPES[kind])
    except (KeyError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
