"""Metadata of Detectron2 in Python: calls of `set`, attributes, or constants named as its own.

A module such as `builtin_meta.py` has constants; scripts set them on `MetadataCatalog.get(...)` or
hand them to `register_coco_instances` in a dict. Sigmas are those set on `cfg.TEST`, or those of a
YAML file of the same name beside the module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from schemac.absorbing import listed_points, text_of, unreadable, whole, without_skeleton
from schemac.diagnostic import Code, Diagnostic
from schemac.draft import Absorbed, Draft, DraftEdge, DraftPartner, Given
from schemac.formats.detectron2.fields import FLIP, NAMES, RULES, SIGMAS, Fields, fields_of
from schemac.located import Node, Unreadable
from schemac.source import Origin, Span

UNKNOWN = Code(
    id="I260",
    name="detectron2-unknown-name",
    doc="""A flip pair or a connection of Detectron2's metadata names no keypoint of the list.

    Detectron2 goes by names there. A pair with a name that is not listed stops training at the
    first flip with "is not in list"; a connection with such a name, or with indices in place of
    names, is never drawn and nothing says so. It is left out.

        MetadataCatalog.get("hens").set(
            keypoint_names=["beak", "tail"],
            keypoint_connection_rules=[(0, 1, (255, 0, 0))],      # ("beak", "tail", ...)
        )
    """,
)
SHAPE = Code(
    id="I261",
    name="detectron2-not-a-list",
    doc="""A field of Detectron2's metadata holds something else than Detectron2 expects there.

    `keypoint_names` is a list of names, `keypoint_flip_map` a list of pairs of names, and a
    connection rule is two names and a colour; `TEST.KEYPOINT_OKS_SIGMAS` is a flat list of numbers.
    `np.ones((K, 1))`, which is handed around for the sigmas, has another shape, and would mean 1
    for every keypoint. What does not fit is left out, and so is what only a run of the program
    would tell.

        cfg.TEST.KEYPOINT_OKS_SIGMAS = np.ones((17, 1)).tolist()
    """,
)
LENGTHS = Code(
    id="I262",
    name="detectron2-lengths",
    doc="""The sigmas of a Detectron2 config are not as many as its keypoints.

    Detectron2 stops at the first evaluation when the numbers differ. The sigmas are left out: no
    one can tell which keypoint each belongs to.

        keypoint_names=["beak", "tail"]
        cfg.TEST.KEYPOINT_OKS_SIGMAS = [0.03, 0.05, 0.1]
    """,
)
CODES = (UNKNOWN, SHAPE, LENGTHS)


def recognises(given: Given) -> bool:
    """Python that names the fields of Detectron2's metadata, as they are or in capitals."""
    head = given.head.lower()
    others = (b"keypoint_flip_map", b"keypoint_connection_rules")
    return (
        given.name.endswith(".py")
        and b"keypoint_names" in head
        and any(other in head for other in others)
    )


def absorb(given: Given) -> Absorbed:
    """A draft for each data set whose metadata differ."""
    data = b""
    try:
        data = whole(given)
        found = fields_of(given, data)
    except Unreadable as error:
        return unreadable(given, error, data)
    reader = _Reader(given)
    drafts = [reader.draft(name, fields) for name, fields in found]
    drafts = [draft for draft in drafts if draft.points]
    if not drafts:
        text = "no keypoint names that can be read off are in the file"
        ended = without_skeleton(given, text, data)
        return Absorbed(problems=(*reader.problems, *ended.problems), sources=text_of(given, data))
    return Absorbed(
        drafts=tuple(drafts), problems=tuple(reader.problems), sources=text_of(given, data)
    )


class _Reader:
    def __init__(self, given: Given) -> None:
        self._given = given
        self._here = Origin(given.file)
        self.problems: list[Diagnostic] = []

    def draft(self, name: str | None, fields: Fields) -> Draft:
        """What the fields say, in their order."""
        listed = fields.nodes[NAMES]
        names = tuple(self._texts(listed))
        index = {text: at for at, (text, _) in reversed(list(enumerate(names)))}
        sigmas = self._sigmas(fields, len(names))
        return Draft(
            format="detectron2",
            file=self._given.file,
            name=name,
            of_category=False,
            points=listed_points(names, sigmas),
            span=listed.span,
            edges=self._edges(fields.nodes.get(RULES), index),
            mirror=self._mirror(fields.nodes.get(FLIP), index),
            sigmas=bool(sigmas) if SIGMAS in fields.nodes else None,
        )

    def _texts(self, listed: Node) -> Iterator[tuple[str, Span]]:
        if listed.kind != "list":
            self._report(SHAPE, listed.span, "`keypoint_names` is no list that can be read off")
        for each in listed.items:
            if each.text is None:
                self._report(SHAPE, each.span, "a keypoint's name is a text")
            else:
                yield each.text, each.span

    def _edges(self, node: Node | None, index: Mapping[str, int]) -> tuple[DraftEdge, ...] | None:
        if node is None or not self._readable(node, "`keypoint_connection_rules`"):
            return None
        found = self._pairs(node.items, index, "a connection rule", "two names and a colour")
        return tuple(DraftEdge(index[a], index[b], span) for a, b, span in found)

    def _mirror(
        self, node: Node | None, index: Mapping[str, int]
    ) -> tuple[DraftPartner, ...] | None:
        """Both directions of each pair, as Detectron2 takes them."""
        if node is None or not self._readable(node, "`keypoint_flip_map`"):
            return None
        rows = node.items or tuple(
            Node(kind="list", span=key.span, items=(key, value)) for key, value in node.pairs
        )
        found = self._pairs(rows, index, "a flip pair", "two names")
        return tuple(
            DraftPartner(index[one], index[other], span, other)
            for a, b, span in found
            for one, other in ((a, b), (b, a))
        )

    def _pairs(
        self, rows: Sequence[Node], index: Mapping[str, int], what: str, shape: str
    ) -> Iterator[tuple[str, str, Span]]:
        for row in rows:
            ends = row.items[:2]
            if len(ends) < 2 or any(end.kind != "scalar" for end in ends):
                self._report(SHAPE, row.span, f"{what} is {shape}")
                continue
            a, b = (end.scalar for end in ends)
            if isinstance(a, str) and isinstance(b, str) and a in index and b in index:
                yield a, b, row.span
                continue
            missing = [repr(end) for end in (a, b) if end not in index]
            text = f"{what} names {' and '.join(missing)[:80]}, which `keypoint_names` does not"
            self._report(UNKNOWN, row.span, text)

    def _readable(self, node: Node, what: str) -> bool:
        """Whether it can be told without running the program."""
        if node.kind == "other":
            self._report(SHAPE, node.span, f"{what} cannot be read off this")
        return node.kind != "other"

    def _sigmas(self, fields: Fields, total: int) -> list[tuple[float, Span | None]]:
        node = fields.nodes.get(SIGMAS)
        if node is None:
            return []
        here = None if fields.sigmas_beside else node.span
        if node.kind != "list" or any(each.number is None for each in node.items):
            text = "`KEYPOINT_OKS_SIGMAS` is no flat list of numbers that can be read off"
            self._report(SHAPE, here, text)
        elif node.items and len(node.items) != total:
            text = f"{len(node.items)} sigmas for {total} keypoints"
            self._report(LENGTHS, here, text)
        else:
            values = [(each.number, None if here is None else each.span) for each in node.items]
            return [(value, span) for value, span in values if value is not None]
        return []

    def _report(self, code: Code, span: Span | None, message: str) -> None:
        self.problems.append(code.at(self._here, message, span=span or Span(1, 1, 1, 1)))
