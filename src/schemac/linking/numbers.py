"""Sigma sets and measures: tables over points, joined with what parts bring."""

from __future__ import annotations

from schemac.diagnostic import Note
from schemac.linking import codes, history
from schemac.linking.draft import Draft, both_sides, resolve
from schemac.linking.linker import Linker
from schemac.model.formula import Formula
from schemac.model.history import SourceRef
from schemac.model.keypoint import Sigma
from schemac.model.numbers import SigmaSet
from schemac.model.skeleton import Measure
from schemac.reading.declare import KEY, Declaration
from schemac.reading.formula import FormulaError, is_point, names, renamed
from schemac.reading.types import Entry, of_side
from schemac.source import Origin


def add_sigmas(
    linker: Linker,
    made: Draft,
    home: Declaration,
    part_sets: dict[str, SigmaSet],
    part_values: dict[str, dict[str, Sigma]],
) -> None:
    """Own sets win by key over inherited ones; sets of parts join the host's of the same name."""
    own: dict[str, Entry] = home.entry.get("sigmas", {})
    for name, meta in part_sets.items():
        if name not in own:
            held = made.sigma_sets.setdefault(name, meta)
            join(linker, held, meta, home.entry.where("include"))
            made.sigmas[name] = {**made.sigmas.get(name, {}), **part_values[name]}
    for name, entry in sorted(own.items()):
        meta_own = _meta(linker, made, name, entry, home)
        if meta_own is None:
            continue
        if name in part_sets:
            join(linker, meta_own, part_sets[name], entry.origin)
        made.sigma_sets[name] = meta_own
        made.sigmas[name] = {**part_values.get(name, {}), **_values(linker, made, name, entry)}
    for name, entry in sorted(own.items()):
        _fill_from(linker, made, name, entry)


def join(linker: Linker, held: SigmaSet, brought: SigmaSet, at: Origin) -> bool:
    """Whether two sets of one name can be one; otherwise it is reported `at` that place. The
    values of a part's set would be read by the basis, scale and source of the one they join."""
    unlike = [
        what
        for what, same in (
            ("basis", held.basis == brought.basis),
            ("scale", held.scale == brought.scale),
            ("source", _same_work(held.source, brought.source)),
        )
        if not same
    ]
    if unlike:
        message = f"sigma set `{held.id}` differs in {' and '.join(unlike)} from the part's"
        notes = [Note("the part's", brought.origin)]
        if at != held.origin:
            notes.append(Note("the other", held.origin))
        help = "give one of them another name, or make both agree"
        linker.report(codes.SIGMAS_DISAGREE, at, message, *notes, help=help)
    return not unlike


def _same_work(one: SourceRef | None, other: SourceRef | None) -> bool:
    """Documents may call one work by different keys and titles, but its address is one."""
    if one is None or other is None:
        return one is other
    if one.url and other.url:
        return one.url == other.url
    return one.title == other.title


def _meta(
    linker: Linker, made: Draft, name: str, entry: Entry, home: Declaration
) -> SigmaSet | None:
    if "basis" not in entry or "scale" not in entry:
        return None
    source = entry.get("source")
    if source is None and entry["basis"] != "assumed":
        message = f"sigma set `{name}` is {entry['basis']}, so it needs a source"
        linker.report(codes.UNKNOWN_SOURCE, entry.origin, message, help="add `source: …`")
    history.known_source(linker, home.entry, source, entry)
    scale: Formula = entry["scale"]
    try:
        if is_point(scale.tree):
            message = "the scale of a sigma set is an area, not a point"
            linker.report(codes.FORMULA_KIND, entry.where("scale"), message)
    except FormulaError as error:
        linker.report(codes.FORMULA_KIND, entry.where("scale"), f"formula: {error}")
    for word in dict.fromkeys(names(scale.tree)):
        resolve(linker, made, word, None, entry.where("scale"))
    return SigmaSet(
        id=name,
        basis=entry["basis"],
        scale=scale,
        source=history.cited(home.entry, source),
        note=entry.get("note"),
        otherwise=entry.get("otherwise"),
        origin=entry.origin,
    )


def _values(linker: Linker, made: Draft, name: str, entry: Entry) -> dict[str, Sigma]:
    found: dict[str, Sigma] = {}
    at = entry.where("values")
    for word, value in sorted(entry.get("values", {}).items()):
        hit = [made.points[word]] if word in made.points else made.stems.get(word, [])
        if not hit:
            where = at / word / KEY
            linker.unknown(codes.UNKNOWN_KEYPOINT, where, "keypoint", word, made.known())
        for point in hit:
            number = of_side(value, point.side)
            if number is not None:
                found[point.id] = Sigma(set=name, value=number, origin=at / word)
    return found


def _fill_from(linker: Linker, made: Draft, name: str, entry: Entry) -> None:
    """`otherwise`: missing values come from another set, which may do the same."""
    seen, values = {name}, made.sigmas.get(name, {})
    link, at = entry.get("otherwise"), entry.where("otherwise")
    while link is not None:
        if link not in made.sigma_sets:
            linker.unknown(codes.UNKNOWN_SIGMAS, at, "sigma set", link, made.sigma_sets)
            return
        if link in seen:
            linker.report(codes.CYCLE, at, f"sigma set `{link}` comes back to itself")
            return
        seen.add(link)
        for id, sigma in made.sigmas[link].items():
            values.setdefault(id, Sigma(set=name, value=sigma.value, origin=sigma.origin))
        link = made.sigma_sets[link].otherwise


def add_measures(linker: Linker, made: Draft, home: Declaration) -> None:
    """A measure over stems exists once per side."""
    for id, entry in sorted(home.entry.get("measures", {}).items()):
        if "formula" not in entry:
            continue
        formula: Formula = entry["formula"]
        at = entry.where("formula")
        try:
            if is_point(formula.tree):
                message = "a measure is a number, and this formula gives a point"
                help = "such as `distance(a, b)` or `angle(a, b, c)`"
                linker.report(codes.FORMULA_KIND, at, message, help=help)
        except FormulaError as error:
            linker.report(codes.FORMULA_KIND, at, f"formula: {error}")
        words = list(dict.fromkeys(names(formula.tree)))
        for side, ids in both_sides(linker, made, words, at):
            new = dict(zip(words, ids, strict=True))
            full = f"{side}_{id}" if side else id
            earlier = made.measures.get(full)
            if earlier is not None and earlier.origin.file == entry.origin.file:
                message = f"`{full}` is the name of another measure as well"
                other = Note("the other", earlier.origin / KEY)
                linker.report(codes.SAME_ID_TWICE, entry.origin / KEY, message, other)
            made.measures[full] = Measure(
                id=full,
                title=entry.get("title", id),
                summary=entry.get("summary"),
                formula=Formula(text=formula.text, tree=renamed(formula.tree, new.__getitem__)),
                max_error=entry.get("max_error"),
                origin=entry.origin,
            )
