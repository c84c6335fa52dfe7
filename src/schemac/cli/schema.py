"""`schemac schema`: the language for editors."""

from __future__ import annotations

from schemac.cli.parser import Parser

_ABOUT = """Print the language as JSON Schema, for completion and hover texts in your editor.

With yaml-language-server, put this line first in a document:
  # yaml-language-server: $schema=schemac.schema.json"""
_EXAMPLES = """  schemac schema > schemac.schema.json       for all kinds of documents
  schemac schema tier_set                    for one kind
  schemac schema migration                   of the maps that `schemac map` writes
  schemac schema --reference                 the whole language for people, as Markdown
  schemac schema --reference keypoint        the fields of one record, or of one kind"""


def run(words: list[str]) -> int:
    """0, or 2 for an unknown kind."""
    parser = Parser("schema", _ABOUT, _EXAMPLES)
    parser.add_argument(
        "kind", nargs="?", metavar="KIND",
        help="spec, part, tier_set, dictionary, map, project; or migration",
    )  # fmt: skip
    parser.add_argument("--reference", action="store_true", help="print it for people instead")
    asked = parser.parse_args(words)
    from schemac.api import reference, schema

    if asked.reference:
        print(reference(asked.kind), end="")
        return 0
    import json

    print(json.dumps(schema(asked.kind), indent=2, ensure_ascii=False))
    return 0
