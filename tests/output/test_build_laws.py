"""Any sequence of builds leaves what a plain dictionary says."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from output_folder import Files, beside, full, listed, part, partial, tree

from schemac.output import Part, compare_build, write_build
from schemac.output import write as write_module

parts = st.builds(
    part,
    spec=st.sampled_from(["body/coco", "hand", None]),
    target=st.sampled_from(["cvat", "yolo"]),
).flatmap(
    lambda made: st.dictionaries(
        st.sampled_from([f"{made.target}_{n}" for n in "ab"]), st.sampled_from(["", "1", "2"])
    ).map(lambda files: part(made.spec, made.target, **files))
)
builds = st.tuples(st.booleans(), st.lists(parts, unique_by=lambda p: p.section, max_size=4))
edits = st.tuples(st.just("foreign"), st.sampled_from(["x.txt", "hand/1.0.0/yolo/x", "hand/y"]))
steps = st.lists(st.one_of(builds, builds, edits), max_size=6)


def apply(model: Files, whole: bool, made: list[Part]) -> Files:
    """The artifacts after a build, as a dictionary would have it."""
    replaced = tuple(
        f"{p.spec}/1.0.0/{p.target}/" if p.spec else p.target for p in made if not whole
    )
    left = {} if whole else {k: v for k, v in model.items() if not k.startswith(replaced)}
    return left | {path: content for one in made for path, content in one.files()}


@pytest.mark.parametrize("in_place", [False, True])
def test_builds_follow_the_model(in_place: bool):
    @settings(max_examples=40, deadline=None)
    @given(steps)
    def law(todo: list[tuple[object, ...]]) -> None:
        folder = Path(mkdtemp())
        try:
            follow(folder / "build", todo)
        finally:
            shutil.rmtree(folder)

    with pytest.MonkeyPatch.context() as patch:
        if in_place:
            patch.setattr(write_module, "can_exchange", lambda room: False)
        law()


def follow(out: Path, todo: list[tuple[object, ...]]) -> None:
    model: Files = {}
    foreign: Files = {}
    for kind, what in todo:
        if kind == "foreign":
            path = out / str(what)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"mine")
            foreign[str(what)] = b"mine"
            continue
        assert isinstance(what, list)
        plan = full(*what) if kind else partial(*what)
        expected = apply(model, bool(kind), what)
        difference = compare_build(out, plan)
        written = write_build(out, plan)
        assert listed(out) == expected
        assert tree(out) == expected | foreign
        assert beside(out) == []
        assert set(written.removed) == model.keys() - expected.keys() == set(difference.stale)
        assert {*difference.missing} - {"manifest.json"} == expected.keys() - model.keys()
        assert {*difference.changed} - {"manifest.json"} == {
            path for path in model.keys() & expected.keys() if model[path] != expected[path]
        }
        assert not compare_build(out, plan)
        model = expected
