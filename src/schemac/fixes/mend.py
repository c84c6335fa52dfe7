"""A file through its fixes, until nothing is left that a fix is known for."""

from __future__ import annotations

from msgspec import Struct

from schemac.diagnostic import Diagnostic, Fix
from schemac.fixes.edits import apply_fixes, decoded
from schemac.fixes.propose import propose
from schemac.reading.declare import declare

_ROUNDS = 50  # one fix can bring another finding to light: what lay behind a tab


class Mended(Struct, frozen=True):
    """A file after its fixes, and what they were."""

    data: bytes
    fixes: tuple[Fix, ...] = ()


def mend(file: str, data: bytes, *, unsafe: bool = False) -> Mended:
    """Apply every fix of a document, the ones that are not safe only when asked for.

    A round of fixes that would leave the document worse than it was is not taken.
    """
    done: list[Fix] = []
    problems = _problems(file, data)
    for _ in range(_ROUNDS):
        wanted = chosen_fixes(problems, file, data, unsafe)
        text = decoded(data)
        if not wanted or text is None:
            break
        text, taken = apply_fixes(text, wanted)
        after = _problems(file, text.encode())
        if _readable(file, data) and not (
            _readable(file, text.encode()) and len(after) <= len(problems)
        ):
            break
        data, problems = text.encode(), after
        done += taken
    return Mended(data, tuple(done))


def chosen_fixes(
    problems: tuple[Diagnostic, ...], file: str, data: bytes, unsafe: bool
) -> list[Fix]:
    """The first fix of each finding that may be applied."""
    found = propose(problems, lambda name: data if name == file else None)
    usable = ([fix for fix in one.fixes if fix.safe or unsafe] for one in found)
    return [fixes[0] for fixes in usable if fixes]


def _problems(file: str, data: bytes) -> tuple[Diagnostic, ...]:
    return declare(file, data)[2]


def _readable(file: str, data: bytes) -> bool:
    return declare(file, data)[0] is not None
