"""A map that somebody wrote down before, between the specs that it was made for."""

from __future__ import annotations

from pathlib import Path

from schemac.canonical import digest
from schemac.mapping import MapError, read_map
from schemac.mapping.reading import MAX_BYTES
from schemac.maps.between import Mapped
from schemac.model import Skeleton
from schemac.workspace import UsageError


def map_of_file(path: Path, source: Skeleton, target: Skeleton) -> Mapped:
    """The map of a file that `schemac map` wrote. Raises UsageError when it cannot be read, leads
    between other specs, or was made when their text was another."""
    try:
        with path.open("rb") as file:
            map = read_map(file.read(MAX_BYTES + 1))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from error
    except MapError as error:
        raise UsageError(f"{path}: {error}") from error
    for end, wanted in ((map.source, source), (map.target, target)):
        if end.reference != wanted.reference:
            raise UsageError(
                f"{path} leads from {map.source.reference} to {map.target.reference}, not from"
                f" {source.reference} to {target.reference}"
            )
        if end.digest != digest(wanted):
            raise UsageError(
                f"{path} was made for an earlier text of {wanted.reference}",
                f"make it again: schemac map {source.reference} {target.reference}",
            )
    return Mapped(map, source, target)
