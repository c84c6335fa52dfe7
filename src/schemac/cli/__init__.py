"""The command line: arguments in, exit code out. The only place that prints.

Each command is a module of its own, loaded when it is called; help for all of them stands in one
table, so that `schemac --help` answers at once.
"""

from __future__ import annotations

import sys

COMMANDS = {
    "init": "write a project that builds, with a commented example",
    "import": "write draft specs from what other tools have: COCO, MMPose, CVAT ...",
    "compare": "say whether two definitions, in any formats, are the same skeleton",
    "check": "find every problem of your documents, at its line",
    "fmt": "write documents in one way: order of fields, indentation",
    "build": "write the configs of every tool",
    "serve": "show guides in the browser while their specs are edited",
    "figure": "write one figure as a file: SVG, PNG or PDF",
    "diff": "show what changed between two versions, and who is broken by it",
    "breaking": "judge whether the step of a version fits what changed",
    "bump": "start the next version of a document",
    "pin": "name another version of a document wherever it is named",
    "map": "show where each keypoint of one spec comes from in another",
    "migrate": "carry label files from one spec or version to another",
    "convert": "write label files in the format of another tool",
    "validate": "judge label files by a spec: structure, places, bodies that cannot be",
    "agree": "measure how annotators agree; sigmas from their labels",
    "sample": "choose images to label twice, or for a gold set",
    "study": "compare two groups of annotators on the same images",
    "push": "make or update a project of CVAT or Label Studio",
    "pull": "compare a project of CVAT or Label Studio with a spec",
    "coverage": "count what specs say of their keypoints, and what is missing",
    "catalogue": "print a page of all specs, as Markdown",
    "strings": "write the sentences of specs for translators",
    "release": "freeze a version, with a line in the ledger",
    "log": "list the versions of a document; its changelog",
    "audit": "account for every released version; verify that nothing was rewritten",
    "targets": "list what can be emitted, and what each target can carry",
    "explain": "say what a finding means and what to do about it",
    "rules": "list every kind of finding",
    "schema": "print the language as JSON Schema for your editor",
}

_MODULES = {"import": "import_"}  # a word of Python cannot be the name of a module

DONE, FINDINGS, USAGE, BUG = 0, 1, 2, 3

# The others check documents, and find a broken ledger among everything else.
_ASK_THE_LEDGER = frozenset({"bump", "breaking", "diff", "fmt", "log", "pin"})

_HELP = """usage: schemac COMMAND [ARGUMENT…]

Compile keypoint and landmark schemas: one YAML spec in, the configs of every tool out.

commands:
{commands}

`schemac COMMAND --help` shows its options and examples.

examples:
  schemac init my-project         start with an example that builds
  schemac check                   check every document of this project
  schemac build body/coco-17      build one spec of the standard library into ./build
  schemac explain N010            what does this finding mean?

exit codes: 0 done · 1 findings · 2 wrong usage · 3 a bug of schemac
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        return _run(words)
    except BrokenPipeError:
        _hush()
        return DONE
    except KeyboardInterrupt:
        print("\nstopped; nothing was half written", file=sys.stderr)
        return 130


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        if len(words) > 1 and words[1] in COMMANDS:
            return _command(words[1], ["--help"])
        print(_help(), end="")
        return DONE if words else USAGE
    if words[0] in ("-V", "--version"):
        from schemac import __version__

        print(f"schemac {__version__}")
        return DONE
    if words[0] not in COMMANDS:
        from schemac.cli.parser import complain

        return complain(f"there is no command `{words[0][:40]}`", _meant(words[0]))
    return _command(words[0], words[1:])


def _command(name: str, words: list[str]) -> int:
    import gc
    from importlib import import_module

    # A command lives for a moment and makes no cycles worth finding: collecting them took a fifth
    # of the time of `check`.
    gc.disable()
    module = import_module(f"schemac.cli.{_MODULES.get(name, name)}")
    try:
        if _refused(name, words):
            return FINDINGS
        return int(module.run(words))
    except (BrokenPipeError, KeyboardInterrupt, SystemExit):
        raise
    except Exception as error:
        return _failed(error)


def _refused(name: str, words: list[str]) -> bool:
    """Whether a broken ledger stands in the way of a command that would not say so itself."""
    if name not in _ASK_THE_LEDGER or {"-h", "--help"}.intersection(words):
        return False
    from schemac.cli.ledgers import refused

    return refused()


def _failed(error: Exception) -> int:
    """What was asked for cannot be done (2), or schemac itself is wrong (3)."""
    import os
    import traceback

    from schemac.cli.parser import complain
    from schemac.output import OutputError
    from schemac.workspace import UsageError

    wants_trace = bool(os.environ.get("SCHEMAC_TRACEBACK"))
    if isinstance(error, (UsageError, OutputError)):
        if wants_trace and type(error).__name__ == "PackageError":
            traceback.print_exception(error)  # its authors look for their own frames
        return complain(str(error), error.help)
    if type(error).__name__ == "SpecError":  # its module is loaded when it was raised
        print(error, file=sys.stderr)
        return FINDINGS
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(frame.filename)}:{frame.lineno}"
    print(f"schemac: a bug of schemac: {type(error).__name__} in {where}: {error}", file=sys.stderr)
    if wants_trace:
        traceback.print_exception(error)
    else:
        print("please report it; SCHEMAC_TRACEBACK=1 shows where it happened", file=sys.stderr)
    return BUG


def _help() -> str:
    rows = "\n".join(f"  {name:<9} {about}" for name, about in COMMANDS.items())
    return _HELP.format(commands=rows)


def _meant(word: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, COMMANDS, n=1)
    return f"did you mean `{near[0]}`?" if near else f"there are {', '.join(COMMANDS)}"


def _hush() -> None:
    """The reader of our output has gone; closing it again must not complain."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
