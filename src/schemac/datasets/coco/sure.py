"""Annotations of a block rewritten in the sure way: each parsed by itself, its members located."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from schemac.datasets.coco.carried import Carried, Given
from schemac.datasets.coco.element import ElementError, Span, decoded, pieces, spans
from schemac.datasets.coco.flags import TIERS, agree, codes_of, whole_flags
from schemac.datasets.coco.instance import InstanceError, concerned, id_of, numbers, tiers
from schemac.datasets.coco.layout import Part
from schemac.datasets.coco.text import Edit, applied, list_text, style_of
from schemac.labels import Account, Fault, Place

_NUMBER = re.compile(rb"[^ \t\r\n,\[\]]++")

_COMMA = b","


class Found(Struct, frozen=True, kw_only=True):
    """An annotation to be rewritten: where it stands in its block, and where its members in it."""

    start: int
    data: bytes
    record: dict[str, Any]
    members: Mapping[str, tuple[Span, ...]]
    tokens: list[bytes]
    flags: list[float]
    codes: list[float] | None


class Rewritten(Struct, frozen=True, kw_only=True):
    """The bytes of a block afterwards; none if nothing of it is left."""

    data: bytes
    account: Account
    faults: list[Fault]


class SureWay:
    """Rewrites blocks. `offset` is where a block begins in the file, for messages."""

    def __init__(self, carried: Carried) -> None:
        self._carried = carried
        self._job = carried.job

    def __call__(self, block: bytes, offset: int) -> Rewritten:
        self._account, self._faults, self._offset = Account(), list[Fault](), offset
        found: list[Found] = []
        gone: list[int] = []
        for start, end in pieces(block):
            data = block[start:end]
            try:
                if one := self._found(data, start):
                    found.append(one)
            except (ElementError, InstanceError) as error:
                gone.append(start)
                self._report(str(error), data, start)
        found, bad = self._checked(found)
        edits = list(self._edits(found))
        faults = sorted(self._faults, key=lambda fault: fault.place.byte or 0)
        left = _without(block, sorted(gone + bad)) if gone or bad else []
        return Rewritten(
            data=applied(block, sorted(edits + left)), account=self._account, faults=faults
        )

    def _found(self, data: bytes, start: int) -> Found | None:
        record = decoded(data)
        if not concerned(record, self._job.category, self._account):
            return None
        layout = self._job.source
        values = numbers(record, layout)
        members = spans(data)
        tokens: list[bytes] = []
        for part in layout.parts:
            tokens += _tokens(data, members, part)
        return Found(
            start=start, data=data, record=record, members=members, tokens=tokens,
            flags=values[2::3], codes=tiers(record, layout),
        )  # fmt: skip

    def _checked(self, found: list[Found]) -> tuple[list[Found], list[int]]:
        """Those whose flags can be, with where the others begin."""
        from schemac.datasets.coco.batch import strange_flag

        good: list[Found] = []
        bad: list[int] = []
        for one in found:
            position, unknown = self._strange(one)
            if position is None:
                good.append(one)
            else:
                bad.append(one.start)
                message = strange_flag(position, one.flags[position], unknown)
                self._report(message, one.data, one.start)
        return good, bad

    def _strange(self, one: Found) -> tuple[int | None, bool]:
        import numpy as np

        flags = whole_flags(np.array(one.flags, dtype=float), self._carried.ladder, Account())
        if (flags < 0).any():
            return int(np.flatnonzero(flags < 0)[0]), True
        if one.codes is None:
            return None, False
        fine = agree(np.array(one.codes, dtype=float), flags, self._carried.ladder)
        return (None if fine.all() else int(np.flatnonzero(~fine)[0])), False

    def _edits(self, found: list[Found]) -> Iterator[Edit]:
        """What is to be replaced in the block."""
        if not found:
            return
        made = self._carried(self._given(found), self._account)
        for at, one in enumerate(found):
            tiers = made.tiers[at] if made.tiers else None
            words = made.text[made.cuts[at, 0] : made.cuts[at, -1]].split(_COMMA)
            for edit in self._of_one(one, words, made.counts[at], tiers):
                yield one.start + edit[0], one.start + edit[1], edit[2]

    def _given(self, found: list[Found]) -> Given:
        import numpy as np

        ladder = self._carried.ladder
        said = np.array([one.flags for one in found], dtype=float)
        flags = whole_flags(said, ladder, self._account)
        plain = np.array([one.codes is None for one in found])
        codes = np.empty(flags.shape)
        codes[plain] = codes_of(flags[plain], ladder, self._account)
        if not plain.all():
            codes[~plain] = [one.codes for one in found if one.codes is not None]
        text = b"".join(token + _COMMA for one in found for token in one.tokens)
        return Given(text=text, between=_COMMA, flags=flags, codes=codes)

    def _of_one(
        self, one: Found, tokens: Any, count: int, tiers: list[bytes] | None
    ) -> Iterator[Edit]:
        own = one.members["keypoints"][-1]
        style = style_of(one.data[own.value : own.end])
        added = b""
        for part in self._job.target.parts:
            texts = tokens[3 * part.start : 3 * part.end]
            if spans := one.members.get(part.key):
                place = spans[-1]
                own_style = style_of(one.data[place.value : place.end])
                yield place.value, place.end, list_text(texts, own_style)
            else:
                added += style.member(part.key, list_text(texts, style))
                if part.valid not in one.members:
                    said = b"true" if any(t != b"0" for t in texts[2::3]) else b"false"
                    added += style.member(part.valid, said)
        if tiers is not None:
            text = list_text(tiers, style)
            if spans := one.members.get(TIERS):
                yield spans[-1].value, spans[-1].end, text
            else:
                added += style.member(TIERS, text)
        if added:
            yield own.end, own.end, added
        if spans := one.members.get("num_keypoints"):
            yield spans[-1].value, spans[-1].end, b"%d" % count
        yield from self._removed(one, keep_tiers=tiers is not None)

    def _removed(self, one: Found, *, keep_tiers: bool) -> Iterator[Edit]:
        """Fields of keypoints that the target does not have."""
        gone = {part.key for part in self._job.source.parts} - self._job.target.keys
        if not keep_tiers:
            gone.add(TIERS)
        places = sorted((s.at, s.end, key) for key, all in one.members.items() for s in all)
        if not gone & {key for _, _, key in places}:
            return
        kept = 0
        for at, (start, end, key) in enumerate(places):
            if key not in gone:
                kept += 1
            elif kept:
                yield places[at - 1][1], end, b""
            else:
                yield start, places[at + 1][0], b""

    def _report(self, message: str, data: bytes, start: int) -> None:
        try:
            record = decoded(data)
        except ElementError:
            record = None
        place = Place(file=self._job.path, byte=self._offset + start)
        self._faults.append(
            Fault(
                message=message, place=place, image=id_of(record, "image_id"),
                instance=id_of(record), data=data,
            )
        )  # fmt: skip
        self._account.set_aside += 1


def _tokens(data: bytes, members: Mapping[str, tuple[Span, ...]], part: Part) -> list[bytes]:
    if part.key not in members or data[members[part.key][-1].value] != ord("["):
        return [b"0"] * (3 * (part.end - part.start))
    place = members[part.key][-1]
    return _NUMBER.findall(data, place.value, place.end)


def _without(block: bytes, starts: list[int]) -> list[Edit]:
    """Edits that take elements out of a block, with the commas that belong to them."""
    places = list(pieces(block))
    gone = set(starts)
    edits: list[Edit] = []
    kept = False
    for at, (start, end) in enumerate(places):
        if start not in gone:
            kept = True
        elif kept:
            edits.append((places[at - 1][1], end, b""))
        else:
            following = places[at + 1][0] if at + 1 < len(places) else len(block)
            edits.append((start, following, b""))
    return edits
