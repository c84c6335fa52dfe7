"""A server's address, the secrets for it, and what went wrong with it, in one line.

Tokens come from the environment only, and nothing that is raised here or passed through here
holds one: what a server says is searched for them before it is shown.
"""

from __future__ import annotations

import os
import re

from msgspec import Struct

from schemac.workspace import UsageError

TIMEOUT = 60
"""Seconds that one request may take."""

RETRIES = 2
"""How often a reading request is tried again. Writing ones are sent once: a request that reached
the server although its answer was lost would make a second project."""

_SIGNED = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")  # a signed token, such as an SDK exchanges

MOST_PAGES = 1000
"""Lists longer than this many pages are taken for a fault of the server."""


class RemoteError(UsageError):
    """A server cannot be asked, or does not do what was asked of it; the message is for people."""


class Server(Struct, frozen=True):
    """Where a tool runs: its address without a slash at the end, and its name in messages."""

    tool: str
    url: str
    shown: str


def server_at(tool: str, url: str) -> Server:
    """The server of an address. Raises UsageError for one that is not plain http or https."""
    from urllib.parse import urlsplit

    help = "such as https://annotate.example.org"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise UsageError("the address of the server cannot be read", help) from None
    if parts.username is not None or parts.password is not None:
        said = "the address of the server holds a name or a password"
        raise UsageError(said, "give secrets in the environment: addresses end up in logs")
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError("the address of a server starts with http:// or https://", help)
    if parts.query or parts.fragment or not url.isascii() or not url.isprintable() or " " in url:
        raise UsageError("the address of a server is a host and a path, nothing more", help)
    shown = f"{host}:{port}" if port else host
    return Server(tool, f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}", shown)


def is_open(server: Server) -> bool:
    """Whether secrets would travel unencrypted to another machine."""
    from urllib.parse import urlsplit

    parts = urlsplit(server.url)
    return parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1")


def secret(name: str) -> str | None:
    """The secret in an environment variable; None where there is none.

    Raises UsageError, without showing it, for what cannot be sent.
    """
    text = os.environ.get(name, "").strip()
    if not text.isprintable():
        raise UsageError(f"{name} holds characters that cannot be sent")
    return text or None


def token(name: str) -> str | None:
    """The token in an environment variable: a secret of plain characters without spaces."""
    text = secret(name)
    if text and (not text.isascii() or " " in text):
        raise UsageError(f"{name} holds characters that no token has")
    return text


def refusal(
    server: Server, status: int | None, about: str, detail: str, secrets: tuple[str, ...]
) -> RemoteError:
    """What an answer means that is no success, from its status and what the server says."""
    who = f"{server.tool} at {server.shown}"
    said = tidied(detail, secrets)
    if status == 401:
        return RemoteError(f"{who} does not accept the token or password", _SECRETS[server.tool])
    if status == 403:
        return RemoteError(f"{who} does not let this user touch {about}", said or None)
    if status == 404:
        return RemoteError(f"{who} does not have {about}", "is the address right?")
    if status is not None and 300 <= status < 400:
        message = f"{who} answers from another address, which is not followed"
        return RemoteError(message, f"use it as --url: {said}" if said else None)
    if status is not None and (status >= 500 or status == 429):
        return RemoteError(f"{who} fails with an error of its own (HTTP {status})", said or None)
    if status is not None and status >= 400:
        return RemoteError(f"{who} refuses {about} (HTTP {status})", said or None)
    return RemoteError(f"{who} answers something that {server.tool} does not say", said or None)


def unreachable(server: Server, fault: BaseException, secrets: tuple[str, ...]) -> RemoteError:
    """No answer at all: no such host, nobody listening, no trusted certificate, too slow."""
    text = tidied(_root(fault), secrets)
    what = text.lower()
    if "ssl" in what or "certificate" in what:
        problem = "cannot be reached safely (TLS)"
    elif "timed out" in what or "timeout" in what:
        problem = "does not answer in time"
    else:
        problem = "cannot be reached"
    return RemoteError(f"{server.tool} at {server.shown} {problem}", text or None)


def tidied(text: str, secrets: tuple[str, ...]) -> str:
    """What a server says as one short line, without secrets that it may repeat."""
    from schemac.report import visible

    for each in sorted(secrets, key=len, reverse=True):
        text = text.replace(each, "***")
    line = visible(" ".join(_SIGNED.sub("***", text).split()))
    return line if len(line) <= 300 else line[:299] + "…"


def missing(server: Server, *names: str) -> UsageError:
    """No secret in the environment."""
    return UsageError(f"{' or '.join(names)} is not set", _SECRETS[server.tool])


def not_installed(package: str, extra: str) -> UsageError:
    """The tool's own client is not installed."""
    return UsageError(f"{package} is not installed", f"pip install 'schemac[{extra}]'")


_SECRETS = {
    "CVAT": "set CVAT_ACCESS_TOKEN, or CVAT_USERNAME and CVAT_PASSWORD, in the environment",
    "Label Studio": "set LABEL_STUDIO_API_KEY in the environment",
}


def _root(fault: BaseException) -> str:
    """The innermost reason: clients wrap what the system said several times."""
    reason = getattr(fault, "reason", None)
    while isinstance(reason, BaseException):
        fault, reason = reason, getattr(reason, "reason", None)
    text = str(fault)
    # urllib3 puts a description of its own object before the words.
    return re.sub(r"^(<.* object at 0x\w+>|\w+\(host=[^()]*\)): ", "", text)
