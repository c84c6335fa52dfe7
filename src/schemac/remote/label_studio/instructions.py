"""The instructions of a project: a text, and pictures that were uploaded to the same project.

Label Studio keeps an `img` whose address is one of its own, and drops the address of one that holds
its picture in itself. The name of an uploaded picture says what it was made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from schemac.guide.reduced import MADE_BY, Sheet, blocks, html
from schemac.remote.label_studio.connection import Connection
from schemac.remote.plan import Action, Step
from schemac.remote.wanted import Wanted

_SOURCE = re.compile(r'src="([^"<>]*/data/upload/\d+/[0-9a-f]+-([a-z][\w.-]*-[0-9a-f]{16}\.png))"')
_IMAGE = re.compile(r"<p><img [^<>]*></p>")


def steps(wanted: Wanted, found: str | None) -> Iterator[Step]:
    """What would happen to the instructions and their pictures."""
    text = (found or "").strip()
    if text and MADE_BY not in text:
        yield Step(
            Action.KEEP, "instructions", "were written by hand, so they are left as they are"
        )
        return
    every, missing = wanted.sheets, _missing(wanted, text)
    if not text:
        yield Step(Action.CREATE, "instructions", "the definitions")
    elif _IMAGE.sub("", text) == _page(wanted, {}):
        yield Step(Action.KEEP, "instructions", "up to date")
    else:
        yield Step(Action.UPDATE, "instructions", "the definitions have changed")
    if every:
        yield _pictures(every, missing)


def _pictures(every: tuple[Sheet, ...], missing: tuple[Sheet, ...]) -> Step:
    number = "1 picture" if len(every) == 1 else f"{len(every)} pictures"
    if not missing:
        return Step(Action.KEEP, "pictures", f"{number}, up to date")
    names = ", ".join(sheet.file for sheet in missing)
    if len(missing) == len(every):
        return Step(Action.CREATE, "pictures", f"{number}: {names}")
    return Step(Action.UPDATE, "pictures", f"{len(missing)} of {number}: {names}")


def fields(wanted: Wanted, addresses: Mapping[str, str]) -> dict[str, Any]:
    """What of a project holds the instructions, with the pictures that have an address."""
    return {"expert_instruction": _page(wanted, addresses), "show_instruction": True}


def complete(connection: Connection, id: int, wanted: Wanted, found: str) -> None:
    """Upload the pictures that are missing, then show them."""
    missing = _missing(wanted, found)
    if not missing:
        return
    addresses = dict(kept(wanted, found))
    for sheet in missing:
        addresses[sheet.file] = connection.upload(id, _name(sheet), sheet.png())
    connection.update(id, **fields(wanted, addresses))


def kept(wanted: Wanted, found: str) -> Mapping[str, str]:
    """The addresses of the pictures that need not be sent again, by file."""
    there = {name: address for address, name in _SOURCE.findall(found)} if MADE_BY in found else {}
    return {
        sheet.file: there[_name(sheet)] for sheet in wanted.sheets if _name(sheet) in there
    }  # fmt: skip


def _missing(wanted: Wanted, found: str) -> tuple[Sheet, ...]:
    there = kept(wanted, found)
    return tuple(sheet for sheet in wanted.sheets if sheet.file not in there)


def _page(wanted: Wanted, addresses: Mapping[str, str]) -> str:
    return html(blocks(wanted.context, wanted.sheets), addresses)


def _name(sheet: Sheet) -> str:
    """What a picture is called on the server."""
    return f"{sheet.file.removesuffix('.png')}-{sheet.digest}.png"
