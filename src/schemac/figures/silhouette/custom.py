"""A skeleton that cites nothing known: drawn from its edges, its sides and what its spec hints.

Rings of edges become areas, the trunk is the hull of what lies between the limbs, and limbs are
capsules that grow thinner outward. Places on the skin are kept on the outline: nothing is added
outside of them. A `width` says a thickness, a `fill` an area; both win over what is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import dist
from typing import TYPE_CHECKING, Any

from schemac.figures.geometry import Bone, Point, middle, sampled, spread
from schemac.figures.silhouette.enclosing import enclosing_ellipse
from schemac.figures.silhouette.layers import Painting
from schemac.figures.solids import area, capsule, disc, filleted, union
from schemac.model import Keypoint, Side, Skeleton, View

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_SKIN = frozenset({"surface", "contour"})
_HEADS = frozenset({"head", "face"})
_HEAD = frozenset({*_HEADS, "nose", "eye", "ear", "mouth", "chin", "beak", "muzzle", "snout",
                   "forehead", "crown", "jaw"})  # fmt: skip
_ROOT, _TIP = 0.19, 0.085  # half-widths of limbs, in lengths of a long edge


class Plan:
    """What is drawn: points, straight pieces between them, and a half-width at each."""

    def __init__(self, skeleton: Skeleton, places: Mapping[str, Point], view: View) -> None:
        self.places = places
        self.points: Mapping[str, Keypoint] = {
            p.id: p for p in skeleton.keypoints if p.id in places
        }
        self.pieces = tuple(_pieces(skeleton, places))
        self.span = max(spread(list(places.values())), 1e-3) if places else 1.0
        self.graph = _graph(self.points, self.pieces)
        self.behind: Side | None = _far_side(view)
        self.contours = skeleton.contours
        self.fills = skeleton.figure.fill if skeleton.figure else ()
        self.head = _head_points(self)
        self.rings = tuple(_rings(self))
        self.head -= {id for ring in self.rings if not set(ring) <= self.head for id in ring}
        self.core = _core(self)
        self.radii = _radii(self)

    def skin(self, id: str) -> bool:
        return self.points[id].kind in _SKIN

    def at(self, ids: Sequence[str]) -> list[Point]:
        return [self.places[id] for id in ids]


def paint_custom(
    painting: Painting, skeleton: Skeleton, places: Mapping[str, Point], view: View
) -> None:
    """Limbs that lie behind, trunk and head, then limbs that cross what lies behind them."""
    plan = Plan(skeleton, places, view)
    melt = 0.35 * max(plan.radii.values(), default=0.0)
    limbs = {side: list(_limb_pieces(plan, side)) for side in ("left", "right")}
    inner = [p for p in plan.pieces if p not in limbs["left"] and p not in limbs["right"]]
    trunk = [*_areas(plan), *(_capsule(plan, *p) for p in inner if not _covered(plan, *p))]
    trunk += _head(plan)
    crossing = [side for side, pieces in limbs.items() if _crosses(plan, pieces, side, limbs)]
    apart: list[tuple[str, list[BaseGeometry]]] = []
    for side, pieces in limbs.items():
        shapes = [_capsule(plan, *piece) for piece in pieces]
        if side == plan.behind:
            painting.area("far", filleted(union(shapes), melt))
        elif side in crossing and plan.behind is None:
            apart.append(("near", shapes))
        else:
            trunk += shapes
    css = "thing" if skeleton.subject.laterality == "viewer" else "body"
    painting.area(css, filleted(union(trunk), melt))
    for css, shapes in apart:
        painting.area(css, filleted(union(shapes), melt))
    painting.lines("feature", _contours(skeleton, places))


# ---- what is what ---------------------------------------------------------------------------


def _pieces(skeleton: Skeleton, places: Mapping[str, Point]) -> Iterator[tuple[str, str]]:
    """Edges, each once, whose ends have a place."""
    seen: set[frozenset[str]] = set()
    for source, target in ((e.source, e.target) for e in skeleton.edges):
        ends = frozenset((source, target))
        if len(ends) == 2 and ends not in seen and ends <= places.keys():
            seen.add(ends)
            yield source, target


def _graph(points: Mapping[str, Keypoint], pieces: Sequence[tuple[str, str]]) -> Any:
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(points)
    graph.add_edges_from(pieces)
    return graph


def _far_side(view: View) -> Side | None:
    """The side that is hidden in a view from the left or the right."""
    if view.mirror is not None or view.sees not in ("left", "right"):
        return None
    return "right" if view.sees == "left" else "left"


def _head_points(plan: Plan) -> frozenset[str]:
    """Points of the head: by what they cite, else by their region, else by their names. A group
    that takes up most of the figure is no head, nor is a single point on the skin, around which
    none can be drawn."""
    cite = {p.id for p in plan.points.values() if p.place and _book(p) == "face"}
    region = {p.id for p in plan.points.values() if p.region in _HEADS}
    named = {p.id for p in plan.points.values() if _HEAD & {*p.stem.split("_")}}
    found = cite | region or named - {i for i in named if plan.points[i].stem.startswith("tail")}
    if len(found) == 1:
        single = not any(map(plan.skin, found)) and len(plan.points) > 1
        return frozenset(found) if single else frozenset()
    small = len(found) > 1 and spread(plan.at(sorted(found))) < 0.5 * plan.span
    return frozenset(found) if small else frozenset()


def _book(point: Keypoint) -> str:
    return point.place.dictionary.id.rsplit("/", 1)[-1] if point.place else ""


def _core(plan: Plan) -> frozenset[str]:
    """What the trunk lies between: rings, or midline points with the roots of limbs."""
    ringed = {id for ring in plan.rings for id in ring} - plan.head
    if ringed or not any(p.side for p in plan.points.values()):
        return frozenset(ringed)
    middles = {id for id, p in plan.points.items() if p.side is None and id not in plan.head}
    inner = {id for id in middles if plan.graph.degree(id) > 1}
    near = {other for id in inner for other in plan.graph[id] if plan.points[other].side}
    roots = {id for id in near if plan.graph.degree(id) > 1}
    return frozenset(inner | (roots - plan.head))


def _radii(plan: Plan) -> Mapping[str, float]:
    """Half-widths: as the spec says, else by how far out in the skeleton a point lies."""
    import networkx as nx

    lengths = [dist(plan.places[a], plan.places[b]) for a, b in plan.pieces]
    usual = min(sorted(lengths)[3 * len(lengths) // 4] if lengths else 0.0, 0.25 * plan.span)
    hops: dict[str, int] = {}
    for part in nx.connected_components(plan.graph):
        sources = {id for id in part if id in plan.core} or set(
            nx.center(plan.graph.subgraph(part))
        )
        hops |= nx.multi_source_dijkstra_path_length(plan.graph.subgraph(part), sources)
    most = max(hops.values(), default=1) or 1
    radii = {}
    for id, point in plan.points.items():
        guess = usual * (_ROOT + (_TIP - _ROOT) * hops[id] / most)
        longest = max(
            (dist(plan.places[id], plan.places[o]) for o in plan.graph[id]), default=usual
        )
        radii[id] = min(guess, 0.45 * longest) if point.width is None else point.width / 2
    return radii


# ---- shapes ---------------------------------------------------------------------------------


def _limb_pieces(plan: Plan, side: str) -> Iterator[tuple[str, str]]:
    """The pieces of one side that lie outside of trunk and head."""
    for a, b in plan.pieces:
        sides = {plan.points[a].side, plan.points[b].side}
        inside = plan.core | plan.head
        outside = not {a, b} <= inside and not _neck(plan, a, b)
        if outside and side in sides and sides <= {side, None}:
            yield a, b


def _neck(plan: Plan, a: str, b: str) -> bool:
    """Whether a piece leads from the head to the body."""
    return (a in plan.head) != (b in plan.head)


def _covered(plan: Plan, a: str, b: str) -> bool:
    """Whether a piece shows already: in the head, as a neck, or as a ring's edge on the skin."""
    if {a, b} <= plan.head or _neck(plan, a, b):
        return True
    ringed = any(a in ring and b in ring for ring in plan.rings)
    return ringed and plan.skin(a) and plan.skin(b)


def _capsule(plan: Plan, a: str, b: str) -> BaseGeometry:
    """Between two points. At a free end on the skin the flesh ends at the point."""
    ends = {}
    for id, other in ((a, b), (b, a)):
        bone = Bone(plan.places[other], plan.places[id])
        back = plan.radii[id] if plan.skin(id) and plan.graph.degree(id) == 1 else 0.0
        ends[id] = bone.at(max(1.0 - back / bone.length, 0.3))
    return capsule(ends[a], ends[b], _thin(plan, a), _thin(plan, b))


def _thin(plan: Plan, id: str) -> float:
    """A skin point along the way keeps the flesh close to itself."""
    inner = plan.skin(id) and plan.graph.degree(id) > 1 and plan.points[id].width is None
    return plan.radii[id] * (0.35 if inner else 1.0)


def _rings(plan: Plan) -> Iterator[tuple[str, ...]]:
    """What is filled: as hinted, else closed contours, else the rings of edges: those on the skin,
    and of the others those that are not half head, half body."""
    import networkx as nx

    closed = [] if plan.pieces else [c.points for c in plan.contours if c.closed]
    found = plan.fills or closed or sorted(map(tuple, nx.minimum_cycle_basis(plan.graph)))
    for written in found:
        ring = tuple(id for id in written if id in plan.places)
        skin = all(plan.skin(id) for id in ring)
        if len(ring) > 2 and (skin or len({id in plan.head for id in ring}) == 1):
            yield ring


def _areas(plan: Plan) -> Iterator[BaseGeometry]:
    """The rings, else the hull of the trunk."""
    from shapely import MultiPoint

    for ring in plan.rings:
        yield _filled(plan, plan.at(ring), ring)
    if len(plan.core) > 2 and all(set(ring) <= plan.head for ring in plan.rings):
        hull = MultiPoint(plan.at(sorted(plan.core))).convex_hull
        if hull.geom_type == "Polygon":
            yield hull


def _filled(plan: Plan, ring: Sequence[Point], ids: Sequence[str]) -> BaseGeometry:
    """A ring, its joints padded by flesh and its skin points left where they are."""
    pads = [disc(plan.places[id], plan.radii[id]) for id in ids if not plan.skin(id)]
    return union([area(ring), *pads])


def _head(plan: Plan) -> Iterator[BaseGeometry]:
    """The smallest ellipse around the head's points, with some room, and a neck."""
    ids = sorted(plan.head)
    if not ids:
        return
    centre, rx, ry, turn = plan.at(ids)[0], 0.0, 0.0, 0.0
    if len(ids) > 1:
        centre, rx, ry, turn = enclosing_ellipse(plan.at(ids))
    least = max(0.72 * max(rx, ry), 0.035 * plan.span)
    rx, ry = max(rx * 1.06, least), max(ry * 1.06, least)
    yield disc(centre, rx, ry, turn)
    below = [b if a in plan.head else a for a, b in plan.pieces if _neck(plan, a, b)]
    if below:
        foot = middle(*plan.at(below))
        thick = min(0.62 * min(rx, ry), 0.2 * dist(centre, foot) + 0.2 * min(rx, ry))
        yield capsule(centre, foot, thick, thick)


def _crosses(
    plan: Plan,
    pieces: Sequence[tuple[str, str]],
    side: str,
    limbs: Mapping[str, Sequence[tuple[str, str]]],
) -> bool:
    """Whether a limb crosses one of the other side, so that melting would lose it. Of two that
    cross each other, the left one is taken apart."""
    if side == "right":
        return False
    return any(
        not {a, b} & {c, d} and _cross(*plan.at((a, b)), *plan.at((c, d)))
        for a, b in pieces
        for c, d in limbs["right"]
    )


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def turn(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def _contours(skeleton: Skeleton, places: Mapping[str, Point]) -> Iterator[Sequence[Point]]:
    """The named lines that do not enclose an area."""
    for contour in skeleton.contours:
        if contour.closed and not skeleton.edges:
            continue
        points = [places[id] for id in _ring(contour.points, contour.closed) if id in places]
        if len(points) > 1:
            yield points if contour.straight else sampled(points)


def _ring(ids: Sequence[str], closed: bool) -> Sequence[str]:
    return [*ids, *ids[: 1 if closed else 0]]
