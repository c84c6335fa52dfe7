"""Documents as git has them at a commit. Git itself is asked; nothing of it is changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.reading.tree import MAX_BYTES
from schemac.workspace import UsageError

if TYPE_CHECKING:
    import subprocess

_SECONDS = 60
_MOST = 20_000  # files of one commit


class Blob(Struct, frozen=True):
    """A file of a commit: its path from the folder that was asked for, and git's name for it."""

    path: str
    object: str


class Repository:
    """The git repository around a folder. Raises UsageError where there is none, or no git."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.prefix = self._text("rev-parse", "--show-prefix").strip()
        """The folder's path from the top of the repository; empty, or with a slash at its end."""

    def commit(self, ref: str) -> str | None:
        """The commit of a branch, tag or other name; None when there is none of that name."""
        if not ref or ref.startswith("-") or "\0" in ref:
            return None
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        done = self._run(words)
        return done.stdout.decode().strip() if done.returncode == 0 else None

    def files(self, commit: str, folders: tuple[str, ...]) -> Iterator[Blob]:
        """Plain files below folders, or files, named from the repository's top; no links."""
        listed = self._text(
            "ls-tree", "-r", "-l", "-z", "--full-tree", "--end-of-options", commit, "--", *folders
        )
        entries = [entry for entry in listed.split("\0") if entry]
        if len(entries) > _MOST:
            raise UsageError(f"the commit has more than {_MOST} files in its spec folders")
        for entry in entries:
            facts, path = entry.split("\t", 1)
            mode, kind, object, size = facts.split()
            if kind == "blob" and mode.startswith("100") and int(size) <= MAX_BYTES:
                yield Blob(path, object)

    def contents(self, blobs: list[Blob]) -> Iterator[tuple[Blob, bytes]]:
        """The bytes of files, all asked for at once."""
        asked = "".join(f"{blob.object}\n" for blob in blobs).encode()
        done = self._run(("cat-file", "--batch"), asked)
        out, at = done.stdout, 0
        for blob in blobs:
            end = out.index(b"\n", at)
            words = out[at:end].split()
            if len(words) != 3:
                raise UsageError(f"git does not have `{blob.path}`", "the clone may be partial")
            size = int(words[2])
            yield blob, out[end + 1 : end + 1 + size]
            at = end + 2 + size

    def _text(self, *words: str) -> str:
        done = self._run(words)
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise UsageError(f"git: {said[-1]}" if said else "git could not answer")
        return done.stdout.decode("utf-8", "surrogateescape")

    def _run(self, words: tuple[str, ...], data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        import subprocess

        environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
        environment["GIT_TERMINAL_PROMPT"] = "0"
        command = ["git", "--no-pager", "-c", "core.fsmonitor=false", *words]
        try:
            return subprocess.run(  # noqa: S603 - a fixed program, its words are ours or checked
                command, cwd=self.folder, input=data, capture_output=True, env=environment,
                timeout=_SECONDS, check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UsageError("git cannot be asked", str(error)) from error
