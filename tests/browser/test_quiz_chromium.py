"""The calibration quiz in a real browser: by mouse, by touch, by keys, to the saved file."""

from __future__ import annotations

import json
from itertools import product

import pytest
from msgspec import structs

from browser.chromium import browser
from conftest import linked
from hostile_skeletons import PAYLOADS, hostile
from schemac import __version__, guide
from schemac.canonical import digest

pytestmark = pytest.mark.browser

STAGE = "document.querySelector('[data-quiz=stage]')"


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


def write(folder, skeleton):
    context = guide.Context(skeleton=skeleton, speech=guide.speech("en"), digest=digest(skeleton))
    for artifact in guide.site(context):
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    return folder


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    specs = ("body/coco-17", "face/ibug-68")
    return {spec: write(tmp_path_factory.mktemp("guide"), linked(spec)) for spec in specs}


class Sitting:
    """One person at one quiz."""

    def __init__(self, chromium, site, **screen):
        self.page, self.site = chromium, site
        chromium.open(site / "quiz.html", **screen)
        self.questions = json.loads(
            chromium.run("document.getElementById('sk-quiz-data').textContent")
        )["questions"]

    def shown(self, part):
        return self.page.run(f"!document.querySelector('[data-quiz={part}]').hidden")

    def text(self, part):
        return self.page.run(f"document.querySelector('[data-quiz={part}]').textContent")

    def click(self, selector):
        self.page.run(f"document.querySelector('{selector}').click()")

    def spot(self, question, at):
        """Where a place of the picture lies in the window, in px."""
        self.page.run(f"{STAGE}.scrollIntoView({{block: 'center'}})")
        box = json.loads(
            self.page.run(f"""(() => {{ const s = {STAGE},
            b = s.getBoundingClientRect(); return JSON.stringify([b.x + s.clientLeft,
            b.y + s.clientTop, s.clientWidth, s.clientHeight]) }})()""")
        )
        left, top, wide, tall = question["window"]
        return box[0] + (at[0] - left) / wide * box[2], box[1] + (at[1] - top) / tall * box[3]

    def press(self, at):
        x, y = at
        for kind in ("mousePressed", "mouseReleased"):
            self.page.send("Input.dispatchMouseEvent", {
                "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1,
            })  # fmt: skip

    def tap(self, at):
        x, y = at
        touch = {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
        self.page.send("Input.dispatchTouchEvent", touch)
        self.page.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def key(self, key, shift=False):
        code = {"Enter": 13, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40,
                "Tab": 9}  # fmt: skip
        more = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.page.send("Input.dispatchKeyEvent", {
                "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code[key],
                "modifiers": 8 if shift else 0, **more,
            })  # fmt: skip

    def judge(self, question):
        """Choose the tier that was drawn, where one is asked for."""
        assert self.shown("tiers") == bool(question["tiers"])
        if question["tiers"]:
            self.click(f"[data-tier={question['tiers'][0]}]")

    def answer(self, question, place):
        """`place` sets the point, which is at its true place."""
        if question["true"]:
            place(self.spot(question, question["true"]))
        else:
            self.click("[data-quiz=none]")
        self.judge(question)
        assert self.shown("next")

    def finish(self, place):
        for question in self.questions:
            self.answer(question, place)
            self.click("[data-quiz=next]")
        return self.result()

    def result(self):
        return self.page.run("fetch(document.querySelector('[data-quiz=file]').href)"
                             ".then(file => file.json())")  # fmt: skip

    def quiet(self):
        ours = (self.site.as_uri(), "data:", "blob:")
        return self.page.console == [] and all(url.startswith(ours) for url in self.page.requests)


def test_whoever_clicks_the_true_places_passes(chromium, sites):
    sitting = Sitting(chromium, sites["body/coco-17"])
    made = sitting.finish(sitting.press)
    assert sitting.text("verdict") == "Passed"
    assert {k: made[k] for k in ("format", "spec", "digest", "schemac", "unit")} == {
        "format": "schemac-calibration/1", "spec": "body/coco-17@1.0.0",
        "digest": digest(linked("body/coco-17")), "schemac": __version__,
        "unit": "px of the picture",
    }  # fmt: skip
    assert "name" not in made
    summary = made["summary"]
    assert summary["passed"] is True
    assert summary["median"] < 0.5
    assert summary["tiers_asked"] == summary["tiers_right"] > 0
    assert [a["question"] for a in made["answers"]] == [q["id"] for q in sitting.questions]
    for answer, question in zip(made["answers"], sitting.questions, strict=True):
        assert answer["true"] == question["true"]
        assert (answer["clicked"] is None) == (question["shown"] == "outside")
        assert (answer["tier"] is None) == (not question["tiers"])
    assert sitting.page.run("document.querySelectorAll('[data-quiz=rows] tr').length") == len(
        sitting.questions
    )
    assert sitting.quiet()


def test_a_name_is_in_the_file_when_it_was_typed_in(chromium, sites):
    sitting = Sitting(chromium, sites["body/coco-17"])
    sitting.finish(sitting.press)
    chromium.run("""{ const box = document.querySelector('[data-quiz=name]');
        box.value = ' Åsa </script> '; box.dispatchEvent(new Event('input')); }""")
    assert sitting.result()["name"] == "Åsa </script>"
    name = chromium.run("document.querySelector('[data-quiz=file]').download")
    assert name == "body-coco-17-1.0.0-calibration.json"


def test_a_click_on_the_other_side_fails(chromium, sites):
    sitting = Sitting(chromium, sites["body/coco-17"])
    wrong = next(q for q in sitting.questions if q["other"] and q["true"] and _seen(q, q["other"]))
    for question in sitting.questions:
        if question is wrong:
            sitting.press(sitting.spot(question, question["other"]))
            sitting.judge(question)
            assert "other side" in sitting.text("said")
        else:
            sitting.answer(question, sitting.press)
        sitting.click("[data-quiz=next]")
    made = sitting.result()
    assert [a["question"] for a in made["answers"] if a["swapped"]] == [wrong["id"]]
    assert made["summary"]["passed"] is False
    assert sitting.text("verdict") == "Not passed yet"


def _seen(question, at):
    left, top, wide, tall = question["window"]
    return left + 5 < at[0] < left + wide - 5 and top + 5 < at[1] < top + tall - 5


def test_a_place_that_is_there_cannot_be_called_absent(chromium, sites):
    sitting = Sitting(chromium, sites["body/coco-17"])
    for question in sitting.questions:
        if question["true"] and not question["tiers"]:
            sitting.click("[data-quiz=none]")
        else:
            sitting.answer(question, sitting.press)
        sitting.click("[data-quiz=next]")
    summary = sitting.result()["summary"]
    assert summary["passed"] is False
    assert summary["missed"] == sum(q["shown"] == "seen" for q in sitting.questions)
    assert summary["median"] is None  # farther than any other


def test_a_tap_only_aims(chromium, sites):
    sitting = Sitting(chromium, sites["body/coco-17"], width=390, height=844)
    chromium.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def place(at):
        assert chromium.run("document.querySelector('[data-quiz=set]').disabled")
        sitting.tap((at[0] - 20, at[1]))
        assert not sitting.shown("next")
        sitting.tap(at)
        sitting.click("[data-quiz=set]")

    made = sitting.finish(place)
    chromium.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    assert made["summary"]["passed"] is True
    assert chromium.run("document.documentElement.scrollWidth") <= 390


def test_keys_alone_are_enough(chromium, sites):
    sitting = Sitting(chromium, sites["body/coco-17"])
    chromium.run(f"{STAGE}.focus()")
    for question in sitting.questions:
        if question["true"]:
            _walk(sitting, question)
        else:
            for _ in range(2):  # past the button that waits for a cross-hair
                if chromium.run("document.activeElement.dataset.quiz") != "none":
                    sitting.key("Tab")
            assert chromium.run("document.activeElement.dataset.quiz") == "none"
            sitting.key("Enter")
        if question["tiers"]:
            while chromium.run("document.activeElement.dataset.tier") not in question["tiers"]:
                sitting.key("Tab")
            sitting.key("Enter")
        assert chromium.run("document.activeElement.dataset.quiz") == "next"
        sitting.key("Enter")
        if question is not sitting.questions[-1]:
            sitting.key("Tab")  # from the question to the picture
            assert chromium.run("document.activeElement.dataset.quiz") == "stage"
    assert sitting.result()["summary"]["passed"] is True


def _walk(sitting, question):
    """To the true place, in large steps and then in small ones."""
    left, top, wide, tall = question["window"]
    ways = (("ArrowLeft", "ArrowRight"), ("ArrowUp", "ArrowDown"))
    middle = (left + wide / 2, top + tall / 2)
    for axis, names in enumerate(ways):
        shares = (question["true"][axis] - middle[axis]) / wide
        large, small = divmod(round(abs(shares) / 0.004), 5)
        for count, shift in ((large, False), (small, True)):
            for _ in range(count):
                sitting.key(names[shares > 0], shift)
    if all(abs(question["true"][k] - middle[k]) < 0.002 * wide for k in (0, 1)):
        sitting.key("ArrowLeft", True)
    sitting.key("Enter")


def test_without_a_tolerance_nothing_is_judged(chromium, sites):
    sitting = Sitting(chromium, sites["face/ibug-68"])
    summary = sitting.finish(sitting.press)["summary"]
    assert summary["passed"] is None
    assert summary["median"] is None
    assert summary["median_share"] < 0.02
    assert sitting.text("verdict") == "Measured, without a verdict"
    assert "eye" in sitting.text("summary")


def test_it_can_be_done_again(chromium, sites):
    sitting = Sitting(chromium, sites["body/coco-17"])
    sitting.finish(sitting.press)
    sitting.click("[data-quiz=again]")
    assert sitting.shown("round")
    assert sitting.text("step").startswith("Question 1 of")
    assert sitting.finish(sitting.press)["summary"]["answered"] == len(sitting.questions)


@pytest.mark.parametrize(("scheme", "width"), [*product(("light", "dark"), (390, 1280))])
def test_it_fits_and_can_be_hit(chromium, sites, scheme, width):
    for spec in sites:
        sitting = Sitting(chromium, sites[spec], width=width, scheme=scheme)
        assert chromium.run("document.documentElement.scrollWidth") <= width
        small = """[...document.querySelectorAll('.sk-quiz button, .sk-quiz input')].filter(e =>
            e.offsetParent && e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"""
        assert chromium.run(small) == []
        assert chromium.run(f"{STAGE}.clientWidth") > 300
        assert sitting.quiet()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_word_of_a_stranger_runs(chromium, tmp_path, payload):
    counts = []
    for number, text in enumerate(("harmless", payload)):
        made = hostile(text)[0]
        words = structs.replace(made.keypoints[0].words, title=text)
        points = tuple(structs.replace(p, words=words) for p in made.keypoints)
        site = write(tmp_path / str(number), structs.replace(made, keypoints=points))
        sitting = Sitting(chromium, site)
        for _ in sitting.questions:
            sitting.click("[data-quiz=none]")
            if sitting.shown("tiers"):
                sitting.click("[data-tier]")
            sitting.click("[data-quiz=next]")
        assert chromium.run("typeof hit") == "undefined"
        assert sitting.quiet()
        counts.append(chromium.run("document.querySelectorAll('.sk-quiz *').length"))
    assert counts[0] == counts[1]
