"""Where members of the annotations of a block stand, found by searching for the bytes of keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import UNSET

from schemac.datasets.coco.text import Style

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_LONG = 300  # digits of a number that may be too large
_TOO_LONG = re.compile(rb"[0-9]{%d}" % _LONG)


class UnsureError(Exception):
    """The block wants the sure way."""


class Spans(NamedTuple):
    """Where values begin and end, in the order of the annotations: two arrays (N,)."""

    starts: Ints
    ends: Ints


class Places:
    """A block and its decoded annotations, of which `mine` are looked at: None for all.

    Keys of the block are not escaped, and `elements` tell by attributes which of them an
    annotation has. Raises UnsureError whenever a place is not certain.
    """

    def __init__(self, data: bytes, elements: list[Any], mine: list[bool] | None) -> None:
        import numpy as np

        self.data = data
        self._bytes = np.frombuffer(data, dtype=np.uint8)
        self._elements = elements
        self._mine = mine
        self._own = elements
        if mine is not None:
            self._own = [e for e, own in zip(elements, mine, strict=True) if own]

    def __len__(self) -> int:
        return len(self._own)

    def first(self, spans: Spans) -> bytes:
        return self.data[spans.starts[0] : spans.ends[0]]

    def lists(self, key: str) -> Spans:
        """Lists without lists in them, as which they are not yet checked."""
        import numpy as np

        starts = self._values(key, b"[")
        closing = np.flatnonzero(self._bytes == ord("]"))
        return Spans(starts, closing[np.searchsorted(closing, starts)] + 1)

    def numbers(self, spans: Spans, count: int, style: Style) -> list[bytes]:
        """What is in lists of so many numbers, all of which have the same style."""
        import numpy as np

        opening, closing = b"[" + style.open, style.close + b"]"
        inner = Spans(spans.starts + len(opening), spans.ends - len(closing))
        for at, wanted in ((spans.starts, opening), (inner.ends, closing)):
            found = self._bytes[at[:, None] + np.arange(len(wanted))]
            if (found != np.frombuffer(wanted, dtype=np.uint8)).any():
                raise UnsureError
        pairs = zip(inner.starts.tolist(), inner.ends.tolist(), strict=True)
        texts = [self.data[start:end] for start, end in pairs]
        joined = b"|".join(texts)
        rest = joined.translate(None, b"0123456789-.")
        if rest != b"|".join([style.between * (count - 1)] * len(texts)):
            raise UnsureError
        usual = _LONG + count * len(style.between)
        if int((inner.ends - inner.starts).max()) > usual and _TOO_LONG.search(joined):
            raise UnsureError
        return texts

    def whole_numbers(self, key: str) -> Spans | None:
        """Numbers of up to three digits; None if no annotation has the member."""
        if self._lacking(key):
            return None
        starts = self._values(key, b"")
        ends = starts.copy()
        for _ in range(3):
            ends += self._digit(ends)
        if (ends == starts).any() or not self._delimits(ends):
            raise UnsureError
        return Spans(starts, ends)

    def raws(self, key: str) -> list[bytes] | None:
        """The bytes of a member; None if no annotation has it."""
        if self._lacking(key):
            return None
        found = [getattr(element, key) for element in self._own]
        if any(raw is UNSET for raw in found):
            raise UnsureError
        return list(map(bytes, found))

    def _lacking(self, key: str) -> bool:
        if self._mine is None:
            return not hasattr(self._own[0], key)
        return all(getattr(element, key) is UNSET for element in self._own)

    def _digit(self, at: Ints) -> NDArray[np.bool_]:
        found = self._bytes[at]
        return (found >= ord("0")) & (found <= ord("9"))

    def _delimits(self, at: Ints) -> bool:
        import numpy as np

        return bool(np.isin(self._bytes[at], list(b",} \t\r\n")).all())

    def _values(self, key: str, begin: bytes) -> Ints:
        """Where the values of a member begin, which every annotation that is looked at has."""
        import numpy as np

        word = b'"%b"' % key.encode()
        has = self._has(key)
        count = len(self._elements) if has is None else sum(has)
        lead = re.compile(rb"%b[ \t\r\n]*:[ \t\r\n]*%b" % (word, re.escape(begin)))
        if has is None:
            found = self._alike(word, lead, count)
            if found is not None:
                return found - len(begin)
            has = [True] * count
        elif self.data.count(word) != count:
            raise UnsureError
        return np.array(self._one_by_one(has, word, lead, len(begin)), dtype=np.int64)

    def _alike(self, word: bytes, lead: re.Pattern[bytes], count: int) -> Ints | None:
        """Where what follows a key begins, if each has the same between itself and its value."""
        import numpy as np

        parts = self.data.split(word)
        if len(parts) != count + 1:
            raise UnsureError
        before = np.fromiter(map(len, parts[:-1]), dtype=np.int64, count=count)
        ends = before.cumsum() + np.arange(1, count + 1) * len(word)
        rest = _lead(lead, self.data, len(parts[0]))[len(word) :]
        if ends[-1] + len(rest) > len(self.data):
            return None
        here = self._bytes[ends[:, None] + np.arange(len(rest))]
        same = bool((here == np.frombuffer(rest, dtype=np.uint8)).all())
        return np.asarray(ends + len(rest)) if same else None

    def _has(self, key: str) -> list[bool] | None:
        """Which annotations have a member: None for all, where all are looked at."""
        if self._mine is None:
            return None
        return [getattr(element, key) is not UNSET for element in self._elements]

    def _one_by_one(
        self, has: list[bool], word: bytes, lead: re.Pattern[bytes], less: int
    ) -> list[int]:
        starts, at = list[int](), 0
        for here, own in zip(has, self._mine or has, strict=True):
            if here:
                at = self.data.find(word, at)
                if own:
                    starts.append(at + len(_lead(lead, self.data, at)) - less)
                at += len(word)
            elif own:
                raise UnsureError
        return starts


def _lead(pattern: re.Pattern[bytes], data: bytes, at: int) -> bytes:
    found = pattern.match(data, at)
    if not found:
        raise UnsureError
    return found[0]
