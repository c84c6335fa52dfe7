"""What a push would do and what a pull found, as plain values. Nothing here talks or prints."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from schemac.format import Loss


class Action(StrEnum):
    """What is to happen to one thing on the server."""

    CREATE = "create"
    UPDATE = "update"
    KEEP = "keep"
    REFUSE = "refuse"


class Difference(Struct, frozen=True):
    """How the server and the spec differ in one point, in a sentence for people.

    `counts` is false for what neither annotations nor exports depend on, such as a colour.
    """

    message: str
    counts: bool = True


class Step(Struct, frozen=True):
    """One thing on the server, what is to happen to it, and why."""

    action: Action
    thing: str
    message: str
    differences: tuple[Difference, ...] = ()
    advice: str | None = None


class Plan(Struct, frozen=True, kw_only=True):
    """Everything a push would do to one project; `id` is None when there is none yet."""

    tool: str
    server: str
    spec: str
    title: str
    id: int | None
    steps: tuple[Step, ...]

    @property
    def refused(self) -> bool:
        """Whether a step is refused; then none is carried out."""
        return any(step.action is Action.REFUSE for step in self.steps)

    @property
    def up_to_date(self) -> bool:
        """Whether there is nothing to do."""
        return all(step.action is Action.KEEP for step in self.steps)


class Pushed(Struct, frozen=True, kw_only=True):
    """The outcome of a push: its plan, and whether it was carried out.

    `id` and `page` are those of the project, None while it does not exist. `losses` and
    `assumed` are what the target could not hold of the spec and what it had to assume.
    """

    plan: Plan
    written: bool
    id: int | None
    page: str | None
    losses: tuple[Loss, ...] = ()
    assumed: tuple[str, ...] = ()


class Pulled(Struct, frozen=True, kw_only=True):
    """A project's config as the server has it, and how it differs from a spec if one was given.

    `file` is the name that `build` gives to such a config, `config` its content.
    """

    tool: str
    server: str
    id: int
    title: str
    file: str
    config: bytes
    spec: str | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether a difference counts."""
        return any(difference.counts for difference in self.differences)
