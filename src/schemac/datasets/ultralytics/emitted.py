"""The keys of `data.yaml` that follow from a spec, as text; and a file with them exchanged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from schemac.datasets.ultralytics.config import Config
from schemac.labels import Stamp
from schemac.labels.stamp import KEY
from schemac.model import Skeleton

_OF_SPEC = ("kpt_shape", "flip_idx", "kpt_names", "kpt_oks_sigmas", KEY)


def written(skeleton: Skeleton, stamp: Stamp, subsets: Mapping[str, str]) -> str:
    """A whole file: one class, and a folder of pictures for each subset."""
    lines = [
        *(f"{subset}: {_text(folder)}" for subset, folder in subsets.items()),
        "names:",
        f"  0: {_text(skeleton.category)}",
        *_keys(skeleton, stamp, {0: _names(skeleton)}, 3),
    ]
    return "\n".join(lines) + "\n"


def exchanged(config: Config, skeleton: Skeleton, stamp: Stamp, category: int) -> str:
    """The file with the keys of another spec; every other line as it was."""
    import yaml

    node = yaml.compose(config.text, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        rest = {key: value for key, value in config.data.items() if key not in _OF_SPEC}
        kept = yaml.safe_dump(rest, sort_keys=False, allow_unicode=True).rstrip("\n")
    else:
        kept = _without(config.text, node).rstrip("\n")
    own = _names(skeleton)
    named = {n: names for n, names in config.point_names().items() if len(names) == len(own)}
    lines = _keys(skeleton, stamp, dict(sorted((named | {category: own}).items())), config.dims)
    return "\n".join([kept, *lines]) + "\n"


def _without(text: str, node: object) -> str:
    """The lines of a file that belong to no key of the spec."""
    lines = text.splitlines(keepends=True)
    pairs = node.value  # type: ignore[attr-defined]
    starts = [key.start_mark.line for key, _ in pairs] + [len(lines)]
    dropped: set[int] = set()
    for at, (key, _) in enumerate(pairs):
        if key.value in _OF_SPEC:
            dropped.update(range(starts[at], starts[at + 1]))
            while (last := starts[at + 1] - 1) > starts[at] and _remark(lines[last]):
                dropped.discard(last)
                starts[at + 1] -= 1
    return "".join(line for at, line in enumerate(lines) if at not in dropped)


def _remark(line: str) -> bool:
    return not line.strip() or line.startswith("#")


def _names(skeleton: Skeleton) -> list[str]:
    return [point.name for point in skeleton.keypoints]


def _keys(
    skeleton: Skeleton, stamp: Stamp, named: Mapping[int, Sequence[str]], dims: int
) -> Iterator[str]:
    """`named` are the keypoints of each class."""
    yield f"kpt_shape: [{len(skeleton.keypoints)}, {dims}]"
    yield f"flip_idx: [{', '.join(map(str, skeleton.mirror))}]"
    yield "kpt_names:"
    for number, names in named.items():
        yield f"  {number}:"
        yield from (f"    - {_text(name)}" for name in names)
    if sigmas := _sigmas(skeleton):
        yield f"kpt_oks_sigmas: [{', '.join(map(_number, sigmas))}]"
    yield f"{KEY}:"
    yield from (f"  {key}: {_text(value)}" for key, value in stamp.record().items())


def _sigmas(skeleton: Skeleton) -> list[float]:
    """Those of the main profile; none unless every keypoint has one."""
    profile = skeleton.main_sigmas
    found = [point.sigma(profile) if profile else None for point in skeleton.keypoints]
    values = [value for value in found if value is not None]
    return values if len(values) == len(found) else []


def _number(value: float) -> str:
    """YAML 1.1 reads `1e-05` as text; `1.0e-05` is a number."""
    text = repr(value)
    return text if "." in text else text.replace("e", ".0e")


def _text(value: str) -> str:
    """In double quotes; Python's escapes for what is not ASCII are YAML's too."""
    return '"' + value.encode("unicode_escape").decode("ascii").replace('"', r"\"") + '"'
