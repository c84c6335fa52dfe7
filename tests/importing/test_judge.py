"""Every general finding on a file, with its message, its place and what the draft makes of it."""

from __future__ import annotations

import pytest

from importing.drafts import draft, linked, workspace, written
from schemac.diagnostic import Diagnostic
from schemac.draft import Draft
from schemac.importing import codes, judge
from schemac.importing.known import known_of
from schemac.importing.settled import settle

COCO = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder",
    "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip",
    "left_knee", "right_knee", "left_ankle", "right_ankle",
)  # fmt: skip
SIGMAS = (
    .026, .025, .025, .035, .035, .079, .079, .072, .072, .062, .062, .107, .107, .087, .087,
    .089, .089,
)  # fmt: skip
EDGES = ((15, 13), (13, 11), (16, 14), (14, 12), (11, 12), (5, 11), (6, 12), (5, 6), (0, 1), (0, 2))
SWAP = (0, 2, 1, 4, 3)


def everything(made: Draft) -> tuple[Diagnostic, ...]:
    return judge(made, known_of(made, workspace()))


def found(made: Draft, *ignored: str) -> list[Diagnostic]:
    said = everything(made)
    return [one for one in said if one.rule not in ("import-known-names", *ignored)]


def lines(said: list[Diagnostic]) -> list[tuple[str, int]]:
    return [(one.rule, one.span.line if one.span else 0) for one in said]


def test_a_file_in_order_gives_no_finding() -> None:
    pairs = [(i, i + 1 if i % 2 else i - 1) for i in range(1, 17)]
    assert not found(draft(COCO, EDGES, [(0, 0), *pairs], SIGMAS))


CASES: dict[str, tuple[Draft, list[tuple[str, int]], str]] = {
    "no points": (draft([]), [("import-without-points", 1)],
                  "`thing` has no keypoints; no draft is written"),
    "too many": (draft([f"p{i}" for i in range(4097)]), [("import-without-points", 1)],
                 "`thing` has 4097 keypoints; there may be 4096; no draft is written"),
    "empty name": (draft(["a", " "]), [("import-name-empty", 2)],
                   "keypoint 1 has no name; the draft calls it `point_1`"),
    "same name": (draft(["a", "b", "a"]), [("import-name-twice", 3)],
                  "keypoints 0 and 2 are both called `a`; the draft calls the second `a_2`"),
    "case": (draft(["Toe", "toe"]), [("import-name-case", 2)],
             "`Toe` and `toe` differ only in case"),
    "not kept": (draft(["nez (bout)"]), [("import-name-changed", 1)],
                 "the name `nez (bout)` cannot stand in a spec; the draft has `nez _bout`"),
    "edge nowhere": (draft("abc", [(0, 1), (1, 7)]), [("import-edge-nowhere", 102)],
                     "the edge [1, 7] leads to no keypoint: there are 3, counted here from 0 to 2"),
    "edge by name": (draft("abc", [(0, -1)], based=None), [("import-edge-nowhere", 101)],
                     "an edge names a keypoint that is not listed"),
    "from 0 in COCO": (draft("abc", [(-1, 0), (0, 1)], based=1), [("import-edges-off-by-one", 101)],
                       "the edges count keypoints from 0, but in this format they count from 1:"
                       " [0, 1] is out of range, and all 2 fit when moved by one"),
    "from 1 in MMPose": (draft("abc", [(1, 2), (2, 3)]), [("import-edges-off-by-one", 102)],
                         "the edges count keypoints from 1, but in this format they count from 0:"
                         " [2, 3] is out of range, and all 2 fit when moved by one"),
    "edge to itself": (draft("ab", [(1, 1)]), [("import-edge-useless", 101)],
                       "an edge joins `b` to itself; the draft leaves it out"),
    "edge twice": (draft("ab", [(0, 1), (1, 0)]), [("import-edge-useless", 102)],
                   "the edge from `b` to `a` is there twice"),
    "identity": (draft(mirror=[(i, i) for i in range(5)]), [("import-mirror-against-names", 201)],
                 "the mirror list exchanges nothing, but the names have 2 pairs,"
                 " such as `left_eye` and `right_eye`"),
    "against names": (draft(mirror=[(0, 0), (1, 4), (4, 1), (2, 3), (3, 2)]),
                      [("import-mirror-against-names", 202), ("import-mirror-against-names", 205)],
                      "the mirror partner of `left_eye` is `right_ear`,"
                      " although there is `right_eye`"),
    "own partner": (draft(mirror=[(1, 1), (2, 2), (3, 4), (4, 3)]),
                    [("import-mirror-against-names", 201)],
                    "`left_eye` is its own mirror partner, although there is `right_eye`"),
    "cycle": (draft("abc", mirror=[(0, 1), (1, 2), (2, 0)]),
              [("import-mirror-not-involution", 201), ("import-mirror-not-involution", 202),
               ("import-mirror-not-involution", 203)],
              "the mirror partner of `a` is `b`, but that of `b` is `c`"),
    "partner nowhere": (draft("ab", mirror=[(0, 5)]), [("import-mirror-nowhere", 201)],
                        "the mirror list names keypoint 5; there are 0 to 1"),
    "partners nowhere": (draft(mirror=[(i, -1) for i in range(5)]),
                         [("import-mirror-nowhere", 201)],
                         "the mirror list names keypoint -1; there are 0 to 4;"
                         " 4 more lead nowhere"),
    "partners from 1": (draft(mirror=[(0, 1), (1, 3), (2, 2), (3, 5), (4, 4)]),
                        [("import-mirror-off-by-one", 204)],
                        "the mirror list counts keypoints from 1, but in this format they count"
                        " from 0: 5 is out of range, and the list leads back when moved by one"),
    "sigma zero": (draft("ab", sigmas=(0.0, 0.03)), [("import-sigma-not-positive", 1)],
                   "the sigma of `a` is 0; it must be above 0"),
    "ten times": (draft("ab", sigmas=(0.26, 0.26)), [("import-sigma-too-large", 1)],
                  "the sigma of `a` is 0.26, above all published values (0.007 to 0.18);"
                  " 1 more as well"),
    "some": (draft("abc", sigmas=(0.02, 0.03)), [("import-sigma-missing", 3)],
             "there are sigmas for other keypoints, but none for `c`"),
    "uneven": (draft(sigmas=(0.026, 0.025, 0.03, 0.035, 0.035)), [("import-sigma-uneven", 1)],
               "1 of 2 pairs have unlike sigmas left and right:"
               " `left_eye` 0.025, `right_eye` 0.03"),
    "kappa": (draft(COCO, sigmas=[2 * s for s in SIGMAS]), [("import-sigma-is-kappa", 1)],
              "the sigmas are twice those of `body/coco-17`;"
              " they look like kappa, which is two sigma"),
    "order": (draft((*COCO[1:], "nose"), sigmas=SIGMAS),
              [("import-sigma-order", 1)],
              "the sigmas are those of `body/coco-17` in another order:"
              " `nose` has 0.089, 0.026 is published for it"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_said_at_its_place(case: str) -> None:
    made, places, message = CASES[case]
    said = found(made)
    assert sorted(lines(said)) == sorted(places)
    assert message in [one.message for one in said]
    assert all(one.origin.file == "given.json" for one in said)


@pytest.mark.parametrize("case", [c for c in CASES if c not in ("no points", "too many")])
def test_a_draft_is_written_all_the_same_and_has_no_error(case: str) -> None:
    _, errors = linked(written(CASES[case][0]))
    assert not errors


def test_each_code_has_a_case() -> None:
    told = {rule for _, places, _ in CASES.values() for rule, _ in places}
    assert told | {"import-known-names"} == {code.name for code in codes.CODES}


def test_edges_moved_by_one_are_moved_back() -> None:
    skeleton, _ = linked(written(CASES["from 0 in COCO"][0]))
    assert skeleton.edge_indices == ((0, 1), (1, 2))
    assert "TODO: the numbers of the edges were moved by one" in written(CASES["from 0 in COCO"][0])


def test_edges_that_fit_but_are_lopsided_are_suspected_and_kept() -> None:
    moved = [(a - 1, b - 1) for a, b in EDGES if min(a, b) > 0]
    made = draft(COCO, moved, based=1)
    said = found(made)
    assert lines(said) == [("import-edges-off-by-one", 101)]
    assert "left and right are joined alike only when they count from 0" in said[0].message
    assert linked(written(made))[0].edge_indices == tuple(moved)


def test_names_decide_where_a_mirror_list_contradicts_them() -> None:
    text = written(CASES["against names"][0])
    assert linked(text)[0].mirror == SWAP
    assert "the mirror partner of `left_eye` is `right_ear` in the file" in text


def test_twins_are_one_place() -> None:
    made = draft(("wrist", "thumb_ip", "thumb_tip"), mirror=[(0, 0), (1, 2), (2, 1)])
    said = found(made)
    assert lines(said) == [("import-mirror-against-names", 202)]
    assert said[0].message == (
        "the mirror partner of `thumb_ip` is `thumb_tip`, which is another place"
    )
    assert linked(written(made))[0].mirror == (0, 1, 2)


def test_the_identity_is_told_with_the_list_that_names_give() -> None:
    said = found(CASES["identity"][0])
    assert "[0, 2, 1, 4, 3]" in (said[0].help or "")


def test_a_mirror_list_from_1_is_read_as_it_is_meant() -> None:
    made = draft("abc", mirror=[(0, 2), (1, 1), (2, 3)])
    assert settle(made).partners == (1, 0, 2)
    (said,) = found(made)
    assert said.help == "subtract 1 from every number: write [1, 0, 2]"


def test_names_that_are_alike_letter_by_letter_pair_first() -> None:
    made = draft(("nose", "left_eye", "right_eye", "Left_Eye"))
    assert settle(made).partners == (0, 2, 1, 3)
    assert [one.rule for one in found(made)] == ["import-name-case"]


def test_an_id_is_never_the_name_of_another_keypoint() -> None:
    made = draft(("1", "", "x"))
    text = written(made)
    assert settle(made).ids[1] == "point_1"
    assert settle(made).ids[0] != "point_1"
    assert not linked(text)[1]


def test_names_that_a_spec_cannot_have_are_kept_as_titles_and_shown_with_escapes() -> None:
    text = written(draft(("кошка", "a\u200b", "b  ")))
    assert 'title: "кошка"' in text
    assert "the file calls it `a\\u200b`" in text
    assert "the file calls it `b\\x20\\x20`" in text


def test_a_command_that_is_offered_works() -> None:
    said = everything(draft(COCO, file="my file.json"))
    assert said[-1].help is not None
    assert "compare 'my file.json' body/coco-17" in said[-1].help
    assert everything(draft(COCO, file="a.zip/b.json"))[-1].help == "use it instead"


def test_known_names_in_another_order_are_a_note() -> None:
    made = draft((*COCO[1:], "nose"))
    said = judge(made, known_of(made, workspace()))
    assert [str(one.severity) for one in said] == ["note"]
    assert said[0].message == (
        "these are the 17 names of `body/coco-17` in another order:"
        " index 0 is `left_eye` here and `nose` there"
    )


def test_every_code_explains_itself() -> None:
    for code in codes.CODES:
        first = code.doc.split("\n\n")[0]
        assert first.endswith((".", "yes.")), code.name
        assert code.doc.count("\n\n") >= 2, code.name
