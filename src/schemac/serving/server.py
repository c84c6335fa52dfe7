"""The server of `schemac serve`: previews of guides for a browser on this machine.

It listens on the loopback address only, answers nobody who calls it by another name (a page of a
stranger could otherwise have its own name lead here), reads no file that a request names, and
lets nothing be cached.
"""

from __future__ import annotations

import errno
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from msgspec import Struct

from schemac.serving.pages import OWN, bare, live, own_file, start_link
from schemac.serving.preview import Preview
from schemac.serving.previews import Previews

HOST = "127.0.0.1"
_ALIVE = 15.0  # seconds after which a browser that waits gets a sign of life
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src"
    " 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self' blob:; base-uri 'self';"
    " form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "txt": "text/plain; charset=utf-8",
    "woff2": "font/woff2",
}
"""Not from the operating system, whose table differs from machine to machine."""

_LAST_GOOD = "This is the page as it was before."
_ONCE_MENDED = "<p>It will be shown here once the errors below are mended.</p>"


class PortTaken(Exception):
    """Another program listens on the port."""


class Answer(Struct, frozen=True):
    """What a request gets."""

    body: bytes
    type: str = _TYPES["html"]
    status: HTTPStatus = HTTPStatus.OK
    location: str | None = None


class Server:
    """Previews at an address. `tries` ports are tried, from `port` on; port 0 is any free one.

    Raises PortTaken when all of them are taken.
    """

    def __init__(self, previews: Previews, port: int, tries: int = 1) -> None:
        self._previews = previews
        self._http = _listening(port, tries)
        self._http.previews = previews

    @property
    def address(self) -> str:
        """Where the start page is, or of a single spec its guide."""
        return f"http://{HOST}:{self._http.server_port}/"

    def run(self) -> None:
        """Answer, and watch the documents, until interrupted or closed."""
        Thread(target=self._previews.watch, daemon=True).start()
        self._http.serve_forever(poll_interval=0.2)

    def close(self) -> None:
        """Stop answering."""
        self._http.shutdown()
        self._http.server_close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = sys.platform != "win32"  # where it would share a port that is taken
    request_queue_size = 64
    previews: Previews

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that left in the middle is no news."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def _listening(port: int, tries: int) -> _Http:
    for one in range(port, min(port + tries, 65536)):
        try:
            return _Http((HOST, one), _Handler)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise PortTaken


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    server_version = "schemac"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        if not self._called_by_name():
            self._send(Answer(b"wrong host\n", _TYPES["txt"], HTTPStatus.MISDIRECTED_REQUEST))
            return
        target = urlsplit(self.path)
        if target.path == f"/{OWN}/events":
            self._events(parse_qs(target.query))
            return
        try:
            answer = _answer(self.server.previews, unquote(target.path))
        except Exception as error:
            said = f"a bug of schemac: {type(error).__name__}: {error}"
            print(f"schemac: {said}", file=sys.stderr)
            answer = Answer(bare(said), status=HTTPStatus.INTERNAL_SERVER_ERROR)
        self._send(answer)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not reported; what is checked is."""

    def _called_by_name(self) -> bool:
        port = self.server.server_port
        return self.headers.get("Host") in (f"{HOST}:{port}", f"localhost:{port}")

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.body)))
        if answer.location:
            self.send_header("Location", answer.location)
        self._end()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _events(self, query: dict[str, list[str]]) -> None:
        """Tell a page once it is out of date (https://html.spec.whatwg.org, server-sent events)."""
        name, seen = query.get("of", [""])[0], query.get("seen", [""])[0]
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self._end()
        while self.command != "HEAD":
            mark = self.server.previews.wait(name, seen, _ALIVE)
            self.wfile.write(f"data: {mark}\n\n".encode() if mark else b": waiting\n\n")
            if mark:
                return

    def _end(self) -> None:
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()


def _answer(previews: Previews, path: str) -> Answer:
    """What lies at a path. Nothing is looked up on disk by it."""
    parts = path.lstrip("/").split("/")
    if parts[0] == OWN:
        return _found(own_file("/".join(parts[1:])), path)
    if parts == [""]:
        return _start(previews)
    if parts == ["favicon.ico"]:  # what browsers ask for on their own
        return Answer(b"", _TYPES["ico"], HTTPStatus.NO_CONTENT)
    for length in range(1, len(parts) + 1):
        preview = previews.get("/".join(parts[:length]))
        if preview is not None:
            rest = "/".join(parts[length:])
            home = f"/{quote(preview.name)}/index.html"
            return _guide(previews, preview, rest) if rest else _moved(home)
    return _found(None, path)


def _start(previews: Previews) -> Answer:
    """The page over all guides; of a single one its own first page."""
    from schemac.guide import index_page, listed, speech

    previews.rescan()
    every = [preview for each in previews if (preview := previews.get(each.name))]
    if len(every) == 1:
        return _moved(f"/{quote(every[0].name)}/index.html")
    shown = [context for each in every for context in list(each.contexts.values())[:1]]
    words = speech(shown[0].speech.locale) if shown else None
    reports = [preview.report for preview in every if preview.report.failed]
    return Answer(live(index_page(map(listed, shown), words), "", previews.mark(""), reports))


def _guide(previews: Previews, preview: Preview, path: str) -> Answer:
    """A page or file of a guide, whose first language lies at its top, as in a build."""
    mark = previews.mark(preview.name)
    if not preview.contexts:
        page = bare(f"{preview.name} has no guide yet", _ONCE_MENDED)
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return Answer(live(page, preview.name, mark, [preview.report]), status=status)
    locale, *others = preview.contexts
    folder, _, rest = path.partition("/")
    if folder in others:
        if not rest:
            return _moved(f"/{quote(preview.name)}/{folder}/index.html")
        locale, path = folder, rest
    found = preview.press(locale).get(path)
    if not path.endswith(".html"):
        return _found(found, path)
    status = HTTPStatus.OK if found is not None else HTTPStatus.NOT_FOUND
    page = found or bare("There is no such page (any more)", start_link(preview))
    return Answer(live(page, preview.name, mark, [preview.report], _LAST_GOOD), status=status)


def _moved(to: str) -> Answer:
    return Answer(b"", status=HTTPStatus.FOUND, location=to)


def _found(body: bytes | None, path: str) -> Answer:
    if body is None:
        return Answer(b"not found\n", _TYPES["txt"], HTTPStatus.NOT_FOUND)
    kind = path.rpartition(".")[2]
    return Answer(body, _TYPES.get(kind, "application/octet-stream"))
