"""The guide as CVAT takes it: Markdown with pictures, and a project as a backup.

A backup without tasks is a whole project in one file, for people who have no access token: "Create
from backup" makes its labels, its guide and its pictures (`ProjectImporter` in
https://github.com/cvat-ai/cvat/blob/develop/cvat/apps/engine/backup.py). It puts the address that
it gives to a picture in the place of the picture's path, by a plain search for the path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import msgspec

from schemac.artifact import Artifact, json_bytes
from schemac.guide.context import Context
from schemac.guide.reduced.markup import markdown
from schemac.guide.reduced.sheets import Sheet, pngs
from schemac.guide.reduced.title import title_of
from schemac.guide.reduced.words import blocks

LONGEST_TITLE = 256
"""Characters of a project's name."""

_FOLDER = "assets"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold


def guide_text(context: Context, sheets: Sequence[Sheet], addresses: Mapping[str, str]) -> str:
    """The guide in Markdown. `addresses` are where the pictures lie, by file; one without is left
    out. Before each picture stands, unseen, what it was made of: CVAT stores pictures its own way,
    so theirs is no use to tell whether one has changed."""
    marks = {sheet.file: f"{sheet.file} {sheet.digest}" for sheet in sheets}
    return markdown(blocks(context, sheets), addresses, marks)


def cvat_files(
    context: Context, sheets: Sequence[Sheet], labels: bytes | None, jobs: int = 1
) -> Iterator[Artifact]:
    """The guide, its pictures and, with the content of a `labels.json`, the backup; the pictures
    in up to `jobs` processes."""
    text = guide_text(context, sheets, {s.file: f"{_FOLDER}/{s.file}" for s in sheets}).encode()
    made = zip(sheets, pngs(sheets, jobs), strict=True)
    pictures = [Artifact(f"{_FOLDER}/{sheet.file}", png) for sheet, png in made]
    yield Artifact("guide.md", text)
    yield from pictures
    if labels is not None:
        yield Artifact("project-backup.zip", _backup(context, labels, text, pictures))


def _backup(context: Context, labels: bytes, text: bytes, pictures: Sequence[Artifact]) -> bytes:
    project: dict[str, Any] = {
        "version": "1.0",
        "name": title_of(context.skeleton, LONGEST_TITLE),
        "bug_tracker": "",
        "status": "annotation",
        "labels": msgspec.json.decode(labels),
    }
    files = [
        Artifact("project.json", json_bytes(project)),
        Artifact("annotation_guide.md", text),
        *pictures,
    ]
    return _zip(files)


def _zip(files: Sequence[Artifact]) -> bytes:
    """The same bytes on every machine, so nothing is compressed: pictures are already."""
    from zipfile import ZIP_STORED, ZipFile, ZipInfo

    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for file in files:
            entry = ZipInfo(file.path, _EPOCH)
            entry.create_system = 3  # Unix, whose rights follow
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.content)
    return made.getvalue()
