"""The keypoints of a Hugging Face config: `config.json` of a pose model, or a part of one."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.absorbing import drafts_in
from schemac.diagnostic import Code, Diagnostic
from schemac.draft import Absorbed, Draft, DraftEdge, DraftPartner, DraftPoint, Given
from schemac.located import Node
from schemac.source import Origin, Span

LABELS = Code(
    id="I500",
    name="huggingface-labels",
    doc="""The labels of a Hugging Face config do not stand for the channels 0 to K - 1.

    `id2label` gives each channel of the model its name, and `label2id` says the same the other way
    round. A channel that is left out makes the number of labels differ from that of channels; where
    the two disagree, programs see other names depending on which they ask. `id2label` is taken, in
    the order of its numbers.

        {"id2label": {"0": "beak", "2": "tail"}, "label2id": {"beak": 0, "tail": 1}}
    """,
)
SHAPE = Code(
    id="I501",
    name="huggingface-not-a-pair",
    doc="""An edge or a flip pair of a Hugging Face config is not two indices, and is left out.

    Both count from 0 and are lists of two.

        {"edges": [["beak", "tail"]]}      # [[0, 1]]
    """,
)
CODES = (LABELS, SHAPE)


def recognises(given: Given) -> bool:
    """JSON with labels by id, of a pose model or with edges."""
    head = given.head
    pose = b'"edges"' in head or b'"vitpose"' in head or b'"flip_pairs"' in head
    return given.name.endswith(".json") and b'"id2label"' in head and pose


def absorb(given: Given) -> Absorbed:
    """One draft, in the order of the ids."""
    from schemac.located import json

    def drafts(root: Node, problems: list[Diagnostic]) -> Iterator[Draft]:
        reader = _Reader(given, root, problems)
        if points := reader.points():
            yield reader.draft(points)

    return drafts_in(given, json.read, drafts, "`id2label` names nothing")


class _Reader:
    def __init__(self, given: Given, root: Node, problems: list[Diagnostic]) -> None:
        self._given, self._root = given, root
        self._problems = problems

    def points(self) -> tuple[DraftPoint, ...]:
        """Names by number; keys that are no numbers are left out."""
        labels = self._root.get("id2label")
        rows: dict[int, Node] = {}
        for key, value in labels.pairs if labels is not None else ():
            number = _number(key)
            if number is None or value.text is None:
                self._report(LABELS, key, "an entry of `id2label` is a number and a text")
            else:
                rows[number] = value
        ordered = sorted(rows)
        if labels is not None and ordered and ordered != list(range(len(ordered))):
            missing = next(n for n in range(len(ordered) + 1) if n not in rows)
            text = f"`id2label` has {len(ordered)} labels up to {ordered[-1]}, and none for"
            self._report(LABELS, labels, f"{text} {missing}")
        found = [(n, rows[n]) for n in ordered]
        self._backwards({node.text: (n, node) for n, node in found})
        return tuple(DraftPoint(name=str(node.text), span=node.span) for _, node in found)

    def _backwards(self, forwards: dict[str | None, tuple[int, Node]]) -> None:
        """Whether `label2id` says the same."""
        back = self._root.get("label2id")
        for key, value in back.pairs if back is not None else ():
            number, _ = forwards.get(key.text, (None, None))
            if key.text is not None and number != value.whole:
                other = "no number" if number is None else f"number {number}"
                text = f"`label2id` gives this label {value.whole}, and `id2label` {other}"
                self._report(LABELS, value, text)

    def draft(self, points: tuple[DraftPoint, ...]) -> Draft:
        """What the file says of them."""
        edges, pairs = self._root.get("edges"), self._root.get("flip_pairs")
        return Draft(
            format="huggingface",
            file=self._given.file,
            name=None,
            points=points,
            span=self._root.span,
            edges=None if edges is None else tuple(DraftEdge(*two) for two in self._pairs(edges)),
            based=0,
            mirror=None if pairs is None else tuple(self._partners(pairs)),
        )

    def _partners(self, node: Node) -> Iterator[DraftPartner]:
        """Both directions of each pair, as models take them."""
        for one, other, span in self._pairs(node):
            yield DraftPartner(one, other, span)
            yield DraftPartner(other, one, span)

    def _pairs(self, node: Node) -> Iterator[tuple[int, int, Span]]:
        for pair in node.items:
            ends = [each.whole for each in pair.items]
            if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
                yield ends[0], ends[1], pair.span
            else:
                self._report(SHAPE, pair, "this is two indices, counted from 0")

    def _report(self, code: Code, node: Node, message: str) -> None:
        self._problems.append(code.at(Origin(self._given.file), message, span=node.span))


def _number(key: Node) -> int | None:
    text = key.text
    return int(text) if text is not None and text.isascii() and text.isdigit() else None
