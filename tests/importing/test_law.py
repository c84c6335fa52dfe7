"""The law of imports: the spec that is written says what the file said, and has no error."""

from __future__ import annotations

import string
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from importing.drafts import draft, linked, written
from schemac.draft import Draft
from schemac.importing.known import Known
from schemac.importing.settled import settle
from schemac.importing.sides import side_said

_WORDS = st.sampled_from(
    ("eye", "Hip", "BigToe", "toe_2", "r", "left", "all", "region", "7", "x-y")
)
_SIDES = st.sampled_from(("left_", "right_", "L_", "R_", "L", "R", "Left", "", "", "l.", "lf_"))
_LIKELY = st.builds(lambda side, word, end: f"{side}{word}{end}", _SIDES, _WORDS,
                    st.sampled_from(("", "", "_left", "_right", ".L", " R")))  # fmt: skip
_LEGAL = st.builds(
    lambda first, rest: (first + rest).strip(),
    st.sampled_from(string.ascii_letters + string.digits),
    st.text(string.ascii_letters + string.digits + "_-. ", max_size=12),
)
_ANY = st.text(max_size=12)
_NUMBER = st.floats(allow_nan=True, allow_infinity=True)


_FURTHER = st.fixed_dictionaries(
    {},
    optional={
        "weight": st.none() | _NUMBER | st.sampled_from((1.0, 1.5)),
        "half": st.sampled_from((None, "upper", "lower")),
        "side": st.sampled_from((None, "left", "right", "mid")),
        "definition": st.none() | _ANY | st.sampled_from(("the left one", "the right one")),
        "hotkey": st.none() | st.text(max_size=1),
        "aliases": st.lists(_ANY, max_size=2).map(tuple),
    },
)


@st.composite
def drafts(data: Any, names: Any) -> Draft:
    listed = data(st.lists(names, min_size=1, max_size=9))
    index = st.integers(-1, len(listed))
    pair = st.tuples(index, index)
    places = st.lists(
        st.tuples(_NUMBER, _NUMBER) | st.tuples(st.integers(-9, 9), st.integers(-9, 9)),
        min_size=len(listed), max_size=len(listed),
    )  # fmt: skip
    made = draft(
        listed,
        edges=data(st.none() | st.lists(pair, max_size=12)),
        mirror=data(st.none() | st.lists(pair, max_size=8)),
        sigmas=data(st.lists(st.none() | _NUMBER, max_size=len(listed))),
        places=data(st.just([]) | places),
        based=data(st.sampled_from((None, 0, 1))),
        name=data(st.none() | _ANY),
        title=data(st.none() | _ANY),
        supercategory=data(st.none() | _ANY),
        homepage=data(st.none() | _ANY),
        category_id=data(st.none() | st.integers()),
        unused=tuple(data(st.lists(_ANY, max_size=2))),
    )
    if not data(st.booleans()):
        return made
    return replace(made, points=tuple(replace(p, **data(_FURTHER)) for p in made.points))


@settings(max_examples=100, deadline=None)
@given(drafts(_LIKELY | _LEGAL))
def test_the_spec_says_what_the_file_says(made: Draft) -> None:
    skeleton, errors = linked(written(made, Known()))
    assert not errors
    names = [point.name for point in made.points]
    found = settle(made)
    if len(set(names)) == len(names):
        assert [point.name for point in skeleton.keypoints] == names
    assert skeleton.edge_indices == found.edges
    assert skeleton.mirror == found.partners
    sigmas = [point.sigma("imported") for point in skeleton.keypoints]
    for ours, theirs in zip(sigmas, found.sigmas, strict=True):
        assert ours == theirs or (ours and theirs and abs(ours - theirs) < 1e-11)


@settings(max_examples=60, deadline=None)
@given(drafts(_ANY | _LIKELY))
def test_whatever_a_stranger_wrote_there_is_a_spec(made: Draft) -> None:
    skeleton, errors = linked(written(made, Known()))
    assert not errors
    assert len(skeleton.keypoints) == len(made.points)
    assert skeleton.mirror == settle(made).partners


@settings(max_examples=60, deadline=None)
@given(st.lists(_LEGAL, min_size=2, max_size=9, unique=True), st.data())
def test_a_mirror_list_that_leads_back_is_kept(names: list[str], data: Any) -> None:
    names = [name for name in names if side_said(name) is None]
    order = data.draw(st.permutations(range(len(names))))
    mirror = list(range(len(names)))
    for one, other in zip(order[::2], order[1::2], strict=False):
        mirror[one], mirror[other] = other, one
    if names:
        skeleton, errors = linked(written(draft(names, mirror=list(enumerate(mirror))), Known()))
        assert not errors
        assert skeleton.mirror == tuple(mirror)
