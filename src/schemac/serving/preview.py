"""One spec as it is served: its guide, and what is wrong with it now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from threading import RLock

from msgspec import Struct

from schemac.compile import check
from schemac.contexts import contexts_of, locales_of
from schemac.diagnostic import Diagnostic, Severity
from schemac.guide import Context, Press
from schemac.serving.stamps import Stamp, stamps
from schemac.translations import catalogue_path
from schemac.workspace import UsageError, Workspace


class Report(Struct, frozen=True):
    """What a check said: one line, all of it as text, and whether there is an error."""

    summary: str = ""
    text: str = ""
    failed: bool = False


class Settings(Struct, frozen=True):
    """What all previews of a server share: where the project is, the language of the guides (those
    of the project when None), and the date for waivers that end."""

    cwd: str
    locale: str | None = None
    today: str | None = None


class Preview:
    """The guide of the spec in a file, in every language it is wanted in. While the spec has errors
    it stays what it was before them.

    `revision` counts the checks; `contexts` are empty until the spec was once without errors.
    """

    def __init__(self, name: str, file: str, settings: Settings) -> None:
        self.name, self.file = name, file
        self.revision = 0
        self.report = Report()
        self.contexts: Mapping[str, Context] = {}
        self._wanted: dict[str, Context] = {}
        self._presses: dict[str, Press] = {}
        self._settings = settings
        self._seen: Mapping[str, Stamp] = {file: None}
        self._lock = RLock()

    @property
    def looked_at(self) -> Collection[str]:
        """The documents that the last check looked at, there or not."""
        return self._seen.keys()

    def outdated(self, now: Mapping[str, Stamp]) -> bool:
        """Whether one of them changed. `now` holds their stamps."""
        return any(now[path] != known for path, known in self._seen.items())

    def press(self, locale: str) -> Press:
        """What makes the pages in a language, which is one of `contexts`."""
        with self._lock:
            if locale in self._wanted:
                wanted = self._wanted.pop(locale)
                self._presses[locale] = Press(wanted, self._presses.get(locale))
            return self._presses[locale]

    def refresh(self) -> bool:
        """Check the spec again if it is outdated; whether it was."""
        with self._lock:
            # Taken before anything is read, so that what changes meanwhile is noticed next time.
            now = stamps(self._seen)
            if self.revision and not self.outdated(now):
                return False
            workspace = Workspace(self._settings.cwd)
            try:
                self.report = self._checked(workspace)
            except UsageError as error:
                self.report = Report(str(error), f"{error}\n{error.help or ''}", True)
            except Exception as error:  # the watch goes on, whatever a document brings about
                said = f"a bug of schemac: {type(error).__name__}: {error}"
                self.report = Report(said, said, True)
            self._seen = {**stamps(workspace.probed.keys() - now.keys()), **now}
            self.revision += 1
            return True

    def _checked(self, workspace: Workspace) -> Report:
        locales = locales_of(workspace, self._settings.locale)
        checked = check(workspace, (self.file,), today=self._settings.today)
        # A catalogue of translations is read, or looked for, as a document is.
        for locale in locales:
            workspace.probed.setdefault(str(catalogue_path(workspace, locale)), None)
        if not checked.failed and checked.skeletons:
            (skeleton,) = checked.skeletons
            self.contexts = contexts_of(workspace, skeleton, locales)
            self._wanted = dict(self.contexts)
        return _report(checked.diagnostics, workspace)


def _report(diagnostics: tuple[Diagnostic, ...], workspace: Workspace) -> Report:
    from schemac.report import render_text, summary

    text = render_text(diagnostics, workspace.locate, cwd=workspace.cwd)
    failed = any(one.severity is Severity.ERROR for one in diagnostics)
    return Report(summary(diagnostics), text, failed)


Told = Callable[[Preview, float], None]
"""Told of a preview that was checked, and of the seconds it took."""
