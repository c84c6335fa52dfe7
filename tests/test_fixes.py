"""What `check --fix` mends, what it leaves alone, and what it never loses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemac.diagnostic import Diagnostic, Edit, Fix
from schemac.fixes import FIXABLE, apply_edits, apply_fixes, mend, propose
from schemac.reading.declare import declare
from schemac.reading.tree import Mapping, Scalar, read
from schemac.source import Span

CASES = Path(__file__).parent / "cases"
ARM = (CASES / "unknown-keypoint" / "good.yaml").read_text("utf-8")
NOSE = "  nose:     {index: 0, landmark: face.nose_tip, at: [50, 10]}\n"
assert NOSE in ARM


def arm(nose: str) -> str:
    """A good document, with another entry for the nose."""
    return ARM.replace(NOSE, nose)


def mended(text: str, *, unsafe: bool = False) -> str:
    return mend("arm.yaml", text.encode(), unsafe=unsafe).data.decode()


def found(text: str) -> tuple[Diagnostic, ...]:
    data = text.encode()
    return propose(declare("arm.yaml", data)[2], lambda file: data)


GOOD = "  nose: {index: 0, landmark: face.nose_tip, at: [50, 10]"
SAFE = {
    "a leading zero": (f"{GOOD}, hotkey: n, best_view: front}}".replace("0,", "00,", 1), None),
    "yes": (f"{GOOD}, required: yes}}", f"{GOOD}, required: true}}"),
    "Off in quotes": (f"{GOOD}, required: 'Off'}}", f"{GOOD}, required: false}}"),
    "a comma": (
        f"{GOOD}, title: Nose, its tip}} # why",
        f'{GOOD}, title: "Nose, its tip"}} # why',
    ),
    "two commas": (
        f"{GOOD}, mistakes: [{{text: Long, isn't it, no, offset: [1, 1]}}]}}",
        f'{GOOD}, mistakes: [{{text: "Long, isn\'t it, no", offset: [1, 1]}}]}}',
    ),
    "a comma and quotes": (
        f'{GOOD}, title: The "tip", so called}}',
        f"{GOOD}, title: 'The \"tip\", so called'}}",
    ),
    "a comma and both quotes": (
        f'{GOOD}, title: Nose\'s "tip", \\ so}}',
        f'{GOOD}, title: "Nose\'s \\"tip\\", \\\\ so"}}',
    ),
    "a comma before a line end": (
        f"{GOOD}, title: Nose,\n    its tip}}",
        f'{GOOD}, title: "Nose,\n    its tip"}}',
    ),
    "a tab": (f"\t{GOOD.strip()}}}", f"{GOOD}}}"),
    "tabs between": (f"{GOOD},\trequired:\ttrue}}\t# here", f"{GOOD}, required: true}} # here"),
    "a zero-width space": (f"{GOOD}, title: No\u200bse}}", f"{GOOD}, title: Nose}}"),
    "a line separator": (f"{GOOD}, title: No\u2028se}}", f"{GOOD}, title: No se}}"),
}


@pytest.mark.parametrize("name", SAFE)
def test_safe_fixes(name: str):
    before, after = SAFE[name]
    after = after or before.replace("00,", "0,", 1)
    assert mended(arm(f"{before}\n")) == arm(f"{after}\n")
    assert not declare("arm.yaml", arm(f"{after}\n").encode())[2]


def test_a_byte_order_mark_goes_and_what_lay_behind_it_is_mended_too():
    text = "\ufeff" + arm(f"{GOOD}, required: yes}}\n")
    assert mended(text) == arm(f"{GOOD}, required: true}}\n")


def test_line_ends_stay():
    text = arm(f"{GOOD}, title: Nose,\n    its tip, required: Yes}}\n").replace("\n", "\r\n")
    wanted = arm(f'{GOOD}, title: "Nose,\n    its tip", required: true}}\n').replace("\n", "\r\n")
    assert mended(text) == wanted


def test_more_findings_than_are_shown_are_all_mended():
    rows = "".join(f"  p{i}:\t{{index: {i}, landmark: face.nose_tip}}\n" for i in range(60))
    text = f"{ARM[: ARM.index('keypoints:')]}keypoints:\n{rows}"
    assert mended(text) == text.replace("\t", " ")


UNSAFE = {
    "a field": (f"{GOOD}, requird: true}}", f"{GOOD}, required: true}}"),
    "a word": (f"{GOOD}, half: uper}}", f"{GOOD}, half: upper}}"),
    "a field and its value": (f"{GOOD}, requird: yes}}", f"{GOOD}, required: true}}"),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_guesses_are_made_only_when_asked_for(name: str):
    before, after = UNSAFE[name]
    text = arm(f"{before}\n")
    assert mended(text) == text
    assert mended(text, unsafe=True) == arm(f"{after}\n")


ALONE = {
    "two fields are as close": f"{GOOD}, tier: [seen]}}",
    "the field is there already": f"{GOOD}, required: true, requird: true}}",
    "a number before the comma": "  nose: {index: 0, so to say, at: [50, 10]}",
    "a value behind the comma": f"{GOOD}, title: Nose, its: tip}}",
    "an octal number may be meant": f"{GOOD}, weight: 012}}",
    "a word that is neither": f"{GOOD}, required: maybe}}",
    "yes where no truth is asked for": f"{GOOD}, weight: yes}}",
    "spaces and a tab": f"  \t{GOOD.strip()}}}",
    "a colon": f"{GOOD}, title: Nose: the tip}}",
}


@pytest.mark.parametrize("name", ALONE)
def test_where_doubt_is_left_nothing_is_changed(name: str):
    text = arm(f"{ALONE[name]}\n")
    if name != "two fields are as close":
        assert found(text), "there is a finding"
    assert mended(text) == text


def test_what_is_no_utf8_or_has_lone_carriage_returns_is_left_alone():
    for data in (ARM.encode("utf-16"), b"\xff" + ARM.encode(), ARM.replace("\n", "\r").encode()):
        assert mend("arm.yaml", data, unsafe=True).data == data


def test_a_fix_that_would_break_the_document_is_not_taken():
    # A separator that stands for a line end: a space would join two entries.
    text = ARM.replace(f"{NOSE}", f"{NOSE[:-1]}\u2028")
    assert mended(text) == text


def test_every_kind_that_can_be_mended_has_a_case_here():
    texts = [arm(f"{before}\n") for before, _ in (*SAFE.values(), *UNSAFE.values())]
    seen = {one.code for text in (*texts, f"\ufeff{ARM}") for one in found(text) if one.fixes}
    assert seen == set(FIXABLE)


# ---- edits ------------------------------------------------------------------------------------


def test_fixes_that_touch_are_not_both_taken():
    one = Fix("one", (Edit(Span(1, 1, 1, 3), "x"),))
    two = Fix("two", (Edit(Span(1, 3, 1, 3), "y"), Edit(Span(2, 1, 2, 2), "z")))
    three = Fix("three", (Edit(Span(2, 1, 2, 1), "w"),))
    assert apply_fixes("abc\ndef", [one, two, three, one]) == ("xc\nwdef", (one, three))
    assert apply_fixes("abc\ndef", [two, one, three]) == ("abyc\nzef", (two,))


@given(st.text("ab\n", max_size=20), st.data())
def test_an_edit_replaces_its_span_and_nothing_else(text: str, data: st.DataObject):
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))

    def place(offset: int) -> tuple[int, int]:
        return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1

    edit = Edit(Span(*place(first), *place(last)), "é")
    assert apply_edits(text, [edit]) == f"{text[:first]}é{text[last:]}"


@example(",\\,'',")
@given(st.text(st.sampled_from("ab ,'\"\\é"), min_size=1, max_size=12))
def test_a_text_that_was_cut_is_whole_again(text: str):
    """Whatever is written in a title of an entry: mended, it is that title, or is left alone."""
    entry = f"{GOOD}, title: a{text}b}}\n"
    after = mended(arm(entry))
    if after == arm(entry):
        return
    assert not declare("arm.yaml", after.encode())[2]
    node = read("arm.yaml", after.encode())[1]
    assert isinstance(node, Mapping)
    points = next(value for key, value in node.pairs if key.value == "keypoints")
    assert isinstance(points, Mapping)
    nose = points.pairs[0][1]
    assert isinstance(nose, Mapping)
    title = next(value for key, value in nose.pairs if key.value == "title")
    assert isinstance(title, Scalar)
    assert title.value == f"a{text}b"
