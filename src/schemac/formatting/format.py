"""The whole of `fmt` for one text, and the proof that it changed nothing but the look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from msgspec import Struct

from schemac.canonical import declared_digest
from schemac.diagnostic import Diagnostic, Severity
from schemac.formatting.block import order_block_fields
from schemac.formatting.flow import order_flow_fields
from schemac.formatting.indent import indent
from schemac.formatting.margins import trim
from schemac.reading.declare import Declaration, declare
from schemac.reading.tree import read
from schemac.reading.typed import Typed, typed_document

_STEPS: tuple[Callable[[str, Typed], str], ...] = (
    order_flow_fields,
    order_block_fields,
    indent,
    trim,
)


class Formatted(Struct, frozen=True):
    """The bytes of a document in the one way to write it.

    `problems` are errors that keep it from being formatted; then the bytes are as they were, and
    so they are when `bug` says that formatting would have changed more than the look.
    """

    data: bytes
    problems: tuple[Diagnostic, ...] = ()
    bug: bool = False


def format_document(file: str, data: bytes) -> Formatted:
    """Format one document. Twice is the same as once; line ends stay what they are."""
    declaration, source, found = declare(file, data)
    problems = tuple(one for one in found if one.severity is Severity.ERROR)
    if declaration is None or problems:
        return Formatted(data, problems or found)
    text = source.text.replace("\r", "\n")  # alone, YAML counts it as a line end too
    for step in _STEPS:
        document = typed_document(read(file, text.encode())[1])
        if document is None:
            return Formatted(data, bug=True)
        text = step(text, document)
    if text == source.text and b"\r" not in data:
        return Formatted(data)
    windows = data.count(b"\r\n") * 2 > data.count(b"\n")
    made = (text.replace("\n", "\r\n") if windows else text).encode()
    return Formatted(made) if _same(declaration, source.text, file, made) else _bug(data)


def _bug(data: bytes) -> Formatted:
    return Formatted(data, bug=True)


def _same(before: Declaration, text: str, file: str, made: bytes) -> bool:
    """Whether the document still says the same, and no letter of a comment is lost."""
    after, source, problems = declare(file, made)
    if after is None or any(one.severity is Severity.ERROR for one in problems):
        return False
    return _letters(text) == _letters(source.text) and (
        declared_digest(before) == declared_digest(after)
    )


def _letters(text: str) -> Counter[str]:
    """How often each character stands there, but for spaces and line ends."""
    return Counter(text.translate(dict.fromkeys(map(ord, " \n\r"))))
