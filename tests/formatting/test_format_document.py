"""`fmt`: one way to write a document, with nothing lost and nothing said otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemac.canonical import declared_digest
from schemac.formatting import format_document
from schemac.reading.declare import declare
from schemac.shipped import shipped

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
# A frozen version stays as it was written, whatever the form of today.
LIBRARY = sorted(p for p in Path(shipped("specs")).rglob("*.yaml") if "@" not in p.name)
DOCUMENTS = [
    *LIBRARY,
    *sorted(CASES.rglob("*.yaml")),
    *sorted((ROOT / "templates").rglob("*.yaml")),
]
ARM = (CASES / "unknown-keypoint" / "good.yaml").read_text("utf-8")
HEAD = "schemac: 1\nspec: demo/arrow-2\nversion: 0.1.0\ntitle: Arrow\n"


def formatted(text: str) -> str:
    """The text, formatted; formatting it again must change nothing, nor what it says."""
    done = format_document("arrow.yaml", text.encode())
    assert not done.problems
    assert not done.bug
    assert format_document("arrow.yaml", done.data).data == done.data
    assert digest(text.encode()) == digest(done.data)
    return done.data.decode()


def digest(data: bytes) -> str:
    declaration, _, problems = declare("arrow.yaml", data)
    assert declaration is not None
    assert not problems
    return declared_digest(declaration)


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_the_library_is_formatted(path: Path):
    data = path.read_bytes()
    assert format_document(str(path), data).data == data


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_document_here_is_formatted_or_has_errors(path: Path):
    done = format_document(str(path), path.read_bytes())
    assert not done.bug
    if done.problems:
        assert done.data == path.read_bytes()
    else:
        formatted(path.read_text("utf-8"))


CHANGED = {
    "the header first": (
        "schemac: 1\nspec: demo/arrow-2\ntitle: Arrow\nversion: 0.1.0\n",
        HEAD,
    ),
    "a comment moves with the field below it": (
        f"{HEAD}# in rows\nedges: [[tail, tip]]  # one\n\n# the points\nkeypoints:\n"
        "  # its end\n  tip: {index: 0}\n",
        f"{HEAD}\n# the points\nkeypoints:\n  # its end\n  tip: {{index: 0}}\n"
        "# in rows\nedges: [[tail, tip]]  # one\n",
    ),
    "a deeper comment belongs to the field above": (
        f"{HEAD}edges:\n  - [tail, tip]\n  # no more\n\nkeypoints:\n  tip: {{index: 0}}\n",
        f"{HEAD}\nkeypoints:\n  tip: {{index: 0}}\nedges:\n  - [tail, tip]\n  # no more\n",
    ),
    "the blank line above the first goes to what was first": (
        f"{HEAD}keypoints:\n  tip:\n    at: [1, 2]\n\n    index: 0\n    half: upper\n",
        f"{HEAD}keypoints:\n  tip:\n    index: 0\n\n    at: [1, 2]\n    half: upper\n",
    ),
    "free keys and their section comments stay": (
        f"{HEAD}keypoints:\n  # ---- b ----\n\n  b: {{index: 1}}\n\n  # ---- a ----\n"
        "  a: {at: [1, 2], index: 0}\n",
        f"{HEAD}keypoints:\n  # ---- b ----\n\n  b: {{index: 1}}\n\n  # ---- a ----\n"
        "  a: {index: 0, at: [1, 2]}\n",
    ),
    "columns stay aligned": (
        f"{HEAD}keypoints:\n  a:  {{half: upper, index: 10, at: [1, 2]}}\n"
        "  bc: {half: lower, index: 2,  at: [1, 2]}\n",
        f"{HEAD}keypoints:\n  a:  {{index: 10, at: [1, 2], half: upper}}\n"
        "  bc: {index: 2,  at: [1, 2], half: lower}\n",
    ),
    "line breaks of an entry stay": (
        f"{HEAD}keypoints:\n  a: {{at: [1, 2],\n      half: upper, index: 10}}\n",
        f"{HEAD}keypoints:\n  a: {{index: 10,\n      at: [1, 2], half: upper}}\n",
    ),
    "entries inside entries": (
        f"{HEAD}keypoints:\n  a: {{mistakes: [{{offset: [1, 1], text: No}}], index: 0}}\n",
        f"{HEAD}keypoints:\n  a: {{index: 0, mistakes: [{{text: No, offset: [1, 1]}}]}}\n",
    ),
    "items of a list": (
        f"{HEAD}keypoints:\n  a:\n    index: 0\n    mistakes:\n"
        "      - offset: [1, 1]\n        # what\n        text: No\n      - text: So\n",
        f"{HEAD}keypoints:\n  a:\n    index: 0\n    mistakes:\n"
        "      # what\n      - text: No\n        offset: [1, 1]\n      - text: So\n",
    ),
    "two spaces a level": (
        f"{HEAD}keypoints:\n    a:\n       # here\n       index: 0\n       mistakes:\n"
        "       -   text: No,\n             and no\n           # there\n           offset: [1, 1]\n"
        "    # last\nedges:\n- [a, b]\n-   - b\n    - c\n",
        f"{HEAD}keypoints:\n  a:\n    # here\n    index: 0\n    mistakes:\n"
        "      - text: No,\n          and no\n        # there\n        offset: [1, 1]\n"
        "  # last\nedges:\n  - [a, b]\n  - - b\n    - c\n",
    ),
    "block texts keep their shape": (
        f"{HEAD}keypoints:\n     a:\n          definition: |\n              One,\n\n"
        "                two. # no comment\n          index: 0\n",
        f"{HEAD}keypoints:\n  a:\n    index: 0\n    definition: |\n        One,\n\n"
        "          two. # no comment\n",
    ),
    "ends of lines and of the file": (
        f"{HEAD}summary: One   \n  two.  \n# why  \n\n\n",
        f"{HEAD}summary: One\n  two.\n# why\n",
    ),
    "no line end": (HEAD[:-1], HEAD),
    "spaces inside quotes stay": (
        f'{HEAD}summary: "One   \n\n  two."  \n',
        f'{HEAD}summary: "One   \n\n  two."\n',
    ),
    "markers of the document stay": (
        "%YAML 1.1\n---\nschemac: 1\nspec: demo/a\ntitle: A\nversion: 0.1.0\n...\n# end\n",
        "%YAML 1.1\n---\nschemac: 1\nspec: demo/a\nversion: 0.1.0\ntitle: A\n...\n# end\n",
    ),
    "what stands above all stays": (
        "# $schema\n\n# Ours.\nschemac: 1\nspec: demo/a\ntitle: A\nversion: 0.1.0\n",
        "# $schema\n\n# Ours.\nschemac: 1\nspec: demo/a\nversion: 0.1.0\ntitle: A\n",
    ),
}


@pytest.mark.parametrize("name", CHANGED)
def test_what_changes_and_what_stays(name: str):
    before, after = CHANGED[name]
    assert formatted(before) == after


def test_a_comment_inside_an_entry_leaves_it_alone():
    text = f"{HEAD}keypoints:\n  a: {{at: [1, 2],  # where\n      index: 0}}\n"
    assert formatted(text) == text


def test_line_ends_of_windows_stay():
    before, after = CHANGED["the header first"]
    done = format_document("a.yaml", before.replace("\n", "\r\n").encode())
    assert done.data == after.replace("\n", "\r\n").encode()


def test_lone_carriage_returns_become_line_ends():
    before, after = CHANGED["the header first"]
    assert formatted(before.replace("\n", "\r")) == after


def test_errors_keep_a_document_from_being_formatted():
    text = f"{HEAD}edges: []\nkeypoints:\n  a: {{index: 0, indx: 1}}\n"
    done = format_document("a.yaml", text.encode())
    assert [one.rule for one in done.problems] == ["unknown-field"]
    assert done.data == text.encode()


def test_what_would_change_the_meaning_is_not_done(monkeypatch: pytest.MonkeyPatch):
    def wrong(text: str, document: object) -> str:
        return text.replace("Arrow", "Arow")

    monkeypatch.setattr("schemac.formatting.format._STEPS", (wrong,))
    done = format_document("a.yaml", HEAD.encode())
    assert done.bug
    assert done.data == HEAD.encode()


def test_a_lost_comment_is_a_bug(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        "schemac.formatting.format._STEPS", (lambda text, document: text.split("#")[0],)
    )
    assert format_document("a.yaml", f"{HEAD}# why\n".encode()).bug


# ---- laws -------------------------------------------------------------------------------------

FIELDS = {
    "index": ["0", "{left: 0, right: 1}"],
    "name": ["tip"],
    "title": ["Tip, the sharp end.", "'Tip # it'", "Tip\n{0}  of it"],
    "definition": ["|\n{0}  The tip.\n{0}  # no comment", '"The\n{0} tip"'],
    "at": ["[50, 10]", "[50,\n{0}  10]", "\n{0}- 50\n{0}- 10"],
    "find": ["{{feel: [a, b], see: By eye}}", "\n{0}  feel: a\n{0}  # look\n{0}  see: b"],
    "mistakes": ["\n{0}- offset: [1, 1]\n{0}  text: No", "\n{0}  - {{offset: [1, 1], text: No}}"],
    "half": ["upper"],
}
COMMENTS = ["", "", "# above\n", "\n", "\n# apart\n\n", "# one\n# two\n"]


@st.composite
def keypoints(draw: st.DrawFn) -> str:
    """A document with one keypoint, its fields in any order, indented and commented in any way."""
    margin = " " * draw(st.integers(1, 5))
    inner = margin + " " * draw(st.integers(1, 5))
    names = draw(st.permutations(sorted(FIELDS)))[: draw(st.integers(1, 8))]
    rows = []
    for name in dict.fromkeys(["index", *names] if draw(st.booleans()) else [*names, "index"]):
        value = draw(st.sampled_from(FIELDS[name]))
        value = value.format(inner) if "{0}" in value or "{{" in value else value
        value = value.format("") if "{{" in value else value
        above = "".join(
            f"{inner}{line}\n" if line else "\n"
            for line in draw(st.sampled_from(COMMENTS)).split("\n")[:-1]
        )
        behind = draw(st.sampled_from(["", "  ", "  # behind"]))
        rows.append(f"{above}{inner}{name}: {value}{'' if '|' in value else behind}\n")
    return f"{HEAD}keypoints:\n{margin}tip:\n{''.join(rows)}"


@given(keypoints())
@settings(max_examples=300, deadline=None)
def test_any_order_and_indentation_becomes_one(text: str):
    after = formatted(text)
    lines = after.split("\n")
    fields = [
        line.split(":")[0].strip() for line in lines if line.startswith("    ") and ":" in line
    ]
    order = [name for name in FIELDS if name in fields]
    assert [name for name in fields if name in FIELDS] == order
    assert after.count("#") == text.count("#")


@given(st.permutations(ARM.split("keypoints:\n")[0].splitlines()[3:]))
def test_the_header_of_a_spec_in_any_order(rows: list[str]):
    first, rest = ARM.splitlines()[:3], ARM.split("keypoints:\n")[1]
    text = "\n".join([*first, *rows, "keypoints:", rest])
    assert formatted(text) == ARM
