"""The cheat sheet: all of it on one sheet, every number, the keys of the tools."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from msgspec import structs

from conftest import linked
from hostile_skeletons import PAYLOADS, hostile, placed
from schemac import guide
from schemac.canonical import digest
from schemac.figures.geometry import Box
from schemac.guide.cheat import LEAST, layout
from schemac.guide.cheat.drawn import cheat
from schemac.guide.cheat.layout import FOOTER, GAP, HEADER, TALL, WIDE, split
from schemac.guide.cheat.notes import notes
from schemac.guide.cheat.table import short_key, table
from schemac.guide.mounting import stage
from schemac.hotkeys import allocate
from schemac.model import Mistake

SPECS = (
    "body/coco-17", "face/ibug-68", "body/coco-wholebody-133", "hand/hand-21",
    "animal/cattle-42", "sport/cricket-bowling-54", "clinical/musculoskeletal-134",
    "face/orthodontic-profile",
)  # fmt: skip


def context(skeleton):
    return guide.Context(skeleton=skeleton, speech=guide.speech("en"), digest=digest(skeleton))


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.count: dict[str, int] = {}

    def handle_starttag(self, tag, attrs):
        self.count[tag] = self.count.get(tag, 0) + 1


def tags(page):
    parser = Tags()
    parser.feed(page)
    return parser.count


@pytest.mark.parametrize("spec", SPECS)
def test_all_of_it_lies_on_the_sheet(spec):
    made = layout(context(linked(spec)))
    parts = [HEADER, FOOTER, made.figures, made.table.height * made.size]
    parts += [part for part in (made.notes.rules, made.notes.judged, made.blank) if part]
    assert sum(parts) + GAP * (len(parts) - 1) <= TALL + 1e-6
    boxes = [pane.box for pane in made.panes] + ([made.named] if made.named else [])
    for box in boxes:
        assert -1e-6 <= box.left < box.right <= WIDE + 1e-6
        assert -1e-6 <= box.top < box.bottom <= made.figures + 1e-6
    assert not any(a.meets(b) for a in boxes for b in boxes if a is not b)


@pytest.mark.parametrize("spec", SPECS)
def test_every_number_stands_on_a_figure_and_every_point_in_the_table(spec):
    made = layout(context(linked(spec)))
    points = [cell.point for column in made.table.columns for cell in column if cell.point]
    assert made.lost == ()
    assert sorted(p.index for p in points) == list(range(len(linked(spec).keypoints)))


@pytest.mark.parametrize(
    ("spec", "on_a4"),
    [("body/coco-17", True), ("face/ibug-68", True), ("body/coco-wholebody-133", False)],
)
def test_text_too_small_for_a4_asks_for_a3(spec, on_a4):
    made = layout(context(linked(spec)))
    assert made.on_a4 == on_a4
    assert made.points * (1 if on_a4 else 2**0.5) >= LEAST
    assert ("Print this on A3" in cheat(context(linked(spec)))) == (not on_a4)


@pytest.mark.parametrize("spec", SPECS)
def test_keys_are_those_of_the_tool_configs(spec):
    keys = allocate(linked(spec))
    made = layout(context(linked(spec)))
    cells = [cell for column in made.table.columns for cell in column if cell.point]
    shown = {cell.point.id: cell.key for cell in cells if cell.key}
    assert shown == {id: short_key(key) for id, key in keys.keypoints.items()}
    assert [tier.key for tier in made.notes.tiers if tier.key] == [
        short_key(key) for key in keys.tiers.values()
    ]


def test_columns_are_filled_in_order_and_no_title_ends_one():
    made = table(context(linked("face/ibug-68")), WIDE, 2.8)
    assert len(made.columns) > 1
    assert all(column[-1].point for column in made.columns)
    assert made.lines == max(sum(cell.lines for cell in column) for column in made.columns)


def test_mistakes_come_from_different_regions_and_name_their_points():
    made = notes(context(linked("body/coco-17")), WIDE, 3.0).mistakes
    assert len(made) == 3
    assert len({warned.points[0].region for warned in made}) == 3
    for warned in made:
        for point in warned.points:
            assert warned.text in {mistake.text for mistake in point.words.mistakes}


def test_a_room_is_shared_without_overlap():
    there = stage(context(linked("body/coco-wholebody-133")))
    from schemac.guide.cheat.panes import insets

    room = Box(10, 0, 110, 70)
    cells = split(insets(there), room)
    area = sum(box.width * box.height for _, box in cells)
    assert 0.85 * 7000 < area <= 7000
    assert not any(a.meets(b) for _, a in cells for _, b in cells if a is not b)


def test_a_skeleton_with_nothing_but_places_has_a_sheet():
    bare = structs.replace(
        placed({"beak": (10.0, 10.0), "tail": (90.0, 40.0)}), visibility=None, instance=None
    )
    page = cheat(context(bare))
    assert "sk-cheat-tiers" not in page
    assert tags(page)["svg"] == 1


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_word_of_a_stranger_becomes_markup(payload):
    found = [tags(cheat(context(strange(text)))) for text in ("harmless", payload)]
    for count in found:
        for tag in ("text", "ul", "path", "circle"):  # follow the length of names
            count.pop(tag, None)
    assert found[0] == found[1]


def strange(text):
    """A skeleton whose keypoints have this title, and this mistake."""
    made = hostile(text)[0]
    words = structs.replace(made.keypoints[0].words, title=text, mistakes=(Mistake(text=text),))
    points = tuple(structs.replace(p, words=words) for p in made.keypoints)
    return structs.replace(made, keypoints=points)


def test_the_same_sheet_twice():
    made = [cheat(context(linked("sport/cricket-bowling-54"))) for _ in range(2)]
    assert made[0] == made[1]


def titled(made):
    return [[cell.text for cell in column if cell.point is None] for column in made.columns]


@pytest.mark.parametrize("spec", ["body/coco-17", "body/coco-wholebody-133", "animal/cattle-42"])
def test_every_column_says_of_which_region_it_is(spec):
    skeleton = linked(spec)
    made = table(context(skeleton), WIDE, 2.8)
    names = {region.id: region.title for region in skeleton.regions}
    for column in made.columns:
        assert column[0].point is None
        assert column[0].text.removesuffix(" …") == names[column[1].point.region]
    again = [text for column in titled(made) for text in column if text.endswith(" …")]
    assert len(again) < len(made.columns)


def test_a_small_skeleton_tells_its_definitions_and_leaves_room_to_write():
    small = placed({"beak": (10.0, 10.0), "tail": (90.0, 40.0)})
    made = layout(context(small))
    said = {cell.point.id: cell.more for column in made.table.columns for cell in column}
    assert said == {point.id: point.words.definition for point in small.keypoints}
    assert all(said.values())
    assert made.blank > 0
    page = cheat(context(small))
    assert "sk-cheat-blank" in page
    assert "sk-cheat-blank" not in cheat(context(linked("face/ibug-68")))


def test_a_subject_of_many_parts_is_drawn_large_rather_than_named():
    assert layout(context(linked("body/coco-17"))).named is not None
    assert layout(context(linked("face/orthodontic-profile"))).named is None


def test_only_a_subject_seen_from_the_front_has_its_left_on_the_right():
    said = {spec: notes(context(linked(spec)), WIDE, 3.0).whose for spec in SPECS}
    assert "it lies on your right" in said["body/coco-17"]
    assert "it lies on your right" not in said["animal/cattle-42"]
