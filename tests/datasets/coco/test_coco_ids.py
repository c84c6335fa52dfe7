"""Ids that are kept, and those that are given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from schemac.datasets.coco.ids import Ids

ids = st.one_of(
    st.none(), st.integers(-70, 200).map(str), st.integers(10**11, 10**11 + 70).map(str),
    st.text(max_size=3),
)  # fmt: skip


@given(st.lists(ids, max_size=60))
def test_each_id_is_given_once_and_kept_where_it_can_be(said: list[str | None]) -> None:
    table, seen = Ids(), set[int]()
    for id in said:
        made = table.of(id)
        assert made["id"] not in seen
        assert made["id"] != 0
        if str(made["id"]) != id:
            assert made.get("source_id") == id
            free = id is not None and id.lstrip("-").isascii() and str(id).lstrip("-").isdecimal()
            assert not free or int(id or 0) in {0, *seen} or str(int(id or 0)) != id
        seen.add(made["id"])
