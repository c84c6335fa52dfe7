"""What goes to Label Studio and what comes back: the one place that calls its API."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

from label_studio_sdk import LabelStudio

from server import TOKEN


class Client:
    """A user of one server. Projects are made by `schemac push`, as its users make them."""

    def __init__(self, url: str, schemac: Path) -> None:
        self._api, self.url, self._schemac = LabelStudio(base_url=url, api_key=TOKEN), url, schemac

    def push(self, spec: str, title: str, layout: str) -> dict[str, Any]:
        """What `schemac push` says it did: the project of this title, with its template task."""
        words = ("push", "label-studio", spec, "--url", self.url, "--title", title)
        words += ("--layout", layout, "--template", "--format", "json")
        environment = {**os.environ, "LABEL_STUDIO_API_KEY": TOKEN}
        done = subprocess.run(
            [self._schemac, *words], env=environment, capture_output=True, text=True, timeout=120
        )
        if not done.stdout:
            raise RuntimeError(f"schemac push: {done.stderr.strip()}")
        return dict(json.loads(done.stdout))

    def convert(self, spec: str, source: Path, to: str, out: Path) -> None:
        """`schemac convert`, from a file of labels to another."""
        words = ("convert", source, "--spec", spec, "--to", to, "-o", out)
        done = subprocess.run([self._schemac, *words], capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise RuntimeError(f"schemac convert: {done.stderr.strip()}")

    def agree(self, spec: str, source: Path) -> dict[str, Any]:
        """What `schemac agree` finds in an export, day by day."""
        words = ("agree", source, "--spec", spec, "--by", "time", "--window", "day")
        done = subprocess.run(
            [self._schemac, *words, "--format", "json"], capture_output=True, text=True, timeout=120
        )
        if done.returncode not in (0, 1):  # 1 says that a limit of the spec's plan is broken
            raise RuntimeError(f"schemac agree: {done.stderr.strip()}")
        return dict(json.loads(done.stdout))

    def stored(self, project: int) -> str:
        """The labelling config that the server holds."""
        return str(self._api.projects.get(id=project).label_config)

    def first_task(self, project: int) -> int:
        """The id of the task that was imported first."""
        return min(int(task.id) for task in self._api.tasks.list(project=project))

    def import_tasks(self, project: int, tasks: list[dict[str, Any]]) -> list[int]:
        """The ids of the tasks, in the order given."""
        answer = self._api.projects.import_tasks(id=project, request=tasks, return_task_ids=True)
        return list(answer.task_ids or ())

    def export(self, project: int) -> dict[int, dict[str, Any]]:
        """All tasks with their annotations, by id, as the JSON export gives them."""
        return {task["id"]: task for task in self._api.projects.exports.as_json(project)}

    def export_file(self, project: int) -> bytes:
        """The JSON export as people download it."""
        address = f"{self.url}/api/projects/{project}/export?exportType=JSON"
        asked = urllib.request.Request(address, headers={"Authorization": f"Token {TOKEN}"})
        with urllib.request.urlopen(asked, timeout=120) as answer:
            return bytes(answer.read())
