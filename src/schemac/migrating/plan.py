"""Labels read and carried, without writing them: for a plan, and for what people must redo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from schemac.labelfiles import Found, read_all
from schemac.labels import Account, Faults, Labels
from schemac.maps import Mapped
from schemac.migrating.counting import Counting

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Advance = Callable[[int], None]


def tried(
    found: Found, mapped: Mapped, faults: Faults, account: Account, advance: Advance
) -> Iterator[tuple[Labels, NDArray[np.int8]]]:
    """Every batch of labels as the map leaves it, with what people must redo (as `to_redo`).

    All counts go into the account. Raises LabelError as the faults want it.
    """
    counting = Counting(map=mapped.map, account=account)
    for labels in read_all(found, mapped.source, faults, account, advance):
        result = counting(labels.keypoints)
        yield replace(labels, keypoints=result), counting.to_redo(labels.keypoints)
