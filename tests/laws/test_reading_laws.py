"""Whatever stands in a file, a check says what is wrong with it; nothing raises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemac import checks
from schemac.choosing import choose_targets, settings_for
from schemac.diagnostic import Diagnostic, Severity
from schemac.linking import Resolve, link
from schemac.linking.linker import Nowhere
from schemac.linking.project import link_project
from schemac.model import Dictionary, Skeleton, TierSet
from schemac.model.place import Reference
from schemac.reading.declare import Declaration, declare, locate, tree_of
from schemac.report import render_json, render_text
from schemac.source import Origin, Source, Span
from schemac.workspace import Workspace

ROOT = Path(__file__).parents[2]
FILE = "any.yaml"
HOME = Workspace(str(ROOT))
TARGETS = choose_targets(HOME)
REAL = [
    (ROOT / folder / name).read_text("utf-8")
    for folder, names in {
        "specs": ("body/coco-17.yaml", "foot/foot-3.yaml", "hand/hand-21.yaml",
                  "face/mouth-20.yaml", "visibility/four-tier.yaml", "landmarks/foot.yaml",
                  "body/coco-wholebody-133.yaml"),
        "tests/linking/specs": ("object/document-4.yaml", "body/openpose-25.yaml",
                                "maps/wflw-98-to-ibug-68.yaml", "sport/cricket-bowling-54.yaml"),
        ".": ("schemac.yaml",),
    }.items()
    for name in names
]  # fmt: skip
WORDS = sorted({word for text in REAL for word in re.findall(r"[\w.@/-]+", text)})
SIGNS = [
    ": ", ", ", "- ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", "<side>", "<", ">", "#", '"', "'",
    "&a ", "*a", "!t ", "? ", "| ", "---\n", "\t", "0", "-1", "007", "1e9", ".nan", "9" * 30,
    "\u200b", "é", "\U0001f9e0", "@1.0.0", " .. ", "(", ")", "+", "/", "..", "left_", "~", "<<: ",
]  # fmt: skip

soup = st.lists(st.sampled_from(SIGNS) | st.sampled_from(WORDS), max_size=60).map("".join)


@st.composite
def mutated(draw: st.DrawFn, texts: list[str]) -> bytes:
    """A real document after a few accidents."""
    data = bytearray(draw(st.sampled_from(texts)).encode())
    for _ in range(draw(st.integers(1, 4))):
        lines = bytes(data).split(b"\n")
        at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        match draw(st.integers(0, 7)):
            case 0:
                del lines[at]
            case 1:
                lines.insert(other, lines[at])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines = lines[:at]
            case 4:
                lines.insert(at, draw(soup).encode())
            case 5 | 6:
                words = re.findall(rb"[\w.@/-]+", lines[at])
                if words:
                    old = draw(st.sampled_from(words))
                    new = draw(st.sampled_from(WORDS) | st.sampled_from(SIGNS)).encode()
                    lines[at] = lines[at].replace(old, new, 1)
            case _:
                whole = bytearray(b"\n".join(lines))
                if whole:
                    spot = draw(st.integers(0, len(whole) - 1))
                    whole[spot] = draw(st.integers(0, 255))
                lines = bytes(whole).split(b"\n")
        data = bytearray(b"\n".join(lines))
    return bytes(data)


def everything(
    data: bytes, resolve: Resolve = HOME.resolve, before: tuple[Diagnostic, ...] = ()
) -> list[Diagnostic]:
    """All that is done with a document: read, link, check, ask the targets, emit, print.

    `before` are problems of what it refers to; with an error nothing is emitted."""
    declaration, source, problems = declare(FILE, data)
    found = [*before, *problems]
    if declaration is None:
        assert found, "nothing was read, and nothing was said"
    elif declaration.kind == "project":
        link_project(declaration)
    else:
        linked = link(declaration, resolve)
        found += linked.diagnostics
        document = linked.document
        if isinstance(document, Skeleton):
            found += checks.check_skeleton(document, linked.whole)
            for format in TARGETS.formats:
                asked = settings_for(format, TARGETS, HOME, "sha256:0")
                if format.accepts is not None and document.kind == "spec":
                    found += format.accepts(document, asked)
                if document.kind == "spec" and not any(d.severity == Severity.ERROR for d in found):
                    format.emit(document, asked)
        elif isinstance(document, TierSet):
            found += checks.check_tier_set(document, linked.whole)
        elif isinstance(document, Dictionary):
            found += checks.check_dictionary(document, linked.whole)
        elif document is not None:
            found += checks.check_map(document, linked.whole)

    tree = tree_of(source)

    def place(origin: Origin) -> tuple[Source, Span | None]:
        if origin.file == FILE:
            return source, locate(tree, origin.route)
        return HOME.locate(origin)

    shown = render_text(found[:20], place)
    assert bool(shown) == bool(found)
    render_json(found[:20], place)
    return found


laws = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)


@laws
@given(st.binary(max_size=400))
def test_any_bytes_are_read(data: bytes) -> None:
    assert everything(data)


@laws
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    assert everything(text.encode("utf-8", "surrogatepass"))


@laws
@given(soup)
def test_any_soup_of_words_is_read(text: str) -> None:
    everything(text.encode())
    everything(b"schemac: 1\nspec: demo/soup\n" + text.encode())
    everything(b"schemac: 1\nspec: demo/soup\nkeypoints:\n  a: {index: 0}\n  b: {" + text.encode())


@settings(laws, max_examples=200)
@given(mutated(REAL))
def test_a_real_document_after_accidents_is_read(data: bytes) -> None:
    everything(data)


WHOLE = (ROOT / "specs" / "body" / "coco-wholebody-133.yaml").read_bytes()
USED = [
    (ROOT / "specs" / name).read_text("utf-8")
    for name in ("body/coco-17.yaml", "hand/hand-21.yaml", "foot/foot-3.yaml", "face/mouth-20.yaml",
                 "landmarks/foot.yaml", "visibility/coco-3.yaml")
]  # fmt: skip


@settings(laws, max_examples=25)
@given(mutated(USED))
def test_a_spec_stands_accidents_of_what_it_is_made_of(data: bytes) -> None:
    broken, _, problems = declare("used.yaml", data)

    def resolve(reference: Reference) -> Declaration | Nowhere:
        if broken is not None and broken.reference.id == reference.id:
            return broken
        return HOME.resolve(reference)

    everything(WHOLE, resolve, problems)


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b"{a: " * 50_000,
        b"- " * 100_000,
        b"a: &a [x, x]\nb: &b [*a, *a]\n" * 2_000,
        b"? " * 20_000,
        b'"' + b"\\n" * 100_000,
        b"schemac: 1\nspec: a/b\nkeypoints: {" + b"a: {index: 0}, " * 20_000 + b"}",
        b"schemac: 1\nspec: a/b\nedges: [[" + b"a_1 .. a_4000, " * 2_000 + b"]]",
        b"\xff\xfes\x00",
        b"\x00" * 1000,
        b"schemac: 1\r\nspec: a/b\r\n",
        b"schemac: 1\rspec: a/b\r",
    ],
    ids=lambda data: repr(data[:16]),
)  # fmt: skip
def test_large_and_hostile_documents_are_told(data: bytes) -> None:
    assert everything(data)
