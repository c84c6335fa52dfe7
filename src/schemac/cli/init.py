"""`schemac init`: a project that builds."""

from __future__ import annotations

from schemac.cli.parser import Parser

_ABOUT = "Write a project that builds: schemac.yaml, a commented example spec, an editor schema."
_EXAMPLES = """  schemac init my-project        in a new folder
  schemac init                   here"""


def run(words: list[str]) -> int:
    """0 when it is written."""
    parser = Parser("init", _ABOUT, _EXAMPLES)
    parser.add_argument(
        "folder", nargs="?", default=".", metavar="DIR", help="where; here when left out"
    )
    asked = parser.parse_args(words)
    from schemac.api import init

    for path in init(asked.folder):
        print(f"wrote {path}")
    go = "" if asked.folder == "." else f"cd {asked.folder} && "
    print(f"\nnext: {go}schemac check && schemac build")
    return 0
