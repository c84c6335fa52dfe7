"""Every kind of finding there is: one visible list of where they are declared."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from schemac.diagnostic import Code, Severity

MODULES = (
    "schemac.reading.codes",
    "schemac.linking.codes",
    "schemac.ledger.codes",
    "schemac.checks",
    "schemac.lineage.codes",
    "schemac.mapping.checks",
    "schemac.formats.coco",
    "schemac.formats.cvat",
    "schemac.formats.label_studio",
    "schemac.formats.mmpose",
    "schemac.formats.ultralytics",
)
OF_DATA = "schemac.validating.rules"
"""Where the findings on label files are declared; no document can have them."""


def every_code() -> Iterator[Code]:
    """All codes, by subject. Loads every module that declares some."""
    for name in (*MODULES, OF_DATA):
        yield from import_module(name).CODES


def adjustable_names() -> frozenset[str]:
    """The names that waivers and levels may speak of. Errors of reading and linking are not among
    them: a document that cannot be read or linked has no meaning to go by. Nor are those of the
    ledger: what is released does not change."""
    fixed = MODULES[:3]
    return frozenset(
        code.name
        for name in MODULES
        for code in import_module(name).CODES
        if name not in fixed or code.severity is not Severity.ERROR
    )


def find_code(wanted: str) -> Code | None:
    """The code of an id (`N010`) or a name (`duplicate-name`), in any case."""
    wanted = wanted.lower()
    return next((c for c in every_code() if wanted in (c.id.lower(), c.name)), None)
