"""Which of CVAT's two formats a file is in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from schemac.datasets.cvat.document import Document
from schemac.datasets.cvat.files import NAME, opened
from schemac.labels import LabelError

Kind = Literal["images", "video"]
_ROOT = "annotations"
_BOMS = (b"\xff\xfe", b"\xfe\xff")


def kind_of(path: Path, head: bytes) -> Kind | None:
    """The format of a file that begins like this; None when CVAT did not write it. One that is
    CVAT's and cannot be read counts as images, so that its reader says why."""
    if path.is_dir():
        return None
    zipped = head.startswith(b"PK")
    begun = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not zipped and not begun.startswith((b"<", *_BOMS)):
        return None
    finder = _Finder()
    try:
        with opened(path) as stream:
            for _ in Document(str(path), stream).walk(finder):
                if finder.kind or finder.root not in ("", _ROOT):
                    break
    except LabelError:
        mark = NAME if zipped else f"<{_ROOT}"
        return finder.kind or ("images" if mark.encode() in head else None)
    return (finder.kind or "images") if finder.root == _ROOT else None


class _Finder:
    """The root, and the first element that tells the formats apart."""

    def __init__(self) -> None:
        self.root = ""
        self.kind: Kind | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.root = self.root or tag
        if self.kind is None and tag in ("image", "track"):
            self.kind = "images" if tag == "image" else "video"

    def end(self, tag: str, text: str) -> None:
        pass
