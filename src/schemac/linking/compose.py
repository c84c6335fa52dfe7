"""The order of work: extends, own keypoints, parts, overrides, then what lies between points."""

from __future__ import annotations

from schemac.linking import codes
from schemac.linking.declared import add_keypoints, apply_overrides, construct
from schemac.linking.draft import Draft
from schemac.linking.include import include_parts
from schemac.linking.inherit import inherit
from schemac.linking.linker import MAX_NESTED, Linker
from schemac.linking.numbers import add_measures, add_sigmas
from schemac.linking.topology import add_contours, add_edges, add_swaps
from schemac.linking.views import add_regions, add_views
from schemac.model.place import Reference
from schemac.reading.codes import NOT_TOGETHER
from schemac.reading.declare import Declaration
from schemac.source import Origin


def draft(linker: Linker, home: Declaration) -> Draft:
    """Compose one document: everything it inherits, includes and says itself."""
    entry = home.entry
    made = Draft(home)
    if "extends" in entry:
        base = draft_of(linker, entry["extends"], entry.where("extends"), "spec")
        if base is None:
            made.whole = False
            linker.heed(entry.where("extends"))
        else:
            inherit(linker, made, base, entry)
    elif "omit" in entry:
        message = "`omit` leaves out what `extends` brings, and nothing is extended"
        help = "delete it; what a part brings is left out under its entry in `include`"
        linker.report(NOT_TOGETHER, entry.where("omit"), message, help=help)
    _own_header(linker, made, home)
    add_views(linker, made, home)
    add_regions(made, home)
    add_keypoints(linker, made, home)
    joints = include_parts(linker, made, home, draft_of)
    apply_overrides(linker, made, home)
    construct(linker, made, home)
    add_edges(linker, made, home)
    made.edges += joints.edges
    add_contours(linker, made, home)
    add_swaps(linker, made, home)
    add_sigmas(linker, made, home, joints.sigma_sets, joints.sigmas)
    add_measures(linker, made, home)
    for kind in ("evaluation",):
        for name, profile in entry.get(kind, {}).items():
            made.profiles[name] = (profile, home)
    for kind in ("instance", "qa", "figure"):
        if kind in entry:
            made.inherited[kind] = (entry[kind], home)
    return made


def draft_of(linker: Linker, reference: Reference, origin: Origin, *kinds: str) -> Draft | None:
    """The draft of a document that another one refers to, made once."""
    if reference in linker.open:
        circle = " → ".join(
            str(r) for r in (*linker.open[linker.open.index(reference) :], reference)
        )
        help = "take out one of these references"
        linker.report(codes.CYCLE, origin, f"this goes round in a circle: {circle}", help=help)
        return None
    if len(linker.open) >= MAX_NESTED:
        message = f"documents lie more than {MAX_NESTED} deep in each other here"
        help = "extend or include a document further down this line directly"
        linker.report(codes.TOO_NESTED, origin, message, help=help)
        return None
    home = linker.get(reference, origin, *kinds)
    if home is None:
        return None
    if reference not in linker.drafts:
        linker.open.append(reference)
        linker.drafts[reference] = draft(linker, home)
        linker.open.pop()
    return linker.drafts[reference]


def _own_header(linker: Linker, made: Draft, home: Declaration) -> None:
    entry = home.entry
    if "subject" in entry:
        made.subject = {**made.subject, **entry["subject"].values}
        made.subject_origin = entry.where("subject")
    if "visibility" in entry:
        made.visibility = (entry["visibility"], entry.where("visibility"))
    if "root" in entry:
        made.root = entry["root"]
    if "extends" in entry and not made.whole:
        return  # what it extends might have brought them
    lacking = []
    if "laterality" not in made.subject and home.readable("subject"):
        lacking.append("subject: {category: …, laterality: subject}")
    if home.kind == "spec" and made.visibility is None and home.sound:
        lacking.append("visibility: visibility/coco-3@1.0.0")
    for line in lacking:
        field = line.partition(":")[0]
        message = f"a {home.kind} needs `{field}`" + (
            ", and what it extends brings none" if "extends" in entry else ""
        )
        linker.report(codes.INCOMPLETE, home.origin, message, help=f"add `{line}`")
