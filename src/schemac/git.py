"""What git knows of files, asked through git itself. Reads only, and asks nobody outside."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.reading.tree import MAX_BYTES
from schemac.workspace import UsageError

if TYPE_CHECKING:
    import subprocess

_SECONDS = 60
_MOST = 20_000  # files of one commit


class GitError(UsageError):
    """Git could not answer; the message is git's own, for people."""


class Blob(Struct, frozen=True):
    """A file of a commit: its path from the top of the repository, and git's name for it."""

    path: str
    object: str


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
    """The git repository around a folder. Raises GitError where there is none, or no git."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = folder
        self.prefix = self._text("rev-parse", "--show-prefix").strip()
        """The folder's path from the top of the repository; empty, or with a slash at its end."""

    @property
    def shallow(self) -> bool:
        """Whether older commits were left out when it was cloned."""
        return self._text("rev-parse", "--is-shallow-repository").strip() == "true"

    def commit(self, name: str) -> str | None:
        """The commit of a branch, tag or other name; None when there is none of that name."""
        if not name or name.startswith("-") or "\0" in name:
            return None
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        done = self._asked(words)
        return done.stdout.decode().strip() if done.returncode == 0 else None

    def head(self) -> str | None:
        """The commit that is checked out; None before the first one."""
        return self.commit("HEAD")

    # ---- the files of one commit --------------------------------------------------------------

    def files(self, commit: str, folders: tuple[str, ...]) -> Iterator[Blob]:
        """Plain files below folders, or files, named from the repository's top; no links."""
        listed = self._text(
            "ls-tree", "-r", "-l", "-z", "--full-tree", "--end-of-options", commit, "--", *folders
        )
        entries = [entry for entry in listed.split("\0") if entry]
        if len(entries) > _MOST:
            raise GitError(f"the commit has more than {_MOST} files in its spec folders")
        for entry in entries:
            facts, path = entry.split("\t", 1)
            mode, kind, object, size = facts.split()
            if kind == "blob" and mode.startswith("100") and int(size) <= MAX_BYTES:
                yield Blob(path, object)

    def contents(self, blobs: Sequence[Blob]) -> Iterator[tuple[Blob, bytes]]:
        """The bytes of files, all asked for at once."""
        for blob, data in zip(blobs, self._objects([b.object for b in blobs]), strict=True):
            if data is None:
                raise GitError(f"git does not have `{blob.path}`", "the clone may be partial")
            yield blob, data

    # ---- one file over time -------------------------------------------------------------------

    def commits(self, name: str) -> tuple[Commit, ...]:
        """The commits behind HEAD that touched a file of the folder, newest first."""
        listed = self._text(
            "rev-list", "--full-history", "--parents", "--topo-order", "HEAD", "--", name
        )
        found = (line.split() for line in listed.splitlines())
        return tuple(Commit(words[0], tuple(words[1:])) for words in found)

    def states(self, commits: Sequence[str], name: str) -> dict[str, bytes | None]:
        """A file of the folder in each commit; None where it is not there."""
        found = self._objects([f"{commit}:{self.prefix}{name}" for commit in commits])
        return dict(zip(commits, found, strict=True))

    # ---- tags ---------------------------------------------------------------------------------

    def tag(self, name: str) -> Tag:
        """A tag, with what git says of its signature. Raises GitError when there is none.

        The name is part of what is signed: an older signed tag that was given another name counts
        as not signed."""
        name = name.removeprefix("refs/tags/")
        commit = None if name.startswith("-") else self.commit(f"refs/tags/{name}")
        if commit is None:
            raise GitError(f"there is no tag `{name}`")
        done = self._asked(("verify-tag", "--raw", f"refs/tags/{name}"))
        said = done.stderr.decode("utf-8", "replace")
        signed_as = self._signed_as(name)
        if done.returncode == 0 and signed_as != name:
            said = f"it was signed under the name `{signed_as}`"
            return Tag(commit=commit, signer=None, said=said)
        signer = _signer(said) if done.returncode == 0 else None
        return Tag(commit=commit, signer=signer, said=_account(said))

    def _signed_as(self, name: str) -> str | None:
        """The name that stands in a tag itself; None for one that is only a name."""
        done = self._asked(("cat-file", "tag", f"refs/tags/{name}"))
        head = done.stdout.partition(b"\n\n")[0].decode("utf-8", "replace")
        found = (line.removeprefix("tag ") for line in head.splitlines() if line[:4] == "tag ")
        return next(found, None)

    # ---- asking -------------------------------------------------------------------------------

    def _objects(self, names: Sequence[str]) -> list[bytes | None]:
        """The bytes of files by git's names for them, None for what it does not have."""
        if not names:
            return []
        if any("\n" in name for name in names):
            raise GitError("git cannot be asked for a path with a line break")
        asked = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
        return list(_batch(self._answer(("cat-file", "--batch"), asked)))

    def _text(self, *words: str) -> str:
        return self._answer(words).decode("utf-8", "surrogateescape")

    def _answer(self, words: Sequence[str], data: bytes = b"") -> bytes:
        done = self._asked(words, data)
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise GitError(f"git: {said[-1]}" if said else "git could not answer")
        return done.stdout

    def _asked(self, words: Sequence[str], data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        import subprocess

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
                command, cwd=self._folder, input=data, capture_output=True, env=environment,
                timeout=_SECONDS, check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            raise GitError("git cannot be asked", str(error)) from error


def repository(folder: str | os.PathLike[str]) -> Repository | None:
    """The repository around a folder; None where there is none, or no git."""
    try:
        return Repository(folder)
    except GitError:
        return None


def _batch(out: bytes) -> Iterator[bytes | None]:
    """The answers of `git cat-file --batch`: each a line, and the bytes where there are some."""
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


_OPENPGP = {
    "BADSIG": "the signature does not fit the tag",
    "ERRSIG": "it is signed by a key that is not known here",
    "NO_PUBKEY": "it is signed by a key that is not known here",
    "EXPSIG": "the signature has expired",
    "EXPKEYSIG": "it is signed by a key that has expired",
    "REVKEYSIG": "it is signed by a key that was revoked",
}
"""Status words of GnuPG (doc/DETAILS of its sources)."""


def _account(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    words = (line.split()[1] for line in lines if line.startswith("[GNUPG:] "))
    known = (f"{_OPENPGP[word]} ({word})" for word in words if word in _OPENPGP)
    plain = (line for line in lines if not line.startswith("[GNUPG:] "))
    return next(known, next(plain, "git does not accept its signature"))
