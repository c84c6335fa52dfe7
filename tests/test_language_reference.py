"""The published reference says what the compiler does: its tables, its examples, its links."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import schemac
from schemac.api import reference as reference_of
from schemac.cli import main
from schemac.codes import every_code
from schemac.model.formula import NUMBER_FUNCTIONS, POINT_FUNCTIONS, VARIABLES
from schemac.reading import reference
from schemac.reading.types import RecordOf, Words
from schemac.report import render_text
from schemac.workspace import Workspace

ROOT = Path(__file__).parent.parent
PUBLISHED = ROOT / "docs" / "language.md"
PAGE = reference_of()
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S)
BASE, SPECS = "# added to ", "# specs/"


def _whole(block: str) -> bool:
    lines = [line for line in block.split("\n") if not line.startswith("# yaml-language-server")]
    return lines[0] == "schemac: 1"


def _id(block: str) -> str:
    return re.findall(r"^(?:spec|part|tier_set|dictionary|map): (\S+)", block, re.M)[0]


DOCUMENTS = {_id(b): b for b in BLOCKS if _whole(b) and "\nproject:" not in b}
PROJECT = next(block for block in BLOCKS if "\nproject:" in block)
FRAGMENTS = [block for block in BLOCKS if block.startswith(BASE)]
EXCERPTS = [block for block in BLOCKS if block.startswith(SPECS)]


def test_the_published_page_is_what_the_command_prints() -> None:
    regenerate = "run `schemac schema --reference > docs/language.md` and read the difference"
    assert PUBLISHED.read_text("utf-8") == PAGE, regenerate


def test_the_command_prints_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--reference"]) == 0
    assert capsys.readouterr().out == PAGE


@pytest.mark.parametrize("name", reference.records())
def test_every_record_stands_on_the_page_once_with_every_field(name: str) -> None:
    record = reference.records()[name]
    heading = reference.heading(name)
    assert PAGE.count(f"\n### {heading}\n") == 1
    told = _rows(heading)
    for shared in re.findall(r"^(?:And|All) the fields of (.*)\.$", _section(heading), re.M):
        for title in re.findall(r"\[(.+?)\]", shared):
            told += [field for field in _rows(title) if record.field(field)]
    assert sorted(told) == sorted(field.name for field in record.fields)


@pytest.mark.parametrize("name", reference.records())
def test_every_field_has_a_sentence(name: str) -> None:
    record = reference.records()[name]
    assert record.doc.endswith(".")
    assert [field.name for field in record.fields if not field.doc] == []


@pytest.mark.parametrize("word", reference.words())
def test_one_table_can_be_asked_for(word: str) -> None:
    printed = reference_of(word)
    names = {name.lower().replace(" ", "_"): name for name in reference.records()}
    assert printed.startswith(f"### {reference.heading(names[word])}\n")
    for field in reference.records()[names[word]].fields:
        assert f"| `{field.name}` |" in printed


def test_an_unknown_record_is_refused() -> None:
    with pytest.raises(schemac.UsageError, match="keypiont") as refused:
        reference_of("keypiont")
    assert refused.value.help == "did you mean `keypoint`?"


def test_the_examples_are_found() -> None:
    assert {"demo/arrow-2", "demo/fish", "demo/seen-or-not"} <= DOCUMENTS.keys()
    assert len(DOCUMENTS) + 1 + len(FRAGMENTS) + len(EXCERPTS) == len(BLOCKS)
    assert len(FRAGMENTS) > 5
    assert len(EXCERPTS) > 5


@pytest.mark.parametrize("id", DOCUMENTS)
def test_a_document_of_the_page_is_accepted(id: str, tmp_path: Path) -> None:
    _lay_out(tmp_path, DOCUMENTS)
    _accepted(tmp_path, id)


@pytest.mark.parametrize("block", FRAGMENTS, ids=lambda block: block.split("\n")[1])
def test_a_fragment_is_accepted_in_its_document(block: str, tmp_path: Path) -> None:
    id = block.removeprefix(BASE).split("\n")[0]
    whole = _merged(_loaded(DOCUMENTS[id]), _loaded(block))
    written = yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=2000)
    _lay_out(tmp_path, {**DOCUMENTS, **_parents(whole), id: written})
    _accepted(tmp_path, id)


def _parents(whole: dict[str, Any]) -> dict[str, str]:
    """The version that a fragment grew from: with what it retires, and with other words for what
    it redefines."""
    if "lineage" not in whole:
        return {}
    reference = whole["lineage"]["parent"]
    before = _loaded(DOCUMENTS[reference.partition("@")[0]])
    before["version"] = reference.partition("@")[2]
    redefined = [n for c in whole["lineage"]["changes"] for n in c.get("redefine", ())]
    stones = {name: stone["index"] for name, stone in whole["retired"].items()}
    indices = {name: before["keypoints"][name]["index"] for name in redefined} | stones
    for name, index in indices.items():
        place = {"definition": f"Deepest point of the {name}.", "at": [50, 30 + int(index)]}
        before["keypoints"][name] = {"index": index, "kind": "surface", **place}
    return {reference: yaml.safe_dump(before, sort_keys=False, allow_unicode=True, width=2000)}


def test_the_project_file_of_the_page_is_accepted(tmp_path: Path) -> None:
    _lay_out(tmp_path, {"demo/arrow-2": DOCUMENTS["demo/arrow-2"]})
    (tmp_path / "schemac.yaml").write_text(PROJECT, "utf-8")
    _accepted(tmp_path, "demo/arrow-2")


@pytest.mark.parametrize("block", EXCERPTS, ids=lambda block: block.split("\n")[0])
def test_an_excerpt_stands_in_its_document(block: str) -> None:
    first, _, rest = block.partition("\n")
    file = ROOT / first.removeprefix("# ").split(":")[0]
    lines = {line.strip() for line in file.read_text("utf-8").split("\n")}
    assert {line.strip() for line in rest.split("\n")} <= lines
    key = first.rsplit("/ ", 1)[-1].rsplit(": ", 1)[-1]
    assert rest.startswith(f"{key}:")
    assert len(rest.strip().split("\n")) > 1


def test_every_refusal_of_the_text_itself_is_listed() -> None:
    for code in every_code():
        if code.id.startswith("Y"):
            assert f"`{code.id}` {code.name}" in PAGE


def test_every_function_of_formulas_is_listed() -> None:
    listed = _section("Formulas")
    for word in (*POINT_FUNCTIONS, *NUMBER_FUNCTIONS, *VARIABLES):
        assert re.search(rf"`{word}\b", listed), word


def test_every_type_of_value_is_explained() -> None:
    table = PAGE.split("\n## 3 Values\n")[1].split("\n## ")[0]
    types = {t for r in reference.records().values() for f in r.fields for t in _scalars(f.type)}
    assert {name for name in types if f"\n| {name} | " not in table} == set()


def test_every_link_leads_to_a_heading() -> None:
    anchors = {reference.anchor(title) for title in re.findall(r"^#+ (.+)$", _prose(), re.M)}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors


def test_no_angle_bracket_could_open_a_tag() -> None:
    assert "<" not in re.sub(r"`[^`\n]*`", "", _prose())


def test_every_table_row_has_four_cells() -> None:
    for heading in map(reference.heading, reference.records()):
        for row in _table(heading):
            assert len(re.split(r"(?<!\\)\|", row)) == 4 + 2, row


def test_a_page_without_a_record_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "page.j2"
    template.write_text("# Page\n{{ table('keypoint') }}\n", "utf-8")
    with pytest.raises(ValueError, match="not exactly once on the page"):
        reference.page(template, ROOT / "specs", {})


def _scalars(type: Any) -> set[str]:
    """The names of the single values that a type is made of."""
    inner = [getattr(type, name, None) for name in ("key", "value", "item", "then", "otherwise")]
    inner += getattr(type, "choices", ())
    if isinstance(type, (RecordOf, Words)):
        return set()
    found = [_scalars(each) for each in inner if each is not None]
    return set().union(*found) if found else {type.name}


def _section(title: str) -> str:
    """From a heading of the page to the next one."""
    return re.split(r"^#{2,3} ", PAGE.split(f"\n### {title}\n", 1)[1], maxsplit=1, flags=re.M)[0]


def _table(title: str) -> list[str]:
    """The rows of the table of fields below a heading."""
    found = re.search(r"^\| field .*\n\|-.*\n((?:\|.*\n)+)", _section(title), re.M)
    return found[1].splitlines() if found else []


def _rows(title: str) -> list[str]:
    """The fields that are told below a heading."""
    return [row.split("`")[1] for row in _table(title)]


def _prose() -> str:
    return re.sub(r"^```.*?^```$", "", PAGE, flags=re.M | re.S)


def _loaded(block: str) -> dict[str, Any]:
    return dict(yaml.load(block, Loader=yaml.BaseLoader))


def _merged(base: Any, more: Any) -> Any:
    """Mappings join key by key; all else is replaced."""
    if not (isinstance(base, dict) and isinstance(more, dict)):
        return more
    return {**base, **{key: _merged(base.get(key), value) for key, value in more.items()}}


def _lay_out(folder: Path, documents: dict[str, str]) -> None:
    (folder / "schemac.yaml").write_text("schemac: 1\nproject: examples\n", "utf-8")
    for id, text in documents.items():
        path = folder / "specs" / f"{id}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _accepted(folder: Path, id: str) -> None:
    checked = schemac.check(id, cwd=folder)
    workspace = Workspace(str(folder))
    assert checked.documents
    assert not checked.failed, render_text(checked.diagnostics, workspace.locate, cwd=str(folder))
