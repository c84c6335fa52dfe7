"""Reading lists and tables of names: our own CSV, DeepPoseKit's, and what people write."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from absorbed import absorbed, facts, facts_of, files, mirror, only, said
from given_files import given, shown
from schemac.draft import Absorbed, Draft
from schemac.formats import load
from schemac.formats.names import FORMAT
from schemac.formats.names.cells import rows
from schemac.model import Skeleton

SPECS = ("body/coco-17", "hand/hand-21", "face/ibug-68")


def read(text: str, name: str = "names.csv") -> Absorbed:
    return absorbed(FORMAT, given(name, text))


def names(draft: Draft) -> list[str]:
    return [point.name for point in draft.points]


@pytest.mark.parametrize("spec", SPECS)
def test_the_table_that_we_write_says_the_same_when_it_is_read(
    skeleton: Callable[[str], Skeleton], spec: str
) -> None:
    made = skeleton(spec)
    written = files(load("csv"), made)
    draft = only(absorbed(FORMAT, given("keypoints.csv", written["keypoints.csv"], written)))
    assert facts(draft) == facts_of(made)
    places = made.positions()
    assert [p.position for p in draft.points] == [places.get(p.id) for p in made.keypoints]
    assert [p.side for p in draft.points] == [p.side for p in made.keypoints]
    assert [p.half for p in draft.points] == [p.half for p in made.keypoints]
    assert [p.definition for p in draft.points] == [p.words.definition for p in made.keypoints]
    assert [p.aliases for p in draft.points] == [p.words.aliases for p in made.keypoints]
    first = made.sigma_sets[0].id if made.sigma_sets else ""
    assert [p.sigma for p in draft.points] == [p.sigma(first) for p in made.keypoints]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "nose\nleft eye\n"),
        ("a.txt", "# my points\r\nnose\r\n\r\nleft eye"),
        ("a.txt", "nose, left eye"),
        ("a.txt", "# mine\nnose  # its tip\nleft eye,\n"),
        ("a.csv", "keypoint\nnose\nleft eye\n"),
        ("a.csv", "1;nose\n2;left eye\n"),
        ("a.csv", "nose,0\nleft eye,1\n"),
        ("a.tsv", "Index\tBodypart\n1\tleft eye\n0\tnose\n"),
        ("a.csv", '"name","id"\n"nose",1\n"left eye",2\n'),
        ("a.csv", "\ufeffname|colour\nnose|#ff0000\nleft eye|\n"),
    ],
)
def test_ways_to_write_a_list(name: str, text: str) -> None:
    assert names(only(read(text, name))) == ["nose", "left eye"]


def test_the_table_of_deepposekit() -> None:
    draft = only(read("name,parent,swap\nhead,,\nwingL,head,wingR\nwingR,head,wingL\n"))
    assert facts(draft) == {
        "names": ["head", "wingL", "wingR"],
        "edges": ((0, 1), (0, 2)),
        "mirror": (0, 2, 1),
    }


def test_numbers_may_name_partners_and_parents() -> None:
    draft = only(read("no,name,partner,parent\n1,a,1,\n2,b,3,1\n3,c,2,1\n"))
    assert (mirror(draft), facts(draft)["edges"]) == ((0, 2, 1), ((0, 1), (0, 2)))


def test_edges_in_a_column() -> None:
    draft = only(read("name,edges\na,b;c\nb,\nc,b\n"))
    assert facts(draft)["edges"] == ((0, 1), (0, 2), (2, 1))


def test_columns_that_say_more() -> None:
    text = "name,side,x,y,sigma,weight,half,colour,aliases,definition,flavour\n"
    text += 'a,L,0.5,2,0.1,1.5,upper,#00FF00,"b; c","Here, or ""there""",x\n'
    draft = only(read(text))
    (point,) = draft.points
    assert (point.side, point.position, point.sigma) == ("left", (0.5, 2.0), 0.1)
    assert (point.weight, point.half, point.colour) == (1.5, "upper", "#00ff00")
    assert (point.aliases, point.definition) == (("b", "c"), 'Here, or "there"')
    assert draft.unused == ("further columns: flavour",)
    assert draft.sigmas is True


def test_a_partner_that_is_not_listed_is_stated() -> None:
    draft = only(read("name,swap\na,z\nb,\n"))
    assert [(m.index, m.partner, m.named) for m in draft.mirror or ()] == [
        (0, -1, "z"), (1, 1, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name,x,y\na,1,u\n", ("I420", "`u` is no number, as `y` has to be", (2, 5))),
        ("name,sigma\na,1e999\n", ("I420", "`1e999` is no number, as `sigma` has to be", (2, 3))),
        ("name,side\na,lft\n", ("I420", "`lft` is no side: left, right or mid", (2, 3))),
        ("name,colour\na,red\n", ("I420", "`red` is no colour such as #00ff00", (2, 3))),
        ("index,name\n0,a\nx,b\n", ("I420", "`x` is no number of a keypoint", (3, 1))),
        (
            "index,name\n0,a\n2,b\n",
            ("I421", "there is no 1 among the numbers of the keypoints", (3, 1)),
        ),
        (
            "index,name\n0,a\n1,b\n1,c\n",
            ("I421", "1 is there twice among the numbers of the keypoints", (4, 1)),
        ),
        ("name,parent\nhead,\nneck,haed\n", ("I422", "`haed` is not among the keypoints", (3, 6))),
        ("name,parent\nhead,7\n", ("I422", "`7` is not among the keypoints", (2, 6))),
    ],
    ids=range(9),
)
def test_it_says_what_is_wrong_and_where(
    text: str, expected: tuple[str, str, tuple[int, int]]
) -> None:
    found = read(text)
    assert said(found) == [expected]
    assert len(found.drafts) == 1


def test_a_name_nearly_right_is_proposed() -> None:
    found = read("name,parent\nhead,\nneck,haed\n")
    assert found.problems[0].help == "is `head` meant?"
    assert shown(found.problems[0], found.sources) == "haed"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,side\n", "there is a heading and no line below it"),
        ('name\n"a\nb\n', "a quote is never closed"),
        ("name\n" + "a\n" * 5000, "there are 5,000 lines; a skeleton has at most 4,096 keypoints"),
    ],
)
def test_files_without_a_skeleton(text: str, message: str) -> None:
    assert FORMAT.absorb is not None
    found = FORMAT.absorb(given("a.csv", text))
    assert (found.drafts, [each.message for each in found.problems]) == ((), [message])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "scorer,me,me\nbodyparts,nose,nose\ncoords,x,y\n"),
        ("a.txt", "A long sentence; it names nothing, and goes on until the end of the line.\n"),
        ("a.csv", ""),
        ("a.txt", "{}\n"),
        ("a.bin", "nose\n"),
        ("a.txt", "no\x00se\n"),
    ],
)
def test_other_text_is_not_recognised(name: str, text: str) -> None:
    assert FORMAT.recognises is not None
    assert not FORMAT.recognises(given(name, text))


cells = st.text(st.sampled_from("ab,;\"'\n é=-"), max_size=5)


@settings(deadline=None)
@for_all(st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=4))
def test_cells_are_those_that_the_csv_module_reads(table: list[list[str]]) -> None:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(table)
    found = [[cell.text for cell in row] for row in rows(out.getvalue(), ",")]
    expected = [[plain(cell) for cell in row] for row in table]
    assert found == [row for row in expected if any(row)]


def plain(cell: str) -> str:
    folded = " ".join(cell.split())
    return folded[1:] if folded[:2] in ("'=", "'-") else folded


@settings(deadline=None)
@for_all(st.text(st.sampled_from("ab,;|\t\"'\n#0-1é"), max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert FORMAT.absorb is not None
    found = FORMAT.absorb(given("a.csv", text))
    assert found.drafts or found.problems
