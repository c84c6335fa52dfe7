"""A connection to a Label Studio server, through its own SDK."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from schemac.remote import server as remote
from schemac.remote.server import TIMEOUT, RemoteError, Server

T = TypeVar("T")

_ONCE: dict[str, Any] = {"max_retries": 0}
_PAGE = 100


class Listed(Struct, frozen=True):
    """A project in a list."""

    id: int
    title: str


class Project(Struct, frozen=True):
    """A project as Label Studio keeps it."""

    id: int
    title: str
    label_config: str | None = None
    expert_instruction: str | None = None
    total_annotations_number: int | None = None
    skipped_annotations_number: int | None = None


class Task(Struct, frozen=True):
    """What is looked at in a task: whether somebody worked on it, and whether it is ours."""

    id: int
    total_annotations: int | None = None
    cancelled_annotations: int | None = None
    drafts: list[Any] | None = None
    meta: Any = None

    @property
    def annotated(self) -> int:
        """How many annotations, skipped ones and drafts it has."""
        return (
            (self.total_annotations or 0)
            + (self.cancelled_annotations or 0)
            + len(self.drafts or ())
        )


class _Imported(Struct, frozen=True):
    file_upload_ids: list[int]


class _Upload(Struct, frozen=True):
    file: str


class Connection:
    """A connection to a Label Studio server, with the token of the environment."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._secrets: tuple[str, ...] = ()
        self._client: Any = None
        self._http: Any = None

    def __enter__(self) -> Connection:
        try:
            from httpx import Client
            from label_studio_sdk import LabelStudio
        except ImportError:
            raise remote.not_installed("label-studio-sdk", "label-studio") from None
        key = remote.token("LABEL_STUDIO_API_KEY")
        if not key:
            raise remote.missing(self.server, "LABEL_STUDIO_API_KEY")
        self._secrets = (key,)
        # No redirects: a token must not go where it was not meant to.
        self._http = Client(timeout=TIMEOUT, follow_redirects=False)
        with self._asking("the token"):
            # The slash keeps a path in the address when the SDK exchanges a token.
            untyped: Any = LabelStudio
            self._client = untyped(
                base_url=f"{self.server.url}/",
                api_key=key,
                httpx_client=self._http,
                max_retries=remote.RETRIES,
            )
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def project(self, id: int) -> Project:
        """A project."""
        with self._asking(f"project {id}"):
            return _read(self._client.projects.get(id), Project)

    def projects(self, title: str) -> tuple[Listed, ...]:
        """The projects of exactly this title."""
        about = "the list of projects"
        every = self._pages(about, self._client.projects.list, Listed, title=title)
        return tuple(project for project in every if project.title == title)

    def create(self, **fields: Any) -> int:
        """A new project; its id."""
        with self._asking("a new project"):
            made = self._client.projects.create(**fields, request_options=_ONCE)
            return int(made.id)

    def update(self, id: int, **fields: Any) -> None:
        """Other values for these fields of a project."""
        with self._asking(f"the change of project {id}"):
            self._client.projects.update(id, **fields, request_options=_ONCE)

    def add_tasks(self, id: int, tasks: list[dict[str, Any]]) -> None:
        """Tasks with their predictions."""
        with self._asking(f"a task for project {id}"):
            self._client.projects.import_tasks(id, request=tasks, request_options=_ONCE)

    def upload(self, id: int, name: str, content: bytes) -> str:
        """A file for a project, without a task of its own; its address on the server."""
        # The SDK imports tasks only; what it sends requests with knows the token.
        ask = self._client._client_wrapper.httpx_client.request
        with self._asking(f"the picture {name}"):
            answer = ask(
                f"api/projects/{id}/import", method="POST", params={"commit_to_project": False},
                files={"file": (name, content, "image/png")}, request_options=_ONCE,
            )  # fmt: skip
            (file,) = msgspec.json.decode(_success(answer), type=_Imported).file_upload_ids
            found = ask(f"api/import/file-upload/{file}", method="GET")
            path = msgspec.json.decode(_success(found), type=_Upload).file
        return f"{urlsplit(self.server.url).path}/data/{path}"

    def tasks(self, id: int) -> Iterator[Task]:
        """The tasks of a project, page by page."""
        about = f"the tasks of project {id}"
        yield from self._pages(about, self._client.tasks.list, Task, project=id)

    def _pages(self, about: str, ask: Any, kind: type[T], **asked: Any) -> Iterator[T]:
        """Page by page, with an end: the SDK's own iterator trusts the server to come to one."""
        for number in range(1, remote.MOST_PAGES + 1):
            with self._asking(about):
                items = _page(ask, number, asked)
                found = [_read(item, kind) for item in items]
            if not found:
                return
            yield from found
        raise RemoteError(f"{self.server.tool} at {self.server.shown} lists {about} without an end")

    @contextmanager
    def _asking(self, about: str) -> Iterator[None]:
        """Turns what the SDK raises into one line for people, without secrets."""
        from httpx import HTTPError, InvalidURL
        from label_studio_sdk.core.api_error import ApiError

        try:
            yield
        except ApiError as fault:
            status = None if fault.status_code == 200 else fault.status_code
            moved = status is not None and 300 <= status < 400
            headers = {k.lower(): v for k, v in (fault.headers or {}).items()}
            detail = headers.get("location", "") if moved else _detail(fault.body)
            said = remote.refusal(self.server, status, about, detail, self._secrets)
        except (HTTPError, InvalidURL) as fault:
            said = remote.unreachable(self.server, fault, self._secrets)
        except (msgspec.MsgspecError, AttributeError, TypeError, ValueError) as fault:
            # The SDK trusts the server to answer in the shape that it knows.
            said = remote.refusal(self.server, None, about, str(fault), self._secrets)
        else:
            return
        raise said from None


def _success(answer: Any) -> bytes:
    """The content of an answer, when it says that all went well."""
    from label_studio_sdk.core.api_error import ApiError

    if not 200 <= answer.status_code < 300:
        headers = dict(answer.headers)
        raise ApiError(status_code=answer.status_code, headers=headers, body=answer.text)
    return bytes(answer.content)


def _read(answer: Any, kind: type[T]) -> T:
    """The fields that matter of an answer, checked here: the SDK lets every value through."""
    return msgspec.convert(answer.model_dump(warnings=False), kind)


def _page(ask: Any, number: int, asked: dict[str, Any]) -> list[Any]:
    """One page of a list; Label Studio answers 404 for the page after the last one."""
    from label_studio_sdk.core.api_error import ApiError

    try:
        return list(ask(page=number, page_size=_PAGE, **asked).items or ())
    except ApiError as fault:
        if fault.status_code == 404 and number > 1:
            return []
        raise


def _detail(body: object) -> str:
    """What the server says of a failure: its sentences, not a page of HTML."""
    if isinstance(body, dict):
        said = body.get("validation_errors") or body.get("detail") or body
        return said if isinstance(said, str) else msgspec.json.encode(said).decode()
    text = str(body or "")
    return "" if text.lstrip().startswith("<") else text
