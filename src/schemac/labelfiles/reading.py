"""All labels of a data set, one file after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from schemac.labelfiles.found import Found
from schemac.labels import Account, Faults, Labels, Reading
from schemac.model import Skeleton


def read_all(
    found: Found,
    skeleton: Skeleton,
    faults: Faults,
    account: Account,
    advance: Callable[[int], None] = lambda done: None,
) -> Iterator[Labels]:
    """Batches of all files; instances and keypoints that come out are counted here, whether the
    format counts them or not. Raises LabelError as the faults want it."""
    import numpy as np

    instances = keypoints = 0
    for name in found.names:
        reading = Reading(skeleton=skeleton, faults=faults, account=account, advance=advance)
        for labels in found.format.read(found.file(name), reading):
            instances += len(labels)
            keypoints += int(np.isfinite(labels.keypoints[..., 0]).sum())
            yield labels
    account.instances, account.keypoints = instances, keypoints
    account.set_aside = max(account.set_aside, faults.count)
