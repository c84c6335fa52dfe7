"""The scalars of the language: ids, references, numbers, quantities, texts, formulas."""

from __future__ import annotations

import re
from typing import Any

from schemac.model.formula import Formula
from schemac.model.numbers import Quantity
from schemac.model.place import Reference
from schemac.reading import codes
from schemac.reading.tree import Node, Sequence
from schemac.reading.types import MISSING, ListOf, Reader, Refused, Text
from schemac.source import Origin

ID = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
DOCUMENT = r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*"
VERSION = r"(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})"
NUMBER = r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?"
NAME = r"[A-Za-z0-9][A-Za-z0-9_.\- ]{0,63}"
UNITS = ("px", "%", "sigma", "tolerance", "mm", "cm")
RESERVED = ("left", "right", "all", "region", "with_sigma")
MAX_ID, MAX_DOCUMENT, MAX_LINE, MAX_TEXT = 48, 96, 200, 2000
MAX_RUN, MAX_RUNS = 4096, 16_384  # points of one run, and of all runs of a document

_HOLE = re.compile(r"<[^<>]*>?|>")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff]")
_FINITE = re.compile(NUMBER)
_match_id = re.compile(ID).fullmatch
_match_document = re.compile(DOCUMENT).fullmatch
_match_version = re.compile(VERSION).fullmatch


class Run(tuple[str, str]):
    """A run of numbered points as written, `jaw_0 .. jaw_7`: its first and its last."""

    @property
    def length(self) -> int:
        """How many points it stands for."""
        first, last = (int(end.rpartition("_")[2]) for end in self)
        return abs(last - first) + 1


def _named(text: str) -> str:
    """The id of something declared elsewhere; there it is told when the id cannot be one."""
    if not _match_id(text) or len(text) > MAX_ID:
        raise _refused_id(
            text, "an id", "small letters, digits and single underscores, `mcp_index`"
        )
    return text


def _id(text: str) -> str:
    _named(text)
    if text in RESERVED:
        raise Refused(
            f"`{text}` is a word of the language and cannot be an id", codes.RESERVED_ID,
            "choose another id",
        )  # fmt: skip
    return text


def _stem(text: str) -> str:
    """The id of a keypoint as it is declared: no side in it."""
    _id(text)
    for side in ("left_", "right_"):
        if text.startswith(side):
            stem = text.removeprefix(side)
            raise Refused(
                f"`{text}` names a side; a pair is written once, as the left one",
                codes.SIDE_IN_ID,
                f"write `{stem}: {{index: {{left: …, right: …}}, …}}`",
            )
    return text


def _word(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", text) or len(text) > MAX_ID:
        raise _refused_id(text, "a key", "small letters, digits, `_` and `-`")
    return text


def _document_id(text: str) -> str:
    _no_escape(text)
    if not _match_document(text) or len(text) > MAX_DOCUMENT:
        help = "small letters, digits and `-`, in parts with `/`: `sport/cricket-bowling-54`"
        raise _refused_id(text, "a document id", help)
    return text


def _version(text: str) -> str:
    if not _match_version(text):
        help = "three whole numbers with dots, as in `1.0.0`"
        raise Refused(f"`{_cut(text)}` is not a version", codes.BAD_VERSION, help)
    return text


def _reference(text: str) -> Reference:
    _no_escape(text)
    id, at, version = text.partition("@")
    if not at and _match_document(text):
        help = f"write the version it means, such as `{text}@1.0.0`"
        raise Refused(f"`{text}` does not say which version", codes.UNPINNED, help)
    if at and _match_document(id) and not _match_version(version):
        help = "an exact version stands after the `@`, as in `hand/hand-21@1.0.0`"
        raise Refused(f"`{_cut(version)}` is not an exact version", codes.UNPINNED, help)
    if not at or not _match_document(id) or len(id) > MAX_DOCUMENT:
        help = "a reference is `id@version`, as in `hand/hand-21@1.0.0`"
        raise _refused_id(text, "a reference", help)
    return Reference(id=id, version=version)


class WrittenPlace(tuple[str, str, int | None, int | None]):
    """A place as written: dictionary prefix, landmark or curve, step, steps."""


_PLACE = re.compile(rf"([a-z0-9]+(?:-[a-z0-9]+)*)\.({ID})(?: (\d{{1,4}})/(\d{{1,4}}))?")


def _place(text: str) -> WrittenPlace:
    found = _PLACE.fullmatch(text)
    if not found:
        help = "a place is `dictionary.landmark`, as in `body.elbow`, or `face.jaw 3/8` on a curve"
        raise _refused_id(text, "a place", help)
    step, steps = (int(found[3]), int(found[4])) if found[3] else (None, None)
    if step is not None and steps is not None and not 0 < step < steps:
        help = "a fraction lies between 0 and 1; the ends of a curve are landmarks of their own"
        raise Refused(f"`{text}` is not on the way from end to end", codes.BAD_VALUE, help)
    return WrittenPlace((found[1], found[2], step, steps))


def _family(text: str) -> str:
    if not re.fullmatch(rf"(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)?{ID}", text):
        raise _refused_id(text, "an id", "`knuckle`, or `hand.knuckle` from another dictionary")
    return text


def _whole(text: str) -> int:
    if re.fullmatch(r"0|[1-9]\d{0,8}", text):
        return int(text)
    help = None
    if re.fullmatch(r"0\d+", text):
        help = f"write `{text.lstrip('0') or '0'}`; a leading zero could mean octal"
    raise Refused(f"`{_cut(text)}` is not a whole number", codes.BAD_VALUE, help)


def _signed(text: str) -> int:
    return -_whole(text[1:]) if text.startswith("-") else _whole(text)


def _number(text: str) -> float:
    if _FINITE.fullmatch(text):
        return float(text)
    if text.lower().lstrip("+-.") in ("nan", "inf", "infinity"):
        raise Refused(f"`{text}` is not a finite number", codes.NOT_FINITE)
    help = "digits with a point: no exponent, no leading zero, no thousands sign"
    if "," in text:
        help = "the decimal sign is a point"
    raise Refused(f"`{_cut(text)}` is not a number", codes.BAD_VALUE, help)


def _positive(text: str) -> float:
    value = _number(text)
    if value <= 0:
        raise Refused(f"`{_cut(text)}` is not above zero", codes.BAD_VALUE)
    return value


def _link(text: str) -> str:
    """A web address with holes; nothing else may become a link on a page."""
    return _url(_holes(text, ("id",)).replace("<id>", "%3Cid%3E")).replace("%3Cid%3E", "<id>")


def _quantity(text: str) -> Quantity:
    found = re.fullmatch(rf"({NUMBER}) ?({'|'.join(UNITS)})", text)
    if not found:
        units = ", ".join(f"`{unit}`" for unit in UNITS)
        help = f"a number, a space and one of {units}: `8 px`"
        raise Refused(f"`{_cut(text)}` is not a quantity", codes.BAD_VALUE, help)
    unit: Any = found[2]
    return Quantity(value=_number(found[1]), unit=unit)


def _truth(text: str) -> bool:
    if text in ("true", "false"):
        return text == "true"
    meant = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(text.lower())
    meant = meant or (text.lower() if text.lower() in ("true", "false") else None)
    raise Refused(
        f"`{_cut(text)}` is neither `true` nor `false`", codes.BAD_VALUE,
        f"write `{meant}`" if meant else None,
    )  # fmt: skip


def _folded(text: str, limit: int) -> str:
    folded = " ".join(text.split())
    if not folded:
        raise Refused("the text is empty", codes.TEXT_LENGTH, "write it, or leave the field out")
    if len(folded) > limit:
        raise Refused(f"{len(folded)} characters; there may be {limit}", codes.TEXT_LENGTH)
    if found := _CONTROL.search(folded):
        message = f"the text holds U+{ord(found[0]):04X}, which nobody can see"
        raise Refused(message, codes.UNSEEN, "delete it")
    return folded


def _holes(text: str, allowed: tuple[str, ...]) -> str:
    for found in _HOLE.finditer(text):
        if found[0][1:-1] not in allowed or not found[0].endswith(">") or found[0] == ">":
            listed = ", ".join(f"`<{hole}>`" for hole in allowed)
            raise Refused(
                f"`{_cut(found[0])}` is no hole that can be filled", codes.UNKNOWN_HOLE,
                f"here there may be {listed}" if allowed else "write it without angle brackets",
            )  # fmt: skip
    return text


WORD_HOLES = ("side", "Side", "other")
NAME_HOLES = ("side", "Side", "other", "S", "id")
PART_HOLES = ("side", "Side", "S", "id", "name", "number")


def _name(holes: tuple[str, ...]) -> Any:
    def parse(text: str) -> str:
        _holes(text, holes)
        bare = re.sub(r"<\w+>", "x", text)
        if not re.fullmatch(NAME, bare) or text != text.strip():
            help = (
                "letters, digits, `_`, `-`, `.` and inner spaces, at most 64: what tools keep whole"
            )
            raise _refused_id(text, "a name", help)
        return text

    return parse


def _formula(text: str) -> Formula:
    from schemac.reading.formula import FormulaError, parse

    try:
        return parse(" ".join(text.split()))
    except FormulaError as error:
        raise Refused(f"formula: {error}", codes.BAD_FORMULA) from None


def _labels(text: str) -> str | Formula:
    return text if text in ("keep", "review", "redo") else _formula(text)


def _run(text: str) -> str | Run:
    first, dots, last = text.partition(" .. ")
    if not dots:
        return _named(text)
    _named(first), _named(last)
    numbered = re.compile(r"(.*_)(\d+)")
    a, b = numbered.fullmatch(first), numbered.fullmatch(last)
    if not a or not b or a[1] != b[1]:
        help = "both ends are one word with a number: `jaw_0 .. jaw_7`"
        raise Refused(f"`{_cut(text)}` is not a run of numbered points", codes.BAD_VALUE, help)
    found = Run((first, last))
    if found.length > MAX_RUN:
        raise Refused(f"`{_cut(text)}` has more points than a skeleton", codes.BAD_VALUE)
    return found


def _selection(text: str) -> str:
    if re.fullmatch(rf"(?:region\.)?{ID}", text):
        return text
    raise _refused_id(text, "a keypoint or a region", "`elbow`, `left_elbow` or `region.hand`")


def _date(text: str) -> str:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    if found:
        from datetime import date

        try:
            date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            pass
        else:
            return text
    raise Refused(f"`{_cut(text)}` is not a date", codes.BAD_VALUE, "year-month-day: `2024-07-01`")


def _url(text: str) -> str:
    if re.fullmatch(r"https?://[^\s<>\"'`\\]{1,500}", text):
        return text
    help = "it starts with `https://` and has no spaces"
    raise Refused(f"`{_cut(text)}` is not a web address", codes.BAD_VALUE, help)


def _locale(text: str) -> str:
    if re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", text):
        return text
    raise Refused(f"`{_cut(text)}` is not a locale", codes.BAD_VALUE, "such as `en`, `hi`, `pt-BR`")


_WEB = r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]+)*/"
_URN = r"urn:[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9](?::[A-Za-z0-9._~-]+)*:"


def _uri(text: str) -> str:
    """Stricter than the standards: what is read here begins an `$id` in every validator."""
    if len(text) <= MAX_LINE and re.fullmatch(f"{_WEB}|{_URN}", text):
        return text
    help = "`urn:…:` or `https://…/`, ending in `:` or `/`"
    raise Refused(f"`{_cut(text)}` cannot be the base of an `$id`", codes.BAD_VALUE, help)


def _key(text: str) -> str:
    if re.fullmatch(r"[!-~]", text):
        return text
    raise Refused(f"`{_cut(text)}` is not one key of the keyboard", codes.BAD_VALUE, "such as `a`")


def _path(text: str) -> str:
    _no_escape(text)
    if not text or text.startswith("~") or ":" in text or len(text) > 200:
        raise Refused(f"`{_cut(text)}` is not a path below this folder", codes.PATH_ESCAPE)
    return _folded(text, MAX_LINE)


def _no_escape(text: str) -> None:
    if text.startswith("/") or "\\" in text or ".." in text.split("/") or "\x00" in text:
        help = "write a name below the folder: no `..`, no leading `/`, no `\\`"
        raise Refused(f"`{_cut(text)}` leaves its folder", codes.PATH_ESCAPE, help)


def _refused_id(text: str, what: str, help: str) -> Refused:
    strange = next((c for c in text if ord(c) > 127), None)
    if strange is None:
        return Refused(f"`{_cut(text)}` is not {what}", codes.BAD_VALUE, help)
    import unicodedata

    name = unicodedata.name(strange, f"U+{ord(strange):04X}").lower()
    message = f"`{_cut(text)}` contains `{strange}`, {name}"
    return Refused(message, codes.LOOK_ALIKE, f"type it again with plain letters: {help}")


def _cut(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= 40 else folded[:39] + "…"


_INTEGER = {"type": "integer", "minimum": 0}
_NUMBER_SCHEMA = {"type": "number"}

ident = Text("id", _id, pattern=ID)
stem = Text("id", _stem, pattern=rf"(?!left_|right_){ID}")
word = Text("key", _word, pattern=r"[a-z][a-z0-9_-]*")
document_id = Text("document id", _document_id, pattern=DOCUMENT)
version = Text("version", _version, pattern=VERSION)
reference = Text("reference", _reference, pattern=f"{DOCUMENT}@{VERSION}")
place = Text("place", _place, pattern=rf"[a-z0-9-]+\.{ID}(?: \d+/\d+)?")
family = Text("family", _family)
whole = Text("whole number", _whole, schema=_INTEGER)
number = Text("number", _number, schema=_NUMBER_SCHEMA)
positive = Text("number above 0", _positive, schema={"type": "number", "exclusiveMinimum": 0})
quantity = Text("quantity", _quantity, pattern=rf"{NUMBER} ?(?:{'|'.join(UNITS)})")
truth = Text("true or false", _truth, schema={"type": "boolean"})
# An editor's YAML reads `false` and `1990` as something else; here the field makes them text.
_ANY_SCALAR = {"type": ["string", "number", "boolean"]}
line = Text("line", lambda t: _holes(_folded(t, MAX_LINE), ()), schema=_ANY_SCALAR)
text = Text("text", lambda t: _holes(_folded(t, MAX_TEXT), WORD_HOLES), schema=_ANY_SCALAR)
plain_text = Text("text", lambda t: _holes(_folded(t, MAX_TEXT), ()), schema=_ANY_SCALAR)
name = Text("name", _name(NAME_HOLES))
part_name = Text("name", _name(PART_HOLES))
fixed_name = Text("name", _name(()), pattern=NAME)
formula = Text("formula", _formula, schema={"type": ["string", "number"]})
labels = Text("`keep`, `review`, `redo` or point formula", _labels)
point = Text("keypoint", _named, pattern=ID)
run = Text("keypoint", _run)
selection = Text("keypoint or `region.x`", _selection, pattern=rf"(?:region\.)?{ID}")
date = Text("date", _date, pattern=r"\d{4}-\d\d-\d\d")
url = Text("url", _url, pattern="https?://.+")
link = Text("url", _link)
locale = Text("locale", _locale)
key = Text("key of the keyboard", _key)
path = Text("path", _path)
signed = Text("whole number", _signed, schema={"type": "integer"})
number_or_none = Text(
    "number or `none`",
    lambda t: None if t == "none" else _number(t),
    schema={"anyOf": [_NUMBER_SCHEMA, {"const": "none"}]},
)
uri = Text("uri", _uri)


class _Points(ListOf):
    """Keypoints and runs. A few runs can stand for very many points, so all of them are counted."""

    def read(self, node: Node, at: Origin, reader: Reader) -> Any:
        found = super().read(node, at, reader)
        if found is not MISSING:
            reader.points += sum(item.length for item in found if isinstance(item, Run))
            if reader.points > MAX_RUNS:
                message = f"the runs up to here stand for more than {MAX_RUNS:,} points"
                return reader.report(codes.TOO_MANY, node, at, message)
        return found


points = _Points(run)


class _Anchor:
    """`[keypoint, dx, dy]`: an offset in figure units from a keypoint."""

    name = "`[keypoint, dx, dy]`"

    def read(self, node: Node, at: Origin, reader: Reader) -> Any:
        if type(node) is not Sequence or len(node.items) != 3:
            message = f"{self.name} is expected"
            return reader.report(codes.WRONG_SHAPE, node, at, message)
        types = (point, number, number)
        values = [
            t.read(item, at / i, reader)
            for i, (t, item) in enumerate(zip(types, node.items, strict=True))
        ]
        return MISSING if MISSING in values else tuple(values)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "minItems": 3, "maxItems": 3}


anchor = _Anchor()
