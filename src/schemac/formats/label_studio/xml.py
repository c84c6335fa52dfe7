"""XML as data, written the one way that every reader of Label Studio's configs understands.

Its server, its SDK and its editor each read configs by other rules. What all of them take: no
declaration, no document type, no comments; attributes in double quotes; raw HTML in CDATA.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Element(Struct, frozen=True):
    """A tag with its attributes (None leaves one out) and what stands in it: elements, or text.

    `text` is plain (a style sheet); `markup` is HTML, written as CDATA.
    """

    tag: str
    attributes: Mapping[str, str | None] = {}
    children: tuple[Element, ...] = ()
    text: str = ""
    markup: str = ""


def render(root: Element) -> bytes:
    """The element as a UTF-8 document that ends with a line end."""
    return ("\n".join(_lines(root, "")) + "\n").encode()


def clean(text: str) -> str:
    """Characters that XML cannot hold at all become U+FFFD, which says that one stood there."""
    return _NOT_XML.sub("\ufffd", text)


def _lines(element: Element, indent: str) -> Iterator[str]:
    start = indent + "<" + element.tag + "".join(_attributes(element.attributes))
    if element.children:
        yield start + ">"
        for child in element.children:
            yield from _lines(child, indent + "  ")
        yield f"{indent}</{element.tag}>"
    elif element.text or element.markup:
        yield f"{start}>{_escaped(element.text)}{_cdata(element.markup)}</{element.tag}>"
    else:
        yield start + "/>"


def _attributes(attributes: Mapping[str, str | None]) -> Iterator[str]:
    for name, value in attributes.items():
        if value is not None:
            yield f' {name}="{_escaped(value)}"'


def _escaped(text: str) -> str:
    return "".join(_ENTITIES.get(c, c) for c in clean(text))


def _cdata(markup: str) -> str:
    """One line, because Markdown ends raw HTML at a blank line and takes an indent for code."""
    line = " ".join(clean(markup).split()).replace("]]>", "]]&gt;")
    return f"<![CDATA[{line}]]>" if line else ""
