"""Label files judged: read as streams, held against the spec by their stamp."""

from __future__ import annotations

from collections.abc import Callable, Collection

from schemac.labelfiles import Found, demand_stamp, read_all
from schemac.model import Skeleton
from schemac.validating.finding import Finding
from schemac.validating.run import Report, Validation


def validate(
    found: Found,
    skeleton: Skeleton,
    *,
    ignore: Collection[str] = (),
    most: int = 20,
    sink: Callable[[Finding], None] | None = None,
    advance: Callable[[int], None] = lambda done: None,
    jobs: int | None = 1,
) -> Report:
    """What is wrong in label files of a spec; memory does not grow with their size, but for some
    100 bytes an instance. With several `jobs` other processes read ahead. Raises LabelError when a
    file cannot be read on, UsageError when it says that it is in another spec."""
    run = Validation(skeleton, ignore=ignore, most=most, sink=sink)
    for name in found.names:
        note = demand_stamp(found.file(name), found.format, skeleton)
        if note:
            run.account.assumed[note] += 1
    for labels in read_all(found, skeleton, run.faults, run.account, advance, jobs):
        run.look(labels)
    return run.report(found.names)
