"""`schemac targets`: what can be emitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemac.cli.parser import Parser

if TYPE_CHECKING:
    from schemac.format import Format, Option

_ABOUT = "List what can be emitted, what each target can carry, and its options in schemac.yaml."
_EXAMPLES = """  schemac targets
  schemac targets cvat
  schemac targets --format json"""


def run(words: list[str]) -> int:
    """0, or 2 for an unknown target."""
    parser = Parser("targets", _ABOUT, _EXAMPLES)
    parser.add_argument("target", nargs="*", metavar="TARGET", help="only these")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print")
    asked = parser.parse_args(words)
    from schemac.api import chosen_targets

    found = chosen_targets(tuple(asked.target))
    if asked.format == "json":
        import json

        print(json.dumps([_plain(format) for format in found], indent=2))
        return 0
    print("\n".join(_text(format) for format in found), end="")
    return 0


def _plain(format: Format) -> dict[str, object]:
    from schemac.format import Feature

    return {
        "target": format.name,
        "title": format.title,
        "summary": format.summary,
        "files": dict(format.files),
        "carries": [str(f) for f in Feature if f in format.carries],
        "cannot_carry": [str(f) for f in Feature if f not in format.carries],
        "options": [
            {"name": o.name, "summary": o.summary, "values": list(o.values), "default": o.default}
            for o in format.options
        ],
    }


def _text(format: Format) -> str:
    from schemac.format import Feature

    lines = [f"{format.name}: {format.title}", f"  {format.summary}"]
    lines += [f"  writes {name}: {about}" for name, about in format.files.items()]
    for title, held in (("carries", True), ("cannot carry", False)):
        named = [str(f) for f in Feature if (f in format.carries) is held]
        lines += _wrapped(f"  {title} ", named)
    for option in format.options:
        lines += _wrapped(f"  option {option.name}: ", [f"{option.summary} ({_values(option)})"])
    return "\n".join(lines) + "\n"


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
