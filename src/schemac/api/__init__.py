"""The package's functions: all that the command line does, for programs.

A module a subject. They are loaded when one of their functions is asked for, so that a command pays
for its own subject only.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schemac.api.builds import build, compare, figure, serve
    from schemac.api.documents import (
        catalogue,
        check,
        coverage,
        fix,
        fmt,
        format_text,
        init,
        load,
        strings,
    )
    from schemac.api.errors import SpecError
    from schemac.api.history import audit, audit_verify, breaking, bump, diff, log, pin, release
    from schemac.api.imports import compare_definitions, import_files, importable
    from schemac.api.labels import (
        agree,
        convert,
        map_between,
        migrate,
        migration_plan,
        sample,
        study,
        validate,
        validation_trial,
        write_sigmas,
    )
    from schemac.api.language import (
        MIGRATION,
        chosen_targets,
        explain,
        reference,
        rules,
        schema,
        targets,
    )
    from schemac.api.tools import pull, push
    from schemac.workspace import UsageError

__all__ = [
    "MIGRATION",
    "SpecError",
    "UsageError",
    "agree",
    "audit",
    "audit_verify",
    "breaking",
    "build",
    "bump",
    "catalogue",
    "check",
    "chosen_targets",
    "compare",
    "compare_definitions",
    "convert",
    "coverage",
    "diff",
    "explain",
    "figure",
    "fix",
    "fmt",
    "format_text",
    "import_files",
    "importable",
    "init",
    "load",
    "log",
    "map_between",
    "migrate",
    "migration_plan",
    "pin",
    "pull",
    "push",
    "reference",
    "release",
    "rules",
    "sample",
    "schema",
    "serve",
    "strings",
    "study",
    "targets",
    "validate",
    "validation_trial",
    "write_sigmas",
]

_MODULES = {
    "errors": ("SpecError",),
    "documents": (
        "catalogue",
        "check",
        "coverage",
        "fix",
        "fmt",
        "format_text",
        "init",
        "load",
        "strings",
    ),
    "language": (
        "chosen_targets",
        "explain",
        "reference",
        "rules",
        "schema",
        "targets",
    ),
    "imports": (
        "compare_definitions",
        "import_files",
        "importable",
    ),
    "builds": (
        "build",
        "compare",
        "figure",
        "serve",
    ),
    "tools": (
        "pull",
        "push",
    ),
    "history": (
        "audit",
        "audit_verify",
        "breaking",
        "bump",
        "diff",
        "log",
        "pin",
        "release",
    ),
    "labels": (
        "agree",
        "convert",
        "map_between",
        "migrate",
        "migration_plan",
        "sample",
        "study",
        "validate",
        "validation_trial",
        "write_sigmas",
    ),
}
_HOME = {name: f"schemac.api.{module}" for module, names in _MODULES.items() for name in names}
_HOME |= {"MIGRATION": "schemac.api.language", "UsageError": "schemac.workspace"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'schemac.api' has no attribute '{name}'")
    return getattr(import_module(_HOME[name]), name)
