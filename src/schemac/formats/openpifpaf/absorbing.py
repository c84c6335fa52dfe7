"""The constants of a plugin of OpenPifPaf, as far as they can be read off.

Names have a part in front (`COCO_KEYPOINTS`) or a number behind (`CAR_KEYPOINTS_24`); lists with
the same number belong together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from schemac.absorbing import drafts_in
from schemac.diagnostic import Code, Diagnostic
from schemac.draft import Absorbed, Draft, DraftEdge, DraftPartner, DraftPoint, Given
from schemac.located import Node
from schemac.source import Origin, Span

UNKNOWN = Code(
    id="I504",
    name="openpifpaf-unknown-name",
    doc="""`HFLIP` of an OpenPifPaf plugin gives a keypoint a partner that is not in the list.

    OpenPifPaf goes by names there and stops with "is not in list" at the first picture it flips;
    a key that is not in the list is never asked for. The entry is left out.

        KEYPOINTS = ["left_wing", "right_wing"]
        HFLIP = {"left_wing": "right_wng"}
    """,
)
LENGTHS = Code(
    id="I505",
    name="openpifpaf-lengths",
    doc="""`SIGMAS` or the pose of an OpenPifPaf plugin is not as long as `KEYPOINTS`.

    They are arrays by index. With another length no one can tell which keypoint each value belongs
    to, so they are left out.

        KEYPOINTS = ["beak", "tail"]
        SIGMAS = [0.05] * 3
    """,
)
CODES = (UNKNOWN, LENGTHS)

_LIST = re.compile(r"KEYPOINTS(_\d+)?$")
_OTHER_SKELETONS = ("KINEMATIC", "DENSER", "CONNECTIONS")


def recognises(given: Given) -> bool:
    """Python with keypoints, a skeleton and a flip, named as in OpenPifPaf's plugins."""
    head = given.head
    named = b"KEYPOINTS" in head and b"SKELETON" in head and b"HFLIP" in head
    return given.name.endswith(".py") and named and b"KEYPOINT_FLIP_MAP" not in head


def absorb(given: Given) -> Absorbed:
    """A draft for each list of keypoints."""
    from schemac.located import python

    def drafts(root: Node, problems: list[Diagnostic]) -> Iterator[Draft]:
        return _Reader(given, root, problems).drafts()

    return drafts_in(given, python.read, drafts, "no list of keypoints can be read off")


class _Reader:
    def __init__(self, given: Given, root: Node, problems: list[Diagnostic]) -> None:
        self._given = given
        named = {str(key.scalar): value for key, value in root.pairs}
        self._names = {name: node for name, node in named.items() if node.kind != "other"}
        self._unread = tuple(name for name, node in named.items() if node.kind == "other")
        self._problems = problems

    def drafts(self) -> Iterator[Draft]:
        """What the constants say, list by list."""
        for name, node in self._names.items():
            ending = _LIST.search(name)
            if ending and any(each.text is not None for each in node.items):
                yield self._draft(name[: ending.start()].strip("_"), ending[1] or "", node)

    def _draft(self, name: str, number: str, listed: Node) -> Draft:
        texts = [each for each in listed.items if each.text is not None]
        sigmas = self._row("SIGMAS", number, len(texts))
        places = self._row("UPRIGHT_POSE", number, len(texts)) or self._row(
            "POSE", number, len(texts)
        )
        edges = self._named("SKELETON", number, _OTHER_SKELETONS)
        flip = self._named("HFLIP", number)
        return Draft(
            format="openpifpaf",
            file=self._given.file,
            name=name.lower() or None,
            of_category=False,
            points=tuple(
                DraftPoint(
                    name=str(each.text),
                    span=each.span,
                    sigma=sigmas[at].number if sigmas else None,
                    sigma_span=sigmas[at].span if sigmas else None,
                    position=_place(places[at]) if places else None,
                )
                for at, each in enumerate(texts)
            ),
            span=listed.span,
            edges=None if edges is None else tuple(_edges(edges)),
            based=1,
            mirror=None if flip is None else tuple(self._partners(flip, texts)),
            sigmas=bool(sigmas) or None,
            unused=tuple(self._unknown(number)),
        )

    def _unknown(self, number: str) -> Iterator[str]:
        """Constants that only a run of the program would tell."""
        endings = tuple(each + number for each in ("SKELETON", "HFLIP", "SIGMAS", "POSE"))
        for name in self._unread:
            if name.endswith(endings) and not any(part in name for part in _OTHER_SKELETONS):
                yield f"{name}: it is calculated in a way that is not read off"

    def _named(self, ending: str, number: str, without: Sequence[str] = ()) -> Node | None:
        """The first constant whose name ends so."""
        found = (
            node
            for name, node in self._names.items()
            if name.endswith(ending + number) and not any(part in name for part in without)
        )
        return next(found, None)

    def _row(self, ending: str, number: str, total: int) -> Sequence[Node]:
        """A constant with a value for each keypoint."""
        node = self._named(ending, number)
        if node is None or node.kind != "list":
            return ()
        if len(node.items) != total:
            text = f"{len(node.items)} values for {total} keypoints"
            self._report(LENGTHS, node.span, text)
            return ()
        return node.items

    def _partners(self, flip: Node, texts: Sequence[Node]) -> Iterator[DraftPartner]:
        index = {each.text: at for at, each in reversed(list(enumerate(texts)))}
        for key, value in flip.pairs:
            span = Span(key.span.line, key.span.column, value.span.end_line, value.span.end_column)
            missing = [str(each.scalar) for each in (key, value) if each.text not in index]
            if missing:
                text = f"a flip names {' and '.join(missing)[:80]}, which is not in the list"
                self._report(UNKNOWN, span, text)
            else:
                yield DraftPartner(index[key.text], index[value.text], span, value.text)

    def _report(self, code: Code, span: Span, message: str) -> None:
        self._problems.append(code.at(Origin(self._given.file), message, span=span))


def _edges(node: Node) -> Iterator[DraftEdge]:
    """Pairs that count from 1, as indices from 0."""
    for pair in node.items:
        ends = [each.whole for each in pair.items]
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
            yield DraftEdge(ends[0] - 1, ends[1] - 1, pair.span)


def _place(row: Node) -> tuple[float, float] | None:
    """x and y of a row; OpenPifPaf's y goes up."""
    x, y = (each.number for each in row.items[:2]) if len(row.items) > 1 else (None, None)
    return None if x is None or y is None else (x, -y)
