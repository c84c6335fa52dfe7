"""Compile keypoint and landmark schemas.

    import schemac

    skeleton = schemac.load("body/coco-17")       # linked and checked, or SpecError
    skeleton.mirror                               # (0, 2, 1, 4, 3, …)
    schemac.build(out="build")                    # what `schemac build` does

Everything the command line does is a function here. Names are loaded when they are used, so that
importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from schemac.api import (
        SpecError,
        UsageError,
        agree,
        audit,
        audit_verify,
        breaking,
        build,
        bump,
        check,
        compare,
        compare_definitions,
        convert,
        coverage,
        diff,
        explain,
        figure,
        fix,
        fmt,
        format_text,
        import_files,
        importable,
        init,
        load,
        log,
        map_between,
        migrate,
        migration_plan,
        pin,
        pull,
        push,
        release,
        rules,
        sample,
        schema,
        serve,
        strings,
        study,
        targets,
        validate,
        validation_trial,
        write_sigmas,
    )  # fmt: skip

__all__ = [
    "SpecError", "UsageError", "__version__", "agree", "audit", "audit_verify", "breaking",
    "build", "bump", "check", "compare", "compare_definitions", "convert", "coverage", "diff",
    "explain", "figure", "fix", "fmt", "format_text", "import_files", "importable", "init", "load",
    "log", "map_between", "migrate", "migration_plan", "pin", "pull", "push", "release", "rules",
    "sample", "schema", "serve", "strings", "study", "targets", "validate", "validation_trial",
    "write_sigmas",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in __all__:
        from schemac import api

        return getattr(api, name)
    raise AttributeError(f"module 'schemac' has no attribute '{name}'")
