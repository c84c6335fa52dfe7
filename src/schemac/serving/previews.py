"""All specs of a server, and the wait for changes of their documents."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from threading import Condition
from time import perf_counter, sleep

from schemac.serving.preview import Preview, Settings, Told
from schemac.serving.stamps import stamps
from schemac.workspace import Workspace

EVERY = 0.1
"""Seconds between two looks at the documents."""
_SETTLED = 0.02  # seconds: some editors write a document in two steps


class Previews:
    """The specs that `words` mean (paths, folders, ids), all of the project without words. A spec
    is checked when it is first asked for. `told` hears of each check.

    Raises UsageError when a word means nothing or there is no spec.
    """

    def __init__(self, words: tuple[str, ...], settings: Settings, told: Told) -> None:
        self._words, self._settings, self._told = words, settings, told
        self._previews: dict[str, Preview] = {}
        self._changed = Condition()
        self._start = secrets.token_hex(4)  # a page of an earlier server is out of date
        self.rescan()

    def __iter__(self) -> Iterator[Preview]:
        return iter(list(self._previews.values()))

    def __len__(self) -> int:
        return len(self._previews)

    def get(self, name: str) -> Preview | None:
        """The preview of this name, as its documents are now."""
        preview = self._previews.get(name)
        if preview is not None:
            self._refresh(preview)
        return preview

    def rescan(self) -> None:
        """Find specs that are new, forget those that are gone."""
        workspace = Workspace(self._settings.cwd)
        found = dict(_specs(workspace, self._words))
        self._previews = {
            name: self._previews.get(name) or Preview(name, file, self._settings)
            for name, file in found.items()
        }

    def watch(self) -> None:
        """Check what changed, again and again; never returns."""
        while True:
            sleep(EVERY)
            open_ones = [preview for preview in self if preview.revision]
            now = stamps({path for preview in open_ones for path in preview.looked_at})
            for preview in open_ones:
                if preview.outdated(now):
                    sleep(_SETTLED)
                    self._refresh(preview)

    def mark(self, name: str) -> str:
        """What a page of a preview (of the start page: an empty name) was made of."""
        wanted = [p for p in self if name in ("", p.name)]
        return f"{self._start}-{sum(preview.revision for preview in wanted)}"

    def wait(self, name: str, seen: str, seconds: float) -> str | None:
        """The mark of a page once it is another than `seen`; None when it is still the same."""
        with self._changed:
            other = self._changed.wait_for(lambda: self.mark(name) != seen, seconds)
            return self.mark(name) if other else None

    def _refresh(self, preview: Preview) -> None:
        started = perf_counter()
        if preview.refresh():
            self._told(preview, perf_counter() - started)
            with self._changed:
                self._changed.notify_all()


def _specs(workspace: Workspace, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The name and the file of every spec, by name; frozen versions only when asked for. What
    cannot be read may be a spec, so it is one until it can be."""
    for file in sorted(workspace.select(words)):
        declaration = workspace.read(file).declaration
        frozen = "@" in Path(file).name
        if (declaration is None or declaration.kind == "spec") and (words or not frozen):
            yield (declaration.reference.id if declaration else _name(workspace, file)), file


def _name(workspace: Workspace, file: str) -> str:
    """What a document that cannot be read is called by its path."""
    path = Path(file).with_suffix("")
    for folder in workspace.folders:
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return path.name
