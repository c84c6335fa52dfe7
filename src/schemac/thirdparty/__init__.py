"""Targets and rules that other packages ship, looked for when a name is asked for that is not ours.

A package names them in the entry points `schemac.targets` (each a `Format`) and `schemac.rules`
(each a `Rule`, a `Code` that its target's `accepts` finds, or a tuple of them). Reading entry
points and importing strangers takes time, so nothing here happens as long as every name is one of
ours. See docs/extending.md.

What cannot be used is a `PackageError` that names the package: it is for the person who installed
it, and no bug of schemac.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import Struct

from schemac.checks.rule import Rule
from schemac.diagnostic import Code
from schemac.format import Format
from schemac.formats import FORMATS, READ_ONLY, load
from schemac.thirdparty.guards import guarded_rule, guarded_target
from schemac.thirdparty.offers import Package, PackageError, code_files, entries, loaded, top_of
from schemac.thirdparty.verdicts import wrong_rule, wrong_target

__all__ = [
    "PackageError", "Package", "Shipped", "code_files", "load_target", "rule_named",
    "shipped_rules", "shipped_targets", "target_named", "target_names",
]  # fmt: skip

TARGETS, RULES = "schemac.targets", "schemac.rules"
TAKEN = frozenset({*FORMATS, *READ_ONLY, "all", "guide", "guides", "maps", "start"})
"""Names that no target of others can have."""

_ASK = "docs/extending.md says what schemac expects of a package"
_UNINSTALL = "uninstall one of them"


class Shipped(Struct, frozen=True):
    """A kind of finding, the package it is from, and the rule that finds it: None where that is
    the `accepts` of a target."""

    code: Code
    package: Package
    rule: Rule[Any] | None


@cache
def target_named(name: str) -> Format | None:
    """The target of that name that a package ships, None when there is none.

    Raises PackageError when it cannot be used.
    """
    found = entries(TARGETS).get(name, ())
    if not found:
        return None
    what = f"target `{name}`"
    if len(found) > 1:
        packages = " and ".join(str(package) for _, package in found)
        raise PackageError(f"{packages} both ship a {what}", _UNINSTALL)
    ((entry, package),) = found
    _refuse_clash(package)
    format = loaded(entry, package, what)
    wrong = wrong_target(format, name)
    if wrong:
        raise PackageError(f"{what} of package {package} {wrong}", _ASK)
    return guarded_target(format, f"{what} of package {package}", top_of(entry))


@cache
def rule_named(word: str) -> Shipped | None:
    """The kind of finding of that name or id that a package ships, None when there is none.

    A package may ship many rules under one entry point, so all are loaded. Raises PackageError
    when there is no such rule, and a package may have it that could not be loaded.
    """
    rules, broken = shipped_rules()
    found = [each for each in rules if word in (each.code.name, each.code.id)]
    packages = sorted({str(each.package) for each in found})
    if len(packages) > 1:
        raise PackageError(f"{' and '.join(packages)} both ship a rule `{word}`", _UNINSTALL)
    if not found and broken:
        first = broken[0]
        raise PackageError(f"there is no rule `{word}` of schemac's own, and {first}", first.help)
    return found[0] if found else None


def load_target(name: str) -> Format:
    """The format of any name, ours or of a package. Raises KeyError for one that nobody has."""
    if name in FORMATS or name in READ_ONLY:
        return load(name)
    found = target_named(name)
    if found is None:
        raise KeyError(name)
    return found


def target_names() -> tuple[str, ...]:
    """The names that packages offer, unloaded, for suggestions."""
    return tuple(sorted(set(entries(TARGETS)) - TAKEN))


def shipped_targets() -> tuple[tuple[Format, ...], tuple[PackageError, ...]]:
    """All targets that installed packages ship, and why others cannot be used."""
    formats: list[Format] = []
    broken: dict[str, PackageError] = {}
    for name, found in entries(TARGETS).items():
        try:
            if name in TAKEN:
                for _, package in found:
                    _refuse_clash(package)
            elif format := target_named(name):
                formats.append(format)
        except PackageError as error:
            broken.setdefault(str(error), error)
    return tuple(formats), tuple(broken.values())


def _refuse_clash(package: Package) -> None:
    """A name of ours in a package that is used: its author believes that it counts."""
    for name, found in entries(TARGETS).items():
        if name in TAKEN and any(owner == package for _, owner in found):
            wrong = f"ships a target `{name}`, which is a name of schemac's own"
            raise PackageError(f"package {package} {wrong}", _ASK)


@cache
def shipped_rules() -> tuple[tuple[Shipped, ...], tuple[PackageError, ...]]:
    """All rules that installed packages ship and that can be used, and why others cannot be."""
    rules: list[Shipped] = []
    broken: list[PackageError] = []
    for name, found in entries(RULES).items():
        for entry, package in found:
            what = f"entry point `{name}` of package {package}"
            try:
                value = loaded(entry, package, f"entry point `{name}`")
                rules += _judged(value, what, package, top_of(entry))
            except PackageError as error:
                broken.append(error)
    return tuple(rules), tuple(broken)


def _judged(value: Any, what: str, package: Package, top: str) -> Iterator[Shipped]:
    for each in value if isinstance(value, tuple) else (value,):
        wrong = wrong_rule(each)
        if wrong:
            raise PackageError(f"{what} {wrong}", _ASK)
        if isinstance(each, Code):
            yield Shipped(each, package, None)
        else:
            rule = guarded_rule(each, f"rule `{each.code.name}` of package {package}", top)
            yield Shipped(each.code, package, rule)
