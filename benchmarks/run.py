"""Measure schemac on this machine, as ratios within one run.

    python3 dev.py bench [PART] [ARGS]

    commands    whole processes against Python and LinkML (what is measured without a PART)
    guides      guides against empty sites of Material for MkDocs, and figures
    serving     from an edit to the new page
    imports     the categories of a COCO file of 200 MB
    labels      label files: migrating COCO and Parquet, judging, OKS (ten minutes)

Each part takes --help. Exit code 1 says that a limit was missed.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

PARTS = ("commands", "guides", "serving", "imports", "labels")
LABELS = ("labels_coco", "labels_parquet", "labels_validate", "oks", "agreement")


def main(arguments: list[str]) -> int:
    """Run a part; its exit code."""
    part, rest = "commands", arguments
    if arguments and not arguments[0].startswith("-"):
        part, *rest = arguments
    if arguments == ["--help"] or part not in PARTS:
        print(__doc__.strip())
        return 0 if part in PARTS else 2
    if part == "labels":
        return labels(rest)
    code: int = importlib.import_module(part).main(rest)
    return code


def labels(names: list[str]) -> int:
    """All benchmarks on label files, or those named; each in a process of its own."""
    unknown = sorted(set(names) - set(LABELS))
    if unknown:
        print(f"there is no `{unknown[0]}`; there are {', '.join(LABELS)}", file=sys.stderr)
        return 2
    here = Path(__file__).parent
    codes = [_alone(here / f"{name}.py") for name in names or LABELS]
    return max(codes)


def _alone(script: Path) -> int:
    print(f"\n# {script.stem}\n", flush=True)
    return subprocess.run([sys.executable, str(script)]).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
