"""Which rules waivers and levels may speak of, and which rules of other packages they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from schemac.checks import RULE_NAMES
from schemac.checks.rule import Rule


class Rulebook(Struct, frozen=True):
    """The `names` that may be waived or given a level; the names of findings that are `fixed`;
    rules of packages that were named, to be run as well; and why others named are of no use."""

    names: frozenset[str]
    fixed: frozenset[str] = frozenset()
    further: tuple[Rule[Any], ...] = ()
    broken: Mapping[str, str] = {}


def rulebook(named: Iterable[str]) -> Rulebook:
    """What there is, as far as these names ask for it.

    All codes are looked up only when one is named that the checks do not know, and other packages
    only when none of ours has it.
    """
    unknown = frozenset(named) - RULE_NAMES
    if not unknown:
        return Rulebook(RULE_NAMES)
    from schemac.codes import adjustable_names, every_code

    names = RULE_NAMES | adjustable_names()
    fixed = frozenset(code.name for code in every_code()) - names
    strange = sorted(unknown - names - fixed)
    return _with_packages(names, fixed, strange) if strange else Rulebook(names, fixed)


def _with_packages(
    names: frozenset[str], fixed: frozenset[str], strange: Iterable[str]
) -> Rulebook:
    from schemac.thirdparty import PackageError, rule_named

    found: dict[str, Rule[Any] | None] = {}
    broken: dict[str, str] = {}
    for name in strange:
        try:
            shipped = rule_named(name)
        except PackageError as error:
            broken[name] = str(error)
            continue
        if shipped is not None and shipped.code.name == name:
            found[name] = shipped.rule
    further = tuple(rule for rule in found.values() if rule is not None)
    return Rulebook(names | found.keys(), fixed, further, broken)
