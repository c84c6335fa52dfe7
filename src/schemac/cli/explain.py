"""`schemac explain`: what a finding means."""

from __future__ import annotations

from schemac.cli.parser import Parser

_ABOUT = "Say what a finding means, why it matters and what to do. CODE is an id or a rule's name."
_EXAMPLES = """  schemac explain N010
  schemac explain sigma-asymmetric-pair"""


def run(words: list[str]) -> int:
    """0 when there is such a code."""
    parser = Parser("explain", _ABOUT, _EXAMPLES)
    parser.add_argument("code", metavar="CODE", help="such as N010 or duplicate-name")
    asked = parser.parse_args(words)
    from schemac.api import explain

    print(explain(asked.code), end="")
    return 0
