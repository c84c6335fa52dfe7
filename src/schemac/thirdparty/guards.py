"""What a package ships, judged before it is used, and watched while it is.

Only what schemac itself rests on is judged. What fails later fails under the name of the package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from msgspec.structs import replace

from schemac.artifact import Artifact
from schemac.checks.rule import Rule
from schemac.diagnostic import Code, Diagnostic
from schemac.format import Emission, Format, Settings
from schemac.model import Skeleton
from schemac.thirdparty.offers import PackageError, said

_TARGET_NAME = re.compile(r"[a-z][a-z0-9_-]{0,47}")
_RULE_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_RULE_ID = re.compile(r"[A-Z]{2,12}[0-9]{1,5}")

_TELL = "tell its authors; without the package's name in your project it is not used"

T = TypeVar("T")


def wrong_target(format: Any, name: str) -> str | None:
    """Why this is no target of that name, as the end of a sentence."""
    if not isinstance(format, Format):
        return f"is no schemac.format.Format but of type {type(format).__name__}"
    if format.name != name:
        return f"calls itself `{format.name}`"
    if not _TARGET_NAME.fullmatch(name):
        return "has a name that schemac.yaml cannot hold; it has small letters, digits, `_` and `-`"
    if format.emit is None:
        return "emits nothing"
    return None


def wrong_rule(rule: Any) -> str | None:
    """Why this is neither a rule nor a kind of finding, as the end of a sentence."""
    from schemac.codes import every_code

    if not isinstance(rule, (Rule, Code)):
        return f"holds no schemac.checks.rule.Rule but one of type {type(rule).__name__}"
    code = rule if isinstance(rule, Code) else rule.code
    if not _RULE_NAME.fullmatch(code.name):
        return f"has a rule `{code.name}`; a name is words of small letters with `-` between them"
    if not _RULE_ID.fullmatch(code.id):
        return f"has a rule with the id `{code.id}`; an id is two or more capitals, then digits"
    if any(code.name == ours.name for ours in every_code()):
        return f"has a rule `{code.name}`, which is a name of schemac's own"
    return None


def guarded_target(format: Format, what: str) -> Format:
    """The same target; `what` names it in what is said when it fails."""
    emit, accepts = format.emit, format.accepts

    def watched_emit(skeleton: Skeleton, settings: Settings) -> Emission:
        made = _tried(lambda: emit(skeleton, settings) if emit else None, what)
        if not isinstance(made, Emission) or not all(map(_sound, made.artifacts)):
            raise PackageError(f"{what} made no Emission of Artifacts with a path and bytes", _TELL)
        return made

    def watched_accepts(skeleton: Skeleton, settings: Settings) -> Iterator[Diagnostic]:
        yield from _findings(lambda: accepts(skeleton, settings) if accepts else (), what)

    return replace(format, emit=watched_emit, accepts=watched_accepts if accepts else None)


def guarded_rule(rule: Rule[Any], what: str) -> Rule[Any]:
    """The same rule; `what` names it in what is said when it fails."""

    def run(code: object, subject: Any) -> Iterator[Diagnostic]:
        yield from _findings(lambda: rule(subject), what)

    return Rule(rule.code, run, rule.whole)


def _sound(artifact: object) -> bool:
    return (
        isinstance(artifact, Artifact)
        and isinstance(artifact.path, str)
        and isinstance(artifact.content, bytes)
    )


def _findings(call: Callable[[], Iterable[Any]], what: str) -> Iterator[Diagnostic]:
    for found in _tried(lambda: tuple(call()), what):
        if not isinstance(found, Diagnostic):
            raise PackageError(f"{what} finds what is no Diagnostic", _TELL)
        yield found


def _tried(call: Callable[[], T], what: str) -> T:
    try:
        return call()
    except Exception as error:
        raise PackageError(f"{what} failed: {said(error)}", _TELL) from error
