"""What of a guide goes into annotation tools, as files that lie beside it."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact
from schemac.guide.context import Context
from schemac.guide.reduced.cvat import cvat_files
from schemac.guide.reduced.markup import html
from schemac.guide.reduced.sheets import contact_sheets
from schemac.guide.reduced.words import blocks

FOLDER = "tools"


def tool_files(context: Context, labels: bytes | None, jobs: int = 1) -> Iterator[Artifact]:
    """The guide for CVAT and the instructions for Label Studio. `labels` is the `labels.json` of
    the target `cvat`; without one there is no backup of a project. Pictures are made in up to
    `jobs` processes.

    Instructions by hand have no pictures: Label Studio shows only those that were uploaded to the
    project, which `push` does.
    """
    sheets = contact_sheets(context)
    for file in cvat_files(context, sheets, labels, jobs):
        yield Artifact(f"{FOLDER}/cvat/{file.path}", file.content)
    page = html(blocks(context), {}).encode() + b"\n"
    yield Artifact(f"{FOLDER}/label-studio/instructions.html", page)
