"""Migration maps for people: a line a keypoint, then tiers and losses."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from schemac.mapping.algebra import losses_back
from schemac.mapping.digest import map_digest
from schemac.mapping.fidelity import Fidelity
from schemac.mapping.losses import losses_of_map
from schemac.mapping.migration import Entry, MigrationMap, Shares
from schemac.model import Skeleton
from schemac.report.cells import visible

_NAMED = re.compile(r"`[^`]+`")
_MOST = 20  # sentences of a section; a face has a hundred points without a counterpart


def summary_of_map(map: MigrationMap) -> str:
    """One line: how many keypoints come how true, and how many of the source are not used."""
    counted = Counter(entry.fidelity for entry in map.entries)
    parts = [f"{counted[each]} {each.word}" for each in Fidelity if counted[each]]
    unused = f"; {len(map.lost)} of the source not used" if map.lost else ""
    return f"{len(map.entries)} keypoints: {', '.join(parts)}{unused}"


def render_map(map: MigrationMap, target: Skeleton | None = None, *, width: int = 100) -> str:
    """The whole map as text of a width, with the reasons of what is not exact."""
    lines = [f"{map.source.reference} → {map.target.reference}", summary_of_map(map)]
    lines += _wrapped(f"digest {map_digest(map)}", width)
    for made in map.made:
        by = f", by {made.author}" if made.author else ""
        lines += _wrapped(f"from {made.how}: {made.of}{by}", width)
    lines.append("")
    lines += _points(map, width)
    lines += ["", "tiers"]
    for step in reversed(map.tiers):
        dropped = "" if step.keeps else "   without coordinates"
        lines.append(f"  {step.source} → {step.target}{dropped}")
    lines += _section("losses", [lost.message for lost in losses_of_map(map, target)], width)
    lines += _section("the way back is not whole", losses_back(map), width)
    return "\n".join(visible(line) for line in lines) + "\n"


def _points(map: MigrationMap, width: int) -> Iterator[str]:
    longest = max((len(entry.target) for entry in map.entries), default=0)
    said: set[tuple[str, ...]] = set()
    for entry in map.entries:
        at = map.target.index[entry.target]
        look = ", look at it" if entry.review else ""
        head = f"{at:>4} {entry.target:<{longest}}  {entry.fidelity.word + look:<12} "
        yield from _wrapped(head + _sources(entry), width, then=min(len(head), width // 2))
        if entry.why and entry.why not in said and entry.x:
            said.add(entry.why)
            yield from _wrapped("; ".join(entry.why), width, indent=7)


def _sources(entry: Entry) -> str:
    if not entry.x:
        return ""
    if entry.x == entry.y:
        return _sum(entry.x)
    return f"x: {_sum(entry.x)}, y: {_sum(entry.y)}"


def _sum(shares: Shares) -> str:
    text = ""
    for point, weight in shares:
        sign = "- " if weight < 0 else "+ "
        share = "" if abs(weight) == 1 else f"{abs(weight)} "
        text += f"{sign if text or weight < 0 else ''}{share}{point} "
    return text.strip()


def _section(title: str, messages: Sequence[str], width: int) -> Iterator[str]:
    if messages:
        told = _joined(messages)
        yield ""
        yield title
        for message in told[:_MOST]:
            yield from _wrapped(message, width, indent=2)
        if len(told) > _MOST:
            yield f"  … and {len(told) - _MOST} more; the JSON has all"


_PLURAL = ((" has ", " have "), (" is ", " are "))


def _joined(messages: Sequence[str]) -> list[str]:
    """Sentences that say the same of several points, as one of all of them."""
    groups: dict[str, list[str]] = {}
    for message in messages:
        named = _NAMED.match(message)
        name, rest = (named[0], message[named.end() :]) if named else ("", message)
        groups.setdefault(rest, []).append(name)
    return [_of_all(names, rest) for rest, names in groups.items()]


def _of_all(names: list[str], rest: str) -> str:
    for one, many in _PLURAL:
        if len(names) > 1 and rest.startswith(one):
            rest = rest.replace(one, many, 1)
    return ", ".join(names) + rest


def _wrapped(text: str, width: int, indent: int = 0, then: int | None = None) -> list[str]:
    """Lines of a width; those after the first are indented by `then`, else two more."""
    room = " " * indent
    after = " " * (indent + 2 if then is None else then)
    return textwrap.wrap(
        text, max(width - 2, 30), initial_indent=room, subsequent_indent=after,
        break_on_hyphens=False, replace_whitespace=False, drop_whitespace=True,
    )  # fmt: skip
