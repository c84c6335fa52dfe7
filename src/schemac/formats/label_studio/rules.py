"""The rules that a config has to keep, though Label Studio accepts configs that break them.

Label Studio's own checks, on the server and in its SDK, know nothing of keypoints, take
duplicates and misspelt conditions in silence, and pass configs at which the editor stops with an
error or shows something else (found by opening such configs in Label Studio 1.23.2).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, ParseError, fromstring

from schemac.hotkeys import FREE_KEYS, SHIFTED_KEYS

_CONDITION = {"visibleWhen", "whenTagName", "whenLabelValue"}
_CONTROL = {"name", "toName", "opacity", "strokeWidth"}
_ATTRIBUTES = {
    "View": {"schemac", "className", "style", *_CONDITION},
    "Style": set[str](),
    "Header": {"value", "size", "style"},
    "KeyPointLabels": _CONTROL,
    "RectangleLabels": {*_CONTROL, "canRotate"},
    "VectorLabels": {*_CONTROL, "skeleton", "closable", "curves", "maxPoints", "pointSize"},
    "Label": {
        "value", "alias", "model_index", "category", "hotkey", "background", "hint", "html",
    },
    "Choices": {
        "name", "toName", "perRegion", "choice", "layout", "required", "requiredMessage",
        *_CONDITION,
    },
    "Choice": {"value", "alias", "hotkey", "hint"},
    "Markdown": _CONDITION,
    "Image": {
        "name", "value", "zoomControl", "rotateControl", "brightnessControl", "contrastControl",
        "maxHeight",
    },
    "Collapse": {"accordion"},
    "Panel": {"value", "open"},
}  # fmt: skip
_INSIDE = {
    "KeyPointLabels": {"View", "Header", "Label"},
    "RectangleLabels": {"Label"},
    "VectorLabels": {"Label"},
    "Choices": {"Choice"},
    "Collapse": {"Panel"},
    "Panel": {"View"},
}
_SWITCHES = {
    "perRegion", "required", "canRotate", "zoomControl", "rotateControl", "brightnessControl",
    "contrastControl", "accordion", "open", "skeleton", "closable", "curves",
}  # fmt: skip
_FORMS = {
    "background": r"#[0-9a-f]{6}",
    "choice": "single-radio|multiple",
    "layout": "inline|select",
    "visibleWhen": "region-selected|no-region-selected",
    "opacity": "0|1",
    "strokeWidth": r"\d+",
    "maxPoints": r"\d+",
    "pointSize": "small|medium|large",
    "size": "[1-5]",
    "name": "[a-z][a-z0-9_]*",
    "hotkey": "|".join(map(re.escape, (" ", *FREE_KEYS, *SHIFTED_KEYS))),
    **dict.fromkeys(_SWITCHES, "true|false"),
}
_HTML = {
    "p", "b", "i", "div", "svg", "g", "line", "circle", "rect", "polygon", "text", "title",
}  # fmt: skip
_VARIABLE = re.compile(r"\$[\w\[\].{}]")


def broken_rules(config: bytes) -> Iterator[str]:
    """A sentence for each rule that a config breaks."""
    text = config.decode()
    for mark in ("<?", "<!DOCTYPE", "<!--"):
        if mark in text:
            yield f"{mark} is not for all of Label Studio's readers"
    if re.search(r"=\s*'", re.sub(r'"[^"]*"|<!\[CDATA\[.*?\]\]>', "", text)):
        yield "an attribute stands in single quotes"
    try:
        root = fromstring(text)  # noqa: S314 (our own bytes; a document type is refused above)
    except ParseError as error:
        yield f"this is not XML: {error}"
        return
    for check in _CHECKS:
        yield from check(root)


def _tags(root: Element) -> Iterator[str]:
    if root.tag != "View":
        yield "the outermost tag is not View"
    for element in root.iter():
        if element.tag not in _ATTRIBUTES:
            yield f"{element.tag} is not a tag we know"
            continue
        for name in sorted(set(element.keys()) - _ATTRIBUTES[element.tag]):
            yield f"{element.tag} has no attribute {name}"
        for child in element:
            if child.tag not in _INSIDE.get(element.tag, _ATTRIBUTES):
                yield f"{child.tag} may not stand in {element.tag}"


def _values(root: Element) -> Iterator[str]:
    for element in root.iter():
        for name, value in element.items():
            form = _FORMS.get(name)
            if form and not re.fullmatch(form, value):
                yield f'{name}="{value}" is not of the form {form}'
            if name not in ("value", *_SWITCHES) and value in ("true", "false"):
                yield f'{name}="{value}" becomes a boolean'
            if _VARIABLE.search(value) and (element.tag, name) != ("Image", "value"):
                yield f'{name}="{value}" is taken for task data'


def _labels(root: Element) -> Iterator[str]:
    labels = [label for label in root.iter() if label.tag in ("Label", "Choice")]
    for label in labels:
        value = label.get("value", "")
        if not value or value != " ".join(value.split()) or not value.isprintable():
            yield f"{value!r} cannot be kept as a label"
        if "," in value and label.tag == "Label":
            yield f"{value!r} holds a comma"
        if "hotkey" not in label.keys():  # noqa: SIM118 (an element is not a mapping)
            yield f"{value!r} gets a key of Label Studio's choice"
    words = Counter(w for label in root.iter("Label") for w in _words(label))
    keys = Counter(key for label in labels if (key := label.get("hotkey", " ")) != " ")
    for given, what in ((words, "word"), (keys, "key")):
        yield from (f"the {what} {x!r} is given twice" for x, times in given.items() if times > 1)


def _order(root: Element) -> Iterator[str]:
    if [image.get("value") for image in root.iter("Image")] != ["$image"]:
        yield "there is not just one image"
    if root.find(".//VectorLabels") is not None:
        return  # no exporter but JSON knows vectors
    points = [label for control in root.iter("KeyPointLabels") for label in control.iter("Label")]
    if [label.get("model_index") for label in points] != [str(i) for i in range(len(points))]:
        yield "the labels do not stand in the order of model_index"
    boxes = [label for control in root.iter("RectangleLabels") for label in control.iter("Label")]
    if not points or not boxes:
        yield "exporters need a keypoint label and a box"
    if [label.get("category") for label in (*boxes, *points)] != ["0"] + [None] * len(points):
        yield 'category="0" does not stand on the box alone'


def _references(root: Element) -> Iterator[str]:
    names = Counter(name for element in root.iter() if (name := element.get("name")))
    yield from (f"the name {name} is given twice" for name, times in names.items() if times > 1)
    stored = {
        control.get("name"): {_words(label)[-1] for label in control.iter("Label")}
        for control in root.iter()
        if control.tag in ("KeyPointLabels", "RectangleLabels", "VectorLabels")
    }
    for element in root.iter():
        if (target := element.get("toName")) is not None and target not in names:
            yield f"{target} is no name"
        if (control := element.get("whenTagName")) is not None and control not in stored:
            yield f"{control} is no control"
        word = element.get("whenLabelValue")
        if word is not None and word not in stored.get(element.get("whenTagName"), ()):
            yield f"{word} is not what a label stores"


def _markup(root: Element) -> Iterator[str]:
    for style in root.iter("Style"):
        if re.search(r"[<>\[]", style.text or ""):
            yield "the style sheet holds < > or ["
    for markdown in root.iter("Markdown"):
        text = markdown.text or ""
        if "\n" in text or not text.startswith("<"):
            yield "Markdown is not one line of HTML"
        if "$" in text:
            yield "Markdown holds a dollar sign"
        parser = _Tags()
        parser.feed(text)
        yield from parser.strange


def _words(label: Element) -> tuple[str, ...]:
    """What a label goes by; the last is what it stores."""
    value, alias = label.get("value", ""), label.get("alias")
    return (value,) if alias is None else (value, alias)


class _Tags(HTMLParser):
    """Collects what does not belong in the HTML that we write."""

    def __init__(self) -> None:
        super().__init__()
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _HTML:
            self.strange.append(f"<{tag}> in Markdown")
        for name, value in attrs:
            if name.startswith("on") or name in ("href", "src", "style") or value is None:
                self.strange.append(f"{name} in Markdown")


_CHECKS: tuple[Callable[[Element], Iterator[str]], ...] = (
    _tags, _values, _labels, _order, _references, _markup,
)  # fmt: skip
