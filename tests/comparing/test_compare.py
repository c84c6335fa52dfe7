"""Two definitions held against each other: one cause, one finding, both places."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from conftest import LIBRARY, linked
from importing.drafts import FACE, draft
from schemac.cli import main
from schemac.comparing import Comparison, compare, draft_of
from schemac.comparing.text import render
from schemac.draft import Draft

EDGES = [(0, 1), (0, 2), (1, 3), (2, 4)]
MIRROR = [(0, 0), (1, 2), (2, 1), (3, 4), (4, 3)]
SIGMAS = (0.026, 0.025, 0.025, 0.035, 0.035)


def whole(**fields: object) -> Draft:
    return replace(draft(FACE, EDGES, MIRROR, SIGMAS), sigmas=True, **fields)


def said(found: Comparison) -> list[str]:
    return [f"{d.aspect}: {d.message}" for d in found.differences]


@pytest.mark.parametrize("spec", LIBRARY)
def test_a_spec_is_the_same_as_itself(spec: str) -> None:
    found = compare(draft_of(linked(spec)), draft_of(linked(spec)))
    assert not found.differences
    assert not found.differs
    assert "edges" in found.compared


def test_what_one_cannot_say_is_not_compared() -> None:
    found = compare(whole(), draft(FACE, name="thing"))
    assert not found.differences
    assert found.not_compared[:3] == ("mirror partners", "edges", "sigmas")


def test_another_order_is_one_finding_and_the_rest_goes_by_name() -> None:
    order = [4, 3, 2, 1, 0]
    other = replace(
        draft(
            [FACE[i] for i in order],
            [(4 - a, 4 - b) for a, b in EDGES],
            [(4 - a, 4 - b) for a, b in MIRROR],
            [SIGMAS[i] for i in order],
        ),
        sigmas=True,
    )
    found = compare(whole(), other)
    assert said(found) == [
        "order: same 5 names, other order: `nose` 0 → 4, `left_eye` 1 → 3,"
        " `left_ear` 3 → 1, `right_ear` 4 → 0"
    ]
    assert found.differs


def test_names_that_differ_are_matched_by_look() -> None:
    other = replace(whole(), points=tuple(
        replace(p, name=n) for p, n in
        zip(whole().points, ("nose", "left_eyes", "right_eye", "LEar", "REar"), strict=True)
    ))  # fmt: skip
    assert said(compare(whole(), other)) == [
        "names: `left_eye` here, `left_eyes` there",
        "names: 2 names spelt in two ways: `left_ear` / `LEar`, `right_ear` / `REar`",
    ]


def test_what_only_one_has() -> None:
    made = said(compare(draft(("nose", "tail")), draft(("nose", "wing", "beak"))))
    assert made == [
        "names: only in `given.json`: `tail`", "names: only in `given.json`: `wing`, `beak`"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sigmas", "message"),
    [
        ([2 * s for s in SIGMAS],
         "the sigmas there are twice those here, in kappa form: `nose` 0.026 here, 0.052 there"),
        ([0.025, 0.026, 0.035, 0.025, 0.035],
         "the same sigmas for other keypoints: `nose` 0.026 here, 0.025 there"),
        ([0.0262, *SIGMAS[1:]],
         "the sigmas differ by rounding only: `nose` 0.026 here, 0.0262 there"),
        ([0.1, *SIGMAS[1:]], "1 sigma differs: `nose` 0.026 / 0.1"),
        (SIGMAS[:4], "only one of the two has a sigma for `right_ear`"),
    ],
)  # fmt: skip
def test_sigmas_in_another_form(sigmas: list[float], message: str) -> None:
    other = replace(draft(FACE, EDGES, MIRROR, sigmas), sigmas=True)
    assert said(compare(whole(), other)) == [f"sigmas: {message}"]


def test_a_file_without_sigmas_is_only_a_note() -> None:
    found = compare(whole(), replace(draft(FACE, EDGES, MIRROR), sigmas=False))
    assert said(found) == ["sigmas: `given.json` has sigmas, `given.json` has none"]
    assert not found.differs


def test_mirror_partners() -> None:
    found = compare(whole(), replace(whole(), mirror=draft(mirror=[(1, 1), (3, 4)]).mirror))
    assert said(found) == [
        "mirror: the mirror partner of `left_eye` is `right_eye` here, itself there"
    ]
    assert found.differences[0].one is not None
    assert found.differences[0].one.span is not None
    assert found.differences[0].one.span.line == 202


def test_a_mirror_list_that_exchanges_nothing_is_one_finding() -> None:
    found = compare(whole(), replace(whole(), mirror=draft(mirror=[(0, 0), (1, 1)]).mirror))
    assert said(found) == [
        "mirror: `given.json` has 2 mirror pairs, `given.json` exchanges nothing"
    ]


def test_edges_that_lead_nowhere() -> None:
    found = compare(whole(), replace(whole(), edges=draft(edges=[*EDGES, (4, 5)]).edges))
    assert said(found) == ["edges: 1 edge of `given.json` leads to no keypoint"]


def test_edges_as_sets_and_their_order_as_a_note() -> None:
    other = replace(whole(), edges=draft(edges=[(0, 1), (0, 2), (1, 2), (2, 4)]).edges)
    assert said(compare(whole(), other)) == [
        "edges: 1 edge only in `given.json`: `left_eye`-`left_ear`",
        "edges: 1 edge only in `given.json`: `left_eye`-`right_eye`",
    ]
    turned = replace(whole(), edges=draft(edges=[(b, a) for a, b in EDGES]).edges)
    found = compare(whole(), turned)
    assert said(found) == ["edges: the same edges, turned round"]
    assert not found.differs


def test_the_category() -> None:
    found = compare(whole(category_id=1), whole(name="dog", category_id=2))
    assert said(found) == [
        "category: the category is `thing` here, `dog` there",
        "category: the category id is 1 here, 2 there",
    ]


def test_a_file_without_names_goes_by_index() -> None:
    numbered = replace(whole(), named=False)
    assert compare(whole(), numbered).not_compared[0] == "names"
    assert not compare(whole(), numbered).differs
    few = draft("abc", named=False)
    assert said(compare(whole(), few))[0] == "names: 5 keypoints here, 3 there"


def test_hostile_names_do_not_reach_the_terminal() -> None:
    text = render(compare(draft(["a\x1b[31m", "b"]), draft(["c"])), ())
    assert "\x1b" not in text


def test_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = linked("body/coco-17")
    category = {
        "id": 1, "name": "person", "supercategory": "person",
        "keypoints": [p.name for p in spec.keypoints],
        "skeleton": [[a + 1, b + 1] for a, b in spec.edge_indices],
    }  # fmt: skip
    path = tmp_path / "train.json"
    path.write_text(json.dumps({"categories": [category]}, indent=1))
    assert main(["compare", str(path), "body/coco-17"]) == 0
    assert "agree in all that both say" in capsys.readouterr().out
    category["keypoints"] = [*category["keypoints"][1:], "nose"]
    path.write_text(json.dumps({"categories": [category]}, indent=1))
    assert main(["compare", str(path), "body/coco-17", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [d["aspect"] for d in found["differences"]] == ["order", "edges", "edges"]
    assert found["differences"][0]["other"]["line"] > 1
    assert main(["compare", str(path), "body/nothing"]) == 2


def test_a_skeleton_of_several_is_never_taken_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    two = [
        {"id": 1, "name": "person", "keypoints": ["nose", "left_eye", "right_eye"]},
        {"id": 2, "name": "other", "keypoints": ["nose", "right_eye", "left_eye"]},
    ]
    Path("two.json").write_text(json.dumps({"categories": two}))
    Path("one.json").write_text(json.dumps({"categories": two[:1]}))
    Path("hen.json").write_text(json.dumps({"categories": [{**two[0], "name": "hen"}]}))
    assert main(["compare", "two.json", "one.json"]) == 0
    assert "not looked at: `other` of `two.json`" in capsys.readouterr().out
    assert main(["compare", "two.json", "one.json", "--skeleton", "other"]) == 1
    again = {**two[1], "name": "person"}
    Path("again.json").write_text(json.dumps({"categories": [again]}))
    for words, message in (
        (["two.json", "hen.json"], "there are 2 skeletons in `two.json`: `person`, `other`"),
        ([".", "one.json"], "there are 4 skeletons in `.`: `person` of `again.json`, `hen` of"),
        (["one.json", "hen.json", "--skeleton", "foo"], "no skeleton `foo` in `one.json`"),
        (["one.json", "body/coco-17", "--skeleton", "foo"], "no skeleton `foo` in `one.json`"),
    ):
        capsys.readouterr()
        assert main(["compare", *words]) == 2
        assert message in capsys.readouterr().err


def test_ids_aliases_and_former_names_win_over_likeness() -> None:
    spec = draft_of(linked("hand/hand-21"))
    ids = tuple(point.aliases[0] for point in spec.points)
    given = replace(spec, points=tuple(
        replace(p, name=id, aliases=()) for p, id in zip(spec.points, ids, strict=True)
    ))  # fmt: skip
    for pair in ((given, spec), (spec, given)):
        found = compare(*pair)
        (names,) = found.differences
        assert names.message.startswith("20 names known to the other as id, alias or former name")
        assert "`21 keypoints" not in names.message
        assert found.compared[0] == "21 keypoints by name"
