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
    """The bone of each point toward the root, by the edges; a written `parent` decides rings.

    A point of a ring that nothing decides gets none: the rule `ring-without-parent` reports it.
    """
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
    bones = _toward(made.root, near, written)
    for id in _open_rings(bones, near, written):
        bones.pop(id, None)
    return {**written, **bones}


def _toward(root: str, near: dict[str, list[str]], written: dict[str, str]) -> dict[str, str]:
    """Parents by the shortest way to the root, along written bones only where there are some."""
    found: dict[str, str] = {}
    todo = [root]
    for id in todo:
        for other in near.get(id, ()):
            if other != root and other not in found and written.get(other, id) == id:
                found[other] = id
                todo.append(other)
    return found


def _open_rings(
    found: dict[str, str], near: dict[str, list[str]], written: dict[str, str]
) -> set[str]:
    """The points whose way to the root could as well go round the other way of a ring."""
    undecided: set[str] = set()
    for id in found:
        for other in near[id]:
            is_bone = other in (found[id], id) or found.get(other) == id
            is_cut = id in written or other in written
            if not is_bone and not is_cut:
                undecided |= set(_way(found, id)) ^ set(_way(found, other))
    return undecided - set(written)


def _way(found: dict[str, str], id: str) -> list[str]:
    """A point and all points between it and the root."""
    way = [id]
    while way[-1] in found:
        way.append(found[way[-1]])
    return way


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
