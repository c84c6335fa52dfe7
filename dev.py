"""Set up, build, test, check and measure schemac, from a fresh clone.

    python3 dev.py build [ARGS]   install into .venv, then run `schemac build`
    python3 dev.py check [NAME]   every static check, or those named
    python3 dev.py test [ARGS]    the tests; arguments go to pytest
    python3 dev.py bench [ARGS]   the benchmarks
    python3 dev.py browser [ARGS] the pages of a build in Chromium
    python3 dev.py oracles [NAME] what the real tools read in what is emitted (heavy: 16 GB)
    python3 dev.py integration    the checks in a real Label Studio, see integration/README.md
    python3 dev.py all            check, test and build: what CI runs

Needs Python 3.11 or newer and nothing else. Everything is installed into .venv beside this file;
oracles have environments of their own in .oracles.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

# Annotations with brackets are quoted, so that an older Python gets as far as being told so.
OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "installed.json"
INPUTS = (ROOT / "pyproject.toml", ROOT / "constraints.txt")
EXTRAS = ("dev", "outside")

# The build backend is installed first and pinned like everything else, so that nothing is
# fetched in the isolation of a build, where constraints would not hold.
BACKEND = ("hatchling", "editables")

# The one list of checks: CI, pre-commit and people all come here.
CHECKS = {
    "lint": ("ruff", "check", "--output-format", "concise", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy",),
    "layers": ("lint-imports",),
    "specs": ("schemac", "check", "specs", "--strict"),
    "style": ("schemac", "fmt", "--check", "specs"),
}


class StepError(Exception):
    """A step that ended badly, in words for the person who called it."""


def main(arguments: "list[str]") -> int:
    """Run a command; the exit code is that of the first step that failed."""
    if sys.version_info < OLDEST:
        here = ".".join(map(str, sys.version_info[:3]))
        return _say(f"schemac needs Python 3.11 or newer; this is {here}. Try: python3.11 dev.py")
    command, *rest = arguments or ["--help"]
    if command in ("-h", "--help"):
        print(__doc__.strip())
        return 0
    if command not in COMMANDS:
        return _say(f"no command '{command}'; there are: {', '.join(COMMANDS)}", 2)
    try:
        return COMMANDS[command](rest)
    except StepError as failure:
        return _say(str(failure))
    except KeyboardInterrupt:
        return _say("stopped", 130)


def build(arguments: "list[str]") -> int:
    """Install the package, compile the standard library of skeletons, and say where it lies."""
    install()
    code = _run("schemac", "build", *arguments)
    start = ROOT / "build" / "index.html"
    if code == 0 and not arguments:
        schemac = os.path.relpath(BIN / "schemac")
        print(f"\nOpen  {start.as_uri() if start.is_file() else start.parent}")
        print(f"Next  {schemac} init my-project     a project of your own, with an example")
        print(f"      {schemac} --help              every command")
    return code


def test(arguments: "list[str]") -> int:
    """Run the tests, on all cores unless the caller chose what to run."""
    install(*EXTRAS)
    return _run("pytest", *(arguments or ["-n", "auto"]))


def check(names: "list[str]") -> int:
    """Run every check, or those named, and go on after one that fails."""
    unknown = sorted(set(names) - set(CHECKS))
    if unknown:
        return _say(f"no check '{unknown[0]}'; there are: {', '.join(CHECKS)}", 2)
    install(*EXTRAS)
    failed = [name for name in names or CHECKS if not _passes(name)]
    return _say(f"failed: {', '.join(failed)}") if failed else 0


def bench(arguments: "list[str]") -> int:
    """Run the benchmarks; see benchmarks/README.md."""
    install(*EXTRAS)
    return _run("python", str(ROOT / "benchmarks" / "run.py"), *arguments)


def browser(arguments: "list[str]") -> int:
    """Open the pages of a build in Chromium; there has to be one."""
    install(*EXTRAS)
    chosen = arguments or ["-n", "auto", "--dist", "loadfile"]
    return _run("pytest", "tests/browser", "-m", "browser", *chosen)


def oracles(names: "list[str]") -> int:
    """Hold what is emitted against the frameworks it is for; they are installed into .oracles."""
    install()
    return _run("python", str(ROOT / "oracles" / "run.py"), *names)


def integration(arguments: "list[str]") -> int:
    """Check what was built in real labelling tools; see integration/README.md."""
    install(*EXTRAS)
    return _run("python", str(ROOT / "integration" / "run.py"), *arguments)


def everything(arguments: "list[str]") -> int:
    """Check, test and build; all three run, the first bad exit code counts."""
    if arguments:
        return _say("'all' takes no arguments", 2)
    codes = [step([]) for step in (check, test, build)]
    return next((code for code in codes if code), 0)


COMMANDS = {
    "build": build,
    "check": check,
    "test": test,
    "bench": bench,
    "browser": browser,
    "oracles": oracles,
    "integration": integration,
    "all": everything,
}


def install(*extras: str) -> None:
    """Make .venv hold the package, editable, with these extras; nothing to do is fast."""
    if _installed(extras):
        return
    started = time.monotonic()
    print(f"Installing into {os.path.relpath(VENV)} ...", flush=True)
    if not _usable():
        _make_venv()
    STAMP.unlink(missing_ok=True)
    _pip("install", "-c", "constraints.txt", *BACKEND)
    target = f".[{','.join(extras)}]" if extras else "."
    _pip("install", "--no-build-isolation", "-c", "constraints.txt", "-e", target)
    STAMP.write_text(json.dumps({**_state(), "extras": extras}), encoding="utf-8")
    print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)


def _installed(extras: "tuple[str, ...]") -> bool:
    stamp = _stamp()
    there = stamp.pop("extras", [])
    return stamp == _state() and set(extras) <= set(there) and _usable()


def _stamp() -> "dict[str, Any]":
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _state() -> "dict[str, str]":
    """What an installation depends on."""
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in INPUTS)).hexdigest()
    return {"inputs": digest, "root": str(ROOT)}


def _usable() -> bool:
    """Whether .venv is whole, new enough, and made for this folder (its scripts hold its path)."""
    if _stamp().get("root", str(ROOT)) != str(ROOT):
        return False
    probe = f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        return subprocess.run([PYTHON, "-c", probe], capture_output=True).returncode == 0
    except OSError:
        return False


def _make_venv() -> None:
    # Python started from the old .venv cannot replace it: use the one it was made from.
    python = getattr(sys, "_base_executable", None) or sys.executable
    made = _quiet([python, "-m", "venv", "--clear", str(VENV)])
    if made.returncode and ("ensurepip" in made.stdout or "No module named venv" in made.stdout):
        raise StepError("this Python has no venv. On Debian and Ubuntu: apt install python3-venv")
    if made.returncode:
        raise StepError(f"cannot make {VENV}:\n{made.stdout.strip()}")


def _pip(*arguments: str) -> None:
    done = _quiet([PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments])
    if done.returncode:
        end = "\n".join(done.stdout.strip().splitlines()[-20:])
        raise StepError(f"pip said:\n{end}\n\n{_reason(done.stdout)}")


def _reason(output: str) -> str:
    """What to do about pip's failure, as far as its words tell."""
    unreached = ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "ProxyError")
    if any(word in output for word in (*unreached, "No matching distribution found")):
        return "pip could not fetch every package (see above): is there a network connection?"
    return "pip failed (see above). Removing .venv and trying again starts afresh."


def _quiet(command: "list[str | Path]") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=ROOT,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def _run(tool: str, *arguments: str) -> int:
    return subprocess.run([BIN / tool, *arguments], cwd=ROOT, env=_environment()).returncode


def _passes(name: str) -> bool:
    tool, *arguments = CHECKS[name]
    done = _quiet([BIN / tool, *arguments])
    print(f"{'failed' if done.returncode else 'ok':7} {' '.join(CHECKS[name])}", flush=True)
    if done.returncode:
        print(done.stdout.rstrip(), flush=True)
    return done.returncode == 0


def _environment() -> "dict[str, str]":
    """The caller's, with the tools of .venv first and nothing that would lead pip elsewhere."""
    leads_astray = {"PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}
    kept = {key: value for key, value in os.environ.items() if key not in leads_astray}
    path = os.pathsep.join(filter(None, (str(BIN), kept.get("PATH"))))
    return {**kept, "VIRTUAL_ENV": str(VENV), "PATH": path}


def _say(message: str, code: int = 1) -> int:
    print(f"dev.py: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
