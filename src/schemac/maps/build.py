"""The maps of a build, as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemac.artifact import Artifact, json_bytes
from schemac.mapping import MigrationMap, inverse, map_json, map_schema
from schemac.mapping.emit import FORMS
from schemac.mapping.graph import parents
from schemac.mapping.published import PAIRS
from schemac.mapping.schema import NAME as SCHEMA
from schemac.maps.between import Maps
from schemac.model import PointMap, Reference, Skeleton
from schemac.workspace import Workspace

FOLDER = "maps"


def published(
    workspace: Workspace,
    skeletons: Sequence[Skeleton],
    documents: Sequence[PointMap],
    marks: Sequence[str],
) -> Iterator[Artifact]:
    """The files of a build's maps: each parent link both ways, the pairs of skeletons that are
    published, and the map documents, wherever both ends are among the skeletons. `marks` are their
    digests. Where there are maps, their JSON Schema is among them."""
    made = list(_maps(workspace, skeletons, documents, marks))
    yield from made
    if made:
        yield Artifact(f"{FOLDER}/{SCHEMA}", json_bytes(map_schema(_base_uri(workspace))))


def _maps(
    workspace: Workspace,
    skeletons: Sequence[Skeleton],
    documents: Sequence[PointMap],
    marks: Sequence[str],
) -> Iterator[Artifact]:
    maps = Maps(workspace, skeletons, documents, marks)
    here = {skeleton.reference: skeleton for skeleton in skeletons}
    current = {skeleton.id: skeleton for skeleton in sorted(skeletons, key=_order)}
    for child in skeletons:
        for parent in (here[r] for r in parents(child) if r in here):
            down = maps.by_lineage(parent, child)
            yield from _files(down, parent, child)
            yield from _files(inverse(down), child, parent)
    for one, other in PAIRS:
        if one in current and other in current:
            source, target = current[one], current[other]
            yield from _files(maps.by_landmarks(source, target), source, target)
    for document in documents:
        if document.source in here and document.target in here:
            source, target = here[document.source], here[document.target]
            made = maps.by_document(source, document, target)
            yield from _files(made, source, target, document.id.rsplit("/", 1)[-1])


def file_name(source: Reference, target: Reference, document: str | None = None) -> str:
    """Where a map lies in a build, without the end of its name: `<spec>/<from>__<to>` between
    versions, else `<from>@<v>__<to>@<v>`, with `+<name>` for the map of a document."""
    if source.id == target.id:
        name = f"{source.id}/{source.version}__{target.version}"
    else:
        name = f"{_flat(source)}__{_flat(target)}"
    return f"{FOLDER}/{name}" + (f"+{document}" if document else "")


def _files(
    map: MigrationMap, source: Skeleton, target: Skeleton, document: str | None = None
) -> Iterator[Artifact]:
    name = file_name(map.source.reference, map.target.reference, document)
    yield Artifact(f"{name}.json", map_json(map, source, target))
    for form in FORMS.values():
        yield Artifact(name + form.suffix, form.write(map))


def _flat(reference: Reference) -> str:
    return str(reference).replace("/", ".")


def _order(skeleton: Skeleton) -> tuple[int, ...]:
    return tuple(int(part) for part in skeleton.version.split(".") if part.isdigit())


def _base_uri(workspace: Workspace) -> str:
    return workspace.project.base_uri if workspace.project else "urn:schemac:"
