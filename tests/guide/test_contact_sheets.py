"""Contact sheets and what is made of them: pictures that CVAT takes, and a project in one file."""

from __future__ import annotations

import io
import json
import re
from struct import unpack
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import msgspec
import pytest

from conftest import LIBRARY
from hostile_skeletons import PAYLOADS, hostile, placed
from schemac.guide import Context, speech
from schemac.guide.reduced import Sheet, contact_sheets, guide_text, tool_files
from schemac.guide.reduced.layout import TALLEST, WIDTH, Cell, sheets
from schemac.guide.reduced.sheets import pngs
from schemac.model import Region
from small_skeletons import bird

LABELS = json.dumps([{"name": "bird", "type": "skeleton", "svg": "<line/>", "sublabels": []}])
PLACES = {"beak": (50, 10), "left_wing": (80, 50), "right_wing": (20, 50), "tail": (50, 90)}


def about(skeleton, locale="en"):
    return Context(skeleton=skeleton, speech=speech(locale), digest="")


def size(png):
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return unpack(">II", png[16:24])


def files(skeleton, locale="en"):
    return {f.path: f.content for f in tool_files(about(skeleton, locale), LABELS.encode())}


@pytest.fixture(scope="module")
def made():
    return files(placed(PLACES, title="Bird"))


@pytest.mark.parametrize("spec", LIBRARY)
def test_every_region_has_its_sheet_beside_those_of_the_whole(skeleton, spec):
    context = about(skeleton(spec))
    found = contact_sheets(context)
    topics = list(dict.fromkeys(sheet.topic for sheet in found))
    assert topics[:2] == ["map", "sides"] or not any(p.side for p in context.skeleton.keypoints)
    assert "tiers" in topics
    drawn = [topic for topic in topics if topic.startswith("region-")]
    assert drawn == [f"region-{region.id}" for region in context.regions]
    assert len({sheet.file for sheet in found}) == len(found) <= 30


@pytest.mark.parametrize("spec", LIBRARY)
def test_every_sheet_is_shown_once_in_the_guide(skeleton, spec):
    context = about(skeleton(spec))
    found = contact_sheets(context)
    text = guide_text(context, found, {sheet.file: sheet.file for sheet in found})
    assert re.findall(r"!\[[^]]*\]\(([^)]*)\)", text) == [sheet.file for sheet in found]


@pytest.mark.parametrize("spec", LIBRARY)
def test_every_number_stands_on_a_sheet(skeleton, spec):
    context = about(skeleton(spec))
    shown = {
        text for sheet in contact_sheets(context)
        for element in ElementTree.fromstring(sheet.svg).iter("{http://www.w3.org/2000/svg}text")
        if (text := element.text)
    }  # fmt: skip
    assert {str(point.index) for point in context.skeleton.keypoints} <= shown


def test_pictures_are_of_a_size_that_cvat_does_not_change(made):
    pictures = [content for path, content in made.items() if path.endswith(".png")]
    assert len(pictures) == 4
    for content in pictures:
        width, height = size(content)
        assert 800 <= width <= 1920
        assert height <= 1920
        assert len(content) < 10 * 1024 * 1024


def test_the_tallest_sheet_is_of_such_a_size_too():
    from schemac.figures import Canvas

    tall = Canvas("tall", 100, 4000, title="tall")
    (svg,) = sheets([Cell(tall, "word " * 60, "more " * 60)], 1)
    sheet = Sheet(file="a.png", topic="a", title="a", svg=svg)
    assert max(size(sheet.png())) <= 1920
    every = list(sheets([Cell(Canvas(f"c{n}", 100, 100, title="c")) for n in range(40)], 2))
    assert len(every) > 1
    for svg in every:
        _, _, width, height = map(float, ElementTree.fromstring(svg).attrib["viewBox"].split())
        assert (width, height <= TALLEST) == (WIDTH, True)


def test_many_regions_share_sheets():
    """A guide in CVAT takes 30 pictures, whatever a spec has."""
    regions = tuple(Region(id=f"part_{n}", title=f"Part {n}") for n in range(40))
    places = {f"point_{n}": (10.0 + 8 * (n % 10), 10.0 + 25 * (n // 10)) for n in range(40)}
    many = placed(places, title="Many", regions=regions)
    points = tuple(
        msgspec.structs.replace(point, region=region.id)
        for point, region in zip(many.keypoints, regions, strict=True)
    )
    context = about(msgspec.structs.replace(many, keypoints=points))
    found = contact_sheets(context)
    assert len(found) <= 30
    texts = " ".join(sheet.svg for sheet in found)
    assert [region.title for region in regions if f">{region.title}<" not in texts] == []
    guide = guide_text(context, found, {sheet.file: sheet.file for sheet in found})
    assert guide.count("![") == len(found)


def test_without_positions_there_is_text_and_no_picture():
    made = files(bird())
    assert sorted(made) == [
        "tools/cvat/guide.md", "tools/cvat/project-backup.zip",
        "tools/label-studio/instructions.html",
    ]  # fmt: skip


def test_the_backup_is_a_project_as_cvat_imports_it(made):
    """What `ProjectImporter` asks for; no tasks, so that it needs no data."""
    with ZipFile(io.BytesIO(made["tools/cvat/project-backup.zip"])) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        project = json.loads(archive.read("project.json"))
        guide = archive.read("annotation_guide.md").decode()
        assets = [name for name in names if name.startswith("assets/")]
        for name in assets:
            assert archive.read(name) == made[f"tools/cvat/{name}"]
    assert names == ["project.json", "annotation_guide.md", *assets]
    assert project == {
        "version": "1.0", "name": "Bird animal/bird-6@1.2.0", "bug_tracker": "",
        "status": "annotation", "labels": json.loads(LABELS),
    }  # fmt: skip
    assert guide.encode() == made["tools/cvat/guide.md"]
    assert re.findall(r"!\[[^]]*\]\(([^)]*)\)", guide) == assets
    # Importing replaces each path by a plain search, so none may be a part of another.
    assert not any(a in b for a in assets for b in assets if a != b)


def test_the_backup_has_no_date_and_no_compression(made):
    again = files(placed(PLACES, title="Bird"))
    assert again == made
    with ZipFile(io.BytesIO(made["tools/cvat/project-backup.zip"])) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.compress_type == ZIP_STORED
            assert (entry.create_system, entry.external_attr >> 16) == (3, 0o644)


def test_pictures_are_the_same_in_several_processes():
    found = contact_sheets(about(placed(PLACES, title="Bird")))
    assert len(found) > 1
    assert pngs(found, jobs=2) == pngs(found) == tuple(sheet.png() for sheet in found)
    assert pngs((), jobs=2) == ()


def test_without_labels_there_is_no_backup():
    found = tool_files(about(placed(PLACES, title="Bird")), None)
    assert "tools/cvat/project-backup.zip" not in {file.path for file in found}


@pytest.mark.parametrize("text", PAYLOADS)
def test_hostile_words_stay_words(text):
    skeleton, _ = hostile(text)
    for sheet in contact_sheets(about(skeleton)):
        tree = ElementTree.fromstring(sheet.svg)
        tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert tags <= {
            "svg", "style", "rect", "title", "desc", "defs", "clipPath", "g", "path", "circle",
            "line", "text", "tspan",
        }  # fmt: skip
        named = {name.lower() for element in tree.iter() for name in element.attrib}
        assert not any(name.startswith("on") or "href" in name for name in named)
        assert re.fullmatch(r"[a-z0-9.-]+\.png", sheet.file)
        assert size(sheet.png())[0] > 0
    made = files(skeleton)
    page = made["tools/label-studio/instructions.html"].decode()
    assert not re.search(r"<(?!/?(h2|h3|h4|p|ul|li|b)>)", page)
    guide = made["tools/cvat/guide.md"].decode()
    ours = re.compile(
        r"^(\[//\]: # \([\w.-]+ [0-9a-f]{16}\)|!\[[^]\n]*\]\(assets/[\w.-]+\))$", re.M
    )
    assert not re.search(r"[<>\[\]`\\]|https?:", ours.sub("", guide))


def test_a_script_that_the_font_lacks_stays_in_the_text():
    """Numbers and names in the picture, words in the guide: no row of empty boxes."""
    plain = placed(PLACES, title="पक्षी", regions=(Region(id="all", title="पक्षी"),), region="all")
    words = msgspec.structs.replace(plain.keypoints[0].words, title="चोंच")
    first = msgspec.structs.replace(plain.keypoints[0], words=words)
    context = about(msgspec.structs.replace(plain, keypoints=(first, *plain.keypoints[1:])))
    texts = [
        element.text or ""
        for sheet in contact_sheets(context)
        for element in ElementTree.fromstring(sheet.svg).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert texts
    assert all(text.isascii() or set(text) <= set("…σ") for text in texts)
    assert "beak" in texts
    guide = files(context.skeleton)["tools/cvat/guide.md"].decode()
    assert "चोंच" in guide
