"""The kinematic tree: root, and the bone of each point toward it."""

from __future__ import annotations

from collections.abc import Callable

from schemac.linking.draft import Draft, DraftPoint, Layer, resolve
from schemac.linking.linker import Linker


def root(linker: Linker, made: Draft) -> str | None:
    """The id of the root; None when there is none."""
    if made.root is None:
        return None
    at = made.home.entry.where("root") if "root" in made.home.entry else made.home.origin
    return resolve(linker, made, made.root, None, at)


def parents(linker: Linker, made: Draft) -> dict[str, str]:
    """The bone of each point toward the root, by the edges; a written `parent` decides rings."""
    written: dict[str, str] = {}
    for point in made.points.values():
        layer = point.last("parent")
        if layer is not None:
            at = layer.entry.where("parent")
            word = layer.entry["parent"]
            found = meant_by(made, point, layer)(word)
            found = found or resolve(linker, made, word, point.side, at)
            if found:
                written[point.id] = found
    if made.root is None or made.root not in made.points:
        return written
    near: dict[str, list[str]] = {}
    for edge in made.edges:
        near.setdefault(edge.source, []).append(edge.target)
        near.setdefault(edge.target, []).append(edge.source)
    parents, seen, todo = dict(written), {made.root}, [made.root]
    while todo:
        id = todo.pop(0)
        for other in near.get(id, ()):
            if other not in seen and written.get(other, id) == id:
                seen.add(other)
                parents[other] = id
                todo.append(other)
    parents.pop(made.root, None)
    return parents


def meant_by(made: Draft, point: DraftPoint, layer: Layer) -> Callable[[str], str | None]:
    """Which keypoint a word of an entry means: an id, or a stem on the point's own side."""
    if layer.local is not None:
        return layer.local.get

    def named(word: str) -> str | None:
        if word in made.points:
            return word
        paired = f"{point.side}_{word}"
        return paired if paired in made.points else None

    return named
