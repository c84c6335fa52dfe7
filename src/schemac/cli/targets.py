"""`schemac targets`: what can be emitted."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from schemac.cli.parser import Parser, width

if TYPE_CHECKING:
    from schemac.format import Format, Option

_ABOUT = """List what can be emitted. With names: all that each writes, carries and loses, the form
of its sigmas, its options in schemac.yaml, what it was tried with, and how to use it.

A name may also be of a target that another installed package ships (see docs/extending.md)."""
_EXAMPLES = """  schemac targets
  schemac targets cvat fiftyone
  schemac targets --format json
  schemac targets --installed             those that other installed packages ship
  schemac targets --format markdown       the tables of docs/targets.md"""

_SHOWN = "body/coco-17"


def run(words: list[str]) -> int:
    """0, or 2 for an unknown target, or for one of an installed package that cannot be used."""
    parser = Parser("targets", _ABOUT, _EXAMPLES)
    parser.add_argument("target", nargs="*", metavar="NAME", help="only these, with all details")
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help="how to print"
    )
    parser.add_argument(
        "--installed", action="store_true", help="those of other installed packages instead"
    )
    asked = parser.parse_args(words)
    if asked.installed:
        return _installed(asked)
    from schemac.api import chosen_targets

    formats = tuple(name for name in asked.target if name != "maps")
    found = chosen_targets(formats) if formats or not asked.target else ()
    _print(asked, found, maps=not asked.target or "maps" in asked.target)
    return 0


def _installed(asked: Namespace) -> int:
    """What can be used of installed packages, then why other things cannot."""
    from schemac.cli.parser import complain
    from schemac.thirdparty import shipped_targets

    if asked.target:
        return complain("--installed lists all of them", "leave out the names, or --installed")
    found, broken = shipped_targets()
    if found or asked.format == "json":
        _print(asked, found, maps=False)
    elif not broken:
        print("no installed package ships a target")
    return max((complain(str(error), error.help) for error in broken), default=0)


def _print(asked: Namespace, found: Sequence[Format], *, maps: bool) -> None:
    if asked.format == "json":
        import json

        plain = [_plain(format) for format in found]
        print(json.dumps([*plain, _plain_maps()] if maps else plain, indent=2))
    elif asked.format == "markdown":
        from schemac.cli.target_table import table

        print(table(found), end="")
    elif not asked.target:
        from schemac.cli.target_table import glance

        print(glance(found, width()), end="")
    else:
        texts = [_text(format) for format in found]
        print("\n".join([*texts, _text_maps()] if maps else texts), end="")


def _plain_maps() -> dict[str, object]:
    """Maps lie between specs, so they are no format of one."""
    from schemac.mapping import published
    from schemac.mapping.emit import FORMS

    files = {f"…{form.suffix}": form.summary for form in FORMS.values()}
    return {
        "target": "maps",
        "title": "Migration maps",
        "summary": published.SUMMARY,
        "files": {"….json": "the map, valid against migration-map.schema.json", **files},
        "pairs": [list(pair) for pair in published.PAIRS],
    }


def _text_maps() -> str:
    from schemac.mapping import published
    from schemac.mapping.emit import FORMS

    lines = ["maps: Migration maps", f"  {published.SUMMARY}"]
    lines.append("  writes ….json: the map, valid against migration-map.schema.json")
    lines += [f"  writes …{form.suffix}: {form.summary}" for form in FORMS.values()]
    lines += _wrapped("  between ", [f"{one} → {other}" for one, other in published.PAIRS])
    return "\n".join(lines) + "\n"


def _plain(format: Format) -> dict[str, object]:
    from schemac.cli.target_table import tried, usual
    from schemac.format import Feature

    return {
        "target": format.name,
        "title": format.title,
        "summary": format.summary,
        "group": str(format.group),
        "usual": usual(format),
        "reads": format.absorb is not None,
        "files": dict(format.files),
        "carries": [str(f) for f in Feature if f in format.carries],
        "cannot_carry": [str(f) for f in Feature if f not in format.carries],
        "sigmas": format.sigmas,
        "tried": tried(format),
        "proven": format.proven,
        "options": [
            {"name": o.name, "summary": o.summary, "values": list(o.values), "default": o.default}
            for o in format.options
        ],
    }


def _text(format: Format) -> str:
    from schemac.cli.target_table import usual
    from schemac.format import Feature

    lines = [f"{format.name}: {format.title}", f"  {format.summary}"]
    when = "in every build" if usual(format) else "when it is named"
    reads = "; `schemac import` reads it too" if format.absorb else ""
    lines.append(f"  for {format.group}; emitted {when}{reads}")
    lines += [f"  writes {name}: {about}" for name, about in format.files.items()]
    for title, held in (("carries", True), ("cannot carry", False)):
        named = [str(f) for f in Feature if (f in format.carries) is held]
        lines += _wrapped(f"  {title} ", named)
    lines += _wrapped("  sigmas: ", [format.sigmas or "it has no place for them"])
    lines += _wrapped("  tried with: ", [format.proven or "nothing yet"])
    for option in format.options:
        lines += _wrapped(f"  option {option.name}: ", [f"{option.summary} ({_values(option)})"])
    lines += _use(format)
    return "\n".join(lines) + "\n"


def _use(format: Format) -> Iterator[str]:
    """How it is used, with a spec of the library: what is to be done may differ with the spec."""
    if format.use is None:
        return
    from schemac.api import load
    from schemac.shipped import shipped

    told = format.use(load(_SHOWN, cwd=shipped("specs")))
    yield from _wrapped(f"  use, with {_SHOWN}: ", [told.text])
    yield from (f"    {line}" for line in (told.copy or "").splitlines())


def _values(option: Option) -> str:
    """What may be written, the default first."""
    if option.values:
        first = option.default or option.values[0]
        return " | ".join([first, *(value for value in option.values if value != first)])
    return f"default: {option.default}" if option.default else "any text; nothing when left out"


def _wrapped(head: str, names: list[str]) -> list[str]:
    import textwrap

    if not names:
        return []
    text = head + ", ".join(names)
    return textwrap.wrap(text, 98, subsequent_indent=" " * len(head), break_on_hyphens=False)
