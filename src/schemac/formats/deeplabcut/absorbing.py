"""A project's `config.yaml`, for one animal (`bodyparts`) or several (`MULTI!`), or the
`pytorch_config.yaml` of a model.

A project says nothing of mirror partners; a model's file does, by indices into its own list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from schemac.absorbing import drafts_in, whole
from schemac.diagnostic import Code, Diagnostic
from schemac.draft import Absorbed, Draft, DraftEdge, DraftPartner, DraftPoint, Given
from schemac.located import Node, Unreadable
from schemac.source import Origin

UNKNOWN = Code(
    id="I200",
    name="deeplabcut-unknown-bodypart",
    doc="""A DeepLabCut project draws a line to a body part that it does not list.

    DeepLabCut's videos leave such a line out without a word. New projects come with lines between
    `bodypart1`, `bodypart2`, `bodypart3` and `objectA`, which stay when the body parts are renamed.

    Delete the line, or write the name as the list has it.

        bodyparts: [nose, tail]
        skeleton: [[bodypart1, bodypart2]]
    """,
)
SHAPE = Code(
    id="I201",
    name="deeplabcut-not-a-list",
    doc="""A key of a DeepLabCut file holds something else than DeepLabCut expects there.

    Body parts are a list of names; a line of `skeleton` is two names; a pair of `symmetries` is two
    indices that count from 0. What does not fit is left out.

        bodyparts: nose, tail          # write [nose, tail]
    """,
)
CODES = (UNKNOWN, SHAPE)

# A long list of videos stands before the body parts, so the first keys count as well.
_PROJECT = re.compile(rb"^(?:(?:multianimal)?bodyparts|multianimalproject|video_sets)\s*:", re.M)
_MODEL = re.compile(rb"^\s+(?:bodyparts|symmetries)\s*:", re.M)
_HFLIP = ("data", "train", "hflip")


def recognises(given: Given) -> bool:
    """YAML with a list of body parts at the top, or a model's file."""
    if not given.name.endswith((".yaml", ".yml")):
        return False
    head = given.head
    return bool(_PROJECT.search(head) or (b"metadata:" in head and _MODEL.search(head)))


def absorb(given: Given) -> Absorbed:
    """One draft. Pairs of the model's file beside a project's are taken along."""
    from schemac.located import yaml

    def drafts(root: Node, problems: list[Diagnostic]) -> Iterator[Draft]:
        reader = _Reader(given, root, problems)
        if (listed := reader.listed()) is not None:
            yield reader.draft(listed)

    return drafts_in(given, yaml.read, drafts, "no body parts are listed")


class _Reader:
    def __init__(self, given: Given, root: Node, problems: list[Diagnostic]) -> None:
        self._given, self._root = given, root
        self._here = Origin(given.file)
        self._problems = problems

    def listed(self) -> Node | None:
        """The body parts of each animal."""
        meta = self._root.get("metadata")
        if meta is not None and (parts := meta.get("bodyparts")) is not None:
            return parts
        plain = self._root.get("bodyparts")
        several = self._root.get("multianimalbodyparts")
        if plain is not None and plain.kind == "list":
            return plain
        return several if several is not None else plain

    def points(self, node: Node) -> tuple[DraftPoint, ...]:
        """What is a name, or was meant as one: YAML takes a plain `no` or `12` for something
        else, and DeepLabCut refuses it."""
        return tuple(
            DraftPoint(name=str(each.scalar), span=each.span)
            for each in node.items
            if each.kind == "scalar" and each.scalar is not None
        )

    def draft(self, listed: Node) -> Draft:
        """What the file says, in its order."""
        points = self.points(listed)
        if len(points) < len(listed.items):
            self._misshapen(listed, "body parts are a list of names")
        index = {point.name: at for at, point in reversed(list(enumerate(points)))}
        task = self._root.get("Task")
        return Draft(
            format="deeplabcut",
            file=self._given.file,
            name=None if task is None else task.text,
            of_category=False,
            points=points,
            span=listed.span,
            edges=self._edges(index),
            mirror=self._mirror(),
            unused=tuple(self._unused(index)),
        )

    def _edges(self, index: Mapping[str, int]) -> tuple[DraftEdge, ...] | None:
        skeleton = self._root.get("skeleton")
        if skeleton is None:
            return None
        scene = {each.scalar for each in self._scene()}
        edges = []
        for line in skeleton.items:
            names = [str(each.scalar) for each in line.items if each.kind == "scalar"]
            if len(names) != 2:
                self._misshapen(line, "a line of the skeleton is two names")
            elif missing := [name for name in names if name not in index and name not in scene]:
                text = f"a line leads to {' and '.join(map(_quoted, missing))}, which is not listed"
                self._problems.append(UNKNOWN.at(self._here, text, span=line.span))
            elif all(name in index for name in names):
                edges.append(DraftEdge(index[names[0]], index[names[1]], line.span))
        return tuple(edges)

    def _mirror(self) -> tuple[DraftPartner, ...] | None:
        """Both directions of each pair. Those of a file beside have no place in this one."""
        here = _symmetries(self._root)
        if here is not None:
            return tuple(self._partners(here.items, True))
        beside = self._given.beside("pytorch_config.yaml")
        found = _read(beside) if beside is not None else None
        pairs = None if found is None else _symmetries(found)
        return None if pairs is None else tuple(self._partners(pairs.items, False))

    def _partners(self, pairs: Sequence[Node], here: bool) -> Iterator[DraftPartner]:
        for pair in pairs:
            ends = [each.whole for each in pair.items]
            if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
                span = pair.span if here else None
                yield DraftPartner(ends[0], ends[1], span)
                yield DraftPartner(ends[1], ends[0], span)
            elif here:
                self._misshapen(pair, "a pair of symmetries is two indices")

    def _unused(self, index: Mapping[str, int]) -> Iterator[str]:
        if scene := [str(each.scalar) for each in self._scene()]:
            named = ", ".join(scene[:5]) + (", ..." if len(scene) > 5 else "")
            yield f"body parts that belong to no animal are a skeleton of their own: {named}"
        animals = self._root.get("individuals")
        if animals is not None and len(animals.items) > 1:
            yield f"the names of {len(animals.items)} animals: they are for label files"
        if self._root.get("SuperAnimalConversionTables") is not None:
            tables = self._root.get("SuperAnimalConversionTables")
            if tables is not None and tables.pairs:
                yield "the conversion tables of SuperAnimal: they are for a map between two specs"

    def _scene(self) -> tuple[Node, ...]:
        unique = self._root.get("uniquebodyparts")
        return () if unique is None else unique.items

    def _misshapen(self, node: Node, message: str) -> None:
        self._problems.append(SHAPE.at(self._here, message, span=node.span))


def _symmetries(root: Node) -> Node | None:
    node: Node | None = root
    for key in (*_HFLIP, "symmetries"):
        node = None if node is None else node.get(key)
    return node


def _read(given: Given) -> Node | None:
    """A file beside the one that was given; one that cannot be read says nothing."""
    from schemac.located import yaml

    try:
        return yaml.read(given.file, whole(given))
    except (Unreadable, OSError):
        return None


def _quoted(name: str) -> str:
    return f"`{name}`"
