"""Which spec a file says it is in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from schemac.datasets.cvat.document import Document
from schemac.datasets.cvat.files import opened
from schemac.datasets.cvat.skeletons import SCHEMA_VERSION
from schemac.datasets.cvat.writing import STAMP
from schemac.labels import Stamp, StampError


def stamp(path: Path) -> Stamp | None:
    """The stamp in `<meta>`, which CVAT drops when it exports the labels again; else what the
    first skeleton's attribute `schema_version` says, which it keeps: the spec, and no digest.
    Raises LabelError and StampError."""
    finder = _Finder()
    with opened(path) as stream:
        for _ in Document(str(path), stream).walk(finder):
            if finder.done:
                break
    if finder.record is not None:
        return Stamp.read(finder.record)
    return _of_reference(finder.said)


def _of_reference(said: str) -> Stamp | None:
    """People may use the attribute for something of their own, which is no stamp."""
    try:
        spec = Stamp.read({"spec": said, "digest": "0" * 64}).spec
    except StampError:
        return None
    return Stamp(spec=spec, digest="")


class _Finder:
    def __init__(self) -> None:
        self.record: Mapping[str, str] | None = None
        self.said = ""
        self.done = False
        self._path: list[str] = []
        self._name: str | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._path.append(tag)
        if tag == STAMP and self._path[1:2] == ["meta"] and self.record is None:
            self.record, self.done = dict(attributes), True
        self._name = attributes.get("name") if tag == "attribute" else None

    def end(self, tag: str, text: str) -> None:
        self._path.pop()
        if self.done:
            return
        if tag == "attribute" and self._path[-1:] == ["skeleton"] and self._name == SCHEMA_VERSION:
            self.said = text.strip()
        self.done = tag == "skeleton"
