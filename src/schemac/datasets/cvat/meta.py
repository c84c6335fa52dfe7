"""What `<meta>` says of a video: its name and the size of its pictures."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from schemac.labels import Image


class Film(Struct):
    """A task: the file it shows and how large its pictures are."""

    name: str = ""
    width: int | None = None
    height: int | None = None

    def frame(self, number: int, subset: str | None = None) -> Image:
        """One of its pictures."""
        return Image(
            name=self.name, width=self.width, height=self.height, frame=number, subset=subset
        )


class Meta:
    """Is told of the elements within `<meta>`. A project has several tasks, by their ids."""

    def __init__(self, name: str) -> None:
        self._path: list[str] = []
        self._fallback = name
        self._here: dict[str, str] = {}
        self._tasks: dict[str, Film] = {}
        self._source = ""

    def film(self, task: str | None) -> Film:
        """The video of a task; of the only one, where no task is named."""
        known = self._tasks.get(task or "") or next(iter(self._tasks.values()), Film())
        return Film(known.name or self._source or self._fallback, known.width, known.height)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._path.append(tag)
        if tag in ("task", "job"):
            self._here = {}

    def end(self, tag: str, text: str) -> None:
        self._path.pop()
        above = self._path[-1] if self._path else ""
        if tag in ("task", "job"):
            self._tasks[self._here.get("id", "")] = self._told()
        elif above in ("task", "job", "original_size"):
            self._here[tag] = text.strip()
        elif tag == "source":
            self._source = text.strip()

    def _told(self) -> Film:
        width, height = self._here.get("width", ""), self._here.get("height", "")
        sized = all(len(n) < 10 and n.isascii() and n.isdigit() for n in (width, height))
        size = (int(width), int(height)) if sized and width and height else (None, None)
        return Film(self._here.get("source", ""), *size)
