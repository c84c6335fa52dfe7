"""Our own module of constants, parsed and never run; somebody may have changed it since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from schemac.absorbing import text_of, unreadable, whole, without_skeleton
from schemac.diagnostic import Code, Diagnostic
from schemac.draft import Absorbed, Draft, DraftEdge, DraftPartner, DraftPoint, Given
from schemac.located import Node, Unreadable
from schemac.source import Origin

LENGTHS = Code(
    id="I521",
    name="python-lengths",
    doc="""A constant of a Python module of schemac is not as long as `NAMES`.

    All but names go by index there, so nobody can tell which keypoint a value belongs to. It is
    left out. The module was changed by hand; build it again from its spec.

        NAMES: Final[tuple[str, ...]] = ("nose", "tail")
        MIRROR: Final[tuple[int, ...]] = (0,)
    """,
)
CODES = (LENGTHS,)

MAX_POINTS = 4096
_marks = [re.compile(rb"^%b(?:: Final\[.*\])? = " % name, re.M) for name in (b"SPEC", b"NAMES")]


def recognises(given: Given) -> bool:
    """Python with the constants `SPEC` and `NAMES`."""
    return given.name.endswith(".py") and all(mark.search(given.head) for mark in _marks)


def absorb(given: Given) -> Absorbed:
    """The one skeleton of a module."""
    from schemac.located import python

    data = b""
    try:
        data = whole(given)
        root = python.read(given.file, data)
    except Unreadable as error:
        return unreadable(given, error, data)
    names = root.get("NAMES")
    texts = [each.text for each in names.items] if names else []
    if names is None or not texts or None in texts or len(texts) > MAX_POINTS:
        message = "`NAMES` is not a list of names"
        return without_skeleton(given, message, data, names.span if names else None)
    reader = _Reader(given, root, names.items)
    draft = reader.draft()
    return Absorbed(drafts=(draft,), problems=tuple(reader.problems), sources=text_of(given, data))


class _Reader:
    def __init__(self, given: Given, root: Node, names: Sequence[Node]) -> None:
        self._given, self._root, self._names = given, root, names
        self.problems: list[Diagnostic] = []

    def draft(self) -> Draft:
        """What the constants say."""
        category, mirror = self._root.get("CATEGORY"), self._row(self._root.get("MIRROR"), "MIRROR")
        sigmas = self._sigmas()
        return Draft(
            format="python",
            file=self._given.file,
            name=category.text if category else None,
            span=self._names[0].span,
            points=tuple(self._points(sigmas)),
            edges=self._edges(),
            based=0,
            mirror=tuple(_partners(mirror)) if mirror else None,
            sigmas=any(each.number is not None for each in sigmas),
        )

    def _points(self, sigmas: Sequence[Node]) -> Iterator[DraftPoint]:
        weights = self._row(self._root.get("WEIGHTS"), "WEIGHTS")
        sides, halves = (self._row(self._root.get(key), key) for key in ("SIDES", "HALVES"))
        for at, name in enumerate(self._names):
            side = sides[at].text if sides else None
            half = halves[at].text if halves else None
            yield DraftPoint(
                name=name.text or "",
                span=name.span,
                sigma=sigmas[at].number if sigmas else None,
                sigma_span=sigmas[at].span if sigmas else None,
                weight=weights[at].number if weights else None,
                side="left" if side == "left" else "right" if side == "right" else None,
                half="upper" if half == "upper" else "lower" if half == "lower" else None,
            )

    def _sigmas(self) -> Sequence[Node]:
        """Those of the main set, else of the only one."""
        sets, main = self._root.get("SIGMAS"), self._root.get("MAIN_SIGMAS")
        if sets is None:
            return ()
        lone = sets.pairs[0][1] if len(sets.pairs) == 1 else None
        named = sets.get(main.text) if main is not None and main.text is not None else None
        return self._row(named or lone, "SIGMAS")

    def _edges(self) -> tuple[DraftEdge, ...] | None:
        node = self._root.get("EDGES")
        if node is None or node.kind != "list":
            return None
        every = ((each.span, [end.whole for end in each.items]) for each in node.items)
        return tuple(
            DraftEdge(ends[0], ends[1], span)
            for span, ends in every
            if len(ends) == 2 and ends[0] is not None and ends[1] is not None
        )

    def _row(self, node: Node | None, name: str) -> Sequence[Node]:
        """The values of a constant that has one for each keypoint."""
        if node is None or node.kind != "list":
            return ()
        total = len(self._names)
        if len(node.items) != total:
            message = f"`{name}` has {len(node.items)} values for {total} keypoints"
            self.problems.append(LENGTHS.at(Origin(self._given.file), message, span=node.span))
            return ()
        return node.items


def _partners(row: Sequence[Node]) -> Iterator[DraftPartner]:
    for at, each in enumerate(row):
        if (partner := each.whole) is not None:
            yield DraftPartner(at, partner, each.span)
