"""`schemac pull`: how a project of CVAT or Label Studio differs from a spec."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from schemac.cli.parser import Parser
from schemac.cli.push import TOOL, difference_lines, secret_given, show_findings, warn_if_open

if TYPE_CHECKING:
    from schemac.remote import Pulled

_ABOUT = """Fetch a project's config from CVAT or Label Studio, and say how it differs from a spec.

Without SPEC the config is printed, or written to a file with -o. Secrets are read from the
environment: CVAT_ACCESS_TOKEN (or CVAT_USERNAME and CVAT_PASSWORD), LABEL_STUDIO_API_KEY."""
_EXAMPLES = """  schemac pull cvat body/coco-17 --url https://cvat.example.org --project 7
  schemac pull label-studio --url http://localhost:8080 --project 3 -o config.xml"""


def run(words: list[str]) -> int:
    """0 when there is no difference that counts, 1 when there is one, 2 when it cannot be done."""
    if (said := secret_given(words)) is not None:
        return said
    parser = Parser("pull", _ABOUT, _EXAMPLES)
    parser.add_argument("tool", choices=("cvat", "label-studio"), metavar="TOOL", help=TOOL)
    parser.add_argument("spec", nargs="?", metavar="SPEC", help="what to compare with")
    parser.add_argument("--url", required=True, help="the server, such as https://cvat.example.org")
    parser.add_argument("--project", type=int, required=True, metavar="ID", help="its number")
    parser.add_argument("-o", dest="out", metavar="FILE", help="write the fetched config here")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")
    asked = parser.parse_args(words)
    from schemac.api import SpecError, pull

    warn_if_open(asked.tool, asked.url)
    try:
        pulled = pull(asked.tool, asked.spec, url=asked.url, project=asked.project)
    except SpecError as error:
        return show_findings(error)
    if asked.out:
        _write(asked.out, pulled.config)
    if asked.format == "json":
        print(_json(pulled), end="")
    elif pulled.spec is not None:
        print(_text(pulled), end="")
    elif not asked.out:
        sys.stdout.buffer.write(pulled.config)
    return 1 if pulled.differs else 0


def _write(path: str, content: bytes) -> None:
    from schemac.workspace import UsageError

    try:
        with open(path, "wb") as file:
            file.write(content)
    except OSError as error:
        said = (error.strerror or "cannot be written").lower()
        raise UsageError(f"`{path}` cannot be written: {said}") from None


def _text(pulled: Pulled) -> str:
    from schemac.report import visible

    where = f"project {pulled.id} of {visible(pulled.server)}, {visible(repr(pulled.title))}"
    if not pulled.differences:
        return f"{where}: like {pulled.spec}\n"
    said = "differs from" if pulled.differs else "is, in all that counts, like"
    lines = [f"{where}: {said} {pulled.spec}"]
    lines += difference_lines(pulled.differences, "  ", " (does not count)")
    return "".join(f"{line}\n" for line in lines)


def _json(pulled: Pulled) -> str:
    import json

    import msgspec

    outcome = msgspec.to_builtins(pulled)
    outcome["config"] = pulled.config.decode()
    return json.dumps({**outcome, "differs": pulled.differs}, indent=2) + "\n"
