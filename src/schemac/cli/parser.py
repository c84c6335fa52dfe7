"""Arguments and messages, the same for all commands."""

from __future__ import annotations

import argparse
import os
import sys
from typing import NoReturn

USAGE = 2


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal. Told the width, argparse need not load shutil to ask for it,
    which it would do for every option of every command."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=width() - 2)


class Parser(argparse.ArgumentParser):
    """argparse with examples as written, did-you-mean for options, and messages of one look."""

    def __init__(self, command: str, about: str, examples: str) -> None:
        super().__init__(
            prog=f"schemac {command}",
            description=about,
            epilog=f"examples:\n{examples}",
            formatter_class=_Help,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        words = [word for word in message.split() if word.startswith("--")]
        help = f"`{self.prog} --help` shows what there is"
        if words and message.startswith("unrecognized"):
            from difflib import get_close_matches

            options = [o for action in self._actions for o in action.option_strings]
            near = get_close_matches(words[0].partition("=")[0], options, n=1)
            help = f"did you mean `{near[0]}`?" if near else help
        raise SystemExit(complain(message, help))


def complain(message: str, help: str | None = None) -> int:
    """Say what is wrong with what was asked for; the exit code for it."""
    from schemac.report.cells import visible

    print(f"schemac: {visible(message)}", file=sys.stderr)
    if help:
        print(f"  help: {visible(help)}", file=sys.stderr)
    return USAGE


def width() -> int:
    """Columns of the terminal, 100 where there is none."""
    try:
        return int(os.environ.get("COLUMNS", "")) or 100
    except ValueError:
        pass
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 100
    except (OSError, ValueError):
        return 100


def today() -> str:
    """The date for waivers that end; `SOURCE_DATE_EPOCH` fixes it for reproducible runs."""
    import time

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = time.gmtime(int(epoch)) if epoch.isdigit() else time.localtime()
    return time.strftime("%Y-%m-%d", moment)


def now() -> str:
    """The time in UTC for the ledger, to the second; `SOURCE_DATE_EPOCH` fixes it as well."""
    import time

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(epoch) if epoch.isdigit() else None))
