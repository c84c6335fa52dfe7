"""What a guide says of the versions of its spec: which there are, and which one holds."""

from __future__ import annotations

from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

import schemac
from releases import ARROW, HOSTILE, do_release, draft_project, edit, next_version, released_project
from schemac.contexts import context_of
from schemac.editions import editions
from schemac.guide import Context, Speech
from schemac.guide.editions import Edition, rails, released_before, successor
from schemac.guide.outline import pages, shared
from schemac.guide.pages import versions
from schemac.guide.pictures import Pictures
from schemac.guide.render import render
from schemac.model import Change, Lineage, Skeleton
from schemac.workspace import Workspace
from small_skeletons import bird

ID = "demo/arrow-2"


def known(project: Path, word: str = ID) -> tuple[Edition, ...]:
    return editions(Workspace(str(project)), schemac.load(word, project))


def of(skeleton: Skeleton, *every: Edition, speech: Speech | None = None) -> Context:
    return Context(skeleton=skeleton, speech=speech or Speech(), digest="sha256:0", editions=every)


def shown(context: Context, path: str) -> str | None:
    """A page of a guide as Markdown with its entities told."""
    every = pages(context)
    common, place = shared(context, every), Pictures(context).place
    found = (page for page in every if page.path == path)
    return next((unescape(render(p, context.speech, place, **common)) for p in found), None)


def line(*steps: tuple[str, tuple[str, ...]]) -> list[Edition]:
    return [Edition(version=v, state="released", parents=parents) for v, parents in steps]


# ---- what is at hand ------------------------------------------------------------------------


def test_the_ledger_tells_who_stands_for_a_version_and_how_long_it_held(tmp_path: Path) -> None:
    project = released_project(tmp_path)
    next_version(project, "1.1.0", why="A longer arrow.")
    do_release(project)
    next_version(project, "1.2.0", parent="1.1.0")
    draft, second, first = known(project)
    assert (draft.version, draft.state, draft.parents) == ("1.2.0", "draft", ("1.1.0",))
    assert (second.state, second.rationale, second.since, second.until) == (
        "released", "A longer arrow.", "2024-09-01", None,
    )  # fmt: skip
    assert second.approved == ("A. Rao (lead)",)
    assert (first.version, first.until, first.parents) == ("1.0.0", "2024-09-01", ())


def test_the_size_of_a_step_is_counted_from_what_the_versions_meant(tmp_path: Path) -> None:
    project = released_project(tmp_path)
    path = next_version(project, "2.0.0")
    feather = (
        "{index: 2, kind: surface, definition: End of the last feather., at: [55, 90],"
        " find: {see: The end.}, mistakes: [{text: Too far in., offset: [0, -3]}]}"
    )
    edit(path, "keypoints:\n", f"keypoints:\n  feather: {feather}\n")
    draft, first = known(project)
    assert draft.size is not None
    assert (draft.size.added, draft.size.gone, draft.size.redefined) == (1, 0, 0)
    assert first.size is None


def test_a_frozen_version_without_a_line_is_attested_by_nobody(tmp_path: Path) -> None:
    project = released_project(tmp_path)
    next_version(project, "1.1.0")
    (project / "specs" / "ledger.jsonl").unlink()
    for form in (project / "specs").rglob("*@*.json"):
        form.unlink()
    assert [(each.version, each.state) for each in known(project)] == [
        ("1.1.0", "draft"),
        ("1.0.0", "unattested"),
    ]


def test_a_spec_outside_of_all_spec_folders_has_no_past(tmp_path: Path) -> None:
    project = draft_project(tmp_path)
    alone = project / "arrow-2.yaml"
    alone.write_bytes((project / ARROW).read_bytes())
    assert known(project, str(alone)) == ()
    assert [each.version for each in known(project)] == ["1.0.0"]


# ---- what holds -----------------------------------------------------------------------------


def test_the_last_release_replaces_all_before_it_and_a_draft_none() -> None:
    first, second, draft = (
        Edition(version="1.0.0", state="released", since="2024-01-01"),
        Edition(version="1.1.0", state="released", since="2024-03-01"),
        Edition(version="2.0.0", state="draft"),
    )
    every = (draft, second, first)
    assert successor(every, "1.0.0") == second
    assert successor(every, "1.1.0") is None
    assert successor(every, "2.0.0") is None
    assert released_before(every, "2.0.0") == second
    assert released_before(every, "1.1.0") is None


def test_where_nothing_was_released_the_working_file_holds() -> None:
    every = Edition(version="2.0.0", state="draft"), Edition(version="1.0.0", state="unattested")
    assert successor(every, "1.0.0") == every[0]
    assert released_before(every, "2.0.0") is None


def test_versions_are_compared_as_numbers() -> None:
    every = [Edition(version=v, state="released") for v in ("1.10.0", "1.9.0")]
    found = successor(every, "1.9.0")
    assert found is not None
    assert found.version == "1.10.0"


# ---- the graph ------------------------------------------------------------------------------


def test_a_line_of_versions_goes_down_one_column() -> None:
    top, middle, bottom = rails(line(("3.0.0", ("2.0.0",)), ("2.0.0", ("1.0.0",)), ("1.0.0", ())))
    assert top.lines == ((0, 0.5, 0, 1.0),)
    assert middle.lines == ((0, 0.0, 0, 0.5), (0, 0.5, 0, 1.0))
    assert bottom.lines == ((0, 0.0, 0, 0.5),)


def test_a_fork_and_its_merge_take_a_second_column() -> None:
    made = list(rails(line(
        ("3.0.0", ("2.0.0", "1.1.0")), ("2.0.0", ("1.0.0",)), ("1.1.0", ("1.0.0",)), ("1.0.0", ()),
    )))  # fmt: skip
    assert [rail.at for rail in made] == [0, 0, 1, 0]
    assert set(made[0].lines) == {(0, 0.5, 0, 1.0), (0, 0.5, 1, 1.0)}
    assert (1, 0.0, 1, 1.0) in made[1].lines
    assert (0, 0.0, 0, 1.0) in made[2].lines
    assert (1, 0.5, 0, 1.0) in made[2].lines


def test_lines_of_a_row_go_on_where_those_of_the_row_above_end() -> None:
    made = list(rails(line(
        ("4.0.0", ("2.0.0",)), ("3.0.0", ("1.0.0", "2.0.0")), ("2.5.0", ()), ("2.0.0", ("1.0.0",)),
        ("1.0.0", ()),
    )))  # fmt: skip
    for above, below in pairwise(made):
        ends = {end for _, _, end, at in above.lines if at == 1.0}
        assert ends == {start for start, at, _, _ in below.lines if at == 0.0}
    assert [end for _, _, end, at in made[-1].lines if at == 1.0] == []


# ---- the pages ------------------------------------------------------------------------------


def test_every_page_of_a_superseded_version_says_what_replaced_it(tmp_path: Path) -> None:
    project = released_project(tmp_path)
    next_version(project, "1.1.0")
    do_release(project)
    workspace = Workspace(str(project))
    old = context_of(workspace, schemac.load(f"{ID}@1.0.0", project))
    now = context_of(workspace, schemac.load(ID, project))
    for page in pages(old):
        said = shown(old, page.path) or ""
        assert "Superseded: version 1.1.0 replaces this version 1.0.0." in said, page.path
        assert "2024-09-01" in said
    assert all("Superseded: " not in (shown(now, page.path) or "") for page in pages(now))


def test_a_draft_says_which_version_was_released(tmp_path: Path) -> None:
    project = released_project(tmp_path)
    next_version(project, "1.1.0")
    context = context_of(Workspace(str(project)), schemac.load(ID, project))
    said = shown(context, "index.md") or ""
    assert "A draft: version 1.1.0 is not released" in said
    assert "Released is version 1.0.0." in said


def test_the_page_of_versions_names_who_stands_for_each(tmp_path: Path) -> None:
    project = released_project(tmp_path)
    next_version(project, "1.1.0", why="A longer arrow.")
    do_release(project)
    context = context_of(Workspace(str(project)), schemac.load(ID, project))
    said = shown(context, "versions.md") or ""
    for part in ("A longer arrow.", "Written by B. Lee", "Approved by A. Rao (lead)",
                 "In force from 2024-09-01 on.", "Superseded by version 1.1.0.",
                 'href="#v1-0-0"', 'id="v1-0-0"'):  # fmt: skip
        assert part in said, part


def test_a_single_draft_has_no_page_of_versions() -> None:
    assert versions.values(of(bird())) is None
    assert versions.values(of(bird(), Edition(version="1.0.0", state="draft"))) is None
    assert versions.values(of(bird(), Edition(version="1.0.0", state="released"))) is not None


def test_texts_of_the_ledger_are_no_markup() -> None:
    nasty = Edition(
        version="1.0.0", state="released", since="2024-01-01", author=HOSTILE, rationale=HOSTILE,
        approved=(HOSTILE,), sources=(HOSTILE,),
    )  # fmt: skip
    tame = replace(nasty, author="a", rationale="a", approved=("a",), sources=("a",))
    counts = []
    for each in (tame, nasty):
        context = of(bird(), each)
        page = next(page for page in pages(context) if page.path == "versions.md")
        common = shared(context, pages(context))
        text = str(render(page, context.speech, Pictures(context).place, **common))
        counts.append((text.count("<"), text.count("`"), text.count("\n")))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("same", [True, False])
def test_a_pair_that_changed_alike_is_told_of_once(same: bool) -> None:
    now = bird()
    now = replace(now, keypoints=tuple(
        replace(p, words=replace(p.words, definition="Tip.")) for p in now.keypoints
    ))  # fmt: skip
    words = {"left_wing": "Old tip.", "right_wing": "Old tip." if same else "Other old tip."}
    before = replace(now, version="0.9.0", keypoints=tuple(
        replace(p, words=replace(p.words, definition=words.get(p.id, p.words.definition)))
        for p in now.keypoints
    ))  # fmt: skip
    lineage = Lineage(
        parent=before.reference, rationale="Because.",
        changes=(Change(verb="redefine", points=("wing",), labels="redo"),),
    )  # fmt: skip
    context = replace(of(replace(now, lineage=lineage)), older=(before,))
    said = shown(context, "changes.md") or ""
    assert said.count("<dl") == (1 if same else 2)
    assert said.count('class="sk-chip"') == 1
