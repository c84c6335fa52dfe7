"""`schemac strings`: what translators get, and what they gave back."""

from __future__ import annotations

import os
import sys

from schemac.cli.parser import Parser

_ABOUT = """Write the sentences of specs into a catalogue that translators can open (gettext, .po).

A catalogue that is there already keeps its translations; sentences that are new stand in it
without one. `schemac build --locale es` uses it. A sentence without a translation is shown as it
was written."""
_EXAMPLES = """  schemac strings es                     all specs, into locales/es.po
  schemac strings hi body/coco-17        one spec, into locales/hi.po
  schemac strings ar -o -                to the terminal"""


def run(words: list[str]) -> int:
    """0, or 1 when a spec has errors."""
    from schemac.api import strings

    parser = Parser("strings", _ABOUT, _EXAMPLES)
    parser.add_argument("locale", metavar="LOCALE", help="a language, such as es or pt-BR")
    parser.add_argument("spec", nargs="*", metavar="SPEC", help="whose sentences; all without")
    parser.add_argument("-o", "--out", metavar="FILE", help="another file; `-` prints it")
    asked = parser.parse_args(words)
    shown = asked.out == "-"
    made = strings(asked.locale, *asked.spec, out=None if shown else asked.out, write=not shown)
    if shown:
        sys.stdout.write(made.text)
    else:
        file = os.path.relpath(made.file)
        print(f"{made.translated} of {made.total} sentences are translated, in {file}")
    return 0
