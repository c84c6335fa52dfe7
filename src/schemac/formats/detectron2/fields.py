"""Which nodes of a Python file are the fields of Detectron2's metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from schemac.absorbing import whole
from schemac.draft import Given
from schemac.located import Node, Unreadable
from schemac.located.python import Call

NAMES, FLIP, RULES = "keypoint_names", "keypoint_flip_map", "keypoint_connection_rules"
SIGMAS = "KEYPOINT_OKS_SIGMAS"
_METADATA = (NAMES, FLIP, RULES)


class Fields(Struct, frozen=True):
    """The fields of one data set, with the sigmas of the file's only config."""

    nodes: Mapping[str, Node]
    sigmas_beside: bool = False


def fields_of(given: Given, data: bytes) -> list[tuple[str | None, Fields]]:
    """The metadata of each data set that has names, each with the data set's name where the file
    says it. Data sets that say the same are one. Raises Unreadable."""
    from schemac.located import python

    calls = python.calls(given.file, data)
    sets = _set(calls) or _constants(python.read(given.file, data))
    sigmas, beside = _sigmas(calls), False
    if sigmas is None:
        sigmas = _config_beside(given)
        beside = sigmas is not None
    found: list[tuple[str | None, Fields]] = []
    seen: list[object] = []
    for name, nodes in sets:
        said = [_plain(nodes.get(field)) for field in _METADATA]
        if NAMES in nodes and said not in seen:
            seen.append(said)
            all_of_it = {**nodes, **({} if sigmas is None else {SIGMAS: sigmas})}
            found.append((name, Fields(all_of_it, beside)))
    return found


def _set(calls: Iterable[Call]) -> list[tuple[str | None, dict[str, Node]]]:
    """What calls put into metadata, by what they are called on, in the order of the text."""
    groups: dict[object, tuple[str | None, dict[str, Node]]] = {}
    for call in calls:
        name = _data_set(call)
        key = (call.name.rpartition(".")[0], name)
        for field, value in _given(call):
            groups.setdefault(key, (name, {}))[1][field] = value
    return [group for group in groups.values() if NAMES in group[1]]


def _given(call: Call) -> Iterator[tuple[str, Node]]:
    """The fields that a call sets: keywords, an attribute, or a dict among its arguments."""
    for key, value in call.kwargs:
        if key.scalar in _METADATA:
            yield str(key.scalar), value
    if call.name.endswith("__setattr__") and call.args[0].scalar in _METADATA:
        yield str(call.args[0].scalar), call.args[1]
    for each in (*call.args, *(value for _, value in call.kwargs)):
        for key, value in each.pairs if each.kind == "map" else ():
            if key.scalar in _METADATA:
                yield str(key.scalar), value


def _data_set(call: Call) -> str | None:
    """The first text among the arguments of `get("hens")`, or of the call itself."""
    arguments = call.on.args if call.on is not None else call.args
    if call.name.endswith("__setattr__") and call.on is None:
        return None
    return next((each.text for each in arguments[:1]), None)


def _constants(root: Node) -> list[tuple[str | None, dict[str, Node]]]:
    """Names of the outermost level that end as the fields are called."""
    nodes = {
        field: value
        for key, value in root.pairs
        for field in _METADATA
        if str(key.scalar).lower().endswith(field)
    }
    return [(None, nodes)] if NAMES in nodes else []


def _sigmas(calls: Iterable[Call]) -> Node | None:
    for call in calls:
        if call.name.endswith("TEST.__setattr__") and call.args[0].scalar == SIGMAS:
            return call.args[1]
    return None


def _config_beside(given: Given) -> Node | None:
    """`TEST.KEYPOINT_OKS_SIGMAS` of the YAML file that has this one's name, if there is one."""
    from schemac.located import yaml

    beside = given.beside(given.name.removesuffix(".py") + ".yaml")
    if beside is None:
        return None
    try:
        test = yaml.read(beside.file, whole(beside)).get("TEST")
    except (Unreadable, OSError):
        return None
    return None if test is None else test.get(SIGMAS)


def _plain(node: Node | None) -> object:
    """A value without its places, to tell whether two are the same."""
    if node is None or node.kind == "scalar":
        return None if node is None else (type(node.scalar).__name__, node.scalar)
    if node.kind == "list":
        return [_plain(each) for each in node.items]
    return [(_plain(key), _plain(value)) for key, value in node.pairs]
