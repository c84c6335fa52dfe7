"""`schemac bump`: start the next version of a document."""

from __future__ import annotations

from schemac.cli.parser import Parser

_ABOUT = """Start the next version: write its number, and a lineage that names the released one.

Nothing is frozen by that; `schemac release` does it. Comments and everything else stay as they
are. A draft, which nobody released, keeps its lineage: its number is counted from its parent
again. `schemac breaking` says which step the changes need."""
_EXAMPLES = """  schemac bump body/mine major
  schemac bump body/mine minor --because "Two points on the foot are new."
  schemac bump specs/body/mine.yaml patch --diff      write nothing, show what would change"""


def run(words: list[str]) -> int:
    """0 when the file was written, or with --diff shown."""
    parser = Parser("bump", _ABOUT, _EXAMPLES)
    parser.add_argument("spec", metavar="SPEC", help="a file, or an id of the project")
    parser.add_argument("size", choices=("major", "minor", "patch"), help="which step")
    parser.add_argument("--because", metavar="WHY", help="the rationale of the new version")
    parser.add_argument("--diff", action="store_true", help="write nothing, show the change")
    asked = parser.parse_args(words)
    from schemac.api import bump
    from schemac.cli.differences import print_difference, shown

    done = bump(asked.spec, asked.size, rationale=asked.because, write=not asked.diff)
    if asked.diff:
        print_difference(done.file, done.before, done.after)
        return 0
    print(f"{shown(done.file)}: {done.old} -> {done.new}")
    if done.parent is None:
        print(f"{done.old} was never released, so the new version names no parent")
    elif done.kept:
        print(f"it is a draft after {done.parent}; its lineage stays")
    else:
        print(f"its parent is {done.parent}; `schemac diff` shows what changes from now on")
    return 0
