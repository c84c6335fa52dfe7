"""Annotations of a block rewritten in the fast way, wherever that is certain to be right.

One decoding tells which annotations have which members; their places are found by searching for
the bytes of the keys. That is certain if keys are not escaped and a key is found exactly as often
as there are annotations that have it: each of them has it once, so nothing is left over that could
stand in another object or in a string. Of the lists, everything but digits, points and signs must
be exactly the commas and spaces of the first list, so that splitting at these gives its numbers.
Whatever is otherwise is left to the sure way.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import UNSET, Raw, UnsetType

from schemac.datasets.coco.carried import Carried, Given
from schemac.datasets.coco.document import whole
from schemac.datasets.coco.flags import TIERS, agree, codes_of
from schemac.datasets.coco.instance import other
from schemac.datasets.coco.places import Places, Spans, UnsureError
from schemac.datasets.coco.sure import Rewritten
from schemac.datasets.coco.text import Style, list_text, spliced, style_of
from schemac.labels import Account

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_COUNT = "num_keypoints"
_codes = msgspec.json.Decoder(list[list[int | None]]).decode


class FastWay:
    """Rewrites blocks; None for what is not certain to be a run of whole elements.

    Raises UnsureError for whole elements that it cannot rewrite with certainty.
    """

    def __init__(self, carried: Carried) -> None:
        self._carried = carried
        self._job = carried.job
        self._sure_of_id = type(self._job.category.id) is int
        self._same_fields = self._job.target.keys == self._job.source.keys
        self._alike = self._decoder(alike=True)
        self._any = self._decoder(alike=False)

    def __call__(self, block: bytes) -> Rewritten | None:
        account = Account()
        places = self._places(block, account)
        if places is None:
            return None
        if len(places):
            block = self._rewritten(places, account)
        return Rewritten(data=block, account=account, faults=[])

    def _decoder(self, *, alike: bool) -> Any:
        """For annotations that are all of the category, with all members that are looked for but
        `keypoint_tiers`; or for any."""
        keys = [*(part.key for part in self._job.source.parts), _COUNT]
        fields: list[Any] = [(key, Raw | UnsetType, UNSET) for key in [*keys, TIERS]]
        wanted = Literal[self._job.category.id] if self._sure_of_id else Raw
        if alike:
            fields = [("category_id", wanted), *((key, Raw) for key in keys)]
        else:
            fields = [("category_id", Any, None), *fields]
        kind: Any = msgspec.defstruct("Members", fields, gc=False)
        return msgspec.json.Decoder(list[kind]).decode

    def _places(self, block: bytes, account: Account) -> Places | None:
        """Finds the members of those annotations that are to be rewritten."""
        able = self._sure_of_id and self._same_fields and b"\\u" not in block
        if able and b'"%b"' % TIERS.encode() not in block:
            elements = whole(block, self._alike)
            if elements is not None:
                return Places(block, elements, None)
        elements = whole(block, self._any)
        if elements is None:
            return None
        if not able:
            raise UnsureError
        return Places(block, elements, self._mine(elements, account))

    def _mine(self, elements: list[Any], account: Account) -> list[bool]:
        """Which annotations are to be rewritten: those of the category that have keypoints."""
        category = self._job.category
        mine = []
        for element in elements:
            if type(element.category_id) is not int:
                raise UnsureError
            own = element.category_id == category.id
            if not own:
                account.passed_over[other(element.category_id, category)] += 1
            elif element.keypoints is UNSET:
                account.passed_over["annotations without keypoints"] += 1
            mine.append(own and element.keypoints is not UNSET)
        return mine

    def _rewritten(self, places: Places, account: Account) -> bytes:
        source, target = self._job.source, self._job.target
        lists = [places.lists(part.key) for part in source.parts]
        style = style_of(places.first(lists[0]))
        texts = [
            places.numbers(spans, 3 * (part.end - part.start), style)
            for spans, part in zip(lists, source.parts, strict=True)
        ]
        made = self._carried(self._given(places, texts, style, account), account)
        edits = [
            (_inside(spans, style), made.lists(part.start, part.end))
            for spans, part in zip(lists, target.parts, strict=True)
        ]
        if (counts := places.whole_numbers(_COUNT)) is not None:
            edits.append((counts, [b"%d" % count for count in made.counts]))
        if made.tiers is not None:
            edits.append(self._tiers(places, made.tiers, lists[0], style))
        return spliced(places.data, edits)

    def _given(
        self, places: Places, texts: list[list[bytes]], style: Style, account: Account
    ) -> Given:
        ladder, between = self._carried.ladder, style.between
        rows = texts[0] if len(texts) == 1 else list(chain.from_iterable(zip(*texts, strict=True)))
        text = between.join(rows) + between
        flags = self._flags(text, between, len(places))
        codes = self._codes(places, flags.shape[1])
        if codes is None:
            codes = codes_of(flags, ladder, account)
        elif not agree(codes, flags, ladder).all():
            raise UnsureError
        return Given(text=text, between=between, flags=flags, codes=codes)

    def _flags(self, text: bytes, between: bytes, count: int) -> NDArray[np.int64]:
        """Flags of one digit each, that tiers fold into."""
        import numpy as np

        data = np.frombuffer(text, dtype=np.uint8)
        commas = np.flatnonzero(data == ord(",")).reshape(count, -1)
        ends = commas[:, 2::3] - between.index(b",")
        if (commas[:, 2::3] - commas[:, 1::3] != len(between) + 1).any():
            raise UnsureError
        flags = data[ends - 1].astype(np.int64) - ord("0")
        known = np.zeros(10, dtype=bool)
        known[[0, *self._carried.ladder.from_coco]] = True
        if flags.min() < 0 or not known[flags].all():
            raise UnsureError
        return flags

    def _codes(self, places: Places, points: int) -> NDArray[np.float64] | None:
        """What `keypoint_tiers` say; None if no annotation has them."""
        import numpy as np

        raws = places.raws(TIERS)
        if raws is None:
            return None
        text = b"[%b]" % b",".join(raws)
        if not self._carried.tells or text.translate(None, b"0123456789-,[] \t\r\nnul"):
            raise UnsureError
        try:
            rows = _codes(text)
        except msgspec.DecodeError:
            raise UnsureError from None
        if any(len(row) != points for row in rows):
            raise UnsureError
        return np.array(rows, dtype=np.float64)

    def _tiers(
        self, places: Places, tiers: list[list[bytes]], keypoints: Spans, style: Style
    ) -> tuple[Spans, list[bytes]]:
        """`keypoint_tiers`, which stand behind the keypoints where they are new."""
        texts = [list_text(words, style) for words in tiers]
        if places.raws(TIERS) is not None:
            return places.lists(TIERS), texts
        behind = Spans(keypoints.ends, keypoints.ends)
        return behind, [style.member(TIERS, text) for text in texts]


def _inside(spans: Spans, style: Style) -> Spans:
    """Lists without their brackets and the space inside of these."""
    return Spans(spans.starts + 1 + len(style.open), spans.ends - 1 - len(style.close))
