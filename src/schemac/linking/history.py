"""Sources, tombstones, lineage and waivers: the same in every versioned document."""

from __future__ import annotations

from typing import Any

from schemac.linking import codes
from schemac.linking.linker import Linker
from schemac.model.formula import Formula
from schemac.model.history import Change, Fate, Lineage, Retired, SourceRef, Waiver
from schemac.reading import codes as reading_codes
from schemac.reading.grammar import VERBS
from schemac.reading.types import Entry, Sided


def sources(entry: Entry) -> tuple[SourceRef, ...]:
    """The works a document cites, by key."""
    return tuple(_source(key, each) for key, each in sorted(entry.get("sources", {}).items()))


def cited(entry: Entry, key: str | None) -> SourceRef | None:
    """The work that a document cites by a key; None without one, or when it is not listed."""
    listed: dict[str, Entry] = entry.get("sources", {})
    return _source(key, listed[key]) if key is not None and key in listed else None


def _source(key: str, source: Entry) -> SourceRef:
    return SourceRef(
        key=key,
        title=source.get("title", key),
        url=source.get("url"),
        year=source.get("year"),
        licence=source.get("licence"),
        note=source.get("note"),
    )


def retired(entry: Entry) -> tuple[Retired, ...]:
    """The tombstones of a document, by id."""
    return tuple(
        Retired(
            id=id,
            last=stone["last"],
            indices=_indices(stone.get("index")),
            names=stone.get("names", ()),
            why=stone.get("why"),
            origin=stone.origin,
        )
        for id, stone in sorted(entry.get("retired", {}).items())
        if "last" in stone
    )


def _indices(index: Any) -> tuple[int, ...]:
    if isinstance(index, Sided):
        return tuple(i for i in (index.left, index.right) if i is not None)
    return () if index is None else (index,)


def lineage(linker: Linker, entry: Entry) -> Lineage | None:
    """The step from the parent version, with its declared changes."""
    step = entry.get("lineage")
    if step is None or "parent" not in step:
        return None
    changes = (_change(linker, change) for change in step.get("changes", ()))
    return Lineage(
        parent=step["parent"],
        rationale=step.get("rationale", ""),
        merges=step.get("merges", ()),
        author=step.get("author"),
        effective=step.get("effective"),
        ticket=step.get("ticket"),
        changes=tuple(change for change in changes if change is not None),
        origin=step.origin,
    )


def _change(linker: Linker, entry: Entry) -> Change | None:
    verbs: list[Any] = [verb for verb in VERBS if verb in entry]
    if len(verbs) != 1:
        said = "none" if not verbs else ", ".join(f"`{verb}`" for verb in verbs)
        listed = ", ".join(f"`{verb}`" for verb in VERBS)
        linker.report(
            reading_codes.NOT_TOGETHER, entry.origin, f"a change has one verb; here it has {said}",
            help=f"one of {listed}",
        )  # fmt: skip
        return None
    verb = verbs[0]
    value = entry[verb]
    why = entry.get("why")
    return Change(
        verb=verb,
        points=value
        if isinstance(value, tuple)
        else (value,)
        if verb in ("split", "replace")
        else (),
        into=_into(entry.get("into")),
        by=entry.get("by"),
        labels=_label(entry.get("labels")),
        tiers=tuple(sorted(value.items())) if verb == "retier" else (),
        review=entry.get("review", ()),
        fidelity=entry.get("fidelity"),
        why=value if verb == "renumber" and why is None else why,
        origin=entry.origin,
    )


def _into(written: Any) -> tuple[Fate, ...]:
    if written is None:
        return ()
    if isinstance(written, str):
        return (Fate(target=written, labels=""),)
    return tuple(Fate(target=t, labels=_label(fate) or "") for t, fate in sorted(written.items()))


def _label(written: str | Formula | None) -> str | None:
    return written.text if isinstance(written, Formula) else written


def waivers(entry: Entry) -> tuple[Waiver, ...]:
    """Waivers as written; a skeleton's points are expanded to ids by the caller."""
    return tuple(
        Waiver(
            rule=waiver["rule"],
            because=waiver.get("because", ""),
            points=waiver.get("points", ()),
            by=waiver.get("by"),
            until=waiver.get("until"),
            finding=waiver.get("finding"),
            origin=waiver.origin,
        )
        for waiver in entry.get("waivers", ())
        if "rule" in waiver
    )


def known_source(linker: Linker, entry: Entry, source: str | None, where: Entry) -> None:
    """Report a `source` of words that the document does not list."""
    if source is not None and source not in entry.get("sources", {}):
        at = where.where("source")
        linker.unknown(codes.UNKNOWN_SOURCE, at, "source", source, entry.get("sources", {}))
