"""XML as a tree with places, and what is refused."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemac.located import Element, Unreadable
from schemac.located.xml import MAX_DEPTH, read

names = st.text("abä", min_size=1, max_size=3)
texts = st.text(st.sampled_from("ab<>&'\"é😀\t\n "), max_size=6)


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> ElementTree.Element:
    node = ElementTree.Element(draw(names), draw(st.dictionaries(names, texts, max_size=3)))
    node.text = draw(texts)
    for child in draw(st.lists(trees(depth - 1), max_size=3)) if depth else ():
        child.tail = draw(texts)
        node.append(child)
    return node


@settings(deadline=None)
@given(trees(), st.sampled_from(["utf-8", "utf-16", "latin-1"]))
def test_it_agrees_with_element_tree(tree: ElementTree.Element, encoding: str) -> None:
    data = ElementTree.tostring(tree, encoding)
    same(read("a.xml", data), ElementTree.fromstring(data))


def same(found: Element, expected: ElementTree.Element) -> None:
    assert (found.tag, found.attributes) == (expected.tag, expected.attrib)
    assert found.text == (expected.text or "") + "".join(e.tail or "" for e in expected)
    assert len(found.children) == len(expected)
    for one, other in zip(found.children, expected, strict=True):
        same(one, other)


def test_places_are_those_of_start_tags() -> None:
    text = '<?xml version="1.0"?>\r\n<a é="1">\n ä<b:c xmlns:b="q"\n x="&gt;>"/>😀<d/></a>'
    root = read("a.xml", text.encode())
    spans = [(e.tag, *span_of(e)) for e in root.walk()]
    assert spans == [("a", 2, 1, 2, 10), ("c", 3, 3, 4, 13), ("d", 4, 14, 4, 18)]


def span_of(element: Element) -> tuple[int, int, int, int]:
    span = element.span
    return span.line, span.column, span.end_line, span.end_column


LAUGHS = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>'


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        (LAUGHS, "a document type is not read", (1, 1)),
        ('<a/><!DOCTYPE a SYSTEM "http://x/">', "not XML: ", (1, 5)),
        ("<a>\n&nbsp;</a>", "not XML: undefined entity", (2, 1)),
        ("<a>\n <b></a>", "not XML: mismatched tag", (2, 7)),
        ("<a x='1' x='2'/>", "not XML: duplicate attribute", (1, 10)),
        ("", "not XML: no element found", (1, 1)),
        ("<a>" * 100_000, f"nested more than {MAX_DEPTH} levels deep", (1, 3 * MAX_DEPTH + 1)),
        ("<a>é\x01</a>", "not XML: not well-formed (invalid token)", (1, 5)),
    ],
    ids=range(8),
)
def test_it_says_what_is_wrong_and_where(text: str, message: str, place: tuple[int, int]) -> None:
    with pytest.raises(Unreadable) as caught:
        read("a.xml", text.encode())
    assert caught.value.message.startswith(message)
    assert caught.value.span is not None
    assert (caught.value.span.line, caught.value.span.column) == place


def test_files_with_too_many_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schemac.located.xml.MAX_VALUES", 1000)
    read("a.xml", b"<a>" + b"<b x='1'/>" * 499 + b"</a>")
    with pytest.raises(Unreadable, match="over 1,000 elements and attributes"):
        read("a.xml", b"<a>" + b"<b x='1'/>" * 500 + b"</a>")


def test_encodings_that_are_not_read() -> None:
    with pytest.raises(Unreadable, match="is not UTF-8"):
        read("a.xml", '<?xml version="1.0" encoding="koi8-r"?><a>я</a>'.encode("koi8-r"))
