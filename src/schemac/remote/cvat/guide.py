"""The guide of a project: which of its pictures CVAT has already, and how the rest gets there.

CVAT stores pictures its own way and lists them nowhere, so the guide itself says, in words that
nobody sees, what each picture was made of. When a guide is written, CVAT deletes every picture
that it does not name as `(/api/assets/ID)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from schemac.guide.reduced import MADE_BY, Sheet, guide_text
from schemac.remote.cvat.connection import Connection, Guide
from schemac.remote.plan import Action, Step
from schemac.remote.wanted import Wanted

_PICTURE = re.compile(
    r"^\[//\]: # \(([\w.-]+) ([0-9a-f]{16})\)\n\n!\[[^\]\n]*\]\((/api/assets/[0-9a-f-]{36})\)$",
    re.MULTILINE,
)
_SHOWN = 6


def steps(wanted: Wanted, found: Guide | None) -> Iterator[Step]:
    """What would happen to the guide and its pictures."""
    every, missing = wanted.sheets, _missing(wanted, found)
    if found is None:
        yield Step(Action.CREATE, "guide", "the definitions as Markdown")
    elif found.markdown.strip() and MADE_BY not in found.markdown:
        # Writing it would also delete the pictures that people have put into it.
        yield Step(Action.KEEP, "guide", "was written by hand, so it is left as it is")
        return
    elif _same(found.markdown, _text(wanted, found)):
        yield Step(Action.KEEP, "guide", "up to date")
    else:
        yield Step(Action.UPDATE, "guide", "the definitions have changed")
    if not every:
        return
    number = "1 picture" if len(every) == 1 else f"{len(every)} pictures"
    names = ", ".join(sheet.file for sheet in missing[:_SHOWN])
    names += f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
    if not missing:
        yield Step(Action.KEEP, "pictures", f"{number}, up to date")
    elif len(missing) == len(every):
        yield Step(Action.CREATE, "pictures", f"{number}: {names}")
    else:
        yield Step(Action.UPDATE, "pictures", f"{len(missing)} of {number}: {names}")


def write(connection: Connection, project: int, wanted: Wanted, found: Guide | None) -> None:
    """Write the guide. The text comes first, without the pictures that are not there yet: it is of
    use alone should one fail, and makes CVAT delete old pictures before new ones need their room.
    """
    addresses = dict(_kept(wanted, found))
    missing = _missing(wanted, found)
    text = guide_text(wanted.context, wanted.sheets, addresses)
    if found is None:
        id = connection.create_guide(project, text)
    else:
        id = found.id
        connection.update_guide(id, text)
    for sheet in missing:
        addresses[sheet.file] = connection.add_picture(id, sheet.file, sheet.png())
    if missing:
        connection.update_guide(id, guide_text(wanted.context, wanted.sheets, addresses))


def _kept(wanted: Wanted, found: Guide | None) -> Mapping[str, str]:
    """The addresses of the pictures that need not be sent again, by file."""
    there = _there(found)
    return {
        sheet.file: there[sheet.file, sheet.digest]
        for sheet in wanted.sheets
        if (sheet.file, sheet.digest) in there
    }


def _missing(wanted: Wanted, found: Guide | None) -> tuple[Sheet, ...]:
    kept = _kept(wanted, found)
    return tuple(sheet for sheet in wanted.sheets if sheet.file not in kept)


def _there(found: Guide | None) -> Mapping[tuple[str, str], str]:
    """The pictures of a guide of ours, by file and what they were made of."""
    if found is None or MADE_BY not in found.markdown:
        return {}
    text = found.markdown.replace("\r\n", "\n")
    return {(file, digest): address for file, digest, address in _PICTURE.findall(text)}


def _text(wanted: Wanted, found: Guide) -> str:
    return guide_text(wanted.context, wanted.sheets, _kept(wanted, found))


def _same(one: str, other: str) -> bool:
    """Whether two guides say the same, whatever their pictures."""
    return _words(one) == _words(other)


def _words(text: str) -> list[str]:
    without = _PICTURE.sub("", text.replace("\r\n", "\n"))
    return [line for line in without.splitlines() if line.strip()]
