"""Sizes of pictures from the first bytes of their files; nothing is decoded.

PNG, JPEG, WebP and BMP. A JPEG that its Exif data turn by a quarter has the size that it is shown
with: Ultralytics turns it too before it looks at labels.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

Size = tuple[int, int]
"""Width and height in pixels."""

_SEGMENTS = 1000
_SIZED = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # JPEG's frames, of all ways to code them
_QUARTERS = (5, 6, 7, 8)


def size_of(path: Path) -> Size | None:
    """The size of a picture; None when it is none, or of another kind. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(32)
        if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
            size = _big(head[16:20]), _big(head[20:24])
        elif head.startswith(b"\xff\xd8"):
            size = _jpeg(file) or (0, 0)
        elif head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            size = _webp(head)
        elif head[:2] == b"BM":
            size = _bmp(head)
        else:
            return None
    return size if all(0 < side < 1 << 20 for side in size) else None


def _jpeg(file: BinaryIO) -> Size | None:
    """The size in the first frame, after as many other segments as there are."""
    file.seek(2)
    turned = False
    for _ in range(_SEGMENTS):
        marker = file.read(2)
        while marker[1:] == b"\xff":  # fill bytes
            marker = marker[1:] + file.read(1)
        length = _big(file.read(2))
        if len(marker) < 2 or marker[0] != 0xFF or length < 2:
            return None
        if marker[1] in _SIZED:
            frame = file.read(5)
            height, width = _big(frame[1:3]), _big(frame[3:5])
            return (height, width) if turned else (width, height)
        if marker[1] == 0xE1:
            data = file.read(length - 2)
            turned = turned or _orientation(data) in _QUARTERS
        else:
            file.seek(length - 2, 1)
    return None


def _orientation(data: bytes) -> int:
    """Exif's orientation, 1 where there is none."""
    if not data.startswith(b"Exif\0\0"):
        return 1
    tiff = data[6:]
    order = "little" if tiff[:2] == b"II" else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], order)  # type: ignore[arg-type]

    first = number(4, 4)
    for entry in range(first + 2, first + 2 + 12 * min(number(first, 2), 500), 12):
        if number(entry, 2) == 0x0112:
            return number(entry + 8, 2)
    return 1


def _webp(head: bytes) -> Size:
    kind = head[12:16]
    if kind == b"VP8 ":
        return _little(head[26:28]) & 0x3FFF, _little(head[28:30]) & 0x3FFF
    if kind == b"VP8L":
        bits = _little(head[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        return _little(head[24:27]) + 1, _little(head[27:30]) + 1
    return 0, 0


def _bmp(head: bytes) -> Size:
    if _little(head[14:18]) == 12:  # OS/2
        return _little(head[18:20]), _little(head[20:22])
    height = int.from_bytes(head[22:26], "little", signed=True)
    return _little(head[18:22]), abs(height)


def _big(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")
