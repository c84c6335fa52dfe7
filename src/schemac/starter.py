"""A project that builds, with a commented example: what `schemac init` writes."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from schemac.reading.editor import editor_schema
from schemac.shipped import shipped
from schemac.workspace import UsageError


def start_project(folder: Path) -> tuple[Path, ...]:
    """Copy the files of `templates/init`, with the project's name filled in, beside the language
    as JSON Schema for the editor.

    Raises UsageError when one exists already, or the folder cannot be written; nothing is written
    then.
    """
    template = Path(shipped("templates")) / "init"
    name = project_id(Path(os.path.abspath(folder)).name)
    contents = {
        folder / path.relative_to(template): path.read_text("utf-8").replace("@PROJECT@", name)
        for path in sorted(template.rglob("*"))
        if path.is_file()
    }
    contents[folder / "schemac.schema.json"] = (
        json.dumps(editor_schema(), ensure_ascii=False) + "\n"
    )
    for path in contents:
        if path.exists():
            raise UsageError(
                f"`{path}` exists already", "choose an empty folder: `schemac init my-project`"
            )
    written = []
    try:
        for path, text in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
            written.append(path)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        said = (error.strerror or "cannot be written").lower()
        raise UsageError(f"`{error.filename}`: {said}") from None
    return tuple(written)


def project_id(name: str) -> str:
    """A folder's name as a project id: small letters, digits and `-`."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:96] or "my-project"
