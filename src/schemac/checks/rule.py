"""A rule is a generator beside its code; the docstring is what `schemac explain` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from schemac.diagnostic import Code, Diagnostic, Severity

Subject = TypeVar("Subject")
Generator = Callable[[Code, Subject], Iterator[Diagnostic]]


class Rule(Generic[Subject]):
    """A code and the generator that finds it. `whole` rules make no sense on a skeleton whose
    declaration lost keypoints to errors, and are left out then."""

    def __init__(self, code: Code, run: Generator[Subject], whole: bool) -> None:
        self.code = code
        self.whole = whole
        self._run = run

    def __call__(self, subject: Subject) -> Iterator[Diagnostic]:
        return self._run(self.code, subject)


def rule(
    id: str, name: str, severity: Severity = Severity.ERROR, *, whole: bool = False
) -> Callable[[Generator[Subject]], Rule[Subject]]:
    """Make a generator a rule: `@rule("N001", "duplicate-name")`."""

    def make(run: Generator[Subject]) -> Rule[Subject]:
        doc = run.__doc__ or ""
        return Rule(Code(id=id, name=name, severity=severity, doc=doc), run, whole)

    return make
