"""What errors are measured by: the object's area, a length for PCK, pixels of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.agreeing.deviations import where
from schemac.agreeing.items import Items
from schemac.labels import Labels
from schemac.labels.formulas import measured
from schemac.model import Skeleton
from schemac.model.formula import Expression, Variable
from schemac.workspace import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EXTENT = "extent"
_TRIED = ("segment_area", "reduced_box_area", EXTENT)


class Scale(Struct, frozen=True):
    """An area: a formula of the spec, or by name. `extent` is the square of the longer side of the
    box round the keypoints. `note` says why it is not the spec's own."""

    text: str
    tree: Expression | None
    note: str | None = None

    def areas(self, items: Items, skeleton: Skeleton) -> Floats:
        """Square pixels, shape (I,); NaN where the labels do not tell."""
        import numpy as np

        labels = middle(items, skeleton)
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

    batches = list(first)
    if wish is not None:
        named = Scale(wish, None if wish == EXTENT else Variable(name=wish))
        if not any(np.isfinite(named.areas(items, skeleton)).any() for items in batches):
            raise UsageError(f"these labels have no {wish}", "without --scale one is found")
        return named
    chosen = skeleton.sigma_set(skeleton.main_sigmas or "")
    tried: list[Scale] = [Scale(chosen.scale.text, chosen.scale.tree)] if chosen else []
    tried += [Scale(name, None if name == EXTENT else Variable(name=name)) for name in _TRIED]
    for scale in tried:
        areas = [scale.areas(items, skeleton) for items in batches]
        if areas and np.isfinite(np.concatenate(areas)).mean() > 0.5:
            if chosen and scale.text != chosen.scale.text:
                return Scale(scale.text, scale.tree, _instead(chosen.scale.text, scale.text))
            return scale
    return tried[-1]


def _instead(wanted: str, taken: str) -> str:
    return (
        f"the spec's sigmas are relative to {wanted}, which these labels do not have; errors are"
        f" relative to {taken}, and not comparable with the spec's sigmas"
    )


def middle(items: Items, skeleton: Skeleton) -> Labels:
    """One label for each item, to take measure by: the gold label, or the median of what people
    placed."""
    import warnings

    import numpy as np

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # what nobody placed
        given = items.keypoints if items.truth is None else items.truth
        meant = np.concatenate((where(given, skeleton), given[..., 2:]), axis=-1)
        keypoints = np.nanmedian(meant, axis=1) if items.truth is None else meant
        boxes, areas = np.nanmedian(items.boxes, axis=1), np.nanmedian(items.areas, axis=1)
    return Labels(keypoints=keypoints, boxes=boxes, areas=areas, about=items.about)


def lengths(items: Items, skeleton: Skeleton) -> Floats:
    """What PCK of the main profile is relative to, pixels, (I,); NaN where the spec has none."""
    import numpy as np

    profile = skeleton.main_profile
    if profile is None or profile.relative_to is None:
        return np.full(len(items), np.nan)
    return measured(profile.relative_to.tree, middle(items, skeleton), skeleton)


def plan_factors(items: Items, image: Sequence[float] | None) -> Floats:
    """By what pixels of each item's image are multiplied to be pixels of the plan's, (I,): 1 where
    the spec has no plan or the size is unknown."""
    import numpy as np

    if image is None:
        return np.ones(len(items))
    longer = max(image)
    sizes = [max(each.image.width or 0, each.image.height or 0) for each in items.about]
    return np.array([longer / size if size else 1.0 for size in sizes])
