"""What came of an import: for people, and as a record for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from schemac.diagnostic import Diagnostic, Severity
from schemac.formats import load
from schemac.importing.run import Import, Imported
from schemac.report import render_json, render_text, visible

_SHOWN = 3


def render(done: Import, *, colour: bool = False, width: int = 100, cwd: str | None = None) -> str:
    """The findings at their places, what was written, and what to do next."""
    blocks = []
    if done.problems:
        blocks.append(render_text(done.problems, done.locate, colour=colour, width=width, cwd=cwd))
    errors = [d for each in done.written for d in each.checked if d.severity is Severity.ERROR]
    if errors:
        blocks.append(render_text(errors, done.locate, colour=colour, width=width, cwd=cwd))
    blocks.append("\n".join(_written(done)) + "\n")
    return "\n".join(blocks)


def record(done: Import, cwd: str | None = None) -> dict[str, Any]:
    """`{"version": 1, "written": [...], "findings": {...}}`; findings as `check --format json`."""
    return {
        "version": 1,
        "written": [_record(each) for each in done.written],
        "again": [{"file": file, "as": first} for file, first in done.again],
        "findings": json.loads(render_json(done.problems, done.locate, cwd=cwd)),
        "checked": json.loads(
            render_json([d for each in done.written for d in each.checked], done.locate, cwd=cwd)
        ),
    }


def _written(done: Import) -> Iterator[str]:
    for file, earlier in done.again[:_SHOWN]:
        yield visible(f"{file} says the same as {earlier}")
    if len(done.again) > _SHOWN:
        yield f"and {len(done.again) - _SHOWN} more files say what others say"
    for each in done.written:
        yield visible(f"wrote {each.file}: {_about(each)}")
        yield f"  {_verdict(each.checked)}"
        todo = each.text.count("TODO:")
        offered = each.text.count("# landmark: ")
        marks = f"  {todo} places marked TODO are for you to say"
        yield marks + (f"; {_many(offered, 'landmark')} proposed by name" if offered else "")
    if not done.written:
        yield "nothing was written"
        return
    broken = [each for each in done.written if _errors(each.checked)]
    yield ""
    if broken:
        file = visible(broken[0].file)
        yield f"next: mend the errors of {file}, and run `schemac check {file}`"
        return
    first = done.written[0]
    yield f"next: look at it with `schemac serve {visible(first.file)} --open`,"
    yield f"      then write what is marked TODO, and run `schemac check {visible(first.file)}`"


def _about(each: Imported) -> str:
    facts = _facts(each)
    parts = [_many(facts["keypoints"], "keypoint"), _many(facts["edges"], "edge")]
    parts += [_many(facts["pairs"], "pair"), _many(facts["sigmas"], "sigma")]
    return f"{', '.join(parts)}; read as {load(each.format).title}"


def _facts(each: Imported) -> dict[str, int]:
    found = each.settled
    return {
        "keypoints": len(found.names),
        "edges": len(found.edges),
        "pairs": sum(i < j for i, j in enumerate(found.partners)),
        "sigmas": sum(sigma is not None for sigma in found.sigmas),
    }


def _verdict(checked: tuple[Diagnostic, ...]) -> str:
    errors = _errors(checked)
    if errors:
        return f"it does not compile: {_many(errors, 'error')}, shown above"
    rules = Counter(one.rule for one in checked if one.severity is Severity.WARNING)
    if not rules:
        return "it compiles, without a warning"
    listed = ", ".join(f"{number} {rule}" for rule, number in rules.most_common(_SHOWN))
    more = ", ..." if len(rules) > _SHOWN else ""
    return f"it compiles, with {_many(sum(rules.values()), 'warning')}: {listed}{more}"


def _errors(checked: tuple[Diagnostic, ...]) -> int:
    return sum(one.severity is Severity.ERROR for one in checked)


def _record(each: Imported) -> dict[str, Any]:
    return {
        "file": each.file,
        "spec": each.id,
        "from": each.draft.file,
        "format": each.format,
        "category": each.draft.name,
        **_facts(each),
        "compiles": not any(one.severity is Severity.ERROR for one in each.checked),
        "unused": list(each.draft.unused),
    }


def _many(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number or 'no'} {one}s"
