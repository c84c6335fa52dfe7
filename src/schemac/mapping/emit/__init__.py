"""Maps in forms that other programs run: MMPose, NumPy, SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from schemac.mapping.emit import mmpose, numpy_gather, sql
from schemac.mapping.migration import MigrationMap


class Form(Struct, frozen=True):
    """A form of a map: the end of its file's name, what it is, and how it is written."""

    suffix: str
    summary: str
    write: Callable[[MigrationMap], bytes]


FORMS: Mapping[str, Form] = {
    "mmpose": Form(
        ".mmpose.py", "the map as a KeypointConverter of MMPose, as far as that goes", mmpose.write
    ),
    "numpy": Form(
        ".numpy.py", "the map as a Python module of its own that needs NumPy only",
        numpy_gather.write,
    ),
    "sql": Form(".sql", "the map as tables and a view, in SQL that most databases run", sql.write),
}  # fmt: skip

__all__ = ["FORMS", "Form"]
