"""A data set of Ultralytics carried to another skeleton.

Label files and `data.yaml` are written anew. Everything else, pictures above all, is linked into
the new folder, or copied where the disk cannot link; what Ultralytics remembers of labels is left
out. Parts of a picture are carried as they are: weights add up to 1, so no size is needed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemac.datasets.ultralytics.config import Config, config_of
from schemac.datasets.ultralytics.emitted import exchanged
from schemac.datasets.ultralytics.lines import (
    Line,
    keypoints_of,
    lines_of,
    strange_flag,
    words_of,
)
from schemac.datasets.ultralytics.pictures import pictures_of
from schemac.labels import Fault, Ladder, LadderError, Moving

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_FILES = 512  # carried at a time


def move(source: Path, target: Path, moving: Moving) -> None:
    """Boxes stay as they are written, and so do lines of other classes."""
    config = config_of(source)
    work = _Work(config, moving)
    labels = {picture.labels for picture in pictures_of(config)}
    mine = [path for path in _below(source) if path.resolve() in labels]
    target.mkdir()
    paths = iter(mine)
    while some := list(islice(paths, _FILES)):
        work.files([(path, target / path.relative_to(source)) for path in some])
    text = exchanged(config, moving.target, moving.stamp, work.category)
    written = {*mine, config.path}
    (target / config.path.relative_to(source)).write_text(text, encoding="utf-8", newline="")
    for path in _below(source):
        if path not in written and path.suffix != ".cache":
            _keep(path, target / path.relative_to(source))
            moving.advance(path.stat().st_size)


class _Work:
    def __init__(self, config: Config, moving: Moving) -> None:
        self._config = config
        self._moving = moving
        self._source, self._target = Ladder(moving.source), Ladder(moving.target)
        self.category = config.category(moving.source, moving.account)
        self._order = config.order(moving.source, moving.account)

    def files(self, ways: list[tuple[Path, Path]]) -> None:
        """Some label files, carried in one go."""
        import numpy as np

        lines: list[tuple[Path, Line]] = []
        given: list[Floats] = []
        for source, target in ways:
            for line in lines_of(source, self._config, self._moving.faults):
                if (keypoints := self._given(line)) is not None:
                    lines.append((target, line))
                    given.append(keypoints)
        count = len(self._moving.source.keypoints)
        mine = [at for at, (_, line) in enumerate(lines) if line.category == self.category]
        keypoints = np.array([given[at] for at in mine]).reshape(len(mine), count, 3)
        carried = dict(zip(mine, self._moving.carry(keypoints, None), strict=True))
        texts: dict[Path, list[str]] = {target: [] for _, target in ways}
        for at, (target, line) in enumerate(lines):
            texts[target].append(self._text(line, carried.get(at)))
        for source, target in ways:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("".join(texts[target]), encoding="ascii", newline="")
            self._moving.advance(source.stat().st_size)
        self._moving.account.instances += len(mine)
        self._moving.account.keypoints += int(np.isfinite(keypoints[..., 2]).sum())

    def _given(self, line: Line) -> Floats | None:
        """Keypoints of a line; None for one that is reported."""
        import numpy as np

        if line.category != self.category:
            self._other(line)
            return np.empty(0)
        try:
            return keypoints_of(line, self._order, self._source)
        except LadderError as error:
            self._moving.faults.report(strange_flag(line, error))
            return None

    def _other(self, line: Line) -> None:
        """A line of another class, which stays; not where it would not fit into `kpt_shape`."""
        name = self._config.names[line.category]
        if self._config.points != len(self._moving.target.keypoints):
            message = (
                f"class `{name}` would have to get other keypoints too: kpt_shape is one for all"
            )
            help = "take the other classes out of the data set first"
            fault = Fault(message=message, place=line.place, help=help)
            raise self._moving.faults.broken(fault)
        self._moving.account.passed_over[name] += 1

    def _text(self, line: Line, keypoints: Any) -> str:
        if keypoints is None:
            return line.text if line.text.endswith("\n") else f"{line.text}\n"
        head = " ".join(line.text.split(maxsplit=5)[:5])
        end = "\r\n" if line.text.endswith("\r\n") else "\n"
        return f"{head} {words_of(keypoints, self._target, self._config.dims)}{end}"


def _below(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(here, name) for name in sorted(names))


def _keep(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
