"""A set of sigmas keeps the work that its own document cites, wherever the set goes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemac.compile import check
from schemac.format import Settings
from schemac.formats import coco
from schemac.model import Skeleton
from schemac.workspace import Workspace

POINT = "{{index: {index}, kind: surface, definition: The point {id}., at: [{index}, 9]}}"
BOOK = "title: The book, url: 'https://example.org/book'"
FILM = "title: The film, url: 'https://example.org/film'"


def document(kind: str, id: str, point: str, index: int, *more: str) -> str:
    """A document of one keypoint, with more lines."""
    tiers = "" if kind == "part" else "visibility: visibility/coco-3@1.0.0\n"
    subject = "subject: {category: dot, laterality: viewer}\n"
    keypoints = f"keypoints:\n  {point}: {POINT.format(id=point, index=index)}\n"
    head = f"schemac: 1\n{kind}: demo/{id}\nversion: 0.1.0\ntitle: {id}\n{tiers}"
    return head + subject + keypoints + "".join(f"{line}\n" for line in more)


def sources(work: str, key: str = "paper") -> str:
    return f"sources: {{{key}: {{{work}}}}}"


def sigmas(point: str, key: str = "paper") -> str:
    values = f"values: {{{point}: 0.1}}"
    return f"sigmas: {{x: {{basis: measured, scale: box_area, source: {key}, {values}}}}}"


BASE = document("spec", "base", "a", 0, sources(BOOK), sigmas("a"))
PART = document("part", "part", "p", 0, sources(FILM), sigmas("p"))
EXTENDS = "extends: demo/base@0.1.0"
INCLUDES = "include: {m: {part: demo/part@0.1.0, index: 5}}"


def linked(folder: Path, host: str, **others: str) -> tuple[tuple[Skeleton, ...], list[str]]:
    """The host's skeleton, and the findings about its sigmas and sources."""
    specs = folder / "specs" / "demo"
    specs.mkdir(parents=True)
    (folder / "schemac.yaml").write_text("schemac: 1\nproject: demo\nspecs: [specs]\n", "utf-8")
    for name, text in (others | {"host": host}).items():
        (specs / f"{name}.yaml").write_text(text, "utf-8")
    found = check(Workspace(str(folder)), [str(specs / "host.yaml")])
    said = [str(each.message) for each in found.diagnostics if "sigma set" in each.message]
    return found.skeletons, said


def cited(found: tuple[Skeleton, ...]) -> dict[str, str | None]:
    [skeleton] = found
    return {each.id: each.source and each.source.title for each in skeleton.sigma_sets}


@pytest.mark.parametrize("own", ["summary: No sources.", sources(FILM), sources(FILM, "other")])
def test_what_is_inherited_cites_what_its_document_cites(tmp_path: Path, own: str) -> None:
    found, said = linked(tmp_path, document("spec", "host", "b", 1, own, EXTENDS), base=BASE)
    assert cited(found) == {"x": "The book"}
    assert said == []


@pytest.mark.parametrize("own", ["summary: No sources.", sources(BOOK)])
def test_what_a_part_brings_cites_what_the_part_cites(tmp_path: Path, own: str) -> None:
    found, said = linked(tmp_path, document("spec", "host", "b", 1, own, INCLUDES), part=PART)
    assert cited(found) == {"x": "The film"}
    assert said == []


def test_targets_name_the_work_of_an_inherited_set(tmp_path: Path) -> None:
    host = document("spec", "host", "b", 1, sources(FILM), EXTENDS)
    [skeleton], _ = linked(tmp_path, host, base=BASE)
    [artifact] = [
        a for a in coco.FORMAT.emit(skeleton, Settings()).artifacts if "schemac" in a.path
    ]
    said = json.loads(artifact.content)["sigmas"]["x"]
    assert (said["source"], said["url"]) == ("The book", "https://example.org/book")


def test_own_sets_replace_inherited_ones_with_their_work(tmp_path: Path) -> None:
    host = document("spec", "host", "b", 1, sources(FILM), sigmas("b"), EXTENDS)
    found, said = linked(tmp_path, host, base=BASE)
    assert cited(found) == {"x": "The film"}
    assert said == []


def test_sets_of_one_name_join_only_when_they_cite_one_work(tmp_path: Path) -> None:
    """Own or inherited, a set of the part's name would take the credit for the part's values."""
    own = document("spec", "host", "b", 1, sources(BOOK), sigmas("b"), INCLUDES)
    inherits = document("spec", "host", "b", 1, EXTENDS, INCLUDES)
    message = "sigma set `x` differs in source from the part's"
    for number, host in enumerate((own, inherits)):
        _, said = linked(tmp_path / str(number), host, base=BASE, part=PART)
        assert said == [message]


def test_one_work_may_have_two_keys_and_titles(tmp_path: Path) -> None:
    same = "title: A film seen again, url: 'https://example.org/film'"
    key = sources(same, "seen")
    host = document("spec", "host", "b", 1, key, sigmas("b", "seen"), INCLUDES)
    found, said = linked(tmp_path, host, part=PART)
    assert cited(found) == {"x": "A film seen again"}
    assert said == []


def test_two_parts_of_one_name_cite_one_work(tmp_path: Path) -> None:
    second = document("part", "second", "q", 0, sources(BOOK), sigmas("q"))
    both = "include: {m: {part: demo/part@0.1.0, index: 5}, n: {part: demo/second@0.1.0, index: 6}}"
    host = document("spec", "host", "b", 1, both)
    _, said = linked(tmp_path, host, part=PART, second=second)
    assert said == ["sigma set `x` differs in source from the part's"]


DICTIONARY = """\
schemac: 1
dictionary: demo/places
version: 0.1.0
title: Places
sources:
  atlas: {title: The atlas}
  paper: {title: The paper}
source: atlas
landmarks:
  plain: {title: Plain, kind: surface, definition: Lowest point.}
  cited: {title: Cited, kind: surface, definition: Highest point., source: paper}
"""
CITING = """\
schemac: 1
spec: demo/host
version: 0.1.0
title: Host
summary: Points that cite.
subject: {category: dot, laterality: viewer}
visibility: visibility/coco-3@1.0.0
uses: [demo/places@0.1.0]
sources: {own: {title: Own notes}}
keypoints:
  a: {index: 0, landmark: places.plain, at: [1, 1]}
  b: {index: 1, landmark: places.cited, at: [2, 2]}
  c: {index: 2, landmark: places.cited, at: [3, 3], definition: Another point., title: C}
  d: {index: 3, landmark: places.plain, at: [4, 4], definition: Yet another., source: own, title: D}
"""


def test_a_wording_names_the_work_it_comes_from(tmp_path):
    """The landmark's own, else the dictionary's; what is worded anew comes from neither."""
    [host], _ = linked(tmp_path, CITING, places=DICTIONARY)
    works = {p.id: p.words.source and p.words.source.title for p in host.keypoints}
    assert works == {"a": "The atlas", "b": "The paper", "c": None, "d": "Own notes"}


def test_a_source_that_the_dictionary_does_not_list_is_reported(tmp_path):
    text = DICTIONARY.replace("source: atlas", "source: atlass")
    _, _ = linked(tmp_path, CITING, places=text)
    found = check(Workspace(str(tmp_path)), [str(tmp_path / "specs" / "demo" / "places.yaml")])
    assert any("atlass" in str(each.message) for each in found.diagnostics)
