"""A batch of labels as the rules look at it: masks and scales that several of them need."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import structs

from schemac.labels import Labels
from schemac.model import Skeleton, Tier

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

CLICK = 0.005
"""How precisely a place can be taken to be clicked, in parts of the instance's scale: what is
smaller than that proves nothing."""


class Scene:
    """N instances of a skeleton with K keypoints."""

    def __init__(self, labels: Labels, skeleton: Skeleton) -> None:
        self.labels = labels
        self.skeleton = skeleton

    def of(self, rows: NDArray[np.intp]) -> Scene:
        """Some of the instances."""
        labels = self.labels
        return Scene(
            structs.replace(
                labels, keypoints=labels.keypoints[rows], boxes=labels.boxes[rows],
                areas=labels.areas[rows], about=tuple(labels.about[row] for row in rows),
            ),
            self.skeleton,
        )  # fmt: skip

    @cached_property
    def xy(self) -> Floats:
        """Shape (N, K, 2), pixels; NaN where there is no place."""
        return self.labels.keypoints[..., :2]

    @cached_property
    def z(self) -> NDArray[np.complex128]:
        """The places as complex numbers x + iy, shape (N, K), 0 where there is none."""
        import numpy as np

        made = np.empty(self.placed.shape, dtype=np.complex128)
        made.real = np.where(self.placed, self.x, 0.0)
        made.imag = np.where(self.placed, self.y, 0.0)
        return made

    @cached_property
    def x(self) -> Floats:
        """How far right each place is, shape (N, K), in one piece of memory; NaN where nothing is
        placed. Sums over rows of it are many times as fast as over `xy`."""
        return self._of_axis(0)

    @cached_property
    def y(self) -> Floats:
        """How far down each place is, as `x`."""
        return self._of_axis(1)

    def _of_axis(self, axis: int) -> Floats:
        import numpy as np

        return np.where(self.placed, self.labels.keypoints[..., axis], np.nan)

    @cached_property
    def codes(self) -> Floats:
        """Codes of tiers, shape (N, K), in one piece of memory; NaN where nobody said anything."""
        import numpy as np

        return np.ascontiguousarray(self.labels.keypoints[..., 2])

    @cached_property
    def _of_code(self) -> dict[int, Mask]:
        """For each tier which labels have it."""
        tiers = self.skeleton.visibility.tiers if self.skeleton.visibility else ()
        return {tier.code: self.codes == tier.code for tier in tiers}

    @cached_property
    def located(self) -> Mask:
        """Which have coordinates, whatever their tier; shape (N, K)."""
        import numpy as np

        here: Mask = np.isfinite(self.xy[..., 0]) & np.isfinite(self.xy[..., 1])
        return here

    @cached_property
    def placed(self) -> Mask:
        """Which have coordinates that mean something: their tier does not forbid them."""
        return self.located & self.of_tiers(lambda tier: tier.coordinates != "forbidden")

    @cached_property
    def count(self) -> NDArray[np.intp]:
        """How many keypoints of each instance are placed, shape (N,)."""
        import numpy as np

        count: NDArray[np.intp] = np.count_nonzero(self.placed, axis=1)
        return count

    @cached_property
    def seen(self) -> Mask:
        """Which are placed, and seen rather than estimated."""
        return self.placed & self.of_tiers(lambda tier: "seen" in tier.situations)

    @cached_property
    def labelled(self) -> Mask:
        """Which count as labelled: COCO's flag of their tier is 1 or 2."""
        return self.of_tiers(lambda tier: tier.coco > 0)

    @cached_property
    def low(self) -> Floats:
        """Left and top of what is placed, shape (N, 2); NaN where nothing is."""
        import numpy as np

        return np.column_stack([np.fmin.reduce(each, axis=1) for each in (self.x, self.y)])

    @cached_property
    def high(self) -> Floats:
        """Right and bottom of what is placed, shape (N, 2); NaN where nothing is."""
        import numpy as np

        return np.column_stack([np.fmax.reduce(each, axis=1) for each in (self.x, self.y)])

    @cached_property
    def scale(self) -> Floats:
        """The size of each instance in pixels, shape (N,): the square root of its box's area, or
        the longer side of the box round its keypoints; NaN where there is neither."""
        import numpy as np

        box = self.labels.boxes[:, 2] * self.labels.boxes[:, 3]
        span = self.high - self.low
        own = np.maximum(span[:, 0], span[:, 1]) ** 2
        area = np.where(np.isfinite(box) & (box > 0), box, own)
        scale: Floats = np.sqrt(np.where(area > 0, area, np.nan))
        return scale

    @cached_property
    def image_sizes(self) -> Floats:
        """Width and height of each instance's image, shape (N, 2); NaN where unknown."""
        import numpy as np

        none = float("nan")
        images = [about.image for about in self.labels.about]
        sizes = np.empty((len(images), 2))
        sizes[:, 0] = [image.width or none for image in images]
        sizes[:, 1] = [image.height or none for image in images]
        return sizes

    def of_tiers(self, asked: Callable[[Tier], bool]) -> Mask:
        """Which labels have a tier of which `asked(tier)` is true; shape (N, K). All that have
        coordinates where the spec knows no tiers."""
        import numpy as np

        tiers = self.skeleton.visibility.tiers if self.skeleton.visibility else ()
        if not tiers:
            return self.located
        mask = np.zeros(self.codes.shape, dtype=bool)
        for tier in tiers:
            if asked(tier):
                mask |= self._of_code[tier.code]
        return mask

    def tier(self, row: int, point: int) -> Tier | None:
        """The tier of one label, for messages."""
        tiers = self.skeleton.visibility.tiers if self.skeleton.visibility else ()
        return next((t for t in tiers if t.code == self.codes[row, point]), None)
