"""COCO's flags and the tiers of a spec, in both directions.

A keypoint has a place where its flag is 1 or 2. A fraction, which COCO-WholeBody has for keypoints
that a program labelled, says that there is a place, and not that it can be seen. Where flags
cannot tell the tiers apart, a field of ours beside them, `keypoint_tiers`, has their codes, null
for none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemac.labels import Account, Ladder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

TIERS = "keypoint_tiers"


def tells_more(ladder: Ladder) -> bool:
    """Whether annotations need `keypoint_tiers`: flags fold tiers, or a tier that has a flag may go
    without a place, which makes its flag 0."""
    bare = any(tier.coco and tier.coordinates != "required" for tier in ladder.tiers)
    return ladder.folds_coco or bare


def whole_flags(values: Floats, ladder: Ladder, account: Account) -> Ints:
    """Flags 0, 1 and 2 for what files have, -1 for what no tier folds into. Of any shape."""
    import numpy as np

    flags = np.full(values.shape, -1, dtype=np.int64)
    for flag in (0, *ladder.from_coco):
        flags[values == flag] = flag
    fractions = (values > 0) & (values < 2) & (values != 1)
    if fractions.any() and (labelled := 1 if 1 in ladder.from_coco else 2) in ladder.from_coco:
        flags[fractions] = labelled
        said = f"visibility is a fraction, as of labels that a program made; read as {labelled}"
        account.assumed[said] += int(fractions.sum())
    return flags


def codes_of(flags: Ints, ladder: Ladder, account: Account) -> Floats:
    """Codes of tiers for flags that `whole_flags` gave, where nothing else tells them."""
    import numpy as np

    table = np.array([ladder.from_coco.get(flag, np.nan) for flag in (0, 1, 2)])
    for flag, said in ladder.doubtful("coco").items():
        if count := int((flags == flag).sum()):
            account.assumed[said] += count
    return np.asarray(table[flags])


def flags_of(codes: Floats, placed: Any, ladder: Ladder, account: Account) -> Ints:
    """Flags for codes of tiers: 0 for what has no place, whatever its tier folds into."""
    import numpy as np

    flags = np.where(placed, ladder.coco(codes), 0)
    bare = placed & (flags == 0)
    if not bare.any():
        return flags
    untold = bare & np.isnan(codes)
    if untold.any():
        account.assumed["a place without a tier gets the flag 2"] += int(untold.sum())
        flags[untold] = 2
    if rest := int((bare & ~untold).sum()):
        account.lost["places of keypoints whose tier has the flag 0"] += rest
    return flags


def agree(codes: Floats, flags: Ints, ladder: Ladder) -> Any:
    """Whether codes from `keypoint_tiers`, NaN for null, can stand beside these flags: by keypoint.
    A flag of 0 stands beside any tier that may go without a place."""
    import numpy as np

    fine = np.isnan(codes) & (flags == 0)
    for tier in ladder.tiers:
        bare = tier.coordinates != "required"
        fine |= (codes == tier.code) & ((flags == tier.coco) | ((flags == 0) & bare))
    return fine
