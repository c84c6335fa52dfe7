"""What is wrong in a label file, and whether to stop or to go on without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from schemac.labels.record import Place

Policy = Literal["stop", "aside"]
_SHOWN = 100


class Fault(Struct, frozen=True, kw_only=True):
    """One thing wrong: where, which image and instance, and what. `data` is the piece of the file
    that was set aside, where there is one."""

    message: str
    place: Place
    image: str | None = None
    instance: str | None = None
    help: str | None = None
    data: bytes | None = None

    def __str__(self) -> str:
        what = ", ".join(
            f"{kind} {name}"
            for kind, name in (("image", self.image), ("instance", self.instance))
            if name is not None
        )
        help = f"\n  help: {self.help}" if self.help else ""
        return f"{self.place}: {what}{': ' if what else ''}{self.message}{help}"


class LabelError(Exception):
    """A label file cannot be read on; `str()` says where and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
        self.help = fault.help

    def __str__(self) -> str:
        return str(self.fault)


class Faults:
    """Collects faults. With `stop` the first one raises LabelError; with `aside` the instance is
    left out, counted, and handed to `keep`. `broken` always raises: nothing can be read after it.
    """

    def __init__(
        self, policy: Policy = "stop", keep: Callable[[Fault], None] | None = None
    ) -> None:
        self.policy = policy
        self.count = 0
        self.first: list[Fault] = []
        self._keep = keep

    def report(self, fault: Fault) -> None:
        """An instance that cannot be used."""
        if self.policy == "stop":
            raise LabelError(fault)
        self.count += 1
        if len(self.first) < _SHOWN:
            self.first.append(fault)
        if self._keep:
            self._keep(fault)

    def broken(self, fault: Fault) -> LabelError:
        """The error to raise when the file itself cannot be read on."""
        return LabelError(fault)
