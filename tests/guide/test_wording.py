"""The guides say in every language what they say in English.

The sentences are looked up in the templates and in the code. Where a sentence comes out of a
table, the table is named here; whole guides are rehearsed to see that no table was forgotten.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from jinja2 import Environment
from jinja2.ext import extract_from_ast

import schemac
from conftest import linked
from schemac.canonical import digest
from schemac.figures.plates import blur, conditions, directions, tiers
from schemac.guide import LOCALES, Context, Speech, examples, glossary, numbers, sides
from schemac.guide.outline import pages, shared
from schemac.guide.pages import decisions, leads, point, versions, visibility, whole
from schemac.guide.pictures import Pictures
from schemac.guide.quiz import drawn as quiz
from schemac.guide.render import render, safe
from schemac.shipped import shipped
from small_skeletons import bird

CODE = [Path(schemac.__path__[0], part) for part in ("guide", "figures")]
TEMPLATES = Path(shipped("templates"), "guide")
OTHERS = [locale for locale in LOCALES if locale != "en"]
TABLES: tuple[Collection[str], ...] = (
    blur._UNITS.values(),
    [name for name, _ in conditions._LIGHTS],
    decisions._LABELS.values(),
    decisions._VERBS.values(),
    directions._WORDS.values(),
    quiz._SAY.values(),
    quiz._VIEWS.values(),
    examples._ADVICE.values(),
    examples._AREAS.values(),
    [sentence for entry in glossary.DIRECTIONS for sentence in entry],
    leads._AGREEMENT.values(),
    numbers._UNITS.values(),
    point._KINDS.values(),
    point._SITUATIONS.values(),
    [badge.word for badge in (sides.LEFT, sides.RIGHT, sides.MIDDLE)],
    tiers._SCENES,
    [sentence for _, one, many in versions._COUNTED for sentence in (one, many)],
    versions._STATES.values(),
    versions._STEPS.values(),
    visibility._CVAT.values(),
    visibility._STORED.values(),
    ("{n} tolerance",),  # what blur says of a single one
    [page.title for page in whole.WHOLE],
    [page.section for page in whole.WHOLE if page.section],
    ("measured", "borrowed", "derived", "assumed"),  # SigmaSet.basis
    ("day", "week", "batch"),  # MeanError.per
)


@cache
def sentences() -> frozenset[str]:
    """Every sentence of ours that a guide can say."""
    return frozenset(sentence for told in (*TABLES, *_said()) for sentence in told)


@cache
def singles() -> frozenset[str]:
    """What is said of a single one, for which some languages have a word."""
    return frozenset(told[0] for told in _said() if len(told) > 1)


@cache
def _said() -> tuple[tuple[str, ...], ...]:
    return (*_in_templates(), *_in_code())


def _in_templates() -> Iterator[tuple[str, ...]]:
    """What stands in `_("…")`, and in `n_("…", "…", n)`, which gives both."""
    for file in TEMPLATES.rglob("*.j2"):
        tree = Environment().parse(file.read_text("utf-8"))
        for _, _, said in extract_from_ast(tree, ("_", "n_")):
            told = (said,) if isinstance(said, str) else said or ()
            yield tuple(each for each in told if each)


def _in_code() -> Iterator[tuple[str, ...]]:
    """What stands in `say("…")` and `count("…", "…", n)`, or in a variable or table named there."""
    for file in (file for folder in CODE for file in folder.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        kept = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign)]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "attr", getattr(node.func, "id", None))
                if called == "say" and node.args:
                    yield from ((text,) for text in _told(node.args[0], kept))
                elif called == "count" and len(node.args) > 2:
                    yield tuple(text for each in node.args[:2] for text in _told(each, kept))


def _told(node: ast.expr | None, kept: list[ast.Assign | ast.AnnAssign]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Dict):
        yield from (text for each in node.values for text in _told(each, []))
    elif isinstance(node, ast.IfExp):
        yield from (*_told(node.body, kept), *_told(node.orelse, kept))
    elif isinstance(node, ast.Subscript):
        yield from _told(node.value, kept)
    elif isinstance(node, ast.Name):
        for each in kept:
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            if any(isinstance(one, ast.Name) and one.id == node.id for one in targets):
                yield from _told(each.value, [])


@cache
def catalogue(locale: str) -> dict[str, str]:
    file = TEMPLATES / "locales" / f"{locale}.json"
    made: dict[str, str] = json.loads(file.read_text("utf-8"))
    return made


@pytest.mark.parametrize("locale", OTHERS)
def test_every_sentence_is_translated_and_nothing_else(locale: str) -> None:
    told = catalogue(locale)
    assert sorted(sentences() - told.keys()) == [], "not translated"
    assert sorted(told.keys() - sentences()) == [], "said no longer"


@pytest.mark.parametrize("locale", OTHERS)
def test_the_values_of_a_sentence_are_in_its_translation(locale: str) -> None:
    """But for the number of a single one, for which some languages have a word."""
    wrong = {
        sentence: told
        for sentence, told in catalogue(locale).items()
        if holes(told) != holes(sentence)
        and not (sentence in singles() and holes(told) == holes(sentence) - {"n"})
    }
    assert wrong == {}


def holes(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("locale", OTHERS)
def test_a_translation_is_a_line_of_text_that_can_be_shown(locale: str) -> None:
    told = catalogue(locale)
    assert [text for text in told.values() if not text or text != " ".join(text.split())] == []
    assert [text for text in told.values() if "\ufffd" in safe(text)] == []


@pytest.mark.parametrize("locale", OTHERS)
def test_a_catalogue_is_in_the_order_of_its_sentences(locale: str) -> None:
    """So that two people who add a sentence seldom meet."""
    told = catalogue(locale)
    assert list(told) == sorted(told, key=lambda sentence: (sentence.casefold(), sentence))


class Heard(dict[str, str]):
    """A catalogue that knows nothing and remembers what it was asked."""

    def get(self, sentence: str, otherwise: str = "") -> str:  # type: ignore[override]
        self[sentence] = sentence
        return otherwise


@pytest.mark.parametrize(
    "spec", ["animal/cattle-42", "body/coco-17", "hand/hand-21", "sport/cricket-bowling-54", None]
)
def test_a_guide_says_nothing_that_was_not_found(spec: str | None) -> None:
    heard = Heard()
    skeleton = linked(spec) if spec else bird()
    context = Context(
        skeleton=skeleton,
        speech=Speech(locale="es", own=heard, reviewed=False),
        digest=digest(skeleton),
        older=(skeleton,),
    )
    every, pictures = pages(context), Pictures(context)
    common = shared(context, every)
    for page in every:
        pictures.put_into(render(page, context.speech, pictures.place, **common))
    assert len(heard) > 100
    assert sorted(heard.keys() - sentences()) == []
