"""`schemac rules`: every kind of finding."""

from __future__ import annotations

from schemac.cli.parser import Parser

_ABOUT = (
    "List every kind of finding: its code, its name for schemac.yaml and waivers, its severity."
)
_EXAMPLES = """  schemac rules
  schemac rules --format json"""


def run(words: list[str]) -> int:
    """Always 0."""
    parser = Parser("rules", _ABOUT, _EXAMPLES)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")
    asked = parser.parse_args(words)
    from schemac.api import rules

    rows = [(c.id, c.name, str(c.severity), _first(c.doc)) for c in rules()]
    if asked.format == "json":
        import json

        keys = ("code", "rule", "severity", "summary")
        print(json.dumps([dict(zip(keys, row, strict=True)) for row in rows], indent=2))
        return 0
    wide = max(len(row[1]) for row in rows)
    for id, name, severity, summary in rows:
        print(f"{id}  {name:<{wide}}  {severity:<7}  {summary}")
    return 0


def _first(doc: str) -> str:
    """The first sentence of an explanation."""
    return " ".join(doc.strip().split("\n\n")[0].split())
