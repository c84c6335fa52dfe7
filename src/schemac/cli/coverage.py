"""`schemac coverage`: what specs say of their keypoints, and what they leave open."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from schemac.cli.parser import Parser, width

if TYPE_CHECKING:
    from schemac.covered import Coverage, Covered

_ABOUT = """Count what specs say of their keypoints: of how many they have
  definition   a sentence that says where it is
  cue          how to find it: what to see, to feel, to construct
  mistake      a wrong click that people make
  confusion    another place that it is taken for
  when         what to do when it is hidden, blurred ...
  position     its place in the main view
  sigma        a value in a set of sigmas
  tolerance    its own tolerance or that of the QA plan
  source       where its wording comes from

Numbers are percent, rounded down. Computed keypoints are not asked for what helps people to click.

A SPEC is a file, a folder, an id (body/coco-17) or an exact version (body/coco-17@1.0.0), looked
for in the project and then in the standard library. Without any, all specs of the project. Parts
are counted in the specs that include them, on their own only when no spec was asked for; frozen
versions only when named."""
_EXAMPLES = """  schemac coverage                           all specs of this project
  schemac coverage body/coco-17 --missing    which keypoints lack something
  schemac coverage specs/face                the specs of a folder
  schemac coverage --format json             for programs"""


def run(words: list[str]) -> int:
    """0; 1 when a document has errors, as what it says may then be more than is counted."""
    parser = Parser("coverage", _ABOUT, _EXAMPLES)
    parser.add_argument("spec", nargs="*", metavar="SPEC", help="what to count")
    parser.add_argument("--missing", action="store_true", help="name the keypoints as well")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")
    parser.add_argument("--no-cache", action="store_true", help="do not use or keep results")
    asked = parser.parse_args(words)
    specs = tuple(asked.spec)
    question = () if asked.no_cache else _question(specs)
    found = _kept(question) or _answer(specs, question)
    if asked.format == "json":
        _print_json(found.specs)
    elif found.specs:
        _print_table(found.specs, missing=asked.missing)
    if found.failed:
        said = "some documents have errors, so this may not be all; `schemac check` shows them"
        print(f"schemac: {said}", file=sys.stderr)
    elif not found.specs:
        print("schemac: there is no spec to count", file=sys.stderr)
    return 1 if found.failed or not found.specs else 0


def _question(specs: tuple[str, ...]) -> tuple[str, ...]:
    """What a kept result must have been asked; folders are not kept, their files may change."""
    from schemac.cache import fingerprint

    if not specs or any(os.path.isdir(spec) for spec in specs):
        return ()
    return ("coverage", fingerprint(), os.getcwd(), *specs)


def _kept(question: tuple[str, ...]) -> Covered | None:
    if not question:
        return None
    from schemac.cache import fetch

    kept = fetch(question)
    if kept is None:
        return None
    import msgspec

    from schemac.covered import ASPECTS, Covered

    try:
        found = msgspec.convert(kept, Covered)
    except msgspec.ValidationError:
        return None
    whole = [aspect.id for aspect in ASPECTS]  # anybody may have written it
    sound = all([tally.aspect for tally in each.tallies] == whole for each in found.specs)
    return found if sound else None


def _answer(specs: tuple[str, ...], question: tuple[str, ...]) -> Covered:
    from schemac.api import coverage
    from schemac.workspace import Workspace

    workspace = Workspace()
    found = coverage(*specs, workspace=workspace)
    if question:
        import msgspec

        from schemac.cache import keep

        keep(question, workspace.probed, msgspec.to_builtins(found))
    return found


def _print_json(coverages: tuple[Coverage, ...]) -> None:
    import json

    from schemac.report.coverage import coverage_json

    print(json.dumps(coverage_json(coverages), indent=2))


def _print_table(coverages: tuple[Coverage, ...], *, missing: bool) -> None:
    from schemac.report import wants_colour
    from schemac.report.coverage import render_coverage

    colour = wants_colour(sys.stdout, os.environ)
    blocks = _can_print("█▏░", sys.stdout)
    text = render_coverage(coverages, missing=missing, colour=colour, width=width(), blocks=blocks)
    print(text, end="")


def _can_print(text: str, stream: Any) -> bool:
    """Whether a stream's encoding has these characters; pipes of some systems have few."""
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
