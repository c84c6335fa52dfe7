"""The start page: it says what the specs say, leads to every file, and lets no markup through."""

from __future__ import annotations

import ast
import itertools
import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import schemac
from conftest import LIBRARY, ROOT, small_project
from hostile_skeletons import ADDRESSES, PAYLOADS, hostile, parts, placed
from schemac.colours import contrast
from schemac.format import Group
from schemac.formats import FURTHER, USUAL, load
from schemac.model import Edge, Region, SourceRef, View
from schemac.shipped import shipped
from schemac.startpage import start_page
from schemac.startpage.drawing import drawing
from schemac.startpage.numbers import place_numbers
from small_skeletons import bird

VOID = {"meta", "link", "input", "br", "img", "base"}


class Page(HTMLParser):
    """A page as a browser sees it: elements with attributes, and text with its ancestors."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self._open: list[str] = []
        self.feed(page.decode())
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attributes):
        assert len(dict(attributes)) == len(attributes)
        self.elements.append((tag, {name: value or "" for name, value in attributes}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, {name: value or "" for name, value in attributes}))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.texts.append((tuple(self._open), data))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [
            found
            for name, found in self.elements
            if name == tag and wanted.items() <= found.items()
        ]

    def text(self) -> str:
        return "".join(text for _, text in self.texts)


def page(*skeletons, title="Project"):
    return html(skeletons, [part for s in skeletons for part in parts(s)], title)


def html(skeletons, made, title):
    return Page(start_page(skeletons, schemac.targets(), made, title=title, version="1.2.3"))


BUILT = ("body/coco-17", "hand/hand-21")
FIRST = tuple(f"guide/{spec}/index.html" for spec in BUILT)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return small_project(tmp_path_factory.mktemp("start"), BUILT)


@pytest.fixture(scope="module")
def built(project):
    assert schemac.build(cwd=project).written
    return project / "build"


# ---- the library ----------------------------------------------------------------------------


def test_a_full_build_leads_to_each_of_its_files(built):
    listed = json.loads((built / "manifest.json").read_text())["artifacts"]
    # The pages and pictures of a guide are led to by the guide itself.
    inside = {e["path"] for e in listed if e["target"] == "guide" and not e["path"].endswith(FIRST)}
    paths = {entry["path"] for entry in listed} - inside - {"index.html"}
    links = {a["href"] for a in Page((built / "index.html").read_bytes()).all("a")}
    local = {unquote(href) for href in links if not href.startswith(("#", "http"))}
    assert local == paths | {"manifest.json"}
    assert all((built / path).is_file() for path in local)


def test_the_same_specs_give_the_same_page(project, built, tmp_path):
    schemac.build(out=tmp_path / "again", cwd=project)
    assert (tmp_path / "again/index.html").read_bytes() == (built / "index.html").read_bytes()


def test_a_partial_build_leaves_the_page_of_the_last_full_one(project, tmp_path):
    schemac.build("hand/hand-21", out=tmp_path / "one", cwd=project)
    assert not (tmp_path / "one/index.html").exists()
    schemac.build(out=tmp_path / "all", cwd=project)
    before = (tmp_path / "all/index.html").read_bytes()
    schemac.build("hand/hand-21", targets=("coco",), out=tmp_path / "all", cwd=project)
    assert (tmp_path / "all/index.html").read_bytes() == before


def test_the_page_says_what_a_target_lost_and_assumed(built):
    text = Page((built / "index.html").read_bytes()).text()
    manifest = json.loads((built / "manifest.json").read_text())
    assert manifest["losses"]
    assert manifest["assumed"]
    for entry in (*manifest["losses"], *manifest["assumed"]):
        said = entry["message"].split(" has no place for ")[-1].replace("`", "")
        assert said[1:] in text, entry


@pytest.mark.parametrize("spec", BUILT)
def test_each_spec_has_a_card_with_its_facts(built, spec, skeleton):
    made = skeleton(spec)
    read = Page((built / "index.html").read_bytes())
    assert len(read.all("article", id=str(made.reference))) == 1
    text = read.text()
    for said in (made.title, made.summary, made.visibility.title, *(p.name for p in made.keypoints),
                 *(s.title for s in made.sources)):  # fmt: skip
        assert said in text
    for source in made.sources:
        (link, *_) = read.all("a", href=source.url)
        assert set(link["rel"].split()) == {"noopener", "noreferrer"}


def test_no_host_date_or_path_of_the_machine(built):
    text = (built / "index.html").read_text()
    assert str(ROOT) not in text
    assert str(built.parent) not in text
    assert not re.search(r"\b20\d\d-\d\d-\d\d\b", text)


# ---- strangers ------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_spec_stays_text(payload):
    harmless, read = (strange(text) for text in ("harmless", payload))
    assert names(read) == names(harmless)
    assert not any(key.startswith("on") or key == "style" for _, a in read.elements for key in a)
    assert payload in read.text()  # in the title, where backticks stay as they are
    for above, text in read.texts:
        if "\u202e" in text:
            assert {"bdi", "title", "desc"} & set(above), text


@pytest.mark.parametrize("url", ADDRESSES)
def test_only_web_addresses_become_links(url):
    read = strange("harmless", url)
    for link in read.all("a"):
        scheme = re.match(r"[a-z]+:", link["href"], re.IGNORECASE)
        assert scheme is None, link


def test_a_web_address_becomes_a_link():
    made = bird(sources=(SourceRef(key="coop", title="T", url="HTTPS://example.org/a?b=1&c#d"),))
    assert page(made).all("a", href="HTTPS://example.org/a?b=1&c#d")


def strange(text, *url):
    made, said = hostile(text, *url)
    return html([made], said, text)


def names(read):
    """The elements; words between backticks are shown as code, which is no harm."""
    return [name for name, _ in read.elements if name != "code"]


# ---- the page as a document -----------------------------------------------------------------


def test_the_policy_allows_exactly_its_own_style_and_script():
    read = page(bird())
    (policy,) = (m["content"] for m in read.all("meta") if m.get("http-equiv"))
    for tag in ("style", "script"):
        inside = "".join(text for above, text in read.texts if above[-1:] == (tag,))
        digest = b64encode(sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert "</" not in inside
        assert "http" not in inside
    assert "default-src 'none'" in policy


def test_it_loads_nothing():
    read = page(bird())
    assert not [a for _, a in read.elements if "src" in a or "srcset" in a]
    assert all(link["href"].startswith("data:") for link in read.all("link"))


def test_headings_do_not_skip_a_level_and_ids_are_used_once(built):
    read = Page((built / "index.html").read_bytes())
    levels = [int(name[1]) for name, _ in read.elements if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    ids = [a["id"] for _, a in read.elements if "id" in a]
    assert len(ids) == len(set(ids))
    for _, attributes in read.elements:
        for target in attributes.get("aria-labelledby", "").split():
            assert target in ids
    for link in read.all("a"):
        if link["href"].startswith("#"):
            assert unquote(link["href"][1:]) in ids


def test_each_picture_has_a_name(built):
    read = Page((built / "index.html").read_bytes())
    for picture in read.all("svg"):
        assert picture.get("aria-hidden") == "true" or (
            picture["role"] == "img" and picture["aria-labelledby"]
        )


def test_language_of_page_and_spec():
    read = page(bird(language="hi"), bird(id="animal/other"))
    assert read.all("html", lang="en")
    assert [a.get("lang") for a in read.all("article")] == ["hi", None]


def test_many_specs_get_a_table_and_a_filter():
    few, many = ([bird(id=f"animal/bird-{i}") for i in range(n)] for n in (6, 7))
    assert not page(*few).all("table")
    read = page(*many)
    assert len(read.all("table")) == 1
    assert len([a for _, a in read.elements if "data-row" in a]) == 7
    (box,) = read.all("p", **{"class": "filter"})
    assert "hidden" in box


def test_a_build_without_specs_and_without_title():
    read = page(title=None)
    assert "0 specs" in read.text()
    assert "Keypoint schemas" in read.text()


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_contrast(theme):
    style = Path(shipped("site"), "start.css").read_text("utf-8")
    start = {"light": 0, "dark": style.index("scheme: dark"), "print": style.index("@media print")}
    block = style[start[theme] :].split("}")[0]
    tokens = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", block))
    for ground in ("paper", "ground", "panel"):
        for ink in ("ink", "quiet", "link", "left", "right", "middle"):
            assert contrast(tokens[ink], tokens[ground]) >= 4.5, (ink, ground)
        for line in ("control", "bone"):
            if line in tokens:
                assert contrast(tokens[line], tokens[ground]) >= (3 if line == "control" else 2)


# ---- use ------------------------------------------------------------------------------------


def test_the_lines_for_pycocotools_take_the_main_sigmas(built, skeleton):
    made = skeleton("body/coco-17")
    lines = load("coco").use(made).copy
    ast.parse(lines)
    assert '"coco/schemac.json"' in lines
    held = json.loads((built / "body/coco-17/1.0.0/coco/schemac.json").read_text())
    assert f'["sigmas"]["{made.main_sigmas}"]["values"]' in lines
    assert held["sigmas"][made.main_sigmas]["values"][0] == 0.026


def test_no_lines_for_sigmas_that_are_not_there(skeleton):
    assert load("coco").use(skeleton("face/ibug-68")).copy is None


def test_the_page_shows_what_was_built_by_purpose_and_names_the_rest(built):
    read = Page((built / "index.html").read_bytes())
    shown = [text for above, text in read.texts if above[-1:] == ("h4",)]
    groups = [
        str(group).capitalize() for group in Group if any(load(n).group == group for n in USUAL)
    ]
    assert shown == groups * len(BUILT)
    titles = [text for above, text in read.texts if above[-1:] == ("h5",)]
    assert sorted(titles) == sorted(load(name).title for name in USUAL for _ in BUILT)
    named = {t for above, t in read.texts if above[-1:] == ("code",) and "section" in above}
    assert set(FURTHER) <= named
    assert f"schemac build --target {next(iter(FURTHER))}" in named


def test_a_build_of_all_targets_names_no_others():
    assert not page(bird()).all("section", **{"class": "further"})


@pytest.mark.parametrize("target", FURTHER | USUAL)
def test_every_target_says_what_to_do_with_its_files(target):
    told = load(target).use(bird())
    assert told.text.endswith((".", ":"))
    assert told.copy is None or told.copy.strip() == told.copy


@pytest.mark.parametrize("target", ["json-schema", "cvat"])
def test_commands_name_files_that_are_there(built, target, skeleton):
    (path,) = re.findall(rf"{target}/\S+", load(target).use(skeleton("body/coco-17")).copy)
    assert (built / "body/coco-17/1.0.0" / path).is_file()


# ---- drawings -------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", LIBRARY)
def test_every_keypoint_is_drawn_and_large_enough_somewhere(spec, skeleton):
    made = skeleton(spec)
    drawn = drawing(made)
    assert len(drawn.main.marks) == len(made.keypoints)
    panels = (drawn.main, *drawn.insets)
    told = {m.label for panel in panels for m in panel.marks if not m.small}
    assert told == {f"{p.index} {p.name}" for p in made.keypoints}
    assert all(float(m.r) >= 2 for panel in panels for m in panel.marks if not m.small)
    assert drawn.main.edges.count("M") == len(made.edges)


def test_dense_regions_are_enlarged(skeleton):
    assert not drawing(skeleton("hand/hand-21")).insets
    assert [i.title for i in drawing(skeleton("body/coco-17")).insets] == ["Head"]
    titles = [i.title for i in drawing(skeleton("body/coco-wholebody-133")).insets]
    assert sorted(titles) == ["Feet, left", "Feet, right", "Hands, left", "Hands, right",
                              "Head · Face"]  # fmt: skip


def test_sides_are_told_by_shape_and_letter():
    places = {"left_wing": (80.0, 20.0), "right_wing": (20.0, 20.0), "beak": (50.0, 80.0)}
    read = page(placed(places))
    assert [len(read.all(tag, **{"class": side})) - 1 for tag, side in
            (("path", "left"), ("circle", "right"), ("path", "middle"))] == [1, 1, 1]  # fmt: skip
    letters = drawing(placed(places)).main.letters
    assert [letter.side for letter in letters] == ["right", "left"]
    assert float(letters[0].x) < float(letters[1].x)
    text = read.text()
    assert "L left" in text
    assert "R right" in text
    assert "midline" in text


def test_letters_are_left_out_where_sides_lie_behind_each_other():
    places = {"left_wing": (50.0, 20.0), "right_wing": (52.0, 20.0), "tail": (90.0, 80.0)}
    side = View(id="side", sees="left", main=True)
    drawn = drawing(placed(places, view=side))
    assert drawn.main.letters == ()
    assert drawn.view == "Seen from the left"


def test_without_positions_it_says_so():
    made = bird()
    assert drawing(made) is None
    assert "the spec gives no positions" in page(made).text()


def test_without_edges_only_marks_are_drawn():
    drawn = drawing(placed({"beak": (10.0, 10.0), "tail": (90.0, 40.0)}))
    assert drawn.main.edges == ""
    assert len(drawn.main.marks) == 2


places_of = st.dictionaries(
    st.sampled_from([f"{side}p{i}" for i in range(9) for side in ("left_", "right_", "")]),
    st.tuples(*[st.floats(0, 100, allow_nan=False) | st.sampled_from([0.0, 50.0])] * 2),
    min_size=1,
)


@given(places_of)
def test_any_positions_can_be_drawn(places):
    region = Region(id="all", title="All")
    ids = [*places]
    edges = tuple(Edge(source=a, target=b) for a, b in itertools.pairwise(ids))
    drawn = drawing(placed(places, region="all", regions=(region,), edges=edges))
    assert len(drawn.main.marks) == len(places)
    for panel in (drawn.main, *drawn.insets):
        for mark in panel.marks:
            assert 0 <= float(mark.x) <= float(panel.width)
            assert 0 <= float(mark.y) <= float(panel.height)


at = st.tuples(st.floats(0, 300), st.floats(0, 300))


@given(st.dictionaries(st.integers(0, 999), at, max_size=30), st.lists(st.tuples(at, at)))
def test_numbers_are_all_there_or_none_and_do_not_cover_each_other(marks, lines):
    placed = place_numbers(marks, lines, [], (300.0, 300.0))
    assert placed.keys() in (marks.keys(), set())
    boxes = [(x, y, 3.2 * len(str(index)) + 1) for index, (x, y) in placed.items()]
    for i, (x, y, half) in enumerate(boxes):
        assert half <= x <= 300 - half
        for x2, y2, half2 in boxes[:i]:
            assert abs(x - x2) >= half + half2 - 1e-6 or abs(y - y2) >= 10 - 1e-6


def test_the_library_is_numbered_where_there_is_room(skeleton):
    numbers = {n.text for n in drawing(skeleton("body/coco-17")).main.numbers}
    assert numbers == {str(i) for i in range(5, 17)}
    assert len(drawing(skeleton("hand/hand-21")).main.numbers) == 21
