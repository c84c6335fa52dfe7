"""Diagnostics for people at a terminal.

error[N001]: `elbow` is already a keypoint (duplicate-name)
  --> specs/body/coco-17.yaml:31:3
   |
22 |   elbow:    {index: {left: 7, right: 8}}
   |   ----- first written here
...
31 |   elbow:    {index: 9}
   |   ^^^^^
   |
   = help: give one of them another name
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from schemac.diagnostic import Diagnostic, Severity
from schemac.report.cells import cells, visible, wrap
from schemac.report.colour import Paint, painter
from schemac.report.finding import Finding, Locate, Mark, counts, findings, unique
from schemac.report.snippet import Frame, notes, snippet

NARROWEST = 40
FEW = 3  # warnings of one rule in one file that are shown where the rest is folded
MANY = 20  # and errors


def render_text(
    diagnostics: Iterable[Diagnostic],
    locate: Locate,
    *,
    colour: bool = False,
    width: int = 100,
    cwd: str | None = None,
    fold: bool = False,
) -> str:
    """Every finding with its lines, then how many there are and how to learn more.

    Findings are sorted by file, line, column and code, and shown once. No line is wider than
    `width` terminal cells (at least 40) but for paths. What has a fix is marked `[*]`. With `fold`,
    of a rule that finds the same all over a file the first few are shown and the rest counted.
    Empty when there is nothing to say.
    """
    found = findings(diagnostics, locate, cwd)
    if not found:
        return ""
    paint, lines = painter(colour), _split_once()
    shown, rest = folded(found) if fold else (found, {})
    blocks = [_block(one, max(width, NARROWEST), paint, lines) for one in shown]
    if rest:
        blocks.append("\n".join(_rest(rest, max(width, NARROWEST))))
    said = [one.diagnostic for one in found]
    worst = next(s for s in Severity if counts(said)[s])
    code = visible(next(one.code for one in said if one.severity == worst))
    closing = [paint(summary(said), worst.value)]
    closing += [paint(line, "faint") for line in _mendable(said)]
    closing.append(paint(f"run `schemac explain {code}` to read what is wrong and why", "faint"))
    return "\n\n".join([*blocks, "\n".join(closing)]) + "\n"


def summary(diagnostics: Iterable[Diagnostic], checked: int | None = None) -> str:
    """`2 errors, 1 warning in 3 files`, or `no problems found in 4 specs` (`checked` of them)."""
    found = unique(diagnostics)
    if not found:
        return "no problems found" + (f" in {_many(checked, 'spec')}" if checked else "")
    parts = [_many(number, str(kind)) for kind, number in counts(found).items() if number]
    files = len({one.origin.file for one in found if one.origin.file})
    return ", ".join(parts) + (f" in {_many(files, 'file')}" if files else "")


def folded(
    found: Sequence[Finding],
) -> tuple[list[Finding], Mapping[tuple[str, Severity, str], int]]:
    """The first findings of each rule in each file, and how many more there are by path, severity
    and rule. Of warnings and notes `FEW` are shown, of errors `MANY`, as each has to be mended."""
    seen: Counter[tuple[str, Severity, str]] = Counter()
    shown = []
    for one in found:
        key = (one.place.path, one.diagnostic.severity, one.diagnostic.rule)
        seen[key] += 1
        if seen[key] <= _most(key[1]):
            shown.append(one)
    return shown, {key: n - _most(key[1]) for key, n in seen.items() if n > _most(key[1])}


def by_rule(diagnostics: Iterable[Diagnostic]) -> str:
    """One line: `17 missing-cue, 3 missing-mistake`, the most first; empty for no findings."""
    counted = Counter(one.rule for one in unique(diagnostics))
    rows = sorted(counted.items(), key=lambda row: (-row[1], row[0]))
    return ", ".join(f"{number:,} {visible(rule)}" for rule, number in rows)


def _most(severity: Severity) -> int:
    return MANY if severity is Severity.ERROR else FEW


def _rest(rest: Mapping[tuple[str, Severity, str], int], width: int) -> Iterator[str]:
    """What was folded, a line for each rule of each file, and what shows it."""
    for (path, _, rule), number in rest.items():
        yield f"... and {number:,} more {visible(rule)}" + (f" in {visible(path)}" if path else "")
    told = "`--all` shows each"
    if any(rule.startswith("missing-") for _, _, rule in rest):
        told += "; `schemac coverage --missing` lists what keypoints lack"
    yield from wrap(told, width)


def _mendable(found: list[Diagnostic]) -> Iterator[str]:
    """How many findings a command can mend, and which one."""
    safe = sum(any(fix.safe for fix in one.fixes) for one in found)
    rest = sum(bool(one.fixes) for one in found) - safe
    if safe:
        yield f"[*] {safe} can be mended with `schemac check --fix`"
    if rest and safe:
        yield f"[*] {rest} more with `--fix --unsafe-fixes`, which guesses"
    elif rest:
        yield f"[*] {rest} can be mended with `schemac check --fix --unsafe-fixes`, which guesses"


def _block(
    finding: Finding, width: int, paint: Paint, lines: Callable[[Mark], Sequence[str]]
) -> str:
    one, marks = finding.diagnostic, (finding.place, *finding.notes)
    frame = Frame(_gutter(marks), width, paint, one.severity.value, lines)
    rows = list(_head(one, frame))
    for position, group in enumerate(_by_file(marks)):
        rows += [frame.row()] if position else []
        rows += snippet(group, frame)
    remarks = [m.message for m in finding.notes if not m.path]
    if rows[1:] and (remarks or one.help):
        rows.append(frame.row())
    rows += notes(remarks, frame)
    rows += notes([one.help] if one.help else [], frame, "help")
    return "\n".join(rows)


def _head(one: Diagnostic, frame: Frame) -> Iterator[str]:
    title = visible(f"{one.severity}[{one.code}]") + (" [*]" if one.fixes else "")
    indent = " " * (cells(title) + 2) if cells(title) + 2 <= frame.width // 3 else "  "
    room = frame.width - len(indent)
    text = f"{visible(one.message)} ({visible(one.rule)})"
    first, *rest = wrap(text, room, first=frame.width - cells(title) - 2)
    yield frame.paint(title, one.severity.value) + frame.paint(f": {first}", "strong")
    yield from (indent + frame.paint(line, "strong") for line in rest)


def _by_file(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Marks of one file together, the file of the finding first, then as the notes come."""
    groups: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.path:
            groups.setdefault(mark.path, []).append(mark)
    return list(groups.values())


def _gutter(marks: Sequence[Mark]) -> int:
    return max(len(str(mark.span.line)) if mark.span else 1 for mark in marks)


def _split_once() -> Callable[[Mark], Sequence[str]]:
    """Lines of a source, split once per file and not once per finding."""
    known: dict[str, tuple[str, Sequence[str]]] = {}

    def lines(mark: Mark) -> Sequence[str]:
        text = mark.source.text
        if not text:
            return ()  # an empty file has no line worth drawing
        if mark.source.file not in known or known[mark.source.file][0] is not text:
            known[mark.source.file] = text, text.split("\n")
        return known[mark.source.file][1]

    return lines


def _many(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
