"""`schemac check`: every problem, at its line; with --fix, what a machine can mend of it."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from schemac.cli.parser import Parser, complain, today, width

if TYPE_CHECKING:
    from schemac.rewrite import Rewritten

_ABOUT = """Find every problem of your documents, at its line.

A SPEC is a file, a folder, an id (body/coco-17) or an exact version (body/coco-17@1.0.0), looked
for in the project and then in the standard library. Without any, all documents of the project.

What is marked [*] can be mended: --fix does it, and keeps comments and spacing. A fix that could
mean something else, such as another name for an unknown field, also needs --unsafe-fixes."""
_EXAMPLES = """  schemac check                              all documents of this project
  schemac check specs/body/coco-17.yaml      one file
  schemac check body/coco-17 --strict        warnings count as well
  schemac check --fix                        mend what can be mended, then check
  schemac check --fix --diff                 write nothing; show what --fix would do
  schemac check --format json                for programs
  schemac check --format sarif > out.sarif   for code scanning; also github, gitlab, junit"""

_FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit")
# Where CI servers want paths to begin, if that is above the working folder.
_ROOTS = {"github": "GITHUB_WORKSPACE", "sarif": "GITHUB_WORKSPACE", "gitlab": "CI_PROJECT_DIR"}


def run(words: list[str]) -> int:
    """0 when nothing is wrong, 1 for errors that are left (with --strict for warnings too)."""
    asked = _parser().parse_args(words)
    if asked.unsafe_fixes and not (asked.fix or asked.diff):
        return complain("--unsafe-fixes says which fixes to apply", "add --fix or --diff")
    if asked.fix or asked.diff:
        would = _mended(asked)
        if asked.diff:
            return would
    date = today()
    question = () if asked.no_cache else _question(tuple(asked.spec), date)
    answer = _kept(question)
    if answer is None:
        answer = _answer(tuple(asked.spec), date, question)
    diagnostics, checked, documents, locate = answer
    _show(diagnostics, checked, documents, locate, asked)
    counted = ("error", "warning") if asked.strict else ("error",)
    return 1 if any(str(d.severity) in counted for d in diagnostics) else 0


def _parser() -> Parser:
    parser = Parser("check", _ABOUT, _EXAMPLES)
    parser.add_argument("spec", nargs="*", metavar="SPEC", help="what to check")
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")
    parser.add_argument(
        "--all", action="store_true", help="each finding, also where a file has many of one rule"
    )
    parser.add_argument("--format", choices=_FORMATS, default="text", help="how to print")
    parser.add_argument("--fix", action="store_true", help="mend what is marked [*], then check")
    parser.add_argument("--unsafe-fixes", action="store_true", help="guesses as well; read them")
    parser.add_argument("--diff", action="store_true", help="write nothing, show what --fix does")
    parser.add_argument("--no-cache", action="store_true", help="do not use or keep results")
    return parser


# ---- fixes ------------------------------------------------------------------------------------


def _mended(asked: Namespace) -> int:
    """Apply fixes, or show them; 1 when some are shown."""
    from schemac.api import fix
    from schemac.cli.differences import print_difference

    done = fix(*asked.spec, unsafe=asked.unsafe_fixes, write=not asked.diff)
    for one in done if asked.diff else ():
        print_difference(one.file, one.before, one.after)
    _say(done, "would be mended" if asked.diff else "mended")
    return 1 if done else 0


def _say(done: tuple[Rewritten, ...], how: str) -> None:
    """What became of each file; on the side, so that the report alone is what is printed."""
    from schemac.cli.differences import shown

    for one in done:
        titles = list(dict.fromkeys(fix.title for fix in one.fixes))
        listed = ", ".join(titles[:4]) + (" …" if len(titles) > 4 else "")
        number = len(one.fixes)
        count = f"{number} place" if number == 1 else f"{number} places"
        print(f"{how}: {shown(one.file)}, {count}: {listed}", file=sys.stderr)
    if not done:
        print("there is nothing to mend", file=sys.stderr)


# ---- answers and kept answers -----------------------------------------------------------------


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
    if not _sound(kept):
        return None
    checked, documents = kept["checked"], kept["documents"]
    if not kept["diagnostics"]:
        return (), checked, documents, None
    import msgspec

    from schemac.diagnostic import Diagnostic

    try:
        found = msgspec.convert(kept["diagnostics"], tuple[Diagnostic, ...])
    except msgspec.ValidationError:
        return None
    return found, checked, documents, _reader()


def _sound(kept: Any) -> bool:
    """Whether a kept answer has the shape of one; anybody may have written it."""
    return (
        isinstance(kept, dict)
        and isinstance(kept.get("checked"), int)
        and isinstance(kept.get("diagnostics"), list)
        and isinstance(kept.get("documents"), list)
        and all(isinstance(each, str) for each in kept["documents"])
    )


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
    documents = workspace.select(specs)
    checked = check(workspace, documents, today=date)
    diagnostics = checked.diagnostics
    if diagnostics:
        from schemac.rewrite import with_fixes

        diagnostics = with_fixes(diagnostics, workspace, specs)
    number = len(checked.documents)
    if question:
        import msgspec

        from schemac.cache import keep

        plain = msgspec.to_builtins(diagnostics)
        answer = {"diagnostics": plain, "checked": number, "documents": documents}
        # Loaded by who asked for a name that is none of ours, and by nobody else.
        others = sys.modules.get("schemac.thirdparty")
        code = others.code_files() if others else {}
        keep(question, {**workspace.probed, **code}, answer, packages=others is not None)
    return diagnostics, number, documents, workspace.locate


# ---- printing ---------------------------------------------------------------------------------


def _show(
    diagnostics: Any, checked: int, documents: Any, locate: Any, asked: Namespace
) -> None:  # fmt: skip
    if asked.format == "text":
        _show_text(diagnostics, checked, locate, fold=not asked.all)
        return
    text = _rendered(asked.format, diagnostics, locate, checked, documents)
    print(text, end="")


def _show_text(diagnostics: Any, checked: int, locate: Any, *, fold: bool) -> None:
    if not diagnostics:
        what = "document" if checked == 1 else "documents"
        print(f"no problems found in {checked} {what}")
        return
    from schemac.report import render_text, wants_colour

    colour = wants_colour(sys.stdout, os.environ)
    text = render_text(
        diagnostics, locate, colour=colour, width=width(), cwd=os.getcwd(), fold=fold
    )
    print(text, end="")


def _rendered(format: str, diagnostics: Any, locate: Any, checked: int, documents: Any) -> str:
    cwd = _root(format)
    if format == "github":
        from schemac.report.github import render_github

        return render_github(diagnostics, locate, cwd=cwd)
    if format == "gitlab":
        from schemac.report.gitlab import render_gitlab

        return render_gitlab(diagnostics, locate, cwd=cwd)
    if format == "junit":
        from schemac.report.junit import render_junit

        return render_junit(diagnostics, locate, documents=documents, cwd=cwd)
    if format == "sarif":
        from schemac import __version__
        from schemac.api import rules
        from schemac.report.sarif import render_sarif

        return render_sarif(diagnostics, locate, rules=rules(), version=__version__, cwd=cwd)
    from schemac.report import render_json

    return render_json(diagnostics, locate, cwd=cwd, checked=checked)


def _root(format: str) -> str:
    """The folder that paths are relative to: here, or what the CI server checked out."""
    here = os.getcwd()
    root = os.environ.get(_ROOTS.get(format, ""), "")
    above = os.path.isabs(root) and f"{here}{os.sep}".startswith(root.rstrip(os.sep) + os.sep)
    return root if above else here
