"""What lineage says of labels, verb by verb, and the way over several versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import schemac
from conftest import linked
from schemac.mapping import Fidelity, MigrationMap, from_lineage, inverse
from schemac.maps import Maps
from schemac.model import Change, Fate, Formula, Lineage, Point, Reference, Retired, Skeleton
from schemac.workspace import Workspace

from small_skeletons import bird, keypoint, tier_set, VISIBLE, ABSENT, COVERED  # isort: skip

OLD = Reference(id="animal/bird-6", version="1.2.0")


def child(*changes: Change, **fields: Any) -> Skeleton:
    """The bird's next version."""
    lineage = Lineage(parent=OLD, rationale="Better.", author="A. Viary", changes=changes)
    return bird(**({"version": "2.0.0", "lineage": lineage} | fields))


def after(*changes: Change, **fields: Any) -> MigrationMap:
    return from_lineage(bird(), child(*changes, **fields))


def test_what_nobody_speaks_of_stays() -> None:
    made = after()
    assert {entry.fidelity for entry in made.entries} == {Fidelity.EXACT}
    assert made.lost == ()
    assert made.made[0].author == "A. Viary"
    assert made.made[0].rationale == "Better."


def test_an_index_that_moves_is_permuted() -> None:
    points = list(bird().keypoints)
    points[0], points[4] = keypoint(0, "tail"), keypoint(4, "beak")
    made = after(keypoints=tuple(points))
    assert made.by_target["tail"].fidelity is Fidelity.PERMUTED
    assert made.by_target["comb"].fidelity is Fidelity.EXACT


@pytest.mark.parametrize(
    ("labels", "fidelity", "review"),
    [
        ("keep", Fidelity.EXACT, False),
        ("review", Fidelity.APPROXIMATE, True),
        ("redo", Fidelity.RELABEL, False),
        ("(left_wing + right_wing) / 2", Fidelity.APPROXIMATE, False),
    ],
)
def test_a_redefined_point_says_what_becomes_of_its_labels(
    labels: str, fidelity: Fidelity, review: bool
) -> None:
    change = Change(verb="redefine", points=("tail",), labels=labels, why="It was the fan.")
    entry = after(change).by_target["tail"]
    assert (entry.fidelity, entry.review) == (fidelity, review)
    assert entry.why == (() if labels == "keep" else ("It was the fan.",))
    assert bool(entry.needs) == (labels != "redo")


def test_declared_fidelity_counts() -> None:
    exact = Change(verb="redefine", points=("tail",), labels="2*tail - comb", fidelity="exact")
    assert after(exact).by_target["tail"].fidelity is Fidelity.DERIVED
    close = Change(verb="redefine", points=("tail",), labels="keep", fidelity="approximate")
    assert after(close).by_target["tail"].fidelity is Fidelity.APPROXIMATE


def test_labels_by_the_points_own_formula_are_derived() -> None:
    from schemac.model import Weight

    halves = tuple(
        Weight(keypoint=f"{s}_wing", numerator=1, denominator=2) for s in ("left", "right")
    )
    tree = Formula(text="…", tree=Point(id="left_wing"))
    points = tuple(
        keypoint(4, "tail", kind="constructed", weights=halves, formula=tree)
        if p.id == "tail"
        else p
        for p in bird().keypoints
    )
    change = Change(verb="redefine", points=("tail",), labels="(left_wing + right_wing) / 2")
    assert after(change, keypoints=points).by_target["tail"].fidelity is Fidelity.DERIVED


def test_a_stem_stands_for_both_sides() -> None:
    change = Change(
        verb="redefine", points=("wing",), labels="3/4*wing + 1/4*tail", why="Further in."
    )
    made = after(change)
    assert [point for point, _ in made.by_target["left_wing"].x] == ["left_wing", "tail"]
    assert [point for point, _ in made.by_target["right_wing"].x] == ["right_wing", "tail"]


def _with(*new: str, without: tuple[str, ...] = ()) -> tuple[Any, ...]:
    kept = [point for point in bird().keypoints if point.id not in without]
    return (*kept, *(keypoint(len(kept) + at, id) for at, id in enumerate(new)))


def test_split_replace_merge_and_add() -> None:
    split = Change(
        verb="split", points=("tail",),
        into=(Fate(target="tail_root", labels="review"), Fate(target="tail_tip", labels="redo")),
    )  # fmt: skip
    made = after(split, keypoints=_with("tail_root", "tail_tip", without=("tail",)))
    assert made.by_target["tail_root"].alone == "tail"
    assert made.by_target["tail_root"].review
    assert made.by_target["tail_tip"].fidelity is Fidelity.RELABEL

    replace = Change(verb="replace", points=("comb",), by="crest", labels="keep")
    made = after(replace, keypoints=_with("crest", without=("comb",)))
    assert made.by_target["crest"].alone == "comb"

    merge = Change(
        verb="merge", points=("beak", "comb"), labels="(beak + comb) / 2",
        into=(Fate(target="face", labels=""),), why="One place now.",
    )  # fmt: skip
    made = after(merge, keypoints=_with("face", without=("beak", "comb")))
    assert [point for point, _ in made.by_target["face"].x] == ["beak", "comb"]
    unclear = Change(verb="merge", points=("beak", "comb"), labels="keep", into=merge.into)
    made = after(unclear, keypoints=_with("face", without=("beak", "comb")))
    assert made.by_target["face"].fidelity is Fidelity.RELABEL

    add = Change(verb="add", points=("back",), labels="(comb + tail) / 2", review=("back",))
    made = after(add, keypoints=_with("back"))
    assert made.by_target["back"].review
    assert after(keypoints=_with("back")).by_target["back"].fidelity is Fidelity.NONE


def test_a_formula_over_what_the_parent_lacks_gives_nothing() -> None:
    change = Change(verb="redefine", points=("tail",), labels="(nose + comb) / 2", why="Moved.")
    assert after(change).by_target["tail"].fidelity is Fidelity.RELABEL


def test_tiers_go_where_retier_says_and_reviews_follow() -> None:
    tiers = tier_set(VISIBLE, COVERED, ABSENT)
    retier = Change(
        verb="retier", tiers=(("absent", "absent"), ("covered", "covered"),
                              ("guessed", "covered"), ("visible", "visible")),
        review=("tail",),
    )  # fmt: skip
    made = after(retier, visibility=tiers)
    assert made.tier_of["guessed"].target == "covered"
    assert made.by_target["tail"].review
    assert made.by_target["tail"].fidelity is Fidelity.EXACT


def test_a_cited_place_that_changed_without_a_word_is_not_trusted() -> None:
    from schemac.model import Place

    body = Reference(id="landmarks/bird", version="1.0.0")

    def cited(name: str) -> tuple[Any, ...]:
        place = Place(dictionary=body, name=name)
        return (keypoint(0, "beak", place=place), *bird().keypoints[1:])

    made = from_lineage(bird(keypoints=cited("beak_tip")), child(keypoints=cited("beak_root")))
    assert made.by_target["beak"].fidelity is Fidelity.APPROXIMATE
    assert made.by_target["beak"].why == (
        "it was bird.beak_tip and is bird.beak_root, and no change says what that means",
    )


def test_the_way_back_says_what_is_gone() -> None:
    stone = Retired(id="tail", last="1.2.0", why="Nobody saw it.")
    down = after(keypoints=_with(without=("tail",)), retired=(stone,))
    back = inverse(down)
    assert back.by_target["beak"].fidelity is Fidelity.EXACT
    assert back.by_target["tail"].fidelity is Fidelity.NONE
    assert back.by_target["tail"].why == ("no keypoint of animal/bird-6@2.0.0 keeps it",)


def test_the_cricket_lineage() -> None:
    made = schemac.map_between("sport/cricket-bowling-54@1.0.0", "sport/cricket-bowling-54")
    of = made.map.by_target
    assert of["t4"].fidelity is Fidelity.RELABEL
    assert (of["left_wrist"].fidelity, of["left_wrist"].review) == (Fidelity.APPROXIMATE, True)
    assert [str(weight) for _, weight in of["left_middle_cmc"].x] == ["2/3", "1/3"]
    assert made.map.tier_of["occluded"].target == "inferred"
    losses = [loss["message"] for loss in made.record()["losses"]]
    assert "`t2` is retired: Lies under the collar in most pictures." in losses


V1 = """schemac: 1
spec: demo/arm
version: {version}
title: Arm
subject: {{category: arm, category_id: 1, supercategory: demo, laterality: subject}}
visibility: visibility/coco-3@1.0.0
uses: [landmarks/body@1.0.0]
keypoints:
{points}
"""
STEP = """lineage:
  parent: demo/arm@{parent}
  rationale: A test.
  author: {author}
  changes:
{changes}
"""
SHOULDER = "  shoulder: {{index: {{left: {0}, right: {1}}}, landmark: body.shoulder}}"
ELBOW = "  elbow: {{index: {{left: {0}, right: {1}}}, landmark: body.elbow}}"


def project(folder: Path, **more: str) -> Path:
    """Three versions of an arm: the order turns round, then the elbow is set in a new way."""
    specs = folder / "specs" / "demo"
    specs.mkdir(parents=True)
    (folder / "schemac.yaml").write_text("schemac: 1\nproject: demo\n", "utf-8")
    one = "\n".join([SHOULDER.format(0, 1), ELBOW.format(2, 3)])
    two = "\n".join([ELBOW.format(0, 1), SHOULDER.format(2, 3)])
    turned = STEP.format(parent="0.1.0", author="One", changes="    - renumber: Elbows first.")
    redefined = STEP.format(
        parent="0.2.0", author="Two",
        changes="    - redefine: [elbow]\n      labels: 3/4*elbow + 1/4*shoulder\n      why: Up.",
    )  # fmt: skip
    texts = {
        "arm@0.1.0": V1.format(version="0.1.0", points=one),
        "arm@0.2.0": V1.format(version="0.2.0", points=two) + turned,
        "arm": V1.format(version="0.3.0", points=two) + redefined,
        **more,
    }
    for name, text in texts.items():
        (specs / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def between(folder: Path, source: str, target: str) -> MigrationMap:
    """The map between two versions; what else is wrong with them is not asked here."""
    maps = Maps(Workspace(str(folder)))
    one, other = (
        maps.skeleton(Reference(id=word[:-6], version=word[-5:])) for word in (source, target)
    )
    assert one is not None
    assert other is not None
    return maps.between(one, other)


def test_maps_compose_along_the_version_graph(tmp_path: Path) -> None:
    folder = project(tmp_path)
    whole = between(folder, "demo/arm@0.1.0", "demo/arm@0.3.0")
    assert [made.author for made in whole.made] == ["One", "Two"]
    assert whole.by_target["left_shoulder"].fidelity is Fidelity.PERMUTED
    assert [(point, str(weight)) for point, weight in whole.by_target["right_elbow"].x] == [
        ("right_shoulder", "1/4"), ("right_elbow", "3/4"),
    ]  # fmt: skip
    back = between(folder, "demo/arm@0.3.0", "demo/arm@0.1.0")
    assert [made.how for made in back.made] == ["inverse", "inverse"]
    assert back.by_target["left_shoulder"].fidelity is Fidelity.PERMUTED
    assert back.by_target["left_elbow"].why == (
        "it went into `left_elbow` together with others and cannot be told from them",
    )


def test_siblings_meet_in_their_parent_and_heads_that_disagree_are_told(tmp_path: Path) -> None:
    points = "\n".join([ELBOW.format(0, 1), SHOULDER.format(2, 3)])

    def version(number: str, author: str, labels: str, parent: str = "0.2.0") -> str:
        changes = f"    - redefine: [shoulder]\n      labels: {labels}\n      why: Moved."
        step = STEP.format(parent=parent, author=author, changes=changes)
        return V1.format(version=number, points=points) + step

    merges = "  merges: [demo/arm@0.4.0]\n  rationale"
    last = version("0.5.0", "Five", "keep", "0.3.0").replace("  rationale", merges)
    heads = {"arm@0.4.0": version("0.4.0", "Four", "keep"), "arm@0.5.0": last}
    folder = project(tmp_path, **heads)
    across = between(folder, "demo/arm@0.3.0", "demo/arm@0.4.0")
    assert [made.how for made in across.made] == ["inverse", "lineage"]
    # 0.2.0 to 0.5.0 leads over 0.3.0 and over 0.4.0, and both keep the shoulders
    made = between(folder, "demo/arm@0.2.0", "demo/arm@0.5.0")
    assert made.by_target["left_shoulder"].alone == "left_shoulder"
    swapped = version("0.4.0", "Four", "keep").replace(
        "- redefine: [shoulder]\n      labels: keep",
        "- replace: left_elbow\n      by: left_shoulder\n      labels: keep",
    )
    (folder / "specs" / "demo" / "arm@0.4.0.yaml").write_text(swapped, "utf-8")
    with pytest.raises(schemac.UsageError, match="disagree on `left_shoulder`"):
        between(folder, "demo/arm@0.2.0", "demo/arm@0.5.0")


def test_a_document_serves_later_versions_of_its_ends(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "specs" / "maps").mkdir()
    (folder / "specs" / "maps" / "arm.yaml").write_text(
        "schemac: 1\nmap: maps/arm\nversion: 1.0.0\ntitle: Arm\nauthors: [Three]\n"
        "from: demo/arm@0.1.0\nto: body/coco-17@1.0.0\nrationale: A test.\n"
        "points:\n  wrist: {take: 2*elbow - shoulder}\n"
        "waivers:\n  - {rule: map-target-empty, because: An arm only.}\n",
        "utf-8",
    )
    made = between(folder, "demo/arm@0.3.0", "body/coco-17@1.0.0")
    assert [(each.how, each.author) for each in made.made] == [
        ("inverse", "Two"), ("inverse", "One"), ("landmarks", None), ("map", "Three"),
    ]  # fmt: skip
    assert made.by_target["left_wrist"].fidelity is Fidelity.NONE  # its elbow cannot be got back
    assert made.by_target["left_shoulder"].alone == "left_shoulder"


def test_documents_of_two_versions_must_not_contradict_their_lineage(tmp_path: Path) -> None:
    """What 0.2.0 calls a shoulder is one in 0.3.0, so both lead to the same point."""
    folder = project(tmp_path)
    (folder / "specs" / "maps").mkdir()

    def put(name: str, version: str, take: str) -> None:
        (folder / "specs" / "maps" / f"{name}.yaml").write_text(
            f"schemac: 1\nmap: maps/{name}\nversion: 1.0.0\ntitle: Arm\n"
            f"from: demo/arm@{version}\nto: body/coco-17@1.0.0\nrationale: A test.\n"
            f"points:\n  shoulder: {{take: {take}, fidelity: exact}}\n"
            "waivers:\n  - {rule: map-target-empty, because: An arm only.}\n",
            "utf-8",
        )

    def told() -> list[str]:
        found = schemac.check("specs/maps", cwd=folder).diagnostics
        return [one.message for one in found if one.rule == "map-ways-disagree"]

    put("new", "0.3.0", "shoulder")
    put("old", "0.2.0", "shoulder")
    assert told() == []
    put("old", "0.2.0", "elbow")
    assert told() == [
        "the step from `demo/arm@0.2.0` and then `maps/new` say otherwise of `shoulder`"
    ]


def test_a_skeleton_leads_to_itself_by_doing_nothing() -> None:
    made = schemac.map_between("body/coco-17", "body/coco-17")
    assert made.map.made == ()
    assert {entry.fidelity for entry in made.map.entries} == {Fidelity.EXACT}
    assert made.source == linked("body/coco-17")
