"""What a package ships, watched while it is used: what fails, fails under the package's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from msgspec.structs import replace

from schemac.artifact import Artifact
from schemac.checks.rule import Rule
from schemac.diagnostic import Diagnostic
from schemac.format import Emission, Format, Settings, Use
from schemac.model import Skeleton
from schemac.output import OutputError
from schemac.output.paths import check_paths
from schemac.thirdparty.offers import PackageError, said

_TELL = "tell its authors; without the package's name in your project it is not used"

T = TypeVar("T")


def guarded_target(format: Format, what: str, top: str) -> Format:
    """The same target; `what` names it in what is said when it fails, `top` is the module of its
    package that holds the others."""
    emit, accepts, use = format.emit, format.accepts, format.use

    def watched_emit(skeleton: Skeleton, settings: Settings) -> Emission:
        made = _tried(lambda: emit(skeleton, settings) if emit else None, what, top)
        if not isinstance(made, Emission) or not all(map(_sound, made.artifacts)):
            raise PackageError(f"{what} made no Emission of Artifacts with a path and bytes", _TELL)
        try:
            check_paths(artifact.path for artifact in made.artifacts)
        except OutputError as error:
            raise PackageError(
                f"{what} made files that cannot be written: {error}", _TELL
            ) from error
        return made

    def watched_accepts(skeleton: Skeleton, settings: Settings) -> Iterator[Diagnostic]:
        yield from _findings(lambda: accepts(skeleton, settings) if accepts else (), what, top)

    def watched_use(skeleton: Skeleton) -> Use:
        told = _tried(lambda: use(skeleton) if use else None, what, top)
        if not isinstance(told, Use):
            raise PackageError(f"{what} says how to use it in what is no Use", _TELL)
        return told

    return replace(
        format,
        emit=watched_emit,
        accepts=watched_accepts if accepts else None,
        use=watched_use if use else None,
    )


def guarded_rule(rule: Rule[Any], what: str, top: str) -> Rule[Any]:
    """The same rule; `what` and `top` as for a target."""

    def run(code: object, subject: Any) -> Iterator[Diagnostic]:
        yield from _findings(lambda: rule(subject), what, top)

    return Rule(rule.code, run, rule.whole)


def _sound(artifact: object) -> bool:
    return (
        isinstance(artifact, Artifact)
        and isinstance(artifact.path, str)
        and isinstance(artifact.content, bytes)
    )


def _findings(call: Callable[[], Iterable[Any]], what: str, top: str) -> Iterator[Diagnostic]:
    for found in _tried(lambda: tuple(call()), what, top):
        if not isinstance(found, Diagnostic):
            raise PackageError(f"{what} finds what is no Diagnostic", _TELL)
        yield found


def _tried(call: Callable[[], T], what: str, top: str) -> T:
    try:
        return call()
    except (Exception, SystemExit) as error:  # a stranger's exit must not pass for ours
        raise PackageError(f"{what} failed: {said(error, top)}", _TELL) from error
