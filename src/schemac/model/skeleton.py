"""THE model: what a skeleton is, once nothing is left to look up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from schemac.model.figure import Figure
from schemac.model.formula import Formula
from schemac.model.history import Lineage, Retired, SourceRef, Waiver
from schemac.model.keypoint import Keypoint
from schemac.model.numbers import Profile, QaPlan, SigmaSet, Tolerance
from schemac.model.place import Reference
from schemac.model.record import Record
from schemac.model.tiers import TierSet
from schemac.model.topology import AxisSwap, Contour, Edge, Region, View
from schemac.source import NOWHERE, Origin


class Subject(Record, frozen=True, kw_only=True):
    """What is labelled, and whose left is left."""

    laterality: Literal["subject", "viewer"]
    category: str | None = None
    category_id: int | None = None
    supercategory: str | None = None
    one_of_pair: bool = False
    species: tuple[str, ...] = ()
    pixel_centre: float = 0.0
    origin: Origin = NOWHERE


class Attribute(Record, frozen=True, kw_only=True):
    """A fact about an instance, per frame or per track."""

    id: str
    values: tuple[str, ...]
    title: str | None = None
    required: bool = False
    default: str | None = None
    per: Literal["frame", "track"] = "frame"
    origin: Origin = NOWHERE


class Instance(Record, frozen=True, kw_only=True):
    """What counts as one instance."""

    one: str
    at_least: int | None = None
    box: Literal["required", "optional", "none"] | None = None
    occlusion: Literal["visible_only", "estimate"] | None = None
    crowd: str | None = None
    attributes: tuple[Attribute, ...] = ()
    origin: Origin = NOWHERE


class Measure(Record, frozen=True, kw_only=True):
    """A number that people want from the points, such as the eye aspect ratio."""

    id: str
    title: str
    formula: Formula
    summary: str | None = None
    max_error: float | None = None
    origin: Origin = NOWHERE


class Skeleton(Record, frozen=True, kw_only=True, dict=True):
    """A spec or part, linked and flat. `keypoints` are in index order."""

    id: str
    version: str
    title: str
    subject: Subject
    keypoints: tuple[Keypoint, ...]
    kind: Literal["spec", "part"] = "spec"
    edition: int = 1
    summary: str | None = None
    language: str = "en"
    authors: tuple[str, ...] = ()
    licence: str | None = None
    sources: tuple[SourceRef, ...] = ()
    visibility: TierSet | None = None
    instance: Instance | None = None
    views: tuple[View, ...] = ()
    regions: tuple[Region, ...] = ()
    edges: tuple[Edge, ...] = ()
    contours: tuple[Contour, ...] = ()
    root: str | None = None
    top_bottom: tuple[AxisSwap, ...] = ()
    measures: tuple[Measure, ...] = ()
    sigma_sets: tuple[SigmaSet, ...] = ()
    evaluation: tuple[Profile, ...] = ()
    qa: QaPlan | None = None
    figure: Figure | None = None
    retired: tuple[Retired, ...] = ()
    lineage: Lineage | None = None
    waivers: tuple[Waiver, ...] = ()
    dependencies: tuple[Reference, ...] = ()
    origin: Origin = NOWHERE

    @property
    def reference(self) -> Reference:
        return Reference(id=self.id, version=self.version)

    @property
    def category(self) -> str:
        """The category's name as stated, else the last part of the spec's id."""
        return self.subject.category or self.id.rsplit("/", 1)[-1]

    @property
    def category_id(self) -> int:
        """COCO's category id as stated, else 1."""
        return 1 if self.subject.category_id is None else self.subject.category_id

    @cached_property
    def by_id(self) -> Mapping[str, Keypoint]:
        return {point.id: point for point in self.keypoints}

    @cached_property
    def main_view(self) -> View | None:
        """The view whose layout goes to tools."""
        return next((v for v in self.views if v.main), self.views[0] if self.views else None)

    @cached_property
    def partners(self) -> Mapping[str, str]:
        """Each keypoint id and the id of its mirror partner (its own id in the midline)."""
        known = self.by_id
        return {p.id: q if (q := _other_side(p)) in known else p.id for p in self.keypoints}

    @cached_property
    def mirror(self) -> tuple[int, ...]:
        """Where each index goes when the picture is mirrored left to right; shape (K,)."""
        known = self.by_id
        return tuple(known[self.partners[p.id]].index for p in self.keypoints)

    @cached_property
    def edge_indices(self) -> tuple[tuple[int, int], ...]:
        """Edges as pairs of indices counted from 0, in published order."""
        known = self.by_id
        return tuple((known[e.source].index, known[e.target].index) for e in self.edges)

    @cached_property
    def main_profile(self) -> Profile | None:
        """The evaluation profile marked `main`, or the only one."""
        return next(
            (p for p in self.evaluation if p.main),
            self.evaluation[0] if len(self.evaluation) == 1 else None,
        )

    @cached_property
    def main_sigmas(self) -> str | None:
        """The sigma set of the main OKS profile, else of the only OKS profile, else None."""
        if self.main_profile and self.main_profile.sigmas:
            return self.main_profile.sigmas
        oks = [p for p in self.evaluation if p.metric == "OKS" and p.sigmas]
        return oks[0].sigmas if len(oks) == 1 else None

    def tolerance(self, point: Keypoint) -> Tolerance | None:
        """What quality assurance accepts at a keypoint: its own tolerance, else that of the plan,
        else nothing that is stated."""
        return point.tolerance or (self.qa.tolerance if self.qa else None)

    def sigma_set(self, id: str) -> SigmaSet | None:
        return next((s for s in self.sigma_sets if s.id == id), None)

    def region(self, id: str) -> Region | None:
        return next((r for r in self.regions if r.id == id), None)

    def positions(self, view: str | None = None) -> Mapping[str, tuple[float, float]]:
        """Keypoint id -> (x, y) in a view (the main one when left out), where it has one."""
        return self._layouts.get(view or (self.main_view.id if self.main_view else ""), {})

    @cached_property
    def _layouts(self) -> Mapping[str, Mapping[str, tuple[float, float]]]:
        layouts: dict[str, dict[str, tuple[float, float]]] = {}
        for point in self.keypoints:
            for at in point.positions:
                layouts.setdefault(at.view, {})[point.id] = (at.x, at.y)
        return layouts


def _other_side(point: Keypoint) -> str:
    if point.side is None:
        return point.id
    return f"{'right' if point.side == 'left' else 'left'}_{point.stem}"
