"""Fields of one-line entries, `{index: 0, at: [50, 10]}`, in the order of the grammar."""

from __future__ import annotations

from schemac.formatting.shape import is_flow, ranks
from schemac.reading.typed import Typed


def order_flow_fields(text: str, document: Typed) -> str:
    """The text with the fields of every `{…}` in order.

    The spacing behind a field goes with it, because that is what keeps columns aligned; in an
    entry of several lines it stays in place, and with it the line breaks. An entry that holds a
    comment is left alone: whose it is cannot be told.
    """
    pieces: list[str] = []
    done = 0
    for each in document.walk():
        start = each.node.start.index
        if start < done or not is_flow(each.node, text):
            continue
        pieces += text[done:start], _written(each, text)
        done = each.node.end.index
    return "".join((*pieces, text[done:]))


def _written(each: Typed, text: str) -> str:
    """The text of a flow node, its fields and those inside it in order."""
    first, last = each.node.start.index, each.node.end.index
    children = list(each.children())
    if not children:
        return text[first:last]
    starts = [(c.key or c.node).start.index for c in children]
    ends = [max(c.node.end.index, c.key.end.index if c.key else 0) for c in children]
    bodies = [_entry(c, text, end) for c, end in zip(children, ends, strict=True)]
    gaps = [text[a:b] for a, b in zip(ends, [*starts[1:], last], strict=True)]
    head, tail = text[first : starts[0]], gaps.pop()
    order = sorted(range(len(children)), key=ranks(each).__getitem__)
    if order == sorted(order) or any("#" in gap for gap in (head, *gaps, tail)):
        return head + _joined(bodies, gaps) + tail
    if not any("\n" in gap for gap in gaps):
        # What was last had no gap: it takes a plain one, and whatever is last now drops its own.
        spread = [*gaps, ", "]
        gaps = [spread[at] for at in order[:-1]]
    return head + _joined([bodies[at] for at in order], gaps) + tail


def _entry(child: Typed, text: str, end: int) -> str:
    """A key with its value, or an item."""
    start = child.node.start.index
    first = child.key.start.index if child.key else start
    if start < first or not is_flow(child.node, text):
        return text[first:end]
    return text[first:start] + _written(child, text)


def _joined(bodies: list[str], gaps: list[str]) -> str:
    return "".join(a + b for a, b in zip(bodies, [*gaps, ""], strict=True))
