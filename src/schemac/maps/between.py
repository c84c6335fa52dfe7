"""Which map leads from one spec to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from schemac.linking import Document, Nowhere
from schemac.mapping import (
    Atlas,
    End,
    MapError,
    MigrationMap,
    corrected,
    disagreements,
    end_of,
    from_landmarks,
    from_lineage,
    identity,
    inverse,
    map_json,
    map_record,
    then,
)
from schemac.mapping.emit import FORMS
from schemac.mapping.graph import beside, parents, routes
from schemac.maps.documents import Documents
from schemac.model import PointMap, Reference, Skeleton
from schemac.released import link_found
from schemac.workspace import UsageError, Workspace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

LANDMARKS = "landmarks"
"""What `via` says for the map that follows from places alone."""


class Mapped(Struct, frozen=True):
    """A map with the skeletons at its ends."""

    map: MigrationMap
    source: Skeleton
    target: Skeleton

    def carry(self, labels: ArrayLike) -> NDArray[np.float64]:
        """Labels of the target from labels of the source, both of shape (..., K, 3): x, y and the
        code of the tier. What cannot be placed has NaN for x and y. Raises MapError (a ValueError)
        for another shape or an unknown code."""
        from schemac.mapping import carry

        return carry(self.map, labels)

    def record(self) -> dict[str, Any]:
        """The map as plain data, valid against `schemac.schema("migration")`."""
        return map_record(self.map, self.source, self.target)

    def written(self, form: str = "json") -> bytes:
        """The map as a file: `json`, `mmpose`, `numpy` or `sql`."""
        if form == "json":
            return map_json(self.map, self.source, self.target)
        return FORMS[form].write(self.map)


class Maps:
    """Maps between specs of a workspace. Skeletons and map documents that are linked already can
    be given, with the digests (`marks`) of the skeletons."""

    def __init__(
        self,
        workspace: Workspace,
        skeletons: Iterable[Skeleton] = (),
        documents: Sequence[PointMap] | None = None,
        marks: Sequence[str] = (),
    ) -> None:
        self._workspace = workspace
        self._atlas = Atlas(self._document)
        given = tuple(skeletons)
        self._known: dict[Reference, Skeleton | None] = {s.reference: s for s in given}
        self._marks = {s.reference: mark for s, mark in zip(given, marks, strict=False)}
        self._ends: dict[Reference, End] = {}
        self._documents = Documents(workspace, documents)

    def between(self, source: Skeleton, target: Skeleton, via: str | None = None) -> MigrationMap:
        """The map from one spec to another.

        Along the version graph it is composed of the steps between versions. Between skeletons it
        follows from the places that both cite, and from the map document that leads the same way;
        `via` names the document where several do, or is `landmarks` for none of them. Raises
        UsageError for an unknown one, when several fit, or when ways through the graph disagree.
        """
        if source.reference == target.reference:
            return identity(self._end(source))
        ways = routes(source.reference, target.reference, self._above)
        try:
            if ways and via is None:
                return self._one([self._along(way) for way in ways])
            document = self._chosen(source.reference, target.reference, via)
            if document is None:
                return self.by_landmarks(source, target)
            return self._through(source, document, target)
        except MapError as error:
            said = f"no map leads from `{source.reference}` to `{target.reference}`"
            raise UsageError(f"{said}: {error}") from error

    def by_landmarks(self, source: Skeleton, target: Skeleton) -> MigrationMap:
        """The map that follows from the places that two skeletons cite."""
        ends = self._end(source), self._end(target)
        return from_landmarks(source, target, self._atlas, ends)

    def by_document(self, source: Skeleton, document: PointMap, target: Skeleton) -> MigrationMap:
        """The same with what a document says; both skeletons must be those it names."""
        return corrected(self.by_landmarks(source, target), document, source, target)

    def by_lineage(self, parent: Skeleton, child: Skeleton) -> MigrationMap:
        """The map along a parent link, or from another head that ends in the child."""
        others = beside(parent.reference, child.reference, self._above)
        steps = (made.lineage for made in map(self.skeleton, others) if made)
        changes = [change for step in steps if step for change in step.changes]
        return from_lineage(parent, child, (self._end(parent), self._end(child)), changes)

    def _end(self, skeleton: Skeleton) -> End:
        if skeleton.reference not in self._ends:
            self._ends[skeleton.reference] = end_of(skeleton, self._marks.get(skeleton.reference))
        return self._ends[skeleton.reference]

    def _above(self, reference: Reference) -> tuple[Reference, ...]:
        skeleton = self.skeleton(reference)
        return parents(skeleton) if skeleton else ()

    def skeleton(self, reference: Reference) -> Skeleton | None:
        """A spec or part by reference, linked once; None when there is no such."""
        if reference not in self._known:
            made = self._document(reference)
            self._known[reference] = made if isinstance(made, Skeleton) else None
        return self._known[reference]

    def _document(self, reference: Reference) -> Document | None:
        declaration = self._workspace.resolve(reference)
        if isinstance(declaration, Nowhere):
            return None
        return link_found(self._workspace, self._workspace.read(declaration.file)).document

    def _along(self, way: Sequence[Reference]) -> MigrationMap:
        """The steps of one way through the version graph, one after the other."""
        whole: MigrationMap | None = None
        for here, there in pairwise(way):
            step = self._step(here, there)
            whole = step if whole is None else then(whole, step)
        assert whole is not None  # noqa: S101 - a way has two ends
        return whole

    def _step(self, here: Reference, there: Reference) -> MigrationMap:
        one, other = self.skeleton(here), self.skeleton(there)
        if one is None or other is None:
            gone = here if one is None else there
            raise UsageError(f"the way leads over `{gone}`, which is not there")
        if here in parents(other):
            return self.by_lineage(one, other)
        return inverse(self.by_lineage(other, one))

    def _one(self, maps: Sequence[MigrationMap]) -> MigrationMap:
        for other in maps[1:]:
            if points := disagreements(maps[0], other):
                listed = ", ".join(f"`{point}`" for point in points[:6])
                raise UsageError(
                    f"several ways lead to `{other.target.reference}`, and they disagree on"
                    f" {listed}",
                    "correct the lineage of one of them",
                )
        return maps[0]

    def _chosen(self, start: Reference, goal: Reference, via: str | None) -> PointMap | None:
        """The document to go by: the one named, else the only one that fits, else none."""
        if via == LANDMARKS:
            return None
        leading = self._documents.between(start.id, goal.id)
        fitting = [document for document in leading if self._fits(document, start, goal)]
        if via is not None:
            return self._named(via, fitting, start, goal)
        exact = [d for d in fitting if (d.source, d.target) == (start, goal)]
        fitting = exact or fitting
        if len(fitting) > 1:
            listed = ", ".join(f"`{document.id}`" for document in fitting)
            raise UsageError(
                f"several maps lead from `{start}` to `{goal}`: {listed}",
                f"choose one by `--via {fitting[0].id}`, or `--via {LANDMARKS}` for none of them",
            )
        return fitting[0] if fitting else None

    def _named(
        self, via: str, fitting: list[PointMap], start: Reference, goal: Reference
    ) -> PointMap:
        names = {d.id: d for d in fitting} | {f"{d.id}@{d.version}": d for d in fitting}
        short = {d.id.rsplit("/", 1)[-1]: d for d in fitting}
        if via in names or via in short:
            return names.get(via) or short[via]
        listed = ", ".join(f"`{document.id}`" for document in fitting)
        raise UsageError(
            f"no map `{via}` leads from `{start}` to `{goal}`",
            f"there {'is' if len(fitting) == 1 else 'are'} {listed}" if fitting else None,
        )

    def _fits(self, document: PointMap, start: Reference, goal: Reference) -> bool:
        """Whether a document leads between two specs, or between versions of theirs."""
        ends = (document.source, start), (document.target, goal)
        return all(
            there == here or (there.id == here.id and bool(routes(there, here, self._above)))
            for there, here in ends
        )

    def _through(self, source: Skeleton, document: PointMap, target: Skeleton) -> MigrationMap:
        """A document's map, with the steps between versions before and after it."""
        start, goal = self.skeleton(document.source), self.skeleton(document.target)
        if start is None or goal is None:
            raise UsageError(f"`{document.id}` leads between documents that are not there")
        made = self.by_document(start, document, goal)
        if start.reference != source.reference:
            made = then(self.between(source, start), made)
        if goal.reference != target.reference:
            made = then(made, self.between(goal, target))
        return made
