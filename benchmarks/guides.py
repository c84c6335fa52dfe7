"""Measure the guides against empty sites of Material for MkDocs, and how long figures take.

    python3 dev.py bench guides [--rounds N] [--no-library]

The peer has the same pages, all of them empty, and the same settings, and is built by `mkdocs`. A
second peer is given the figures of each page, drawn before the clock starts.
Exit code 1 says that a limit was missed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
SCHEMAC = str(Path(sysconfig.get_path("scripts")) / "schemac")
SPECS = ("body/coco-17", "face/ibug-68", "body/coco-wholebody-133")
GUIDES = ("--target", "guide", "--quiet")
MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--quiet")


class Limit(NamedTuple):
    """A promise: this takes at most so many times as long as that; `aim` is what is wanted."""

    name: str
    against: str
    ratio: float
    aim: float | None = None


class Cost(NamedTuple):
    """Seconds that somebody waits, and seconds of processors, of which several may work."""

    waited: float
    worked: float


PYTHON = "`python -c pass`"
LIBRARY = "guides of the library"
SINGLE = "Material, as many empty pages in one site"
CHANGED = "guides of the library, one spec changed"


def guide(spec: str) -> str:
    return f"guide of {spec}"


def empty(spec: str) -> str:
    return f"Material, the pages of {spec}, empty"


def given(spec: str) -> str:
    return f"Material, the pages of {spec}, given their figures"


def figure(spec: str) -> str:
    return f"`schemac figure {spec}`"


LIMITS = (
    *(
        Limit(guide(spec), empty(spec), most, 1.5)
        for spec, most in zip(SPECS, (5, 6, 6), strict=True)
    ),
    *(Limit(guide(spec), given(spec), most) for spec, most in zip(SPECS, (4, 3, 3), strict=True)),
    *(Limit(figure(spec), PYTHON, most) for spec, most in zip(SPECS, (60, 60, 90), strict=True)),
    Limit(LIBRARY, SINGLE, 6, 1.5),
    Limit(CHANGED, LIBRARY, 1 / 4),
)


def main(arguments: list[str]) -> int:
    """Measure, print the table, and say by the exit code whether every limit was kept."""
    parser = argparse.ArgumentParser(prog="dev.py bench guides", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each command (5)")
    parser.add_argument("--no-library", action="store_true", help="leave out the whole library")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        took = _single(Path(folder), asked.rounds)
        if not asked.no_library:
            took |= _library(Path(folder, "library"))
    return _report(took, asked.rounds)


# ---- commands -------------------------------------------------------------------------------


def _single(folder: Path, rounds: int) -> dict[str, Cost]:
    """The least cost by name, of commands that take turns: what else a machine does only adds.
    The first round does not count."""
    commands: dict[str, tuple[Path, tuple[str, ...]]] = {
        PYTHON: (folder, (sys.executable, "-c", "pass"))
    }
    for spec in SPECS:
        place = folder / spec
        _empty_site(place, [spec])
        out = str(place / "out")
        commands[empty(spec)] = (place, MKDOCS)
        with_figures = folder / "given" / spec
        _empty_site(with_figures, [spec], figures=True)
        commands[given(spec)] = (with_figures, MKDOCS)
        commands[guide(spec)] = (place, (SCHEMAC, "build", spec, *GUIDES, "--out", out))
        commands[figure(spec)] = (place, (SCHEMAC, "figure", spec, "-o", f"{place}/figure.svg"))
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, (place, words) in commands.items():
            _progress(f"round {number} of {rounds}: {name}")
            cost = _cost(place, words)
            if number:
                costs[name].append(cost)
    _progress("")
    return {name: Cost(*map(min, zip(*each, strict=True))) for name, each in costs.items()}


def _library(folder: Path) -> dict[str, Cost]:
    """Cost by name; each is done once, because it takes long."""
    shutil.copytree(ROOT / "specs", folder / "specs")
    (folder / "schemac.yaml").write_text("schemac: 1\nproject: bench\n", "utf-8")
    _empty_site(folder, _listed(folder))
    own = (folder / "specs" / "hand" / "hand-21.yaml").read_text("utf-8")
    own = re.sub(r"(?m)^spec: .*$", "spec: bench/changed", own, count=1)
    changed = folder / "specs" / "bench" / "changed.yaml"
    _write(changed, own.encode())
    build = (SCHEMAC, "build", "specs", *GUIDES, "--out", str(folder / "out"))
    took = {}
    _progress(SINGLE)
    took[SINGLE] = _cost(folder, MKDOCS)
    _progress(LIBRARY)
    took[LIBRARY] = _cost(folder, build)
    changed.write_text(re.sub(r"(?m)^title: .*$", "title: Changed", own, count=1), "utf-8")
    _progress(CHANGED)
    took[CHANGED] = _cost(folder, build, keep=True)
    _progress("")
    return took


def _listed(project: Path) -> Iterator[str]:
    """The ids of the specs that get a guide."""
    import schemac

    for path in sorted((project / "specs").rglob("*.yaml")):
        name = path.relative_to(project / "specs").with_suffix("").as_posix()
        if re.search(r"(?m)^spec:", path.read_text("utf-8")) and "@" not in name:
            yield schemac.load(name, cwd=project).id


def _cost(place: Path, words: tuple[str, ...], *, keep: bool = False) -> Cost:
    """What a command takes in a folder, where it finds no earlier output unless `keep`."""
    if not keep:
        shutil.rmtree(place / "out", ignore_errors=True)
        shutil.rmtree(place / "site", ignore_errors=True)
    more = {"NO_MKDOCS_2_WARNING": "1", "XDG_CACHE_HOME": str(place / "cache")}
    before, started = _worked(), perf_counter()
    done = subprocess.run(words, cwd=place, env=os.environ | more, capture_output=True, text=True)
    cost = Cost(perf_counter() - started, _worked() - before)
    if done.returncode:
        sys.exit(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")
    return cost


def _worked() -> float:
    """Seconds of processors that the processes started so far have had; 0 on Windows."""
    had = os.times()
    return had.children_user + had.children_system


# ---- the peer -------------------------------------------------------------------------------


def _empty_site(folder: Path, specs: Iterable[str], *, figures: bool = False) -> None:
    """A project of MkDocs with the pages of guides, empty, and their settings: those of one guide
    as they are, those of several below a title each. With `figures` each page has in it, ready
    drawn, the figures that it has in the guide."""
    import schemac
    from schemac.canonical import digest
    from schemac.guide import Context, speech
    from schemac.guide.material import own_files, settings
    from schemac.guide.outline import pages

    docs, navigation, chosen = folder / "docs", [], list(specs)
    wanted: dict[str, Any] = {}
    for spec in chosen:
        skeleton = schemac.load(spec)
        context = Context(skeleton=skeleton, speech=speech("en"), digest=digest(skeleton))
        every = pages(context)
        wanted = settings(context, every, docs, folder / "site")
        below = f"{spec}/" if len(chosen) > 1 else ""
        drawn = _drawn(context, every) if figures else {}
        for page in every:
            _write(docs / below / page.path, drawn.get(page.path, "").encode())
        navigation.append({spec: _moved(wanted["nav"], lambda path, to=below: to + path)})
    for name, content in own_files():
        _write(docs / name, content)
    wanted["nav"] = navigation if len(chosen) > 1 else wanted["nav"]
    _write(folder / "mkdocs.yml", json.dumps(wanted).encode())  # JSON is YAML as well


def _drawn(context: Any, every: Iterable[Any]) -> dict[str, str]:
    """The figures of each page as HTML, and nothing else, by the page's path."""
    from schemac.guide.outline import shared
    from schemac.guide.pictures import Pictures
    from schemac.guide.render import render

    pictures, common, found = Pictures(context), shared(context, tuple(every)), {}
    for page in every:
        text = render(page, context.speech, pictures.place, **common)
        places = re.findall(r'<div data-picture="\d+"></div>', text)
        found[page.path] = "\n\n".join(map(pictures.put_into, places))
    return found


def _moved(navigation: Any, to: Callable[[str], str]) -> Any:
    if isinstance(navigation, str):
        return to(navigation)
    if isinstance(navigation, list):
        return [_moved(each, to) for each in navigation]
    return {title: _moved(rest, to) for title, rest in navigation.items()}


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


# ---- the table ------------------------------------------------------------------------------


def _report(took: dict[str, Cost], rounds: int) -> int:
    python = f"Python {sys.version.split()[0]}"
    print(f"{python}, {os.cpu_count()} cores, the best of {rounds} whole processes\n")
    print("| what | s | against | s | ratio | limit | aim | | ratio of processor time |")
    print("|---|--:|---|--:|--:|--:|--:|---|--:|")
    missed = 0
    for name, against, limit, aim in LIMITS:
        if name not in took:
            continue
        one, other = took[name], took[against]
        ratio = one.waited / other.waited
        missed += ratio > limit
        cells = (
            name, f"{one.waited:.2f}", against, f"{other.waited:.2f}",
            f"{ratio:.2f}", f"{limit:.2f}", "" if aim is None else f"{aim:.2f}",
            "missed" if ratio > limit else "ok", f"{one.worked / max(other.worked, 0.001):.2f}",
        )  # fmt: skip
        print(f"| {' | '.join(cells)} |")
    return 1 if missed else 0


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
