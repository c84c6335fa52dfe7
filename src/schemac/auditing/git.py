"""What git knows of a file, asked through git itself. Reads only, and asks nobody outside."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

_SECONDS = 60


class GitError(Exception):
    """Git could not answer; the message is git's own, for people."""


class Commit(Struct, frozen=True):
    """A commit that touched a file, and those before it that did."""

    id: str
    parents: tuple[str, ...]


class Tag(Struct, frozen=True, kw_only=True):
    """What became of asking for a tag: its commit, and who signed it, None when nobody did who is
    known here. `said` is git's own account of the signature."""

    commit: str
    signer: str | None
    said: str


class Repository:
    """The git repository around a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.prefix = self._text("rev-parse", "--show-prefix").strip()

    @property
    def shallow(self) -> bool:
        """Whether older commits were left out when it was cloned."""
        return self._text("rev-parse", "--is-shallow-repository").strip() == "true"

    def head(self) -> str | None:
        """The commit that is checked out; None before the first one."""
        try:
            return self._text("rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()
        except GitError:
            return None

    def commits(self, name: str) -> tuple[Commit, ...]:
        """The commits behind HEAD that touched a file of the folder, newest first."""
        listed = self._text(
            "rev-list", "--full-history", "--parents", "--topo-order", "HEAD", "--", name
        )
        found = (line.split() for line in listed.splitlines())
        return tuple(Commit(words[0], tuple(words[1:])) for words in found)

    def contents(self, commits: Sequence[str], name: str) -> dict[str, bytes | None]:
        """A file of the folder in each commit; None where it is not there."""
        wanted = "".join(f"{commit}:{self.prefix}{name}\n" for commit in commits)
        out = self._run(("cat-file", "--batch"), wanted.encode())
        return dict(zip(commits, _blobs(out), strict=False))

    def tag(self, name: str) -> Tag:
        """A tag, with what git says of its signature. Raises GitError when there is none."""
        if name.startswith("-"):
            raise GitError(f"`{name}` is no tag")
        reference = f"refs/tags/{name.removeprefix('refs/tags/')}"
        try:
            commit = self._text("rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}")
        except GitError:
            raise GitError(f"there is no tag `{name}`") from None
        done = _git(self._folder, ("verify-tag", "--raw", reference), b"")
        said = done.stderr.decode("utf-8", "replace")
        return Tag(
            commit=commit.strip(),
            signer=_signer(said) if done.returncode == 0 else None,
            said=_account(said),
        )

    def _text(self, *words: str) -> str:
        return self._run(words, b"").decode("utf-8", "replace")

    def _run(self, words: Sequence[str], data: bytes) -> bytes:
        done = _git(self._folder, words, data)
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise GitError(said[-1] if said else "git could not answer")
        return done.stdout


def repository(folder: Path) -> Repository | None:
    """The repository around a folder; None where there is none, or no git."""
    try:
        return Repository(folder)
    except GitError:
        return None


def _git(folder: Path, words: Sequence[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",  # a replaced commit would show another history
    }
    command = ["git", "--no-pager", "-c", "core.fsmonitor=false", *words]
    try:
        return subprocess.run(  # noqa: S603 - a fixed program, its words are ours or checked
            command, cwd=folder, input=data, capture_output=True, env=environment,
            timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitError(f"git cannot be asked: {error}") from error


def _blobs(out: bytes) -> Iterator[bytes | None]:
    at = 0
    while at < len(out):
        end = out.index(b"\n", at)
        words = out[at:end].rsplit(b" ", 2)
        at = end + 1
        if words[-1] == b"missing" or not words[-1].isdigit():
            yield None
            continue
        size = int(words[-1])
        yield out[at : at + size] if words[-2] == b"blob" else None
        at += size + 1


def _signer(said: str) -> str | None:
    """Whom git names as the signer: OpenPGP by status lines, SSH by a sentence."""
    for line in said.splitlines():
        if line.startswith("[GNUPG:] GOODSIG "):
            return line.split(" ", 3)[-1]
        if line.startswith('Good "git" signature for '):
            return line.removeprefix('Good "git" signature for ')
    return None


def _account(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    return lines[0] if lines else "git says nothing of a signature"
