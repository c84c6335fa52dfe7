"""The catalogue: the published page is what the command prints, and strangers' words are words."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

import schemac
from conftest import PARTS, ROOT, SPECS, documents, small_project
from hostile_skeletons import ADDRESSES, PAYLOADS
from schemac.api import catalogue as catalogue_of
from schemac.catalogue import catalogue
from schemac.cli import main
from schemac.markdown import code, link, plain, table
from schemac.model import (
    Formula,
    Note,
    Number,
    Place,
    Profile,
    Reference,
    SigmaSet,
    Skeleton,
    SourceRef,
    Subject,
    Waiver,
    Words,
)
from schemac.source import Origin
from small_skeletons import bird, keypoint, sigmas

PUBLISHED = ROOT / "specs" / "README.md"
PAGE = catalogue_of(cwd=ROOT)
READER = MarkdownIt("commonmark", {"html": True}).enable("table")


def row(page: str, id: str) -> str:
    """The row of a document, its own and not one that names it."""
    (found,) = [line for line in page.split("\n") if line.startswith(f"| [`{id}`]")]
    return found


# ---- the library ----------------------------------------------------------------------------


def test_the_published_page_is_what_the_command_prints() -> None:
    again = "run `schemac catalogue > specs/README.md` and read the difference"
    assert PUBLISHED.read_text("utf-8") == PAGE, again


def test_the_command_prints_the_page(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["catalogue"]) == 0
    assert capsys.readouterr().out == PAGE


@pytest.mark.parametrize("kind", ["spec", "part", "dictionary", "tier_set", "map"])
def test_every_document_has_one_row(kind: str) -> None:
    for id in documents(kind):
        assert row(PAGE, id)


@pytest.mark.parametrize("spec", SPECS)
def test_the_row_of_a_spec(spec: str, skeleton: Any) -> None:
    made, cells = skeleton(spec), row(PAGE, spec)
    assert f"| {len(made.keypoints)} |" in cells
    assert made.visibility.id in cells
    assert ("none published" in cells) == (not made.sigma_sets)
    for source in made.sources:
        assert plain(source.title) in cells
    assert made.version in cells


def test_links_lead_to_files_and_to_the_web() -> None:
    links = [token.attrs["href"] for token in inline(PAGE) if token.type == "link_open"]
    assert len(links) > len(SPECS) + len(PARTS)
    local = [unquote(str(href)) for href in links if not str(href).startswith("http")]
    assert [href for href in local if not (PUBLISHED.parent / href).is_file()] == []


def test_all_versions_of_a_spec_are_named() -> None:
    for path in (ROOT / "specs").rglob("*@*.yaml"):
        name = path.relative_to(ROOT / "specs").as_posix()
        assert f"]({name})" in row(PAGE, name.partition("@")[0])


def test_notes_of_a_data_set_and_what_was_kept_as_published() -> None:
    notes = PAGE.split("## Notes and known disagreements")[1].split("\n## ")[0]
    assert "| `body/coco-17` | `hip` | COCO's own labels |" in notes
    assert "| `body/coco-wholebody-133` | `sigma-asymmetric-pair` |" in notes
    assert notes.count("| `body/coco-17` | `hip` |") == 1  # both sides in one row


# ---- any documents --------------------------------------------------------------------------


def page(*skeletons: Skeleton) -> str:
    return catalogue(skeletons, "Title")


def test_the_order_of_documents_means_nothing() -> None:
    checked = schemac.check(cwd=ROOT)
    every = list(checked.documents)
    title = PAGE.split("\n")[0].removeprefix("# ")
    random.Random(1).shuffle(every)
    assert catalogue(every, title) == PAGE


def test_families_in_their_order_then_others_by_name() -> None:
    ids = ("zoo/a", "animal/a", "demo/a", "body/a", "hand/a")
    found = page(*(replace(bird(), id=id) for id in ids))
    assert re.findall("^## (.+)$", found, re.M)[:5] == ["Body", "Hand", "Animal", "Demo", "Zoo"]


def test_versions_are_ordered_as_numbers_and_the_newest_is_told() -> None:
    files = {"1.9.0": "a@1.9.0.yaml", "1.10.0": "a.yaml", "0.2.0": "a@0.2.0.yaml"}
    made = [
        replace(bird(), id="x/a", version=version, title=version, origin=Origin(f"/s/x/{file}"))
        for version, file in files.items()
    ]
    cells = row(page(*made), "x/a")
    assert "](x/a.yaml) 1.10.0 [1.9.0](x/a@1.9.0.yaml) [0.2.0](x/a@0.2.0.yaml) | 1.10.0 |" in cells


def test_sigmas_say_what_they_rest_on() -> None:
    area = Formula(text="segment_area", tree=Number(text="1"))
    book = SourceRef(key="book", title="The Book", url="https://example.org/b", year=1999)
    film = SourceRef(key="film", title="The Film", licence="CC0")
    sets = (
        SigmaSet(id="own", basis="measured", scale=area, source=book),
        SigmaSet(id="lent", basis="borrowed", scale=area, source=film),
        SigmaSet(id="made", basis="assumed", scale=area),
    )
    one = replace(
        bird(),
        keypoints=(keypoint(0, "a", sigmas=sigmas(own=1, lent=1)), keypoint(1, "b")),
        sigma_sets=sets,
        sources=(book,),
    )
    without = replace(bird(), id="animal/without", sigma_sets=())
    cells = row(page(one, without), one.id)
    assert (
        "`own` measured, for 1 of the keypoints, [The Book](https://example.org/b) (1999)" in cells
    )
    assert "`lent` borrowed, for 1 of the keypoints, The Film (CC0); `made` assumed, for 0" in cells
    assert "none published" in row(page(one, without), "animal/without")


def test_ways_to_evaluate_the_main_one_first() -> None:
    box = Formula(text="max(box_width, box_height)", tree=Number(text="1"))
    profiles = (
        Profile(id="a", metric="OKS", sigmas="own", points=("beak",)),
        Profile(id="b", metric="PCK", threshold=0.2, relative_to=box, main=True),
        Profile(id="c", metric="NME", relative_to=box),
    )
    cells = row(page(replace(bird(), evaluation=profiles)), "animal/bird-6")
    assert (
        "| PCK at 0.2 of `max(box_width, box_height)`; OKS with `own` on 1 keypoint;"
        " NME by `max(box_width, box_height)` |" in cells
    )
    assert "| none |" in row(page(replace(bird(), evaluation=())), "animal/bird-6")


def test_notes_of_a_dictionary_are_not_those_of_a_spec() -> None:
    notes = (
        Note(subject="own", text="Here.", origin=Origin("/spec.yaml")),
        Note(subject="lent", text="There.", origin=Origin("/landmarks/body.yaml")),
    )
    words = Words(title="W", notes=notes)
    points = (keypoint(0, "left_a", words=words), keypoint(1, "right_a", words=words))
    found = page(replace(bird(), keypoints=points, origin=Origin("/spec.yaml")))
    assert "| `animal/bird-6` | `a` | own | Here. |" in found
    assert found.count("Here.") == 1
    assert "There." not in found


def test_who_uses_a_part_and_a_dictionary(tmp_path: Path) -> None:
    text = catalogue_of("specs", cwd=small_project(tmp_path))
    assert "## Parts" not in text  # theirs are in the library, not in this project
    assert "`body/coco-17`, `body/coco-wholebody-133`" in row(PAGE, "landmarks/body")
    assert "`body/coco-wholebody-133`" in row(PAGE, "foot/foot-3")


def test_nothing_but_a_title_without_documents() -> None:
    assert page().startswith("# Title\n\n0 specs with 0 keypoints, 0 parts, 0 dictionaries")
    assert "##" not in page()


def test_documents_with_errors_make_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = small_project(tmp_path)
    path = project / "specs" / "body" / "coco-17.yaml"
    path.write_text(path.read_text("utf-8").replace("[ankle, knee, hip]", "[ankle, kneee]"))
    monkeypatch.chdir(project)
    assert main(["catalogue"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "there is no keypoint `kneee`" in said.err
    assert main(["catalogue", "body/coco-71"]) == 2


# ---- strangers ------------------------------------------------------------------------------

MARKUP = (
    *PAYLOADS,
    "a | b || c",
    "[text](https://example.org) ![x](y) <https://example.org>",
    "*a* _b_ **c** ~~d~~ $e$ `f` ``g`` \\",
    "# one\n## two\r\n- three\n> four\n---\n```\nfive",
    "&copy; &#60;b&#62; &lt;",
    "\u2028 \x85 \x0b",
    "\\|\\",
)


def inline(text: str) -> list[Any]:
    return [token for block in READER.parse(text) for token in block.children or ()]


def hostile(text: str, url: str) -> Skeleton:
    source = SourceRef(key="k", title=text, url=url, licence=text)
    here = Origin("/spec.yaml")
    words = Words(title=text, notes=(Note(subject=text, text=text, origin=here),))
    place = Place(dictionary=Reference(id="landmarks/body", version="1.0.0"), name="knee")
    return replace(
        bird(),
        title=text, summary=text, licence=text, sources=(source,), origin=here,
        subject=Subject(laterality="viewer", category=text, species=(text,)),
        keypoints=(keypoint(0, text, words=words, place=place),),
        sigma_sets=(
            SigmaSet(id=text, basis="measured", source=source, origin=here,
                     scale=Formula(text=text, tree=Number(text="1"))),
        ),
        evaluation=(
            Profile(id=text, metric="NME", relative_to=Formula(text=text, tree=Number(text="1"))),
        ),
        waivers=(Waiver(rule=text, because=text),),
    )  # fmt: skip


@pytest.mark.parametrize("text", MARKUP)
def test_strangers_words_are_no_markup(text: str) -> None:
    calm = [(b.type, b.tag) for b in READER.parse(page(hostile("calm", ADDRESSES[0])))]
    found = page(hostile(text, ADDRESSES[0]))
    assert [(b.type, b.tag) for b in READER.parse(found)] == calm
    types = {token.type for token in inline(found)}
    assert types <= {"text", "text_special", "code_inline", "link_open", "link_close", "softbreak"}
    links = [str(t.attrs["href"]) for t in inline(found) if t.type == "link_open"]
    assert links == ["animal/bird-6.yaml"]


@pytest.mark.parametrize("text", MARKUP)
def test_words_come_out_as_they_were(text: str) -> None:
    from schemac.report import visible

    read = "".join(token.content for token in inline(f"x {plain(text)} y"))
    assert read == f"x {visible(text)} y"


@pytest.mark.parametrize("url", ADDRESSES)
def test_only_addresses_of_the_web_are_links(url: str) -> None:
    found = page(hostile("calm", url))
    links = [str(t.attrs["href"]) for t in inline(found) if t.type == "link_open"]
    assert all(href == "animal/bird-6.yaml" or href.startswith("https:") for href in links)
    assert "javascript" not in "".join(links).lower()


@pytest.mark.parametrize(
    "url", ["https://example.org/a_(b)_c", "https://example.org/?a=1&copy;=2&b=[3]", "HTTPS://a.b"]
)
def test_an_address_leads_where_it_says(url: str) -> None:
    (opened,) = [token for token in inline(link("x", url)) if token.type == "link_open"]
    assert unquote(str(opened.attrs["href"])).lower() == url.lower()


def test_code_and_tables() -> None:
    assert code("left_eye") == "`left_eye`"
    assert code("a`b|c") == "a\\`b\\|c"
    assert code(" ") == " "
    assert table(("a", "#n"), []) == ""
    assert table(("a", "#n"), [("x", "1")]) == "| a | n |\n|---|--:|\n| x | 1 |"
