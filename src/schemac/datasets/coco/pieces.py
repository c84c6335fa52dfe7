"""Text of keypoints in pieces of three numbers each, with the comma behind every number.

The text of what is computed is put behind that of the file, and the result is a choice of these
pieces, gathered byte by byte in arrays: no number that is only copied becomes an object of Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_DIGITS = [b"0", b"1", b"2"]
_floats = msgspec.json.Decoder(list[float]).decode


class Pieces:
    """Text in pieces of three numbers, each with `between` behind. The first are those of `count`
    annotations; more may be added."""

    def __init__(self, text: bytes, between: bytes, count: int) -> None:
        import numpy as np

        self._between = between
        self._texts = [text]
        self._ends = self._number_ends(text)
        self._count = count
        self._starts = [np.concatenate(([0], self._ends[2::3]))]
        self._number = len(self._ends) // 3
        self._length = len(text)

    def places(self, columns: list[int]) -> Floats:
        """The first two numbers of some pieces of each annotation: (N, M, 2)."""
        import numpy as np

        wanted = [3 * at + axis for at in columns for axis in (0, 1)]
        ends = self._ends.reshape(self._count, -1)
        before = np.concatenate(([0], self._ends[:-1])).reshape(self._count, -1)
        picked, _ = _gather(self._texts[0], before[:, wanted], ends[:, wanted])
        numbers = _floats(b"[%b]" % picked[: -len(self._between)])
        return np.array(numbers).reshape(self._count, len(columns), 2)

    def add(self, places: Floats, flags: Ints) -> Ints:
        """Further pieces (N, M) for coordinates (N, M, 2) and flags; which they are."""
        import numpy as np

        texts = _decimals(places.ravel().tolist())
        marks = [_DIGITS[flag] for flag in flags.ravel().tolist()]
        words = [b""] * (3 * len(marks))
        words[0::3], words[1::3], words[2::3] = texts[0::2], texts[1::2], marks
        first = self._append(words)
        return first + np.arange(flags.size).reshape(flags.shape)

    def mend(self, piece: int, flag: int, *, empty: bool) -> int:
        """A further piece, with another flag than that of a piece, or without its place."""
        start, end = self._starts[0][piece], self._starts[0][piece + 1]
        x, y, _, _ = self._texts[0][start:end].split(self._between)
        return self._append([b"0", b"0", _DIGITS[flag]] if empty else [x, y, _DIGITS[flag]])

    def gathered(self, chosen: Ints) -> tuple[bytes, Ints]:
        """The chosen pieces (N, L), one after the other, and their bounds (N, L + 1)."""
        import numpy as np

        bounds = np.concatenate(self._starts)
        text, lengths = _gather(b"".join(self._texts), bounds[chosen], bounds[chosen + 1])
        ends = lengths.cumsum().reshape(chosen.shape)
        starts = np.concatenate(([0], ends[:-1, -1]))
        return text, np.concatenate((starts[:, None], ends), axis=1)

    def _append(self, words: list[bytes]) -> int:
        text = self._between.join(words) + self._between
        ends = self._number_ends(text)[2::3] + self._length
        self._texts.append(text)
        self._starts.append(ends)
        self._length += len(text)
        first, self._number = self._number, self._number + len(words) // 3
        return first

    def _number_ends(self, text: bytes) -> Ints:
        """Where in a text each number ends, with `between`."""
        import numpy as np

        commas = np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == ord(","))
        return commas + len(self._between) - self._between.index(b",")


def _gather(text: bytes, starts: Ints, ends: Ints) -> tuple[bytes, Ints]:
    """Pieces of a text one after the other, and their lengths. None is empty."""
    import numpy as np

    begins, lengths = starts.ravel(), (ends - starts).ravel()
    until = lengths.cumsum()
    index = np.ones(int(until[-1]), dtype=np.int64)  # one byte further each time,
    index[0] = begins[0]
    index[until[:-1]] = begins[1:] - begins[:-1] - lengths[:-1] + 1  # or to the next piece
    index.cumsum(out=index)
    return np.frombuffer(text, dtype=np.uint8).take(index).tobytes(), lengths


def _decimals(values: list[float]) -> list[bytes]:
    """The shortest text of numbers, whole ones without a point."""
    text = msgspec.json.encode(values)[1:-1] + b","
    return text.replace(b".0,", b",")[:-1].split(b",")
