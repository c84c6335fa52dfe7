"""What has to be known of a file before its annotations: its category, and its stamp.

COCO's own files have `info` at the beginning and `categories` at the end, behind gigabytes of
annotations. So the end is looked at first; only where neither end has it the whole file is walked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Raw, Struct

from schemac.datasets.coco.document import Document, Member, pass_by
from schemac.datasets.coco.element import ElementError, decoded
from schemac.datasets.coco.layout import Layout, layout_of
from schemac.datasets.coco.window import CHUNK, Window
from schemac.labels import Account, NamingError, Stamp, StampError
from schemac.labels.stamp import KEY
from schemac.model import Skeleton

_END = 1 << 18


class Category(Struct, frozen=True, kw_only=True):
    """The category of a spec in a file: its id there, and where its keypoints stand. `others` are
    the names of the categories that are not the spec's, by id."""

    id: Any
    position: int
    layout: Layout
    others: Mapping[Any, str]


def values(window: Window, *wanted: str) -> dict[str, Any]:
    """Some members of the outermost object, decoded; those that are not there are left out."""
    found: dict[str, Any] = {}
    document = Document(window)
    while len(found) < len(wanted) and (member := document.next()):
        if member.key in wanted:
            found[member.key] = value(window, member)
        elif member.key == "annotations":
            missing = [key for key in wanted if key not in found]
            found |= _at_end(window, missing, member.value)
            if len(found) == len(wanted):
                break
        document.went(pass_by(window, member, CHUNK).end)
    return found


def value(window: Window, member: Member) -> Any:
    """A member that is decoded whole."""
    try:
        return decoded(window.piece(member.value, window.value_end(member.value)))
    except ElementError as error:
        raise window.broken(member.value, f"`{member.key}`: {error}") from None


def stamp_in(window: Window, info: Any) -> Stamp | None:
    """The stamp of a file. Raises StampError where what stands there is none."""
    if not isinstance(info, dict) or KEY not in info:
        return None
    return Stamp.read(info[KEY])


def checked_stamp(window: Window, info: Any, source: Skeleton) -> None:
    """Raises LabelError when a file says that it is in another spec."""
    try:
        stamp = stamp_in(window, info)
    except StampError as error:
        raise window.broken(0, str(error)) from None
    if stamp is not None and stamp.spec != str(source.reference):
        raise window.broken(
            0,
            f"its labels are in {stamp.spec}, not in {source.reference}",
            "a map is not applied twice",
        )


def category_of(window: Window, categories: Any, skeleton: Skeleton, account: Account) -> Category:
    """The spec's category: the one with its name, else the only one that has its keypoints.

    Raises LabelError when there is none, or when its keypoints are others.
    """
    if not isinstance(categories, list) or not all(isinstance(c, dict) for c in categories):
        raise window.broken(0, "`categories` is missing, or no list of objects")
    position = _position(categories, skeleton, account)
    if position is None:
        there = ", ".join(f"`{str(c.get('name'))[:60]}`" for c in categories[:6]) or "none"
        said = f"no category is called `{skeleton.category}`, or has the spec's keypoints"
        raise window.broken(0, said, f"the categories of the file: {there}")
    own = categories[position]
    try:
        layout = layout_of(own, skeleton, account)
    except NamingError as error:
        raise window.broken(0, f"category `{own.get('name')}`: {error}", error.help) from None
    others = {_hashable(c.get("id")): str(c.get("name"))[:60] for c in categories if c is not own}
    return Category(id=own.get("id"), position=position, layout=layout, others=others)


def _position(categories: list[dict[str, Any]], skeleton: Skeleton, account: Account) -> int | None:
    for at, category in enumerate(categories):
        if category.get("name") == skeleton.category:
            return at
    fitting = [at for at, category in enumerate(categories) if _fits(category, skeleton)]
    if len(fitting) != 1:
        return None
    name = str(categories[fitting[0]].get("name"))[:60]
    account.assumed[f"category `{name}` is taken for `{skeleton.category}`"] += 1
    return fitting[0]


def _fits(category: dict[str, Any], skeleton: Skeleton) -> bool:
    try:
        return bool(category.get("keypoints")) and bool(layout_of(category, skeleton, Account()))
    except NamingError:
        return False


def _at_end(window: Window, keys: list[str], least: int) -> dict[str, Any]:
    """Members that the last bytes of the file show.

    What stands between such a key and the end of the file must be whole members and the closing
    bracket of the outermost object. Then the key is one of that object: were it one of an object
    inside, brackets would be left over; were it in a string, what follows would not decode.
    """
    start = max(least, window.size - _END)
    data = window.piece(start, window.size)
    found: dict[str, Any] = {}
    for key in keys:
        at = data.rfind(b'"%b"' % key.encode())
        if at < 1 or not re.search(rb"[,{][ \t\r\n]*\Z", data[max(0, at - 4096) : at]):
            continue
        try:
            members = msgspec.json.decode(b"{" + data[at:], type=dict[str, Raw])
            found[key] = decoded(bytes(members[key]))
        except (msgspec.DecodeError, RecursionError, ElementError, UnicodeDecodeError):
            continue
    return found


def _hashable(id: Any) -> Any:
    return id if isinstance(id, (int, str)) else str(id)
