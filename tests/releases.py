"""Small projects with released versions, for tests of the ledger, of releases and of audits."""

from __future__ import annotations

import shutil
from pathlib import Path

from schemac.api import release
from schemac.ledger import Approval, Entry, Files, digest_of
from schemac.releasing import Released

CASES = Path(__file__).parent / "cases"
LEDGER = "specs/ledger.jsonl"
TIERS = "specs/demo/two-tier.yaml"
ARROW = "specs/demo/arrow-2.yaml"
WHEN = "2024-07-01T00:00:00Z"
HOSTILE = "</script>\u202e'\"<img src=x>=1+1`|\\n{{7*7}}"


def draft_project(folder: Path) -> Path:
    """A project with a tier set and a spec that rests on it, both at 1.0.0, neither released."""
    released_project(folder)
    for path in [folder / LEDGER, *(folder / "specs").rglob("*@*")]:
        path.unlink()
    return folder


def released_project(folder: Path) -> Path:
    """The same with both released: two lines, and four frozen files."""
    shutil.copytree(CASES / "ledger-broken" / "good", folder, dirs_exist_ok=True)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")


def next_version(project: Path, version: str, *, parent: str = "1.0.0", why: str = "More.") -> Path:
    """Make the arrow's working file a draft of another version."""
    path = project / ARROW
    text = path.read_text("utf-8").partition("\nlineage:")[0].rstrip() + "\n"
    lines = [f"version: {version}" if x.startswith("version:") else x for x in text.splitlines()]
    lineage = (
        "\nlineage:\n"
        f"  parent: demo/arrow-2@{parent}\n"
        "  author: B. Lee\n"
        f"  effective: 2024-{8 + int(version.split('.')[1]):02}-01\n"
        f"  rationale: {why}\n"
    )
    path.write_text("\n".join(lines) + "\n" + lineage, "utf-8", newline="\n")
    return path


def do_release(project: Path, *specs: str, by: str = "A. Rao (lead)") -> Released:
    return release(
        *(specs or ("demo/arrow-2",)),
        approved_by=(by,) if by else (),
        recorded=WHEN,
        today="2024-07-01",
        cwd=project,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a project by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git/" not in path.as_posix()
    }


def entry(version: str, rationale: str = "Because.") -> Entry:
    """A line that tells of no real file."""
    return Entry(
        ledger=1,
        line=0,
        previous=None,
        kind="spec",
        id="demo/arrow-2",
        version=version,
        status="released",
        recorded="2024-07-01T00:00:00Z",
        effective="2024-07-01",
        author="B. Lee",
        rationale=rationale,
        approvals=(Approval(by="A. Rao", role="lead"),),
        digest=digest_of(version.encode()),
        facets={"layout": digest_of(b"layout")},
        files=Files(text=digest_of(b"text"), form=digest_of(b"form")),
        schemac="0.1.0",
    )
