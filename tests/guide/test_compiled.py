"""Compiled templates are kept, and used for nothing but the template that they were made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from schemac.guide.compiled import compiled


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "schemac" / "templates"


def rendered(source: str, name: str = "test") -> str:
    environment = Environment(
        loader=DictLoader({"page": source}), bytecode_cache=compiled(name), autoescape=True
    )
    return environment.get_template("page").render(n=1)


def test_the_second_time_nothing_is_compiled(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rendered("one {{ n }}") == "one 1"
    assert len(list(own_cache.iterdir())) == 1

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(Environment, "_compile", refuse)
    assert rendered("one {{ n }}") == "one 1"


def test_an_edited_template_takes_the_place_of_the_old_one(own_cache: Path) -> None:
    assert [rendered("one"), rendered("two"), rendered("one")] == ["one", "two", "one"]
    assert len(list(own_cache.iterdir())) == 1


def test_environments_share_nothing(own_cache: Path) -> None:
    rendered("one", "test")
    rendered("one", "other")
    assert len(list(own_cache.iterdir())) == 2


@pytest.mark.parametrize("broken", [b"", b"j2", b"no bytecode at all"])
def test_a_broken_one_counts_as_none(own_cache: Path, broken: bytes) -> None:
    rendered("one")
    for file in own_cache.iterdir():
        file.write_bytes(broken)
    assert rendered("one") == "one"


def test_a_folder_that_others_may_write_is_not_used(own_cache: Path) -> None:
    rendered("one")
    own_cache.parent.chmod(0o777)
    for file in own_cache.iterdir():
        file.unlink()
    assert rendered("one") == "one"
    assert list(own_cache.iterdir()) == []
