"""Where the keypoints stand in a table: three columns each, found by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from schemac.datasets.parquet.tiers import coded, value_type
from schemac.labels import NamingError, naming
from schemac.mapping import End
from schemac.model import Skeleton

if TYPE_CHECKING:
    import pyarrow as pa

PARTS = ("x", "y", "tier")


class Point(NamedTuple):
    """The numbers of a keypoint's three columns."""

    x: int
    y: int
    tier: int


class Layout(Struct, frozen=True):
    """A table's schema, and the columns of each keypoint in the order of the spec."""

    schema: pa.Schema
    points: tuple[Point, ...]

    @property
    def others(self) -> tuple[int, ...]:
        """The numbers of all columns that are no keypoint's."""
        taken = {column for point in self.points for column in point}
        return tuple(at for at in range(len(self.schema)) if at not in taken)

    def among(self, other: Callable[[int], Any], made: Sequence[Any]) -> list[Any]:
        """What is made for keypoints among the other columns, where the first keypoint stood."""
        first, others = min(min(point) for point in self.points), self.others
        before = [other(at) for at in others if at < first]
        return [*before, *made, *(other(at) for at in others if at > first)]

    def schema_with(self, made: Sequence[pa.Field]) -> pa.Schema:
        """The table's schema with other keypoints. Raises NamingError where one of their columns
        has the name of a column that stays."""
        import pyarrow as pa

        others = {self.schema.field(at).name for at in self.others}
        if twice := sorted(others.intersection(field.name for field in made)):
            raise NamingError(f"the table has a column `{twice[0]}` of its own already")
        return pa.schema(self.among(self.schema.field, made), self.schema.metadata)


def layout_of(schema: pa.Schema, skeleton: Skeleton) -> Layout:
    """A file's layout; its keypoints may go by name or by id. Raises NamingError."""
    found = _found(schema)
    if not found:
        raise _none(skeleton.keypoints[0].id)
    order = naming(tuple(found), skeleton).order
    points = dict(zip(order, found.values(), strict=True))
    return _sound(Layout(schema, tuple(points[at] for at in range(len(points)))))


def layout_by_id(schema: pa.Schema, end: End) -> Layout:
    """The layout of a table whose keypoints go by id. Raises NamingError."""
    found = _found(schema)
    if not found:
        raise _none(end.points[0])
    if differing := sorted(set(found) ^ set(end.points)):
        raise NamingError(f"the columns are not the keypoints of {end.reference}: `{differing[0]}`")
    return _sound(Layout(schema, tuple(found[point] for point in end.points)))


def _found(schema: pa.Schema) -> Mapping[str, Point]:
    """What has all three columns; `shoe.x` without `shoe.tier` is a column like any other."""
    names: Sequence[str] = schema.names
    at = {name: i for i, name in enumerate(names)}
    if len(at) < len(names):
        twice = next(name for i, name in enumerate(names) if at[name] != i)
        raise NamingError(f"the table has two columns `{twice[:60]}`")
    stems = (name.removesuffix(".tier") for name in names if name.endswith(".tier"))
    wanted = {stem: [at.get(f"{stem}.{part}") for part in PARTS] for stem in stems}
    return {
        stem: Point(*(i for i in columns if i is not None))
        for stem, columns in wanted.items()
        if None not in columns
    }


def _none(id: str) -> NamingError:
    said = ", ".join(f"`{id}.{part}`" for part in PARTS)
    return NamingError("the table has no keypoints", f"there are three columns each, as in {said}")


def _sound(layout: Layout) -> Layout:
    """Whether the types of the columns can hold what they must."""
    import pyarrow.types as types

    for point in layout.points:
        for field in map(layout.schema.field, point[:2]):
            number = types.is_float32(field.type) or types.is_float64(field.type)
            if not (number or types.is_integer(field.type)):
                raise NamingError(f"column `{field.name}` holds {field.type}, not numbers")
        field = layout.schema.field(point.tier)
        kind = value_type(field.type)
        if not (types.is_string(kind) or types.is_large_string(kind) or coded(kind)):
            said = "neither ids of tiers nor their codes"
            raise NamingError(f"column `{field.name}` holds {field.type}, {said}")
    return layout
