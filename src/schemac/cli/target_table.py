"""All targets at a glance: a line each for a terminal, a table for docs/targets.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemac.format import Feature, Format, Group

COLUMNS = {
    "edges": Feature.EDGES,
    "mirror": Feature.MIRROR,
    "places": Feature.POSITIONS,
    "tiers": Feature.TIERS,
    "words": Feature.DEFINITIONS,
}
_HEAD = 20
_LEGEND = """
* in every build; the others when they are named in schemac.yaml or by --target, `--target all`
x it carries that, - it has no place for it; words: definitions of keypoints
sigma: the form it takes, COCO's σ or 2σ; tried: with the tool itself, else its source was read
`guide` and `maps` are names of targets too: guides for annotators, maps between skeletons
`schemac targets NAME` tells all of one, files and options as well"""


def glance(formats: Sequence[Format], width: int) -> str:
    """A line a target, by what it is for, each at most `width` columns."""
    marks = " ".join([*COLUMNS, "sigma", "tried"])
    lines = [f"{'':<{_HEAD}} {marks}"]
    for group, members in grouped(formats):
        lines += [group, *(_line(format, width) for format in members)]
    return "\n".join([*lines, _LEGEND.strip("\n"), ""])


def table(formats: Sequence[Format]) -> str:
    """The same as Markdown, with a table a group and every word."""
    return "\n".join(_tables(formats)) + "\n"


def grouped(formats: Sequence[Format]) -> Iterator[tuple[str, list[Format]]]:
    """The groups that have members, with them in the order given."""
    for group in Group:
        members = [format for format in formats if format.group == group]
        if members:
            yield str(group), members


def _line(format: Format, width: int) -> str:
    cells = [
        f"{'x' if feature in format.carries else '-':^{len(name)}}"
        for name, feature in COLUMNS.items()
    ]
    cells += [f"{_form(format):^5}", f"{'yes' if tried(format) else 'no':^5}"]
    named = f"  {format.name}{' *' if usual(format) else ''}"
    line = f"{named:<{_HEAD}} {' '.join(cells)}  {format.summary}"
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def usual(format: Format) -> bool:
    """Whether a build emits it when nobody says which targets are wanted."""
    from schemac.formats import USUAL

    return format.name in USUAL


def tried(format: Format) -> bool:
    """Whether its output was tried with the tool itself."""
    return format.proven is not None and not format.proven.startswith("nothing")


def _form(format: Format) -> str:
    if format.sigmas is None:
        return "-"
    return "2σ" if format.sigmas.startswith("2") else "σ"


def _tables(formats: Sequence[Format]) -> Iterator[str]:
    for at, (group, members) in enumerate(grouped(formats)):
        if at:
            yield ""
        yield f"### {group[:1].upper()}{group[1:]}"
        yield ""
        yield "| target | what it is | carries | sigmas | tried with |"
        yield "|---|---|---|---|---|"
        yield from (f"| {' | '.join(_cells(format))} |" for format in members)


def _cells(format: Format) -> Iterator[str]:
    yield f"`{format.name}`" + (r" \*" if usual(format) else "")
    yield _cell(format.summary)
    yield _cell(", ".join(feature for feature in Feature if feature in format.carries) or "names")
    yield _cell(format.sigmas or "none")
    yield _cell(format.proven or "nothing yet")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
