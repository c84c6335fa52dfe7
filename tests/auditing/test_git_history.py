"""What git remembers, in real repositories: edits, cut tails, merges, tags."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from releases import (
    ARROW,
    LEDGER,
    do_release,
    next_version,
    released_project,
)  # fmt: skip
from schemac.api import audit_verify, check, release
from schemac.auditing import Chain
from schemac.auditing.text import render_verdict
from schemac.git import GitError, Repository
from schemac.ledger import appended, read_ledger


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git as a stranger has it: no settings of this machine."""
    home = tmp_path / "home"
    home.mkdir()
    for name, value in {
        "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    for name in [name for name in os.environ if name.startswith("GIT_DIR")]:
        monkeypatch.delenv(name)


def git(folder: Path, *words: str, ok: bool = True) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True)
    assert not ok or done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = released_project(tmp_path / "project")
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "Release arrow and tiers")
    return folder


def again(project: Path, version: str, parent: str = "1.0.0") -> None:
    """Release the next version and commit it."""
    next_version(project, version, parent=parent)
    assert do_release(project).lines
    commit(project, f"Release {version}")


def looked_at(project: Path, anchor: str | None = None) -> Chain:
    (found,) = audit_verify(anchor, cwd=project)
    return found


def messages(project: Path, anchor: str | None = None) -> str:
    return "\n".join(f.message for f in looked_at(project, anchor).findings)


def rewrite(project: Path) -> None:
    """Write the whole chain anew, so that it holds together."""
    path = project / LEDGER
    text = path.read_bytes()
    forged = [replace(entry, author="Somebody else") for entry in read_ledger(text).entries]
    path.write_bytes(appended(b"", forged))
    assert path.read_bytes() != text


def test_commits_that_only_add_are_clean(project: Path) -> None:
    again(project, "1.1.0")
    again(project, "1.2.0", "1.1.0")
    found = looked_at(project)
    assert found.findings == ()
    assert (found.commits, found.lines, found.limits) == (3, 4, ())


def test_a_ledger_not_committed_yet_may_grow(project: Path) -> None:
    next_version(project, "1.1.0")
    assert do_release(project).lines
    assert looked_at(project).findings == ()


def test_a_rewritten_chain_shows_against_the_last_commit(project: Path) -> None:
    rewrite(project)
    assert "it is not what was committed last" in messages(project)
    assert not read_ledger((project / LEDGER).read_bytes()).faults


def test_a_rewritten_chain_shows_in_the_history_once_committed(project: Path) -> None:
    again(project, "1.1.0")
    rewrite(project)
    commit(project, "Nothing to see")
    again(project, "1.2.0", "1.1.0")
    assert "did not only add to the ledger, from line 1 on" in messages(project)


def test_a_cut_tail_shows_though_its_files_are_gone_too(project: Path) -> None:
    before = (project / LEDGER).read_bytes()
    again(project, "1.1.0")
    (project / LEDGER).write_bytes(before)
    for path in (project / "specs/demo").glob("*@1.1.0*"):
        path.unlink()
    assert "it is not what was committed last" in messages(project)
    commit(project, "Tidy up")
    assert "did not only add to the ledger, from line 3 on" in messages(project)


def test_a_ledger_removed_and_begun_anew_shows(project: Path) -> None:
    for path in [project / LEDGER, *(project / "specs").rglob("*@*")]:
        path.unlink()
    commit(project, "Start afresh")
    done = release(
        "demo/arrow-2", "demo/two-tier", approved_by=("C",), author="C", effective="2024-07-01",
        rationale="Other.", recorded="2024-07-01T00:00:00Z", cwd=project,
    )  # fmt: skip
    assert done.lines
    commit(project, "Release")
    assert "did not only add to the ledger, from line 1 on" in messages(project)


def test_an_amended_history_shows_nothing_without_an_anchor(project: Path) -> None:
    """A forced push replaces the commit that knew better. Nothing here claims to see that."""
    rewrite(project)
    git(project, "commit", "-q", "-a", "--amend", "-m", "Release arrow and tiers")
    found = looked_at(project)
    assert found.findings == ()
    assert found.anchored == 0


# ---- two releases at once ---------------------------------------------------------------------


@pytest.fixture
def diverged(project: Path) -> Path:
    """On `main` 1.1.0 was released, on `other` 1.2.0."""
    git(project, "checkout", "-q", "-b", "other")
    again(project, "1.2.0")
    git(project, "checkout", "-q", "main")
    again(project, "1.1.0")
    return project


@pytest.mark.parametrize("how", [("merge", "other"), ("rebase", "other"), ("cherry-pick", "other")])
def test_git_does_not_join_two_releases_in_silence(how: tuple[str, str], diverged: Path) -> None:
    said = git(diverged, *how, ok=False)
    assert "CONFLICT" in said
    assert "specs/ledger.jsonl" in git(diverged, "diff", "--name-only", "--diff-filter=U")
    found = [d for d in check(cwd=diverged).diagnostics if d.rule == "ledger-broken"]
    assert [d.message for d in found] == ["two releases were made at once"]


def test_not_even_where_a_driver_joins_everything(diverged: Path) -> None:
    (diverged / ".gitattributes").write_text("*.jsonl merge=union\n", "utf-8")
    commit(diverged, "Join everything")
    git(diverged, "merge", "other", ok=False)
    assert {d.rule for d in check(cwd=diverged).diagnostics} >= {"ledger-broken"}


@pytest.fixture
def merged(diverged: Path) -> Path:
    """The way out that the help names: one side's ledger, and the other side released again."""
    git(diverged, "merge", "other", ok=False)
    git(diverged, "checkout", "--ours", LEDGER)
    git(diverged, "checkout", "--theirs", ARROW)
    return diverged


def test_the_way_out_leads_to_a_clean_ledger(merged: Path) -> None:
    done = do_release(merged)
    assert [line.document for line in done.lines] == ["demo/arrow-2@1.2.0"], done
    commit(merged, "Merge other")
    found = looked_at(merged)
    assert found.findings == ()
    assert found.lines == 4


def test_a_merge_that_loses_a_release_is_found(merged: Path) -> None:
    for path in (merged / "specs/demo").glob("*@1.2.0*"):
        path.unlink()
    commit(merged, "Merge other")
    assert "merged and lost the release of demo/arrow-2@1.2.0" in messages(merged)


# ---- anchors ----------------------------------------------------------------------------------


@pytest.fixture
def signed(project: Path, tmp_path: Path) -> Path:
    """The first two lines are anchored by the tag `r1`, signed with a key that is known here."""
    key, allowed = tmp_path / "key", tmp_path / "allowed"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    public = key.with_suffix(".pub").read_text("utf-8")
    allowed.write_text(f"auditor@example.org {public}", "utf-8")
    git(project, "config", "gpg.format", "ssh")
    git(project, "config", "user.signingkey", str(key))
    git(project, "config", "gpg.ssh.allowedSignersFile", str(allowed))
    git(project, "tag", "-s", "-m", "Released", "r1")
    return project


def test_a_signed_tag_anchors_what_it_holds(signed: Path) -> None:
    again(signed, "1.1.0")
    found = looked_at(signed, "r1")
    assert found.findings == ()
    assert (found.tag, found.anchored, found.lines) == ("r1", 2, 3)
    assert (found.signer or "").startswith("auditor@example.org")


def test_a_chain_written_anew_shows_against_an_anchor(signed: Path) -> None:
    rewrite(signed)
    git(signed, "commit", "-q", "-a", "--amend", "-m", "Release arrow and tiers")
    assert messages(signed) == ""
    found = looked_at(signed, "r1")
    assert [f.what for f in found.findings] == ["anchor"]
    assert "is not the one that the tag `r1` holds" in found.findings[0].message
    assert found.anchored == 0


def test_a_tail_cut_before_the_anchor_shows(signed: Path) -> None:
    again(signed, "1.1.0")
    git(signed, "tag", "-s", "-m", "Released", "r2")
    git(signed, "reset", "-q", "--hard", "HEAD~1")
    assert messages(signed) == ""
    assert "is not the one that the tag `r2` holds" in messages(signed, "r2")


def test_a_tag_without_a_signature_anchors_nothing(signed: Path) -> None:
    git(signed, "tag", "light")
    git(signed, "tag", "-a", "-m", "x", "annotated")
    for name in ("light", "annotated"):
        found = looked_at(signed, name)
        assert "has no good signature" in found.findings[0].message
        assert found.anchored == 0


def test_a_tag_signed_by_a_stranger_anchors_nothing(signed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    git(signed, "-c", f"user.signingkey={other}", "tag", "-s", "-m", "x", "forged")
    found = looked_at(signed, "forged")
    assert "has no good signature" in found.findings[0].message
    assert found.signer is None


def test_an_older_signed_tag_under_another_name_anchors_nothing(signed: Path) -> None:
    """Else who cuts the tail could let the anchor of before it stand for that of after it."""
    again(signed, "1.1.0")
    git(signed, "tag", "-s", "-m", "Released", "r2")
    git(signed, "reset", "-q", "--hard", "HEAD~1")
    git(signed, "update-ref", "refs/tags/r2", git(signed, "rev-parse", "refs/tags/r1").strip())
    found = looked_at(signed, "r2")
    assert [f.what for f in found.findings] == ["anchor"]
    assert "it was signed under the name `r1`" in found.findings[0].message
    assert (found.anchored, found.signer) == (0, None)


SIGNER = "Auditor <auditor@example.org>"
GPG = """#!/bin/sh
# What git asks of GnuPG: to sign, and to verify. It signs by the bytes that it is given.
case "$*" in
*--verify*)
  while [ "$1" != --verify ]; do shift; done
  sum=$(cat | cksum)
  if [ "$(sed -n 2p "$2")" = "$sum" ]; then
    echo "[GNUPG:] NEWSIG"
    echo "[GNUPG:] {good} 0123456789ABCDEF Auditor <auditor@example.org>"
    exit {status}
  fi
  echo "[GNUPG:] BADSIG 0123456789ABCDEF Auditor <auditor@example.org>"
  exit 1 ;;
*)
  echo "[GNUPG:] SIG_CREATED " >&2
  echo "-----BEGIN PGP SIGNATURE-----"
  cat | cksum
  echo "-----END PGP SIGNATURE-----" ;;
esac
"""


def stub(project: Path, good: str = "GOODSIG", status: int = 0) -> None:
    """A program that stands for GnuPG, as git calls it."""
    program = project.parent / "gpg"
    program.write_text(GPG.replace("{good}", good).replace("{status}", str(status)), "utf-8")
    program.chmod(0o755)
    git(project, "config", "gpg.program", str(program))
    git(project, "config", "user.signingkey", "0123456789ABCDEF")


def test_a_tag_signed_by_openpgp_anchors_what_it_holds(project: Path) -> None:
    stub(project)
    git(project, "tag", "-s", "-m", "Released", "r1")
    assert "BEGIN PGP SIGNATURE" in git(project, "cat-file", "tag", "r1")
    found = looked_at(project, "r1")
    assert found.findings == ()
    assert (found.anchored, found.signer) == (2, SIGNER)


def test_an_openpgp_tag_that_was_edited_anchors_nothing(project: Path) -> None:
    stub(project)
    git(project, "tag", "-s", "-m", "Released", "r1")
    text = git(project, "cat-file", "tag", "r1").replace("Released", "Re1eased")
    (project.parent / "forged").write_text(text, "utf-8")
    forged = git(project, "hash-object", "-t", "tag", "-w", str(project.parent / "forged"))
    git(project, "update-ref", "refs/tags/r1", forged.strip())
    found = looked_at(project, "r1")
    assert "has no good signature" in found.findings[0].message
    assert (found.anchored, found.signer) == (0, None)


@pytest.mark.parametrize(
    ("good", "status", "said"),
    [
        ("EXPKEYSIG", 0, "by a key that has expired"),
        ("REVKEYSIG", 0, "by a key that was revoked"),
        ("EXPSIG", 0, "the signature has expired"),
        ("ERRSIG", 2, "by a key that is not known here"),
        ("BADSIG", 1, "the signature does not fit the tag"),
        ("GOODSIG", 1, "git does not accept its signature"),
    ],
)
def test_an_openpgp_signature_that_is_not_good_anchors_nothing(
    project: Path, good: str, status: int, said: str
) -> None:
    """By a key that ended or was withdrawn; out of date; by a key that is not here; refused."""
    stub(project)
    git(project, "tag", "-s", "-m", "Released", "r1")
    stub(project, good, status)
    found = looked_at(project, "r1")
    assert "has no good signature: " in found.findings[0].message
    assert said in found.findings[0].message
    assert (found.anchored, found.signer) == (0, None)


@pytest.mark.skipif(shutil.which("gpg") is None, reason="GnuPG is not installed; the stub stands")
def test_a_tag_signed_by_gnupg_itself(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(prefix="gpg") as home:  # a short path: it holds a socket
        monkeypatch.setenv("GNUPGHOME", home)
        make = ["gpg", "--batch", "--quiet", "--passphrase", "", "--pinentry-mode", "loopback"]
        make += [
            "--quick-generate-key",
            "Auditor <auditor@example.org>",
            "ed25519",
            "sign",
            "never",
        ]
        try:
            subprocess.run(make, check=True, capture_output=True)
            git(project, "config", "user.signingkey", "auditor@example.org")
            git(project, "tag", "-s", "-m", "Released", "r1")
            found = looked_at(project, "r1")
            assert found.findings == ()
            assert (found.anchored, found.signer) == (2, SIGNER)
            rewrite(project)
            git(project, "commit", "-q", "-a", "--amend", "-m", "Release arrow and tiers")
            assert "is not the one that the tag `r1` holds" in messages(project, "r1")
        finally:
            subprocess.run(["gpgconf", "--kill", "gpg-agent"], check=False)
    with tempfile.TemporaryDirectory(prefix="gpg") as empty:
        monkeypatch.setenv("GNUPGHOME", empty)  # an auditor who does not know the key
        assert looked_at(project, "r1").anchored == 0


@pytest.mark.parametrize("name", ["none", "-h", "--help", "main", "r1^{tree}", "../r1", ""])
def test_what_is_no_tag_is_refused(name: str, signed: Path) -> None:
    found = looked_at(signed, name) if name else None
    if found is not None:
        assert [f.what for f in found.findings] == ["anchor"]
        assert found.anchored == 0


def test_an_anchor_of_no_use_is_not_called_a_rewritten_ledger(signed: Path) -> None:
    def told(tag: str) -> str:
        return " ".join(render_verdict([looked_at(signed, tag)], 100).split())

    assert "ANCHOR FAILED, 1 finding ledger.jsonl: there is no tag `none`" in told("none")
    assert "unanchored: the tag none does not hold it" in told("none")
    rewrite(signed)
    git(signed, "commit", "-q", "-a", "--amend", "-m", "Release arrow and tiers")
    assert "REWRITTEN, 1 finding ledger.jsonl, line 1: the ledger is not the one" in told("r1")


# ---- limits -----------------------------------------------------------------------------------


def test_without_git_it_says_so(tmp_path: Path) -> None:
    found = looked_at(released_project(tmp_path / "plain"))
    assert (found.findings, found.limits) == ((), ("there is no git history here",))


def test_before_the_first_commit_it_says_so(tmp_path: Path) -> None:
    folder = released_project(tmp_path / "fresh")
    git(folder, "init", "-q")
    assert looked_at(folder).limits == ("nothing is committed yet",)


def test_a_ledger_that_was_never_committed_is_said(tmp_path: Path) -> None:
    folder = released_project(tmp_path / "fresh")
    git(folder, "init", "-q")
    (folder / ".gitignore").write_text("ledger.jsonl\n", "utf-8")
    commit(folder, "Without")
    assert looked_at(folder).limits == ("the ledger was never committed",)


def test_a_shallow_clone_says_what_it_cannot_see(project: Path, tmp_path: Path) -> None:
    again(project, "1.1.0")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{project}", "clone")
    found = looked_at(tmp_path / "clone")
    assert found.findings == ()
    assert found.limits == ("the clone is shallow: older commits were not seen",)


def test_a_replaced_commit_does_not_hide_the_real_one(project: Path) -> None:
    again(project, "1.1.0")
    real = git(project, "rev-parse", "HEAD").strip()
    rewrite(project)
    commit(project, "Forged")
    forged = git(project, "rev-parse", "HEAD").strip()
    git(project, "replace", real, forged)
    assert "did not only add" in messages(project)


def test_a_project_below_the_root_of_its_repository(tmp_path: Path) -> None:
    root = tmp_path / "mono"
    folder = released_project(root / "deep" / "project")
    git(root, "init", "-q", "-b", "main")
    commit(root, "All")
    rewrite(folder)
    assert "it is not what was committed last" in messages(folder)


def test_a_tag_is_asked_for_by_name_only(project: Path) -> None:
    with pytest.raises(GitError, match="there is no tag"):
        Repository(project / "specs").tag("HEAD")
