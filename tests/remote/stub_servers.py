"""A server on the loopback that remembers what it was asked, byte for byte."""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, tuple[str | None, str, bytes]]:
        """The parts of a form: name -> (file name, type, content)."""
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        parts = message_from_bytes(head + self.body).get_payload()
        return {
            part.get_param("name", header="content-disposition"): (
                part.get_filename(), part.get_content_type(), part.get_payload(decode=True)
            )
            for part in parts
        }  # fmt: skip


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Stub:
    """Answers by `reply`; `asked` is everything that came in, `writes` what would change things."""

    def __init__(self, reply: Callable[[Asked], Answer]) -> None:
        self.reply = reply
        self.asked: list[Asked] = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def _any(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                parts = urlsplit(self.path)
                asked = Asked(
                    self.command, parts.path, parse_qs(parts.query),
                    {k.lower(): v for k, v in self.headers.items()}, self.rfile.read(size),
                )  # fmt: skip
                stub.asked.append(asked)
                answer = stub.reply(asked)
                raw = isinstance(answer.body, bytes)
                content = answer.body if raw else json.dumps(answer.body).encode()
                self.send_response(answer.status)
                headers = {"Content-Type": "text/html" if raw else "application/json"}
                for name, value in {**headers, **answer.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None: ...

        for method in ("GET", "POST", "PATCH", "PUT", "DELETE"):
            setattr(Handler, f"do_{method}", Handler._any)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Stub:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def writes(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.method != "GET"]


class FakeCvat:
    """What CVAT does with projects, labels and guides, as far as a push can see it: it gives ids,
    puts them into the picture, and ignores changes of a skeleton that it has. It writes pictures
    of a guide anew, and deletes those that a changed guide does not name."""

    most_assets = 30

    def __init__(self, page: int = 10) -> None:
        self.projects: dict[int, dict[str, Any]] = {}
        self.labels: dict[int, list[dict[str, Any]]] = {}
        self.guides: dict[int, dict[str, Any]] = {}
        self.assets: dict[str, dict[str, Any]] = {}
        self.page = page
        self._last = 0

    def __call__(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != "Bearer the-token":
            return Answer(401, {"detail": "Authentication credentials were not provided."})
        match (asked.method, [part for part in asked.path.split("/") if part][1:]):
            case "GET", ["projects"]:
                name = asked.query["name"][0]
                return self._listed(asked, [p for p in self.projects.values() if p["name"] == name])
            case "POST", ["projects"]:
                return Answer(201, self.add_project(**asked.json))
            case "GET", ["projects", id] if int(id) in self.projects:
                return Answer(200, self.projects[int(id)])
            case "PATCH", ["projects", id]:
                self.add_labels(int(id), asked.json["labels"])
                return Answer(200, self.projects[int(id)])
            case "GET", ["labels"]:
                return self._listed(asked, self.labels[int(asked.query["project_id"][0])])
            case "GET", ["guides", id]:
                return Answer(200, self.guides[int(id)])
            case "POST", ["guides"]:
                return Answer(201, self.add_guide(**asked.json))
            case "PATCH", ["guides", id]:
                self.guides[int(id)] |= asked.json
                named = re.findall(r"\(/api/assets/([0-9a-f-]+)\)", asked.json["markdown"])
                others = [a for a in self.assets.values() if a["guide_id"] != int(id)]
                kept = [self.assets[name] for name in named]
                self.assets = {asset["uuid"]: asset for asset in (*others, *kept)}
                return Answer(200, self.guides[int(id)])
            case "POST", ["assets"]:
                return self.add_asset(asked.form)
        return Answer(404, {"detail": "Not found."})

    def add_project(self, name: str, labels: list[dict[str, Any]], **_: Any) -> dict[str, Any]:
        id = self._next()
        self.projects[id] = {
            "id": id, "name": name, "guide_id": None, "status": "annotation",
            "tasks": {"count": 0, "url": f"/api/tasks?project_id={id}"},
            "labels": {"url": f"/api/labels?project_id={id}"},
        }  # fmt: skip
        self.labels[id] = []
        self.add_labels(id, labels)
        return self.projects[id]

    def add_labels(self, project: int, labels: list[dict[str, Any]]) -> None:
        for label in labels:
            subs = [{**sub, "id": self._next(), "has_parent": True} for sub in label["sublabels"]]
            svg = label["svg"]
            for sub in subs:
                svg = svg.replace(
                    f'data-label-name="{sub["name"]}"', f'data-label-id="{sub["id"]}"'
                )
            self.labels[project].append(
                {**label, "id": self._next(), "sublabels": subs, "svg": svg, "has_parent": False}
            )

    def add_guide(self, project_id: int, markdown: str) -> dict[str, Any]:
        id = self._next()
        self.guides[id] = {"id": id, "project_id": project_id, "markdown": markdown}
        self.projects[project_id]["guide_id"] = id
        return self.guides[id]

    def add_asset(self, form: dict[str, tuple[str | None, str, bytes]]) -> Answer:
        guide = int(form["guide_id"][2])
        name, type, content = form["file"]
        if type not in ("image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf"):
            return Answer(400, [f"File is not supported as an asset: {type}"])
        if len(content) > 10 * 1024 * 1024:
            return Answer(400, ["Maximum size of asset is 10 MB"])
        if sum(a["guide_id"] == guide for a in self.assets.values()) >= self.most_assets:
            return Answer(400, ["Maximum number of assets per guide reached"])
        key = str(uuid.UUID(int=self._next()))
        asset = {"uuid": key, "filename": name, "guide_id": guide}
        self.assets[key] = {**asset, "content": b"stored anew: " + content[:64]}
        return Answer(201, {**asset, "created_date": "2026-01-01T00:00:00Z", "owner": None})

    def _next(self) -> int:
        self._last += 1
        return self._last

    def _listed(self, asked: Asked, every: list[dict[str, Any]]) -> Answer:
        page = int(asked.query.get("page", ["1"])[0])
        start = (page - 1) * self.page
        more = "next" if len(every) > start + self.page else None
        some = every[start : start + self.page]
        return Answer(200, {"count": len(every), "next": more, "previous": None, "results": some})


class FakeLabelStudio:
    """What Label Studio 1.23 does with projects and tasks, as far as a push can see it: it cuts
    white space around a config, finds titles by a part of them, and answers 404 after the last
    page of tasks."""

    def __init__(self, page: int = 100) -> None:
        self.projects: dict[int, dict[str, Any]] = {}
        self.tasks: list[dict[str, Any]] = []
        self.uploads: list[str] = []
        self.page = page

    def __call__(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != "Token the-token":
            return Answer(401, {"detail": "Invalid token."})
        match (asked.method, [part for part in asked.path.split("/") if part][1:]):
            case "GET", ["projects"]:
                title = asked.query["title"][0].lower()
                every = [p for p in self.projects.values() if title in p["title"].lower()]
                return self._listed(asked, every, "results")
            case "POST", ["projects"]:
                return Answer(201, self.add_project(**asked.json))
            case "GET", ["projects", id] if int(id) in self.projects:
                return Answer(200, self.projects[int(id)])
            case "PATCH", ["projects", id]:
                self.projects[int(id)] |= asked.json
                return Answer(200, self.projects[int(id)])
            case "POST", ["projects", id, "import"] if "commit_to_project" in asked.query:
                assert asked.query["commit_to_project"][0].lower() == "false"
                name, _, _ = asked.form["file"]
                self.uploads.append(f"upload/{id}/{len(self.uploads):08x}-{name}")
                return Answer(201, {"task_count": 1, "file_upload_ids": [len(self.uploads)]})
            case "GET", ["import", "file-upload", id]:
                return Answer(200, {"id": int(id), "file": self.uploads[int(id) - 1]})
            case "POST", ["projects", id, "import"]:
                for task in asked.json:
                    self.add_task(int(id), **task)
                return Answer(201, {"task_count": len(asked.json)})
            case "GET", ["tasks"]:
                project = int(asked.query["project"][0])
                every = [task for task in self.tasks if task["project"] == project]
                return self._listed(asked, every, "tasks")
        return Answer(404, {"detail": "Not found.", "status_code": 404})

    def add_project(self, title: str, label_config: str, **more: Any) -> dict[str, Any]:
        project = {
            "id": len(self.projects) + 1, "title": title, "label_config": label_config.strip(),
            "expert_instruction": "", "show_instruction": False, "total_annotations_number": 0,
            "skipped_annotations_number": 0, **more,
        }  # fmt: skip
        self.projects[project["id"]] = project
        return project

    def add_task(self, project: int, **task: Any) -> None:
        self.tasks.append(
            {
                "id": len(self.tasks) + 1,
                "project": project,
                "total_annotations": 0,
                "cancelled_annotations": 0,
                "drafts": [],
                "meta": {},
                **task,
            }
        )

    def _listed(self, asked: Asked, every: list[dict[str, Any]], key: str) -> Answer:
        page = int(asked.query.get("page", ["1"])[0])
        start = (page - 1) * self.page
        if start and start >= len(every):
            return Answer(404, {"detail": "Invalid page."})
        some = every[start : start + self.page]
        return Answer(200, {"count": len(every), "total": len(every), key: some})
