"""`schemac check`: every problem, at its line."""

from __future__ import annotations

import os
import sys
from typing import Any

from schemac.cli.parser import Parser, today, width

_ABOUT = """Find every problem of your documents, at its line.

A SPEC is a file, a folder, an id (body/coco-17) or an exact version (body/coco-17@1.0.0), looked
for in the project and then in the standard library. Without any, all documents of the project."""
_EXAMPLES = """  schemac check                              all documents of this project
  schemac check specs/body/coco-17.yaml      one file
  schemac check body/coco-17 --strict        warnings count as well
  schemac check --format json                for programs"""


def run(words: list[str]) -> int:
    """0 when nothing is wrong, 1 for errors (with --strict for warnings too)."""
    parser = Parser("check", _ABOUT, _EXAMPLES)
    parser.add_argument("spec", nargs="*", metavar="SPEC", help="what to check")
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")
    parser.add_argument("--no-cache", action="store_true", help="do not use or keep results")
    asked = parser.parse_args(words)
    date = today()
    question = () if asked.no_cache else _question(tuple(asked.spec), date)
    answer = _kept(question)
    if answer is None:
        answer = _answer(tuple(asked.spec), date, question)
    diagnostics, checked, locate = answer
    _show(diagnostics, checked, locate, asked.format)
    counted = ("error", "warning") if asked.strict else ("error",)
    return 1 if any(str(d.severity) in counted for d in diagnostics) else 0


def _question(specs: tuple[str, ...], date: str) -> tuple[str, ...]:
    """What a kept result must have been asked; folders are not kept, their files may change."""
    from schemac.cache import fingerprint

    if not specs or any(os.path.isdir(spec) for spec in specs):
        return ()
    return ("check", fingerprint(), os.getcwd(), date, *specs)


def _kept(question: tuple[str, ...]) -> Any:
    if not question:
        return None
    from schemac.cache import fetch

    kept = fetch(question)
    if kept is None:
        return None
    if not kept["diagnostics"]:
        return (), kept["checked"], None
    import msgspec

    from schemac.diagnostic import Diagnostic

    try:
        found = msgspec.convert(kept["diagnostics"], tuple[Diagnostic, ...])
    except msgspec.ValidationError:
        return None
    return found, kept["checked"], _reader()


def _reader() -> Any:
    """Finds the lines of kept diagnostics, reading files only when one has to be shown."""
    from schemac.workspace import Workspace

    workspace = Workspace()

    def locate(origin: Any) -> Any:
        if origin.file:
            workspace.read(origin.file)
        return workspace.locate(origin)

    return locate


def _answer(specs: tuple[str, ...], date: str, question: tuple[str, ...]) -> Any:
    from schemac.compile import check
    from schemac.workspace import Workspace

    workspace = Workspace()
    checked = check(workspace, workspace.select(specs), today=date)
    number = len(checked.documents)
    if question:
        import msgspec

        from schemac.cache import keep

        plain = msgspec.to_builtins(checked.diagnostics)
        keep(question, workspace.probed, {"diagnostics": plain, "checked": number})
    return checked.diagnostics, number, workspace.locate


def _show(diagnostics: Any, checked: int, locate: Any, format: str) -> None:
    if not diagnostics and format == "text":
        what = "document" if checked == 1 else "documents"
        print(f"no problems found in {checked} {what}")
        return
    from schemac.report import render_json, render_text, wants_colour

    if format == "json":
        print(render_json(diagnostics, locate, cwd=os.getcwd(), checked=checked), end="")
        return
    colour = wants_colour(sys.stdout, os.environ)
    text = render_text(diagnostics, locate, colour=colour, width=width(), cwd=os.getcwd())
    print(text, end="")
