"""The versions of one document: as a list, as a graph, as a changelog."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from msgspec import Struct

from schemac.auditing.account import History, Step, Version
from schemac.auditing.text import people
from schemac.report import visible
from schemac.report.cells import cells, wrap

_CODE = re.compile(r"(`[^`<>&]+`)")
_MARKUP = re.compile(r"[\\`*_{}\[\]|~]|^(?:[-+#=]|\d+[.)])")
_ADDED = ("added", "appended", "inserted")
_REMOVED = ("removed", "retired", "dropped")
SECTIONS = ("Added", "Changed", "Deprecated", "Removed")


class Node(Struct, frozen=True):
    """A version in a graph, with the lines that tell of it and the versions it grew from."""

    name: str
    lines: tuple[str, ...]
    parents: tuple[str, ...] = ()


def render_log(history: History, width: int, *, graph: bool = False) -> str:
    """The versions, newest first; with `graph`, the lines of descent before them."""
    nodes = _nodes(history)
    drawn = _graph(nodes) if graph else _list(nodes)
    lines = [f"{history.id}  {history.title}".rstrip()]
    for prefix, hanging, text in drawn:
        room = max(width - cells(prefix), 20)
        first, *rest = wrap(visible(text), room)
        lines.append((prefix + first).rstrip())
        lines += [(hanging + each).rstrip() for each in rest]
    if not nodes:
        lines.append("  no version is frozen, and there is no working file")
    return "\n".join(lines) + "\n"


def render_changelog(history: History) -> str:
    """A changelog as Markdown, in the form of https://keepachangelog.com/en/1.1.0/, from the ledger
    and from what a comparison of the frozen versions shows. Texts of specs are escaped."""
    return "\n".join(_changelog(history)).rstrip("\n") + "\n"


def _nodes(history: History) -> list[Node]:
    known = [version.entry for version in history.versions]
    newest = known[-1].document if known else None
    nodes = [
        Node(version.entry.document, tuple(_told(version)), _parents(version))
        for version in reversed(history.versions)
    ]
    frozen = [Node(f"{history.id}@{v}", (f"{v}  frozen, no line",)) for v in history.frozen]
    if history.draft:
        draft = Node(
            f"{history.id}@{history.draft}",
            (f"{history.draft}  draft",),
            (newest,) if newest else (),
        )
        nodes.insert(0, draft)
    return [*nodes, *reversed(frozen)]


def _parents(version: Version) -> tuple[str, ...]:
    entry = version.entry
    return ((entry.parent,) if entry.parent else ()) + entry.merges


def _told(version: Version) -> Iterator[str]:
    entry = version.entry
    if entry.status == "unattested":
        yield f"{entry.version}  unattested"
        return
    state = "" if version.state == "superseded" else f", {version.state}"
    yield f"{entry.version}  effective {entry.effective}{state}"
    yield f"by {entry.author}, approved by {people(entry.approvals) or 'nobody'}"
    if version.changes is not None:
        yield f"{version.taken}: {_many(version.changes)}"
    for head in version.merged:
        if head.changes is not None:
            yield f"merges {head.head.rpartition('@')[2]}: {_many(head.changes)}"
    yield f"{entry.rationale}"


def _many(changes: tuple[Step, ...]) -> str:
    breaking = sum(bool(step.breaks) for step in changes)
    if not changes:
        return "no change"
    many = "1 change" if len(changes) == 1 else f"{len(changes)} changes"
    return f"{many}, {breaking or 'none'} breaking"


def _list(nodes: Sequence[Node]) -> Iterator[tuple[str, str, str]]:
    for node in nodes:
        for number, text in enumerate(node.lines):
            indent = "  " if number == 0 else "      "
            yield indent, "      ", text


def _graph(nodes: Sequence[Node]) -> Iterator[tuple[str, str, str]]:
    """Columns of descent, one for each line that is open: `*` a version, `|` a line passing by."""
    known = {node.name for node in nodes}
    open: list[str] = []
    for node in nodes:
        if node.name not in open:
            open.append(node.name)
        at = open.index(node.name)
        row = "".join("* " if i == at else "| " for i in range(len(open)))
        parents = [parent for parent in node.parents if parent in known]
        below = "".join("  " if i == at and not parents else "| " for i in range(len(open)))
        for number, text in enumerate(node.lines):
            yield (row if number == 0 else f"{below}    "), f"{below}    ", text
        before = list(open)
        _follow(open, at, parents)
        link = _link(before, open, at, parents)
        if link:
            yield link, link, ""


def _follow(open: list[str], at: int, parents: Sequence[str]) -> None:
    """A version's column goes on with its first parent; more parents open columns of their own."""
    fresh = [parent for parent in parents if parent not in open]
    if fresh:
        open[at] = fresh[0]
        open += fresh[1:]
    else:
        del open[at]


def _link(before: list[str], after: list[str], at: int, parents: Sequence[str]) -> str:
    if len(after) < len(before) and parents:
        return "| " * max(at - 1, 0) + "|/" + " |" * (len(before) - at - 1)
    if len(after) > len(before):
        return "| " * at + "|" + "\\ " * (len(after) - len(before))
    return ""


def _changelog(history: History) -> Iterator[str]:
    yield f"# Changelog of {_plain(history.id)}"
    yield ""
    yield "Printed by `schemac log --format markdown` from the ledger and the frozen versions."
    if history.draft:
        yield from ("", f"## [Unreleased] {_plain(history.draft)}")
    for version in reversed(history.versions):
        yield ""
        yield from _release(version)


def _release(version: Version) -> Iterator[str]:
    entry = version.entry
    yield f"## [{entry.version}] - {entry.effective or 'unattested'}"
    yield ""
    if entry.status == "unattested":
        yield "Lay frozen before the ledger began. Nobody vouches for it."
    else:
        yield _plain(entry.rationale or "")
        yield ""
        yield (
            f"Written by {_plain(entry.author or '')}, approved by"
            f" {_plain(people(entry.approvals)) or 'nobody'}."
        )
    yield from _sections(version.changes or ())
    for head in version.merged:
        if head.changes:
            yield from ("", f"### For those who come from {head.head.rpartition('@')[2]}", "")
            yield "That version is merged into this one. Seen from there:"
            yield from _sections(head.changes, "####")


def _sections(changes: Sequence[Step], marks: str = "###") -> Iterator[str]:
    sorted_in: Mapping[str, list[Step]] = {title: [] for title in SECTIONS}
    for step in changes:
        sorted_in[_section(step.kind)].append(step)
    for title, steps in sorted_in.items():
        if steps:
            yield from ("", f"{marks} {title}", "")
            for step in steps:
                yield from _item(step)


def _section(kind: str) -> str:
    last = kind.rpartition("-")[2]
    if last in _ADDED:
        return "Added"
    if last in _REMOVED:
        return "Removed"
    return "Deprecated" if last == "deprecated" else "Changed"


def _item(step: Step) -> Iterator[str]:
    broken = f" **Breaks {', '.join(step.breaks)}.**" if step.breaks else ""
    message = step.message[:1].upper() + step.message[1:]
    yield f"- {_plain(message)}.{broken}"
    if step.why:
        yield f"  {_plain(step.why)}"
    if step.before is not None and step.after is not None:
        yield f"  - was: {_plain(step.before)}"
        yield f"  - now: {_plain(step.after)}"


def _plain(text: str) -> str:
    """Text as Markdown that shows it: names in backticks stay, all other markup is escaped."""
    return "".join(
        piece if number % 2 else _MARKUP.sub(_escaped, escape(piece, quote=False))
        for number, piece in enumerate(_CODE.split(visible(text)))
    )


def _escaped(match: re.Match[str]) -> str:
    return f"{match[0][:-1]}\\{match[0][-1]}"
