"""The page to make a skeleton from by hand: what it lists, and what strangers cannot do to it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from conftest import LIBRARY
from hostile_skeletons import ADDRESSES, PAYLOADS, hostile, placed
from schemac.by_hand.page import page
from schemac.by_hand.steps import Steps
from small_skeletons import bird

STEPS = Steps(
    tool="Anvil",
    start="Begin.",
    points="Set these.",
    edges="Join these.",
    pairs=None,
    after="Look.",
    file="one.json",
)


class Seen(HTMLParser):
    """Tags with their attributes, and the texts of cells and list entries."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("th", "li", "figcaption", "pre"):
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]][-1] += data


@pytest.mark.parametrize("spec", LIBRARY)
def test_names_lines_and_pairs_in_order(skeleton: Any, spec: str) -> None:
    one = skeleton(spec)
    seen = Seen(page(one, STEPS).decode())
    assert seen.texts["th"][3:] == [point.name for point in one.keypoints]
    assert seen.texts["pre"] == [
        "".join(f"{point.name}\n" for point in one.keypoints),
        f"schemac compare one.json {spec}",
    ]
    edges = [
        f"{a} {one.keypoints[a].name} to {b} {one.keypoints[b].name}" for a, b in one.edge_indices
    ]
    pairs = [
        f"{a} {one.keypoints[a].name} and {b} {one.keypoints[b].name}"
        for a, b in enumerate(one.mirror)
        if a < b
    ]
    assert seen.texts.get("li", []) == edges + pairs


@pytest.mark.parametrize("spec", LIBRARY)
def test_every_keypoint_has_its_number_in_a_drawing(skeleton: Any, spec: str) -> None:
    text = page(skeleton(spec), STEPS).decode()
    drawn = {int(number) for number in re.findall(r">(\d+)</text>", text)}
    assert drawn == set(range(len(skeleton(spec).keypoints)))


def test_without_positions_there_is_no_drawing() -> None:
    text = page(bird(), STEPS).decode()
    assert "<svg" not in text
    assert "no positions" in text
    assert "<svg" in page(placed({"beak": (0, 0), "tail": (5, 9)}), STEPS).decode()


def test_what_a_tool_has_no_place_for_is_said() -> None:
    assert "Anvil has no place for them" in page(bird(), STEPS).decode()


def test_letters_of_sides_are_explained_where_points_have_sides(skeleton: Any) -> None:
    said = "L and R in the drawings"
    assert said in page(skeleton("body/coco-17"), STEPS).decode()
    assert said not in page(skeleton("hand/hand-21"), STEPS).decode()


def test_keys_of_other_tools_are_left_out(skeleton: Any) -> None:
    text = page(skeleton("body/coco-17"), STEPS).decode()
    assert "<kbd" not in text
    assert Seen(text).texts["th"][:3] == ["No.", "Name", "Side"]


def test_a_browser_may_use_nothing_but_the_style(skeleton: Any) -> None:
    text = page(skeleton("body/coco-17"), STEPS).decode()
    seen = Seen(text)
    assert {"script", "link", "img", "iframe", "base"}.isdisjoint(tag for tag, _ in seen.tags)
    assert re.search(r"default-src 'none'; style-src 'sha256-[^']+'\"", text)
    assert not any("style" in attributes for _, attributes in seen.tags)


@pytest.mark.parametrize("payload", [*PAYLOADS, *ADDRESSES])
def test_words_of_strangers_stay_words(payload: str) -> None:
    made, _ = hostile(payload)
    plain, _ = hostile("plain")

    def shape(text: bytes) -> list[tuple[str, list[str]]]:
        return [(tag, sorted(attributes)) for tag, attributes in Seen(text.decode()).tags]

    assert shape(page(made, STEPS)) == shape(page(plain, STEPS))


def test_the_same_skeleton_gives_the_same_bytes(skeleton: Any) -> None:
    one = skeleton("hand/hand-21")
    assert page(one, STEPS) == page(one, STEPS)
