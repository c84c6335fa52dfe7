"""A connection to a CVAT server, through its own SDK.

Answers are read from their JSON and not through the SDK's models, which refuse what a server of
another version says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from schemac.remote import server as remote
from schemac.remote.cvat.labels import Label
from schemac.remote.server import TIMEOUT, RemoteError, Server

T = TypeVar("T")


class Project(Struct, frozen=True):
    """A project as CVAT lists it."""

    id: int
    name: str
    guide_id: int | None = None


class Guide(Struct, frozen=True):
    """The guide of a project, in Markdown."""

    id: int
    markdown: str = ""


class Found(Struct, frozen=True):
    """What a project has on the server."""

    project: Project
    labels: tuple[Label, ...]
    guide: Guide | None = None

    @property
    def id(self) -> int:
        return self.project.id

    @property
    def title(self) -> str:
        return self.project.name


class _Asset(Struct, frozen=True):
    uuid: UUID


class _File(BytesIO):
    """Content with the name and type that the SDK asks a file for."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


class _Page(Struct, frozen=True):
    results: list[Any]
    next: str | None = None


class Connection:
    """A connection to a CVAT server, with the credentials of the environment."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._secrets: tuple[str, ...] = ()
        self._client: Any = None

    def __enter__(self) -> Connection:
        try:
            from cvat_sdk.api_client import ApiClient, Configuration
            from urllib3.util import Retry
        except ImportError:
            raise remote.not_installed("cvat-sdk", "cvat") from None
        access = remote.token("CVAT_ACCESS_TOKEN")
        user, password = remote.secret("CVAT_USERNAME"), remote.secret("CVAT_PASSWORD")
        if not access and not (user and password):
            raise remote.missing(self.server, "CVAT_ACCESS_TOKEN")
        self._secrets = tuple(s for s in (access, password) if s)
        configuration = Configuration(host=self.server.url, verify_ssl=True, access_token=access)
        # No redirects: a token must not go where it was not meant to.
        configuration.retries = Retry(
            total=remote.RETRIES,
            redirect=False,
            status_forcelist=(502, 503, 504),
            backoff_factor=0.2,
            raise_on_status=False,
            respect_retry_after_header=False,
        )
        self._client = ApiClient(configuration)
        if not access:
            self._log_in(user, password)
        return self

    def __exit__(self, *_: object) -> None:
        if not self._client.configuration.access_token:
            # A log-in that outlives us a while does no harm; a complaint would hide the outcome.
            with suppress(RemoteError):
                self._get("the log-out", Any, self._client.auth_api.create_logout_endpoint)
        self._close()

    def _close(self) -> None:
        self._client.close()
        self._client.rest_client.pool_manager.clear()

    def project(self, id: int) -> Found:
        """A project with its labels and its guide."""
        about = f"project {id}"
        found = self._get(about, Project, self._client.projects_api.retrieve_endpoint, id=id)
        return self._whole(found)

    def projects(self, name: str) -> tuple[Project, ...]:
        """The projects of exactly this name."""
        endpoint = self._client.projects_api.list_endpoint
        every = self._pages("the list of projects", Project, endpoint, name=name)
        return tuple(project for project in every if project.name == name)

    def create_project(self, name: str, labels: list[dict[str, Any]]) -> int:
        """A new project with these labels; its id."""
        from cvat_sdk.api_client import models

        request = models.ProjectWriteRequest(name=name, labels=labels)
        endpoint = self._client.projects_api.create_endpoint
        made = self._get("a new project", Project, endpoint, project_write_request=request)
        return made.id

    def add_labels(self, id: int, labels: list[dict[str, Any]]) -> None:
        """Put labels into a project, beside those it has."""
        from cvat_sdk.api_client import models

        self._get(
            f"the labels of project {id}",
            Project,
            self._client.projects_api.partial_update_endpoint,
            id=id,
            patched_project_write_request=models.PatchedProjectWriteRequest(labels=labels),
        )

    def create_guide(self, project: int, text: str) -> int:
        """A guide for a project that has none; its id."""
        from cvat_sdk.api_client import models

        request = models.AnnotationGuideWriteRequest(project_id=project, markdown=text)
        endpoint = self._client.guides_api.create_endpoint
        return self._get("a guide", Guide, endpoint, annotation_guide_write_request=request).id

    def update_guide(self, id: int, text: str) -> None:
        """Another text for a guide."""
        from cvat_sdk.api_client import models

        self._get(
            f"guide {id}",
            Guide,
            self._client.guides_api.partial_update_endpoint,
            id=id,
            patched_annotation_guide_write_request=models.PatchedAnnotationGuideWriteRequest(
                markdown=text
            ),
        )

    def add_picture(self, guide: int, name: str, content: bytes) -> str:
        """A picture for a guide; its address, as the guide has to write it."""
        about = f"the picture {name}"
        endpoint = self._client.assets_api.create_endpoint
        made = self._get(about, _Asset, endpoint, guide_id=guide, file=_File(name, content))
        return f"/api/assets/{made.uuid}"

    def _whole(self, project: Project) -> Found:
        endpoint = self._client.labels_api.list_endpoint
        about = f"the labels of project {project.id}"
        labels = self._pages(about, Label, endpoint, project_id=project.id)
        guide = None
        if project.guide_id is not None:
            retrieve = self._client.guides_api.retrieve_endpoint
            guide = self._get("the guide", Guide, retrieve, id=project.guide_id)
        return Found(project, tuple(label for label in labels if not label.has_parent), guide)

    def _log_in(self, user: str | None, password: str | None) -> None:
        from cvat_sdk.api_client import models

        request = models.LoginSerializerExRequest(username=user, password=password)
        with self._asking("the log-in"):
            self._client.auth_api.create_login(request, _request_timeout=TIMEOUT)
            if "csrftoken" in self._client.cookies:
                mark = self._client.cookies["csrftoken"].value
                self._client.configuration.api_key["csrfHeaderAuth"] = mark

    def _pages(self, about: str, kind: type[T], endpoint: Any, **asked: Any) -> Iterator[T]:
        for number in range(1, remote.MOST_PAGES + 1):
            page = self._get(about, _Page, endpoint, page=number, **asked)
            with self._asking(about):
                yield from msgspec.convert(page.results, list[kind])  # type: ignore[valid-type]
            if not page.next:
                return
        raise RemoteError(f"{self.server.tool} at {self.server.shown} lists {about} without an end")

    def _get(self, about: str, kind: type[T], endpoint: Any, **asked: Any) -> T:
        with self._asking(about):
            _, answer = endpoint.call_with_http_info(
                _parse_response=False, _request_timeout=TIMEOUT, **asked
            )
            return msgspec.json.decode(answer.data, type=kind)

    @contextmanager
    def _asking(self, about: str) -> Iterator[None]:
        """Turns what the SDK raises into one line for people, without secrets."""
        from cvat_sdk.api_client.exceptions import ApiException, OpenApiException
        from urllib3.exceptions import HTTPError

        try:
            yield
        except ApiException as fault:
            headers: Mapping[str, str] = fault.headers or {}
            moved = fault.status is not None and 300 <= fault.status < 400
            detail = headers.get("Location", "") if moved else _detail(fault.body)
            said = remote.refusal(self.server, fault.status or None, about, detail, self._secrets)
        except HTTPError as fault:
            said = remote.unreachable(self.server, fault, self._secrets)
        except (OpenApiException, msgspec.MsgspecError, UnicodeError, ValueError) as fault:
            said = remote.refusal(self.server, None, about, str(fault), self._secrets)
        else:
            return
        raise said from None


def _detail(body: object) -> str:
    """What the server says of a failure: the sentences of its JSON, not a page of HTML."""
    text = body.decode(errors="replace") if isinstance(body, bytes) else str(body or "")
    return "" if text.lstrip().startswith("<") else text
