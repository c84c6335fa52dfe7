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
    "schemac.formats.labelbox",
    "schemac.formats.opensim",
)
OF_DATA = "schemac.validating.rules"
"""Where the findings on label files are declared; no document can have them."""
OF_IMPORTS = (
    "schemac.importing.codes",
    "schemac.absorbing",
    "schemac.formats.datumaro",
    "schemac.formats.deeplabcut",
    "schemac.formats.detectron2",
    "schemac.formats.encord",
    "schemac.formats.fiftyone",
    "schemac.formats.huggingface",
    "schemac.formats.lightning_pose",
    "schemac.formats.mediapipe",
    "schemac.formats.names",
    "schemac.formats.openpifpaf",
    "schemac.formats.openpose",
    "schemac.formats.python",
    "schemac.formats.roboflow",
    "schemac.formats.sleap",
    "schemac.formats.supervisely",
    "schemac.formats.v7",
)
"""Where the findings on imported files are declared, beside those of each format."""


def every_code() -> Iterator[Code]:
    """All codes, by subject. Loads every module that declares some."""
    for name in (*MODULES, OF_DATA, *OF_IMPORTS):
        yield from import_module(name).CODES


def adjustable_names() -> frozenset[str]:
    """The names that waivers and levels may speak of. Errors of reading and linking are not among
    them: a document that cannot be read or linked has no meaning to go by. Nor are those of the
    ledger: what is released does not change. Findings on imported files (`I...`) are of no
    document."""
    fixed = MODULES[:3]
    return frozenset(
        code.name
        for name in MODULES
        for code in import_module(name).CODES
        if (name not in fixed or code.severity is not Severity.ERROR)
        and not code.id.startswith("I")
    )


def find_code(wanted: str) -> Code | None:
    """The code of an id (`N010`) or a name (`duplicate-name`), in any case."""
    wanted = wanted.lower()
    return next((c for c in every_code() if wanted in (c.id.lower(), c.name)), None)
