"""`schemac push`: a project of CVAT or Label Studio, made or updated from a spec."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from schemac.cli.parser import Parser, complain, width

if TYPE_CHECKING:
    from schemac.api import SpecError
    from schemac.remote import Difference, Pushed, Step

_ABOUT = """Make or update a project of CVAT or Label Studio from a spec.

Secrets are read from the environment: CVAT_ACCESS_TOKEN (or CVAT_USERNAME and CVAT_PASSWORD),
LABEL_STUDIO_API_KEY. The project is found by its title, which is the spec's title, id and version.
What the tool would accept and silently break is refused, and then nothing is written."""
_EXAMPLES = """  schemac push cvat body/coco-17 --url https://cvat.example.org --dry-run
  schemac push cvat body/coco-17 --url https://cvat.example.org --project 7
  schemac push label-studio specs/my/spec.yaml --url http://localhost:8080 --template"""

SECRETS = ("--token", "--access-token", "--api-key", "--key", "--password", "--user", "--auth")


def run(words: list[str]) -> int:
    """0 when it is written or up to date, 1 when it is refused, 2 when it cannot be done."""
    if (said := secret_given(words)) is not None:
        return said
    parser = Parser("push", _ABOUT, _EXAMPLES)
    parser.add_argument("tool", choices=("cvat", "label-studio"), metavar="TOOL", help=TOOL)
    parser.add_argument("spec", metavar="SPEC", help="a file, an id or an exact version")
    parser.add_argument("--url", required=True, help="the server, such as https://cvat.example.org")
    parser.add_argument("--project", type=int, metavar="ID", help="this project, not by its title")
    parser.add_argument("--title", help="the title by which the project is found or made")
    parser.add_argument(
        "--layout", choices=("keypoints", "vector"), help="of Label Studio; keypoints if left out"
    )
    parser.add_argument(
        "--template", action="store_true", help="add a task to start from (Label Studio)"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="write nothing, say what would happen"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")
    asked = parser.parse_args(words)
    from schemac.api import SpecError, push

    warn_if_open(asked.tool, asked.url)
    try:
        pushed = push(
            asked.tool, asked.spec, url=asked.url, project=asked.project, title=asked.title,
            layout=asked.layout, template=asked.template, dry_run=asked.dry_run,
        )  # fmt: skip
    except SpecError as error:
        return show_findings(error)
    print(_json(pushed) if asked.format == "json" else _text(pushed), end="")
    return 1 if pushed.plan.refused else 0


TOOL = "cvat or label-studio"


def secret_given(words: list[str]) -> int | None:
    """The exit code when a secret stands on the command line; it is not repeated."""
    given = {word.partition("=")[0] for word in words}
    if not given.intersection(SECRETS):
        return None
    return complain(
        "secrets are not taken from the command line",
        "every user of a machine can read it, and it stays in the shell's history: set"
        " CVAT_ACCESS_TOKEN or LABEL_STUDIO_API_KEY in the environment",
    )


def warn_if_open(tool: str, url: str) -> None:
    """Say that a secret is about to travel where others can read it."""
    from schemac.remote.server import is_open, server_at

    if is_open(server_at(tool, url)):
        print("schemac: http:// is not encrypted: others may read the token", file=sys.stderr)


def show_findings(error: SpecError) -> int:
    """The findings on a spec that cannot be pushed or compared."""
    print(str(error), file=sys.stderr)
    print("the server was not asked", file=sys.stderr)
    return 1


def difference_lines(differences: tuple[Difference, ...], indent: str, aside: str) -> list[str]:
    """Differences as lines; `aside` is said of those that do not count."""
    from schemac.report import visible

    return [
        f"{indent}{visible(each.message)}{'' if each.counts else aside}" for each in differences
    ]


def _text(pushed: Pushed) -> str:
    from schemac.report import Account, render_losses, visible, wants_colour

    plan = pushed.plan
    lines = [f"{plan.spec} to {visible(plan.server)}"]
    for step in plan.steps:
        lines += _step(step)
    lines.append(_outcome(pushed))
    lost = [Account(plan.spec, plan.tool, pushed.losses)] if not plan.up_to_date else []
    colour = wants_colour(sys.stdout, os.environ)
    told = render_losses(lost, colour=colour, width=width(), brief=True)
    return told + "".join(f"{line}\n" for line in lines)


def _step(step: Step) -> list[str]:
    from schemac.report import visible

    lines = [f"  {step.action:<6}  {step.thing:<13}  {visible(step.message)}"]
    aside = {"keep": " (left as it is)", "refuse": " (does not count)"}.get(step.action, "")
    lines += difference_lines(step.differences, " " * 10, aside)
    return [*lines, f"          help: {step.advice}"] if step.advice else lines


def _outcome(pushed: Pushed) -> str:
    from schemac.report import visible

    page = visible(pushed.page or "")
    if pushed.plan.refused:
        return "refused, so nothing was written"
    if pushed.plan.up_to_date:
        return f"up to date: {page}"
    return f"written: {page}" if pushed.written else "dry run: nothing was written"


def _json(pushed: Pushed) -> str:
    import json

    import msgspec

    plan = msgspec.to_builtins(pushed.plan)
    outcome = {
        **plan,
        "id": pushed.id,
        "page": pushed.page,
        "refused": pushed.plan.refused,
        "up_to_date": pushed.plan.up_to_date,
        "written": pushed.written,
        "losses": msgspec.to_builtins(pushed.losses),
        "assumed": list(pushed.assumed),
    }
    return json.dumps(outcome, indent=2) + "\n"
