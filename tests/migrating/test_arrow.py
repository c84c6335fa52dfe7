"""The function over record batches does what the reference does with arrays."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping_made import end, ends, labels, maps
from schemac.labels import NamingError
from schemac.mapping import End, Entry, MigrationMap, Rung, TierStep, carry, identity
from schemac.migrating.arrow import carrier

NUMBERS = (pa.float64(), pa.float32(), pa.int32())
TIERS = (
    pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.int32(), pa.large_string()),
    pa.string(), pa.large_string(), pa.int8(), pa.int64(), pa.float64(),
)  # fmt: skip


def table_of(
    of: End, labels: Any, number: Any = NUMBERS[0], tier: Any = TIERS[0], nulls: bool = True
) -> pa.RecordBatch:
    """Labels (N, K, 3) as columns, between two columns of somebody else."""
    ids = {rung.code: rung.id for rung in of.tiers}
    coded = pa.types.is_integer(tier) or pa.types.is_floating(tier)
    columns = {"image": pa.array([f"{at}.jpg" for at in range(len(labels))])}
    for at, id in enumerate(of.points):
        for axis, part in enumerate("xy"):
            values = labels[:, at, axis]
            columns[f"{id}.{part}"] = pa.array(
                values, mask=~np.isfinite(values) if nulls or pa.types.is_integer(number) else None
            ).cast(number)  # fmt: skip
        codes = [None if np.isnan(code) else int(code) for code in labels[:, at, 2]]
        values = codes if coded else [None if code is None else ids[code] for code in codes]
        kind = tier.value_type if pa.types.is_dictionary(tier) else tier
        made = pa.array(values, type=kind)
        columns[f"{id}.tier"] = made.dictionary_encode().cast(tier) if kind is not tier else made
    columns["weather"] = pa.array(["fair"] * len(labels))
    return pa.RecordBatch.from_pydict(columns)


def array_of(to: End, batch: pa.RecordBatch | pa.Table) -> Any:
    """The columns of a table as labels (N, L, 3)."""
    codes = {rung.id: float(rung.code) for rung in to.tiers} | {None: np.nan}
    made = np.full((len(batch), len(to.points), 3), np.nan)
    for at, id in enumerate(to.points):
        for axis, part in enumerate("xy"):
            values = batch[f"{id}.{part}"].to_pylist()
            made[:, at, axis] = [np.nan if value is None else value for value in values]
        for row, value in enumerate(batch[f"{id}.tier"].to_pylist()):
            made[row, at, 2] = codes[value] if isinstance(value, str | None) else value
    return made


@st.composite
def given_tables(draw: st.DrawFn) -> tuple[MigrationMap, Any, pa.RecordBatch]:
    source = draw(ends("a"))
    made, before = draw(maps(source, draw(ends("b")))), draw(labels(source))
    random = np.random.default_rng(draw(st.integers(0, 99)))
    before[random.random(before.shape) < 0.05] = np.nan  # half a coordinate, a place without tier
    number = draw(st.sampled_from(NUMBERS))
    before[..., :2] = np.round(before[..., :2])  # what every type can hold
    table = table_of(source, before, number, draw(st.sampled_from(TIERS)), draw(st.booleans()))
    return made, before, table


@settings(deadline=None, max_examples=100)
@given(given_tables(), st.integers(0, 3))
def test_tables_are_carried_as_arrays_are(
    given: tuple[MigrationMap, Any, pa.RecordBatch], cut: int
) -> None:
    made, before, table = given
    function = pickle.loads(pickle.dumps(carrier(made)))
    found = list(function(iter([table.slice(0, cut), table.slice(cut)])))
    assert [len(batch) for batch in found] == [cut, len(table) - cut]
    assert {batch.schema for batch in found} == {carrier(made).schema(table.schema)}
    after = np.concatenate([array_of(made.target, batch) for batch in found])
    np.testing.assert_allclose(after, carry(made, before), rtol=1e-6, atol=1e-3)
    whole = carrier(made).table(pa.Table.from_batches([table]))
    np.testing.assert_array_equal(array_of(made.target, whole), after)
    for column in ("image", "weather"):
        assert whole[column].to_pylist() == table[column].to_pylist()


def test_a_permutation_copies_nothing() -> None:
    tiers = (Rung(id="none", code=0, placed=False), Rung(id="seen", code=2, placed=True))
    one = end("a", ("fin", "gill", "horn"), (0, 1, 2), tiers)
    two = end("b", ("horn", "fin", "gill"), (0, 1, 2), tiers)
    made = MigrationMap(
        source=one, target=two, entries=identity(one).entries, tiers=identity(one).tiers
    )
    batch = table_of(one, np.array([[[1, 2, 2], [3, 4, 2], [np.nan, np.nan, 0]]] * 9, float))
    (after,) = carrier(made)([batch])
    for name in batch.schema.names:
        assert [b.address for b in after[name].buffers() if b] == [
            b.address for b in batch[name].buffers() if b
        ]
    assert after.schema.names == [
        "image", *(f"{id}.{part}" for id in two.points for part in ("x", "y", "tier")), "weather"
    ]  # fmt: skip


def small() -> tuple[MigrationMap, pa.RecordBatch]:
    tiers = (Rung(id="none", code=0, placed=False), Rung(id="seen", code=2, placed=True))
    one, two = end("a", ("fin",), (0,), tiers), end("b", ("gill",), (0,), tiers)
    steps = tuple(TierStep(source=t.id, target=t.id) for t in tiers)
    made = MigrationMap(
        source=one, target=two, tiers=steps,
        entries=(Entry(target="gill", x=(("fin", 1),), y=(("fin", 1),)),),
    )  # fmt: skip
    return made, table_of(one, np.array([[[1, 2, 2]], [[1, 2, 0]]], float))


def test_what_has_no_place_in_the_tier_gets_none() -> None:
    made, batch = small()
    (after,) = carrier(made)([batch])
    assert after["gill.x"].to_pylist() == [1.0, None]
    assert after["gill.tier"].to_pylist() == ["seen", "none"]


@pytest.mark.parametrize("value", ["dim", b"seen", 7])
def test_an_unknown_tier_is_refused(value: Any) -> None:
    made, batch = small()
    column = pa.array([None, value])
    names = [name for name in batch.schema.names if name != "fin.tier"]
    strange = batch.select(names).append_column("fin.tier", column)
    with pytest.raises(ValueError, match=r"no tier|neither ids"):
        list(carrier(made)([strange]))


def test_columns_must_be_those_of_the_source() -> None:
    made, batch = small()
    with pytest.raises(NamingError, match="no keypoints"):
        carrier(made).schema(pa.schema([("image", pa.string())]))
    with pytest.raises(NamingError, match=r"a column `gill\.x` of its own"):
        carrier(made).schema(batch.schema.append(pa.field("gill.x", pa.string())))
    more = [pa.field(f"horn.{part}", pa.int32()) for part in ("x", "y", "tier")]
    with pytest.raises(NamingError, match="`horn`"):
        carrier(made).schema(pa.schema([*batch.schema, *more]))
    text = pa.field("fin.x", pa.string())
    with pytest.raises(NamingError, match="not numbers"):
        carrier(made).schema(batch.schema.set(batch.schema.get_field_index("fin.x"), text))
