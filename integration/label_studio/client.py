"""What goes to Label Studio and what comes back: the one place that calls its API."""

from __future__ import annotations

from typing import Any

from label_studio_sdk import LabelStudio

from server import TOKEN


class Client:
    """A user of one server."""

    def __init__(self, url: str) -> None:
        self._api = LabelStudio(base_url=url, api_key=TOKEN)

    def project(self, title: str, config: str) -> int:
        """The id of a new project with this labelling config."""
        return self._api.projects.create(title=title, label_config=config).id

    def import_tasks(self, project: int, tasks: list[dict[str, Any]]) -> list[int]:
        """The ids of the tasks, in the order given."""
        answer = self._api.projects.import_tasks(id=project, request=tasks, return_task_ids=True)
        return list(answer.task_ids or ())

    def export(self, project: int) -> dict[int, dict[str, Any]]:
        """All tasks with their annotations, by id, as the JSON export gives them."""
        return {task["id"]: task for task in self._api.projects.exports.as_json(project)}
