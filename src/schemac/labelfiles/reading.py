"""All labels of a data set, one file after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from schemac.jobs import cores
from schemac.labelfiles.ahead import FEW, read_ahead
from schemac.labelfiles.found import Found
from schemac.labels import Account, Faults, Labels, Reading
from schemac.model import Skeleton


def read_all(
    found: Found,
    skeleton: Skeleton,
    faults: Faults,
    account: Account,
    advance: Callable[[int], None] = lambda done: None,
    jobs: int | None = 1,
) -> Iterator[Labels]:
    """Batches of all files; instances and keypoints that come out are counted here, whether the
    format counts them or not. Raises LabelError as the faults want it.

    With several `jobs` (None: one a core) other processes read, and are ahead of whoever asks.
    """
    import numpy as np

    jobs = cores() if jobs is None else jobs
    instances = keypoints = 0
    batches = (
        _read(found, skeleton, faults, account, advance)
        if jobs <= 1 or found.bytes < FEW
        else read_ahead(found, skeleton, faults, account, advance, jobs)
    )
    for labels in batches:
        instances += len(labels)
        keypoints += int(np.isfinite(labels.keypoints[..., 0]).sum())
        yield labels
    account.instances, account.keypoints = instances, keypoints
    account.set_aside = max(account.set_aside, faults.count)


def _read(
    found: Found,
    skeleton: Skeleton,
    faults: Faults,
    account: Account,
    advance: Callable[[int], None],
) -> Iterator[Labels]:
    for name in found.names:
        reading = Reading(skeleton=skeleton, faults=faults, account=account, advance=advance)
        yield from found.format.read(found.file(name), reading)
