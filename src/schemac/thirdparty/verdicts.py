"""What a package ships, judged before it is used: whether it is what schemac rests on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from schemac.checks.rule import Rule
from schemac.diagnostic import Code, Severity
from schemac.format import Feature, Format, Group, Option

_TARGET_NAME = re.compile(r"[a-z][a-z0-9_-]{0,47}")
_RULE_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_RULE_ID = re.compile(r"[A-Z]{2,12}[0-9]{1,5}")


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
    return next(_wrong_fields(format), None)


def wrong_rule(rule: Any) -> str | None:
    """Why this is neither a rule nor a kind of finding, as the end of a sentence."""
    from schemac.codes import every_code

    if not isinstance(rule, (Rule, Code)):
        return f"holds no schemac.checks.rule.Rule but one of type {type(rule).__name__}"
    code: Any = rule if isinstance(rule, Code) else rule.code
    if not isinstance(code.name, str) or not _RULE_NAME.fullmatch(code.name):
        return f"has a rule `{code.name}`; a name is words of small letters with `-` between them"
    if not isinstance(code.id, str) or not _RULE_ID.fullmatch(code.id):
        return f"has a rule with the id `{code.id}`; an id is two or more capitals, then digits"
    if not isinstance(code.severity, Severity):
        return f"has a rule `{code.name}` whose severity is no schemac.diagnostic.Severity"
    if not isinstance(code.doc, str) or not code.doc.strip():
        return f"has a rule `{code.name}` without a docstring, which `schemac explain` prints"
    if any(code.name == ours.name for ours in every_code()):
        return f"has a rule `{code.name}`, which is a name of schemac's own"
    return None


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _text_or_none(value: object) -> bool:
    return value is None or _text(value)


def _call_or_none(value: object) -> bool:
    return value is None or callable(value)


def _files(value: object) -> bool:
    return isinstance(value, Mapping) and all(map(_text, (*value.keys(), *value.values())))


def _features(value: object) -> bool:
    return isinstance(value, frozenset) and all(isinstance(each, Feature) for each in value)


def _options(value: object) -> bool:
    return isinstance(value, tuple) and all(map(_option, value))


def _option(each: object) -> bool:
    return (
        isinstance(each, Option)
        and _text(each.name)
        and _text(each.summary)
        and isinstance(each.values, tuple)
        and all(isinstance(value, str) for value in each.values)
        and (each.default is None or isinstance(each.default, str))
    )


_FIELDS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "title": (_text, "a text"),
    "summary": (_text, "a text"),
    "group": (lambda value: isinstance(value, Group), "a schemac.format.Group"),
    "files": (_files, "a dict from file names to texts"),
    "carries": (_features, "a frozenset of schemac.format.Feature"),
    "emit": (_call_or_none, "a function"),
    "accepts": (_call_or_none, "a function or None"),
    "use": (_call_or_none, "a function or None"),
    "options": (_options, "a tuple of schemac.format.Option, of texts"),
    "sigmas": (_text_or_none, "a text or None"),
    "proven": (_text_or_none, "a text or None"),
}


def _wrong_fields(format: Format) -> Iterator[str]:
    for field, (right, wanted) in _FIELDS.items():
        if not right(getattr(format, field)):
            yield f"has a `{field}` that is not {wanted}"
