"""`schemac pin`: name another version of a document wherever it is named."""

from __future__ import annotations

from schemac.cli.parser import Parser

_ABOUT = """Name a document at this version wherever the project names it at another one.

It looks at `visibility`, `uses`, `extends` and the parts of `include`, in all working files of the
project or in those named; released versions and history stay as they are."""
_EXAMPLES = """  schemac pin landmarks/face@1.1.0                   in all documents of the project
  schemac pin visibility/four-tier@2.0.0 body/mine   in one"""


def run(words: list[str]) -> int:
    """0, also when no pin had to be moved."""
    parser = Parser("pin", _ABOUT, _EXAMPLES)
    parser.add_argument("reference", metavar="REF", help="a document and its version")
    parser.add_argument("spec", nargs="*", metavar="SPEC", help="where; all without")
    asked = parser.parse_args(words)
    from schemac.api import pin
    from schemac.cli.differences import shown

    done = pin(asked.reference, *asked.spec)
    id, _, version = asked.reference.partition("@")
    for one in done:
        print(f"{shown(one.file)}: {id}@{', '.join(one.versions)} -> {version}")
    if not done:
        print(f"nothing names `{id}` at another version")
    return 0
