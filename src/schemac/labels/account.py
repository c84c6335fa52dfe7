"""What became of data on its way: counted, for the report."""

from __future__ import annotations

from collections import Counter


class Account:
    """Counts of one run. The keys of `lost`, `folded` and `assumed` are sentences for people.

    `lost` is what the written file has no place for; `folded` what became coarser, such as two
    tiers in one flag; `assumed` what had to be decided because the file does not say it.
    """

    def __init__(self) -> None:
        self.images = 0
        self.instances = 0
        self.keypoints = 0
        self.passed_over: Counter[str] = Counter()
        self.set_aside = 0
        self.lost: Counter[str] = Counter()
        self.folded: Counter[str] = Counter()
        self.assumed: Counter[str] = Counter()

    @property
    def lossless(self) -> bool:
        return not (self.lost or self.folded or self.set_aside)

    def add(self, other: Account) -> None:
        """Take over the counts of a part that was worked on elsewhere."""
        self.images += other.images
        self.instances += other.instances
        self.keypoints += other.keypoints
        self.set_aside += other.set_aside
        for name in ("passed_over", "lost", "folded", "assumed"):
            getattr(self, name).update(getattr(other, name))
