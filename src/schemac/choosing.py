"""Which targets a run has: those asked for, those of the project or the usual ones, with options.

Targets that other packages ship are looked for only where a name is none of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from schemac.diagnostic import Diagnostic
from schemac.format import Format, Settings
from schemac.linking.codes import UNKNOWN_TARGET
from schemac.source import NOWHERE, Origin
from schemac.workspace import Workspace

ALL = "all"
"""What `--target` calls every target there is."""


class Chosen(Struct, frozen=True):
    """The targets of a run, with complete options, and what was wrong with their choice."""

    formats: tuple[Format, ...]
    options: Mapping[str, Mapping[str, str]]
    problems: tuple[Diagnostic, ...] = ()


def choose_targets(workspace: Workspace, names: Iterable[str] = ()) -> Chosen:
    """The targets named, else those of the project, else the usual ones, with their options
    complete. Every target of ours and of the project for the name `all`."""
    from schemac.formats import FORMATS, USUAL, load

    project = workspace.project
    written = dict(project.targets or {}) if project else {}
    origin = project.origin / "targets" if project else NOWHERE
    asked, problems = [*names], list[Diagnostic]()
    strange = _strange((*written, *asked), origin, problems)
    every = (*FORMATS, *strange)
    wanted = asked or [name for name in written if name in every] or [*USUAL]
    if ALL in wanted:
        wanted = [*every]
    formats = tuple(strange.get(name) or load(name) for name in every if name in wanted)
    options: dict[str, dict[str, str]] = {}
    for format in formats:
        options[format.name] = _defaults(format)
        problems += _set_options(format, written.get(format.name, {}), options[format.name], origin)
    return Chosen(formats, options, tuple(problems))


def settings_for(
    format: Format, chosen: Chosen, workspace: Workspace, digest: str = ""
) -> Settings:
    """What an emitter may know beside the skeleton."""
    base = workspace.project.base_uri if workspace.project else "urn:schemac:"
    return Settings(options=chosen.options[format.name], base_uri=base, digest=digest)


def _strange(
    names: Iterable[str], origin: Origin, problems: list[Diagnostic]
) -> Mapping[str, Format]:
    """The targets among these names that other packages ship. What nobody has is a problem of the
    project; callers have said it before where it was asked for."""
    from schemac.formats import FORMATS

    found: dict[str, Format] = {}
    for name in names:
        if name in FORMATS or name in found or name == ALL:
            continue
        from schemac.thirdparty import PackageError, target_named

        try:
            format = target_named(name)
        except PackageError as error:
            problems.append(UNKNOWN_TARGET.at(origin / name, str(error), help=error.help))
            continue
        if format is None:
            problems.append(_unknown_target(name, origin / name))
        else:
            found[name] = format
    return found


def _unknown_target(name: str, at: Origin) -> Diagnostic:
    from schemac.formats import FORMATS
    from schemac.reading.types import nearest
    from schemac.thirdparty import target_names

    help = nearest(name, (*FORMATS, *target_names())) or "`schemac targets` lists them"
    return UNKNOWN_TARGET.at(at, f"there is no target `{name}`", help=help)


def _defaults(format: Format) -> dict[str, str]:
    return {
        option.name: option.default if option.default is not None else option.values[0]
        for option in format.options
        if option.default is not None or option.values
    }


def _set_options(
    format: Format, written: Mapping[str, str], options: dict[str, str], origin: Origin
) -> Iterator[Diagnostic]:
    known = {option.name: option for option in format.options}
    for name, value in written.items():
        at = origin / format.name / name
        option = known.get(name)
        if option is None:
            listed = ", ".join(f"`{n}`" for n in known)
            help = f"it has {listed}" if known else "it has none"
            message = f"target `{format.name}` has no option `{name}`"
            yield UNKNOWN_TARGET.at(at, message, help=help)
        elif option.values and value not in option.values:
            listed = ", ".join(f"`{v}`" for v in option.values)
            message = f"`{value}` is no value of `{format.name}`'s option `{name}`"
            yield UNKNOWN_TARGET.at(at, message, help=f"one of {listed}")
        else:
            options[name] = value
