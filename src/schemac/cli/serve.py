"""`schemac serve`: the guides in a browser, while their specs are edited."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from schemac.cli.parser import Parser, complain, today

if TYPE_CHECKING:
    from schemac.serving import Preview

_ABOUT = """Show guides in your browser while you edit their specs.

A page that is open loads itself again when a document changes that it was made of. What is wrong
with the spec stands at its foot, and the last good page stays. Only this machine can see it.
Without SPEC, all specs of the project, each made when it is first opened. Ctrl-C ends it."""
_EXAMPLES = """  schemac serve                                    all specs of this project
  schemac serve body/coco-17 --open                one spec, shown in the browser
  schemac serve specs/demo/cup-4.yaml --port 9000  one file, at a port of your choice
  schemac serve body/coco-17 --locale es           in Spanish"""


def run(words: list[str]) -> int:
    """0 once it was ended, 2 when the port is taken."""
    parser = Parser("serve", _ABOUT, _EXAMPLES)
    parser.add_argument("spec", nargs="?", metavar="SPEC", help="what to show: a path or an id")
    parser.add_argument(
        "--port", type=int, metavar="N", help="where to listen; 8017, or the next that is free"
    )
    parser.add_argument("--open", action="store_true", help="open the browser")
    parser.add_argument("--locale", metavar="L", help="language of the guides")
    asked = parser.parse_args(words)
    if asked.port is not None and not 0 <= asked.port < 65536:
        return complain(f"there is no port {asked.port}", "ports are numbers up to 65535")
    return _serve([asked.spec] if asked.spec else [], asked.port, asked.locale, asked.open)


def _serve(specs: list[str], port: int | None, locale: str | None, show: bool) -> int:
    import gc

    from schemac.api import serve
    from schemac.serving import PortTaken

    gc.enable()  # unlike other commands, this one lives for long
    try:
        server = serve(*specs, port=port, locale=locale, today=today(), told=_tell)
    except PortTaken:
        wanted = f"port {port} is" if port is not None else "all ports tried are"
        return complain(f"{wanted} taken", "choose another with --port; 0 takes any that is free")
    try:
        print(f"serving at {server.address}  (Ctrl-C ends it)", flush=True)
        if show:
            import webbrowser

            webbrowser.open(server.address)
        server.run()
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return 0


def _tell(preview: Preview, seconds: float) -> None:
    """One line for each check; the page has the rest."""
    from schemac.report import visible

    name = visible(os.path.relpath(preview.file))
    said = preview.report.summary or "no problems found"
    print(f"{name}: {visible(said)} ({seconds:.2f} s)", file=sys.stderr, flush=True)
