"""What is raised for people: a spec with errors, a wrong question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemac.diagnostic import Diagnostic

if TYPE_CHECKING:
    from schemac.report import Locate


class SpecError(Exception):
    """A spec has errors. `diagnostics` are all findings; `str()` shows them as `check` does."""

    def __init__(
        self, diagnostics: tuple[Diagnostic, ...], locate: Locate, cwd: str | None = None
    ) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics
        self._locate, self._cwd = locate, cwd

    def __str__(self) -> str:
        from schemac.report import render_text

        return render_text(self.diagnostics, self._locate, cwd=self._cwd)
