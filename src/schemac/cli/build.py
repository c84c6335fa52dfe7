"""`schemac build`: the configs of every tool."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from schemac.cli.parser import Parser, complain, today, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemac.assemble import Built
    from schemac.compile import Checked
    from schemac.diagnostic import Diagnostic
    from schemac.output import Written
    from schemac.workspace import Workspace

_ABOUT = """Write the configs of every tool, in one step; until then the last build stays whole.

A SPEC is a file, a folder, an id (body/coco-17) or an exact version. Without any, all specs of
the project, and stale files of the last build are removed. Foreign files survive."""
_EXAMPLES = """  schemac build                                    everything, into ./build
  schemac build body/coco-17 --target cvat         one spec, one target
  schemac build --target all                       every target; see `schemac targets`
  schemac build --out /tmp/configs                 somewhere else
  schemac build --jobs 1                           in one process, whatever there is to do
  schemac build --no-guide                         without the annotators' guides
  schemac build --locale en --locale es            guides in two languages
  schemac build --check                            is the build up to date? (exit 1 if not)"""


def run(words: list[str]) -> int:
    """0 when it is written, 1 for errors in specs (or, with --check, for an outdated build)."""
    parser = Parser("build", _ABOUT, _EXAMPLES)
    parser.add_argument("spec", nargs="*", metavar="SPEC", help="what to build")
    parser.add_argument(
        "--target", action="append", default=[], metavar="TARGET", help="only this one (repeat it)"
    )
    parser.add_argument("--out", metavar="DIR", help="where to write; `build` when left out")
    parser.add_argument("--check", action="store_true", help="write nothing, say what is outdated")
    parser.add_argument(
        "--fail-on", choices=("loss",), help="exit 1 when a target could not carry everything"
    )
    parser.add_argument(
        "--jobs", type=int, metavar="N", help="processes; one a core where that pays when left out"
    )
    parser.add_argument("--no-guide", action="store_true", help="leave out the annotators' guides")
    parser.add_argument(
        "--locale", action="append", default=[], metavar="L", help="language of the guides (repeat)"
    )
    parser.add_argument("--losses", action="store_true", help="show all that targets cannot carry")
    parser.add_argument("--warnings", action="store_true", help="show each warning of the specs")
    parser.add_argument("--quiet", action="store_true", help="print errors only")
    asked = parser.parse_args(words)
    if asked.jobs is not None and asked.jobs < 1:
        return complain(f"--jobs {asked.jobs} builds nothing", "at least 1 is needed")
    if asked.check:
        return _compare(asked)
    return _build(asked)


def _build(asked: Namespace) -> int:
    from schemac.api import build
    from schemac.report import progress, render_losses, wants_colour
    from schemac.workspace import Workspace

    workspace = Workspace()
    with progress(sys.stderr, "building", 0) as advance:
        built = build(
            *asked.spec, out=asked.out, targets=tuple(asked.target), guide=not asked.no_guide,
            locales=tuple(asked.locale), jobs=asked.jobs, today=today(), advance=advance,
            workspace=workspace,
        )  # fmt: skip
    _problems(built.checked, workspace, asked)
    if built.written is None:
        if not built.checked.failed:
            print("schemac: there is no spec to build", file=sys.stderr)
        else:
            print("nothing was written", file=sys.stderr)
        return 1
    colour = wants_colour(sys.stdout, os.environ)
    written = built.written
    if not asked.quiet:
        full = os.path.relpath(os.path.join(written.out, "manifest.json"))
        text = render_losses(
            built.accounts, colour=colour, width=width(), full=full, brief=not asked.losses
        )
        print(text, end="\n" if text else "")
        _done(built, written)
        _how(asked.target)
    lost = any(account.losses for account in built.accounts)
    return 1 if asked.fail_on == "loss" and lost else 0


def _done(built: Built, written: Written) -> None:
    from schemac.report import visible

    specs = built.checked.skeletons
    names = ", ".join(str(s.reference) for s in specs[:6]) + (" …" if len(specs) > 6 else "")
    size = f"{written.bytes / 1024:,.0f} kB"
    print(f"built {names}")
    print(f"{written.files} files, {size}, {written.unchanged} unchanged, in {_shown(written.out)}")
    told = (
        ("removed, no longer built", written.removed),
        ("written anew, had been changed by hand", written.edited),
        ("kept, changed by hand and no longer built", written.kept),
    )
    for title, paths in told:
        for path in paths[:10]:
            print(f"  {title}: {visible(path)}")
        if len(paths) > 10:
            print(f"  {title}: {len(paths) - 10} more")
    page = os.path.join(written.out, "index.html")
    if os.path.isfile(page):
        print(f"start here: {_shown(page)}")
    else:
        for skeleton in specs[:6]:
            guide = os.path.join(written.out, "guide", *skeleton.id.split("/"), "index.html")
            if os.path.isfile(guide):
                print(f"guide: {_shown(guide)}")


def _how(targets: list[str]) -> None:
    """Where it is said what to do with the files of targets that were asked for."""
    from schemac.formats import FORMATS, USUAL

    further = [name for name in FORMATS if name in targets and name not in USUAL]
    ours = (*FORMATS, "all", "guide", "maps")
    further += [name for name in dict.fromkeys(targets) if name not in ours]
    if further:
        print(f"`schemac targets {' '.join(further)}` says how to use {_them(further)}")


def _them(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _shown(path: object) -> str:
    near = os.path.relpath(str(path))
    return str(path) if near.startswith("..") else near


def _compare(asked: Namespace) -> int:
    from schemac.api import compare
    from schemac.workspace import Workspace

    workspace = Workspace()
    checked, difference = compare(
        *asked.spec, out=asked.out, targets=tuple(asked.target), guide=not asked.no_guide,
        locales=tuple(asked.locale), jobs=asked.jobs, workspace=workspace,
    )  # fmt: skip
    _problems(checked, workspace, asked)
    if difference is None:
        return 1
    for title in ("missing", "changed", "stale"):
        for path in getattr(difference, title):
            print(f"{title}: {path}")
    print("the build is out of date; run `schemac build`" if difference else "up to date")
    return 1 if difference else 0


def _problems(checked: Checked, workspace: Workspace, asked: Namespace) -> None:
    """Errors in full. Of warnings how many there are, so that they do not hide what a build alone
    can say; --warnings shows them, --quiet nothing of them."""
    errors = tuple(d for d in checked.diagnostics if str(d.severity) == "error")
    shown = checked.diagnostics if asked.warnings and not asked.quiet else errors
    if shown:
        from schemac.report import render_text, wants_colour

        colour = wants_colour(sys.stderr, os.environ)
        text = render_text(shown, workspace.locate, colour=colour, width=width(), cwd=os.getcwd())
        print(text, end="\n", file=sys.stderr)
    rest = [d for d in checked.diagnostics if str(d.severity) != "error"]
    if rest and not (asked.warnings or asked.quiet):
        _counted(rest, asked.spec)


def _counted(found: Sequence[Diagnostic], specs: Sequence[str]) -> None:
    from shlex import join

    from schemac.report import by_rule, summary, visible

    command = visible(join(("schemac", "check", *specs)))
    print(f"{summary(found)}: {by_rule(found)}", file=sys.stderr)
    print(f"  `{command}` shows them, as does --warnings", end="\n\n", file=sys.stderr)
