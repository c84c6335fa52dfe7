"""What errors are measured by: the object's area, a length for PCK, pixels of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.agreeing.centre import median_of
from schemac.agreeing.deviations import where
from schemac.agreeing.items import Items
from schemac.labels import Labels
from schemac.labels.formulas import REDUCED, measured
from schemac.model import Skeleton
from schemac.model.formula import Expression, Variable
from schemac.workspace import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EXTENT = "extent"
_TRIED = ("segment_area", "reduced_box_area", EXTENT)
_SHARES = {"segment_area": REDUCED, "reduced_box_area": REDUCED, "box_area": 1.0}
"""What each scale is of the area of the box. For segments it is what COCO's tools take."""


class Scale(Struct, frozen=True):
    """An area: a formula of the spec, or by name. `extent` is the square of the longer side of the
    box round the keypoints. `note` says why it is not the spec's own."""

    text: str
    tree: Expression | None
    note: str | None = None

    def areas(self, labels: Labels, skeleton: Skeleton) -> Floats:
        """Square pixels of objects that `middle` gave, shape (I,); NaN where nobody told."""
        import numpy as np

        if self.tree is None:
            xy = labels.keypoints[..., :2]
            span = np.fmax.reduce(xy, axis=1) - np.fmin.reduce(xy, axis=1)
            area: Floats = span.max(axis=1) ** 2
        else:
            area = measured(self.tree, labels, skeleton)
        return np.where(area > 0, area, np.nan)


def scale_for(skeleton: Skeleton, first: Iterable[Items], wish: str | None = None) -> Scale:
    """The scale of the spec's main sigmas, if the labels have what it needs, else the next best
    that they have; `wish` names one outright. Raises UsageError when they do not have that."""
    import numpy as np

    batches = [middle(items, skeleton) for items in first]
    if wish is not None:
        named = Scale(
            wish, None if wish == EXTENT else Variable(name=wish), _wished(skeleton, wish)
        )
        if not any(np.isfinite(named.areas(each, skeleton)).any() for each in batches):
            raise UsageError(
                f"these labels have no {wish}",
                "without --scale one is found; areas that are those of boxes are no segment_area",
            )
        return named
    chosen = skeleton.sigma_set(skeleton.main_sigmas or "")
    tried: list[Scale] = [Scale(chosen.scale.text, chosen.scale.tree)] if chosen else []
    tried += [Scale(name, None if name == EXTENT else Variable(name=name)) for name in _TRIED]
    for scale in tried:
        areas = [scale.areas(each, skeleton) for each in batches]
        if areas and np.isfinite(np.concatenate(areas)).mean() > 0.5:
            if chosen and scale.text != chosen.scale.text:
                factor = carried(skeleton, scale.text)
                said = _instead(chosen.scale.text, scale.text, factor)
                return Scale(scale.text, scale.tree, said)
            return scale
    return tried[-1]


def _wished(skeleton: Skeleton, wish: str) -> str | None:
    """What is said of a scale that was asked for, where it is not that of the spec."""
    chosen = skeleton.sigma_set(skeleton.main_sigmas or "")
    factor = carried(skeleton, wish)
    if chosen is None or chosen.scale.text == wish:
        return None
    if factor != factor:
        return (
            f"the spec's sigmas are relative to {chosen.scale.text}: nothing is held against them"
        )
    return (
        f"the spec's sigmas are relative to {chosen.scale.text}; they are multiplied by"
        f" {factor:.3f} to be relative to {wish}"
    )


def carried(skeleton: Skeleton, scale: str) -> float:
    """What sigmas of the spec are multiplied by to be relative to another scale: the root of the
    areas' ratio, as far as it is the same for every object. 1 for a spec without sigmas, NaN where
    the two scales have nothing to do with each other."""
    chosen = skeleton.sigma_set(skeleton.main_sigmas or "")
    if chosen is None or chosen.scale.text == scale:
        return 1.0
    own, other = _SHARES.get(chosen.scale.text), _SHARES.get(scale)
    return float("nan") if own is None or other is None else (own / other) ** 0.5


def other_areas(labels: Labels, skeleton: Skeleton, scale: str) -> dict[str, Floats]:
    """Areas in the scales that a spec can name and the labels have, (I,), but for the one in use:
    sigmas are measured in each of them, which is the surest way from one to another."""
    import numpy as np

    found = {
        name: Scale(name, Variable(name=name)).areas(labels, skeleton)
        for name in _SHARES
        if name != scale
    }
    return {name: areas for name, areas in found.items() if np.isfinite(areas).any()}


def _instead(wanted: str, taken: str, factor: float) -> str:
    what = f"the spec's sigmas are relative to {wanted}, which these labels do not have"
    if factor != factor:
        return (
            f"{what}; errors are relative to {taken}, and nothing is held against the spec's sigmas"
        )
    times = "" if factor == 1 else f", and its sigmas are multiplied by {factor:.3f}"
    return f"{what}; errors are relative to {taken} instead, as COCO's tools do{times}"


def middle(items: Items, skeleton: Skeleton) -> Labels:
    """One label for each item, to take measure by: the gold label, or the median of what people
    placed."""
    import numpy as np

    given = items.keypoints if items.truth is None else items.truth
    keypoints = np.concatenate((where(given, skeleton), given[..., 2:]), axis=-1)
    if items.truth is None:
        keypoints = median_of(keypoints)
    boxes, areas = median_of(items.boxes), median_of(items.areas)
    return Labels(keypoints=keypoints, boxes=boxes, areas=areas, about=items.about)


def lengths(labels: Labels, skeleton: Skeleton) -> Floats:
    """What PCK of the main profile is relative to, pixels, (I,); NaN where the spec has none."""
    import numpy as np

    profile = skeleton.main_profile
    if profile is None or profile.relative_to is None:
        return np.full(len(labels), np.nan)
    return measured(profile.relative_to.tree, labels, skeleton)


def plan_factors(items: Items, image: Sequence[float] | None) -> Floats:
    """By what pixels of each item's image are multiplied to be pixels of the plan's, (I,): 1 where
    the spec has no plan or the size is unknown."""
    import numpy as np

    if image is None:
        return np.ones(len(items))
    longer = max(image)
    sizes = [max(each.image.width or 0, each.image.height or 0) for each in items.about]
    return np.array([longer / size if size else 1.0 for size in sizes])
