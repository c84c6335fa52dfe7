"""What became of data on its way: counted, for the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

_NUMBERS = ("images", "instances", "keypoints", "set_aside")
_COUNTERS = ("passed_over", "lost", "folded", "assumed")


class Account:
    """Counts of one run. The keys of `lost`, `folded` and `assumed` are sentences for people.

    `lost` is what the written file has no place for; `folded` what became coarser, such as two
    tiers in one flag; `assumed` what had to be decided because the file does not say it. `carried`
    is what a migration map did, by kind, keypoint or tier, and outcome.
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
        self.carried: Counter[tuple[str, ...]] = Counter()

    @property
    def lossless(self) -> bool:
        return not (self.lost or self.folded or self.set_aside)

    def add(self, other: Account) -> None:
        """Take over the counts of a part that was worked on elsewhere."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in (*_COUNTERS, "carried"):
            getattr(self, name).update(getattr(other, name))

    def record(self) -> dict[str, Any]:
        """As plain data, for a file."""
        said: dict[str, Any] = {name: getattr(self, name) for name in _NUMBERS}
        said |= {name: dict(getattr(self, name)) for name in _COUNTERS}
        return said | {"carried": [[*key, count] for key, count in self.carried.items()]}

    @staticmethod
    def read(data: Mapping[str, Any]) -> Account:
        """An account from what `record` gave."""
        account = Account()
        for name in _NUMBERS:
            setattr(account, name, data[name])
        for name in _COUNTERS:
            getattr(account, name).update(data[name])
        account.carried.update({tuple(key): count for *key, count in data["carried"]})
        return account
