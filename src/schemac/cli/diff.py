"""`schemac diff`: what changed between two versions, and who is broken by it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from schemac.cli.parser import Parser, complain, today, width

if TYPE_CHECKING:
    from schemac.revision import Comparison, Judged

_ABOUT = """Show what changed between two versions of documents, and who is broken by each change.

What was one edit is one finding, with the old and the new place: a renamed pair, moved indices, a
part that came. It breaks stored data, trained models, evaluation numbers, tool settings,
annotators or history; `schemac breaking --table` shows which change breaks whom.

A and B are files, folders, ids, exact versions (body/mine@1.0.0), commits of git (main, HEAD~1), or
documents of a commit (main:specs/body/mine.yaml). With one or none of them, each document is
compared with its parent version, or with what it is at --against: a commit, folder or version.

STOP marks what must not stay so in any version: it is not declared. --suggest prints the lines."""
_EXAMPLES = """  schemac diff body/mine@1.0.0 body/mine             two versions
  schemac diff main:specs/body/mine.yaml specs/body/mine.yaml
  schemac diff --against main                        all documents, with the branch main
  schemac diff body/mine                             with the parent that its lineage names
  schemac diff body/mine --suggest                   the lines that would declare it
  schemac diff --against main --format markdown      for a pull request"""


def run(words: list[str]) -> int:
    """0, also when something changed; with --exit-code 1 then. 1 for documents with errors."""
    parser = Parser("diff", _ABOUT, _EXAMPLES)
    parser.add_argument("end", nargs="*", metavar="A B", help="what to compare")
    parser.add_argument("--against", metavar="REF", help="compare with a commit, folder, version")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print")
    parser.add_argument("--exit-code", action="store_true", help="exit 1 when something changed")
    parser.add_argument("--suggest", action="store_true", help="print the lines that declare it")
    asked = parser.parse_args(words)
    from schemac.revision import Policy, compare, judge_steps
    from schemac.workspace import Workspace

    if len(asked.end) > 2 and not asked.against:
        return complain("diff compares two things", "name two, or use --against")
    workspace = Workspace()
    pair = len(asked.end) == 2 and asked.against is None
    against = asked.against
    if against is None and not pair and workspace.project and workspace.project.breaking:
        against = workspace.project.breaking.against
    comparison = compare(workspace, tuple(asked.end), against, pair=pair)
    broken = show_broken(comparison)
    judged = judge_steps(comparison.steps, Policy(today=today()))
    if asked.suggest:
        return max(_suggest(judged), broken)
    show(changed_first(judged), asked.format, broken=bool(broken))
    changed = any(step.step.changes for step in judged)
    return 1 if broken or (asked.exit_code and changed) else 0


FORMATS = ("text", "json", "markdown")


def show(
    judged: tuple[Judged, ...], format: str, *, fingerprints: bool = False, broken: bool = False
) -> None:
    """Print steps; of many, the unchanged ones as one line."""
    if format == "json":
        from schemac.revision.plain import render_json

        print(render_json(judged, os.getcwd()), end="")
        return
    if format == "markdown":
        from schemac.revision.markdown import render_markdown

        print(render_markdown(told(judged), os.getcwd()), end="")
        return
    from schemac.report.colour import wants_colour
    from schemac.revision.text import Page, render_steps

    page = Page(os.getcwd(), width=width(), colour=wants_colour(sys.stdout, os.environ))
    print(render_steps(told(judged), page, fingerprints=fingerprints), end="")
    same = [each for each in judged if each not in told(judged)]
    if same:
        from schemac.report import visible

        most = 3  # a whole library is told by its number
        titles = ", ".join(visible(each.step.title) for each in same)
        print(f"\nno change: {titles if len(same) <= most else f'{len(same)} more documents'}")
    elif not judged and not broken:
        print("nothing to compare: no document names a parent", file=sys.stderr)


def told(judged: tuple[Judged, ...]) -> tuple[Judged, ...]:
    """The steps worth showing: all that changed, or the only one."""
    changed = tuple(each for each in judged if each.step.changes or each.problems)
    return changed or judged[:1]


def changed_first(judged: tuple[Judged, ...]) -> tuple[Judged, ...]:
    """The steps, the gravest first; among those alike, what others rest on comes first."""
    return tuple(
        sorted(judged, key=lambda each: (-each.required, not each.step.touched, each.step.id))
    )


def show_broken(comparison: Comparison) -> int:
    """Print what keeps documents from being compared; 1 when there is such."""
    if not comparison.broken and not comparison.missing:
        return 0
    from schemac.report import render_text, visible, wants_colour

    colour = wants_colour(sys.stderr, os.environ)
    for each in comparison.broken:
        place = each.snapshot.place
        cwd = each.snapshot.root_of(os.getcwd())
        if each.snapshot.label:
            print(f"in {visible(each.snapshot.label)}:", file=sys.stderr)
        text = render_text(each.problems, place, colour=colour, width=width(), cwd=cwd)
        print(text, end="", file=sys.stderr)
    for id, parent in comparison.missing:
        said = f"`{id}` names `{parent}` in its lineage, which is not there"
        print(f"schemac: {said}", file=sys.stderr)
    return 1


def _suggest(judged: tuple[Judged, ...]) -> int:
    """Print the lines that would declare what is not declared; 1 when there are some."""
    from schemac.lineage.suggest import suggest, written

    found = False
    for each in judged:
        old, new = each.step.old, each.step.new
        if old is None or new is None:
            continue
        lines = suggest(each.step.changes, old.document, new.document)
        if lines:
            found = True
            print(f"# {each.step.title}: add what is true of these, and delete the rest")
            if old.document.version == new.document.version:
                size = each.required.name.lower()
                print(f"# begin the next version first: schemac bump {each.step.id} {size}")
            print(written(lines, old.document, new.document))
    if not found:
        print("nothing is left to declare", file=sys.stderr)
    return 1 if found else 0
