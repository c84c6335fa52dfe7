"""`schemac rules`: every kind of finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from schemac.cli.parser import Parser

if TYPE_CHECKING:
    from schemac.diagnostic import Code

_ABOUT = (
    "List every kind of finding: its code, its name for schemac.yaml and waivers, its severity."
)
_EXAMPLES = """  schemac rules
  schemac rules --format json
  schemac rules --installed               those that other installed packages ship"""


def run(words: list[str]) -> int:
    """0, or 2 when an installed package that ships rules cannot be used."""
    parser = Parser("rules", _ABOUT, _EXAMPLES)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")
    parser.add_argument(
        "--installed", action="store_true", help="those of other installed packages instead"
    )
    asked = parser.parse_args(words)
    if not asked.installed:
        from schemac.api import rules

        _print(rules(), asked.format)
        return 0
    from schemac.cli.parser import complain
    from schemac.thirdparty import shipped_rules

    shipped, broken = shipped_rules()
    _print(sorted((each.code for each in shipped), key=lambda code: code.id), asked.format)
    return max((complain(str(error), error.help) for error in broken), default=0)


def _print(codes: Sequence[Code], form: str) -> None:
    rows = [(c.id, c.name, str(c.severity), _first(c.doc)) for c in codes]
    if form == "json":
        import json

        keys = ("code", "rule", "severity", "summary")
        print(json.dumps([dict(zip(keys, row, strict=True)) for row in rows], indent=2))
        return
    wide = max((len(row[1]) for row in rows), default=0)
    for id, name, severity, summary in rows:
        print(f"{id}  {name:<{wide}}  {severity:<7}  {summary}")


def _first(doc: str) -> str:
    """The first sentence of an explanation."""
    return " ".join(doc.strip().split("\n\n")[0].split())
