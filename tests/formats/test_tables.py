"""Tables for people: CSV that no spreadsheet runs, Markdown in which words stay words."""

from __future__ import annotations

import csv
import io

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from conftest import LIBRARY
from hostile_skeletons import ADDRESSES, PAYLOADS, hostile
from schemac.format import Feature, Settings
from schemac.formats import load
from small_skeletons import bird

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", '=cmd|" /C calc"!A0')  # noqa: RUF001


def files(made, target):
    emission = load(target).emit(made, Settings())
    return {each.path: each.content.decode("utf-8") for each in emission.artifacts}


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("spec", LIBRARY)
def test_csv_says_what_the_spec_says(spec, skeleton):
    made = skeleton(spec)
    tables = files(made, "csv")
    points = rows(tables["keypoints.csv"])
    assert [row["name"] for row in points] == [p.name for p in made.keypoints]
    assert [int(row["mirror_index"]) for row in points] == list(made.mirror)
    assert [row["definition"] for row in points] == [
        p.words.definition or "" for p in made.keypoints
    ]
    for each in made.sigma_sets:
        read = [float(v) if (v := row[f"sigma_{each.id}"]) else None for row in points]
        assert read == [p.sigma(each.id) for p in made.keypoints]
    edges = rows(tables["edges.csv"])
    read = [(int(e["source_index"]), int(e["target_index"])) for e in edges]
    assert tuple(read) == made.edge_indices
    assert [e["source"] for e in edges] == [made.keypoints[i].name for i, _ in read]


@pytest.mark.parametrize("word", [*FORMULAS, *PAYLOADS, 'a,"b"\r\nc;d', "\ufeff"])
def test_no_cell_is_run_and_none_breaks_out(word):
    made, _ = hostile(word)
    points = rows(files(made, "csv")["keypoints.csv"])
    assert len(points) == 3
    for row in points:
        assert row["name"] in (word, f"'{word}")
        assert (row["name"] == f"'{word}") == word.startswith(("=", "+", "-", "@", "\t", "＝"))  # noqa: RUF001
        assert None not in row


def test_what_was_put_before_a_cell_is_said():
    emission = load("csv").emit(hostile("=1+1")[0], Settings())
    assert emission.assumed == (
        "3 cells begin like a formula and have an apostrophe before what the spec says",
    )
    assert load("csv").emit(bird(), Settings()).assumed == ()


def test_what_the_columns_do_not_hold_is_said(skeleton):
    said = {loss.feature for loss in load("csv").emit(skeleton("body/coco-17"), Settings()).losses}
    assert Feature.SIGMAS in said


@pytest.mark.parametrize("spec", LIBRARY)
def test_markdown_says_what_the_spec_says(spec, skeleton):
    made = skeleton(spec)
    tables = read_tables(files(made, "markdown")["keypoints.md"])
    points = tables["Keypoints"]
    assert [row[1] for row in points] == [p.name for p in made.keypoints]
    assert [row[4] for row in points] == [p.words.definition or "" for p in made.keypoints]
    assert [row[3] for row in points] == [
        "" if j == i else made.keypoints[j].name for i, j in enumerate(made.mirror)
    ]
    edges = tuple((int(row[0]), int(row[2])) for row in tables.get("Edges", ()))
    assert edges == made.edge_indices
    assert len(tables.get("Contours", ())) == len(made.contours)
    assert [int(row[0]) for row in tables["Visibility"]] == [t.code for t in made.visibility.tiers]


@pytest.mark.parametrize(
    "payload", [*PAYLOADS, "- list", "1. list", "# head", "    code", "a | b", "==="]
)
def test_markup_of_strangers_stays_text(payload):
    harmless, strange = (
        tokens(hostile(text, "https://example.org/")[0]) for text in ("harmless", payload)
    )
    assert strange == harmless


@pytest.mark.parametrize("url", ADDRESSES)
def test_only_web_addresses_become_links(url):
    assert "link_open" not in tokens(hostile("harmless", url)[0])


def tokens(made):
    made = replace(made, summary=made.title)
    parsed = MarkdownIt("commonmark").enable("table").parse(files(made, "markdown")["keypoints.md"])
    kinds = [token.type for token in parsed]
    inside = [each.type for token in parsed for each in token.children or ()]
    return kinds + [kind for kind in inside if kind not in ("text", "text_special", "softbreak")]


def read_tables(text):
    """The cells of each table, by the heading above it."""
    tables: dict[str, list[list[str]]] = {}
    heading = last = ""
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "inline":
            said = "".join(each.content for each in token.children)
            if last == "heading_open":
                heading = said
            elif last == "td_open":
                tables[heading][-1].append(said)
        if token.type == "tr_open":
            tables.setdefault(heading, []).append([])
        last = token.type
    return {name: [row for row in rows if row] for name, rows in tables.items()}
