"""`data.yaml`: which keypoints and classes a data set has, and where its pictures lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from schemac.labels import Account, Fault, LabelError, NamingError, Place, Stamp, naming
from schemac.labels.stamp import KEY
from schemac.model import Skeleton

NAME = "data.yaml"
SUBSETS = ("train", "val", "test")
_MOST = 1 << 20


class Config(Struct, frozen=True, kw_only=True):
    """What a `data.yaml` says. `names` are classes by number, `points` how many keypoints each
    instance has, with `dims` numbers each; `point_names` those of each class, where it tells."""

    path: Path
    data: dict[str, Any]
    text: str
    names: dict[int, str]
    points: int
    dims: int

    @property
    def folder(self) -> Path:
        return self.path.parent

    def fault(self, message: str, help: str | None = None) -> LabelError:
        return LabelError(Fault(message=message, place=Place(file=str(self.path)), help=help))

    def category(self, skeleton: Skeleton, account: Account) -> int:
        """The number of the class that a spec is for. Raises LabelError when there is none."""
        found = [number for number, name in self.names.items() if name == skeleton.category]
        if found:
            return found[0]
        if len(self.names) == 1:
            ((number, name),) = self.names.items()
            account.assumed[f"class `{name}` taken for the spec's `{skeleton.category}`"] += 1
            return number
        listed = ", ".join(list(self.names.values())[:6])
        raise self.fault(f"no class is `{skeleton.category}`; there are {listed}")

    def order(self, skeleton: Skeleton, account: Account) -> tuple[int, ...]:
        """For each keypoint of the file its index in the spec. Raises LabelError when they are not
        the spec's."""
        names = self._point_names(self.category(skeleton, Account()))
        if names is not None:
            try:
                order = naming(names, skeleton).order
            except NamingError as error:
                raise self.fault(str(error), error.help) from None
            if len(order) != self.points:
                raise self.fault(f"kpt_shape says {self.points} keypoints, kpt_names {len(order)}")
            return order
        if self.points != len(skeleton.keypoints):
            raise self.fault(
                f"kpt_shape says {self.points} keypoints, and {skeleton.reference} has"
                f" {len(skeleton.keypoints)}"
            )
        account.assumed[f"keypoints taken in the spec's order: {NAME} does not name them"] += 1
        return tuple(range(self.points))

    def _point_names(self, category: int) -> list[str] | None:
        told = self.data.get("kpt_names")
        names = told.get(category) if isinstance(told, dict) else told
        if names is None:
            return None
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise self.fault("kpt_names is not a list of names for each class")
        return names

    def point_names(self) -> dict[int, list[str]]:
        """The keypoints of each class that names as many as there are."""
        told = self.data.get("kpt_names")
        return {
            number: names
            for number, names in (told.items() if isinstance(told, dict) else ())
            if number in self.names and isinstance(names, list) and len(names) == self.points
            and all(isinstance(name, str) for name in names)
        }  # fmt: skip

    def pictures(self) -> Iterator[tuple[str, Path]]:
        """Each subset with a folder or list of its pictures. Raises LabelError for one outside of
        the data set's folder."""
        for subset in SUBSETS:
            told = self.data.get(subset)
            for word in told if isinstance(told, list) else [told]:
                if isinstance(word, str) and word:
                    yield subset, self._below(word)

    def _below(self, word: str) -> Path:
        root = self.folder.resolve()
        base = self.data.get("path")
        tried = [root / word, *([root / base / word] if isinstance(base, str) else [])]
        within = [p.resolve() for p in tried if p.resolve().is_relative_to(root)]
        if not within:
            raise self.fault(
                f"`{word[:100]}` lies outside of the folder of {NAME}",
                "put the data set into one folder, and leave out `path`",
            )
        return next((path for path in within if path.exists()), within[0])


def config_in(folder: Path) -> Path | None:
    """The `data.yaml` of a folder: the one of that name, or the only one that has keypoints."""
    if (folder / NAME).is_file():
        return folder / NAME if b"kpt_shape" in _head(folder / NAME) else None
    files = (path for path in sorted(folder.glob("*.y*ml")) if path.is_file())
    found = [path for path in files if b"kpt_shape" in _head(path)]
    return found[0] if len(found) == 1 else None


def config_of(folder: Path) -> Config:
    """What the `data.yaml` of a data set says. Raises LabelError."""
    path = config_in(folder)
    if path is None:
        place = Place(file=str(folder))
        raise LabelError(Fault(message=f"the folder has no {NAME} with kpt_shape", place=place))
    text, data = _loaded(path)
    bare = Config(path=path, data=data, text=text, names={}, points=0, dims=0)
    shape, names = data.get("kpt_shape"), data.get("names")
    if isinstance(names, list):
        names = dict(enumerate(names))
    if not (isinstance(shape, list) and len(shape) == 2 and _whole(shape[0], 1, 1 << 14)):
        raise bare.fault("kpt_shape is not [number of keypoints, 2 or 3]")
    if not _whole(shape[1], 2, 3):
        raise bare.fault(f"keypoints have 2 or 3 numbers, and kpt_shape says {shape[1]!r}")
    if not isinstance(names, dict) or not names or not all(_whole(n, 0, 1 << 20) for n in names):
        raise bare.fault("names does not list the classes")
    named = {number: str(name) for number, name in names.items()}
    return Config(path=path, data=data, text=text, names=named, points=shape[0], dims=shape[1])


def stamp_of(folder: Path) -> Stamp | None:
    """The stamp of a data set. Raises StampError, LabelError."""
    said = config_of(folder).data.get(KEY)
    return None if said is None else Stamp.read(said)


def _whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST)


def _loaded(path: Path) -> tuple[str, dict[str, Any]]:
    import yaml

    def wrong(message: str) -> LabelError:
        return LabelError(Fault(message=message, place=Place(file=str(path))))

    raw = _head(path)
    if len(raw) == _MOST:
        raise wrong(f"a {NAME} is smaller than {_MOST >> 20} MiB")
    try:
        text = raw.decode("utf-8-sig")
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise wrong(f"not YAML: {' '.join(str(error).split())[:200]}") from None
    if not isinstance(data, dict):
        raise wrong("not a mapping")
    return text, data
