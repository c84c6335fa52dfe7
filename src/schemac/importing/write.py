"""A draft as the text of a spec: readable, with a TODO wherever a person has to decide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemac.draft import Draft
from schemac.importing.chains import chains
from schemac.importing.entries import keypoints
from schemac.importing.page import Page
from schemac.importing.scalars import clean, comment, listed, number, quoted
from schemac.importing.settled import Settled

VERSION = "0.1.0"
TIERS = "visibility/coco-3@1.0.0"
_URL = re.compile(r"https?://[^\s<>\"'`\\]{1,500}")


def text_of(page: Page) -> str:
    """The document."""
    parts = (_head, _subject, _view, keypoints, _edges, _sigmas)
    blocks = ["\n".join(part(page)) for part in parts]
    return "\n\n".join(block for block in blocks if block) + "\n"


# ---- head -------------------------------------------------------------------------------------


def _head(page: Page) -> Iterator[str]:
    draft, total = page.draft, len(page.draft.points)
    called = clean(draft.title or draft.name or "", 120) or "Imported skeleton"
    count = "1 keypoint" if total == 1 else f"{total} keypoints"
    title = called if str(total) in called else f"{called[:1].upper()}{called[1:]}, {count}"
    yield from comment(f"A draft, imported from {_file(draft)} ({page.format_title}).")
    yield "# What is marked TODO is for you to say; then delete the mark."
    for sentence in draft.unused:
        yield from comment(f"Not taken over: {sentence}")
    yield "schemac: 1"
    yield f"spec: {page.id}"
    yield f"version: {VERSION}"
    yield f"title: {quoted(title, flow=False)}"
    if _needs_source(page):
        yield from _source(draft)


def _needs_source(page: Page) -> bool:
    return any(sigma is not None for sigma in page.found.sigmas) or bool(page.draft.homepage)


def _file(draft: Draft) -> str:
    """The file's own name: the way to it is nobody else's concern."""
    return draft.file.replace("\\", "/").rsplit("/", 1)[-1]


def _source(draft: Draft) -> Iterator[str]:
    yield "sources:"
    yield "  imported:"
    yield f"    title: {quoted(f'Imported from {_file(draft)}')}"
    if draft.homepage and _URL.fullmatch(draft.homepage):
        yield f"    url: {quoted(draft.homepage, 500)}"
    if draft.year is not None and 1800 <= draft.year <= 2200:
        yield f"    year: {draft.year}"


# ---- subject ----------------------------------------------------------------------------------


def _subject(page: Page) -> Iterator[str]:
    draft = page.draft
    fields = []
    if category := clean(draft.category or ""):
        fields.append(f"category: {quoted(category)}")
    if draft.category_id is not None and 0 <= draft.category_id < 10**9:
        fields.append(f"category_id: {draft.category_id}")
    if over := clean(draft.supercategory or ""):
        fields.append(f"supercategory: {quoted(over)}")
    yield from comment(
        "TODO: whose left is left? `subject` is the person's or animal's own, `viewer` that of the"
        " picture. The file does not say; `subject` stands here because most data sets mean it."
    )
    yield f"subject: {{{', '.join([*fields, 'laterality: subject'])}}}"
    yield from _tiers(page)
    uses = sorted({offer.dictionary for offers in page.known.offers.values() for offer in offers})
    if uses:
        yield "# For the landmarks that are proposed below; take those that you cite:"
        yield from (f"# {line}" for line in listed(uses, "uses: [", "]"))


def _tiers(page: Page) -> Iterator[str]:
    draft = page.draft
    if page.known.tiers is not None:
        yield f"visibility: {page.known.tiers}"
    elif draft.tiers:
        names = ", ".join(f"`{clean(tier.name, 40)}`" for tier in draft.tiers[:12])
        yield from comment(f"TODO: the file has the visibility tiers {names}. Which set has these?")
        yield f"visibility: {TIERS}"
    else:
        yield f"visibility: {TIERS}      # TODO: which tiers do your labels have?"


# ---- positions ------------------------------------------------------------------


def _view(page: Page) -> Iterator[str]:
    if page.layout.mirrored:
        return
    yield "# TODO: from which side is this seen?"
    wide, high = (number(side) for side in page.layout.frame)
    yield "views:"
    yield f"  picture: {{sees: other, frame: [{wide}, {high}], main: true}}"


# ---- edges and sigmas -------------------------------------------------------------------------


def _edges(page: Page) -> Iterator[str]:
    lost = _edges_lost(page)
    if lost:
        yield from comment(f"TODO: {lost} of the file lead nowhere and are left out.")
    if not page.found.edges:
        return
    if page.found.moved:
        yield from comment(
            "TODO: the numbers of the edges were moved by one, so that all are in range."
        )
    if page.found.paired:
        yield "edges:                     # a chain named without a side stands for both sides"
    else:
        yield "edges:"
    for chain in chains(page.found):
        yield from listed(chain, "  - [", "]")


def _edges_lost(page: Page) -> str:
    """How many edges of the file have an end that is no keypoint."""
    total, step = len(page.found.names), page.found.moved
    ends = [(edge.start + step, edge.end + step) for edge in page.draft.edges or ()]
    lost = sum(not all(0 <= end < total for end in pair) for pair in ends)
    return "" if not lost else "1 edge" if lost == 1 else f"{lost} edges"


def _sigmas(page: Page) -> Iterator[str]:
    sigmas = page.found.sigmas
    if all(sigma is None for sigma in sigmas):
        return
    scale = page.draft.sigma_scale
    yield "sigmas:"
    yield "  imported:"
    yield "    basis: borrowed                     # TODO: measured, on what? Or made up?"
    if scale is None:
        yield "    scale: segment_area                 # TODO: the file does not say; or box_area?"
    else:
        yield f"    scale: {scale}"
    yield "    source: imported"
    yield from listed(_values(page.found), "    values: {", "}")
    partial = ", points: with_sigma" if any(sigma is None for sigma in sigmas) else ""
    yield ""
    yield "evaluation:"
    yield f"  imported: {{metric: OKS, sigmas: imported{partial}}}"


def _values(found: Settled) -> Iterator[str]:
    for entry in sorted(found.entries, key=lambda entry: entry.first):
        if entry.mid is not None:
            if (value := found.sigmas[entry.mid]) is not None:
                yield f"{entry.stem}: {number(value)}"
            continue
        sides = (("left", entry.left), ("right", entry.right))
        values = {s: found.sigmas[i] for s, i in sides if i is not None}
        kept = {side: value for side, value in values.items() if value is not None}
        if len(kept) == 2 and len(set(kept.values())) == 1:
            yield f"{entry.stem}: {number(next(iter(kept.values())))}"
        elif kept:
            inner = ", ".join(f"{side}: {number(value)}" for side, value in kept.items())
            yield f"{entry.stem}: {{{inner}}}"
