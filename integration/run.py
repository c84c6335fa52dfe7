"""Check the Label Studio target in a real Label Studio: `python3 dev.py integration [NAME...]`.

Names are the last part of a spec's id, such as `coco-17`; all four skeletons without one.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import environment
import expectations

ROOT = Path(__file__).parent.parent
WORK = ROOT / ".oracles" / "label-studio"
PICTURES = ROOT / "artifacts" / "integration"
LONGEST = 600  # seconds for everything after the installation


def main(names: list[str]) -> int:
    """0 when Label Studio shows and keeps what the specs say, 1 for findings, 2 for wrong usage."""
    specs = {spec.rpartition("/")[2]: spec for spec in expectations.SPECS}
    if unknown := sorted(set(names) - set(specs)):
        print(f"no skeleton '{unknown[0]}'; there are: {', '.join(specs)}", file=sys.stderr)
        return 2
    try:
        python = environment.prepare(WORK / "venv")
        browser = environment.chromium()
    except environment.MissingError as missing:
        print(missing, file=sys.stderr)
        return 1
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=WORK, prefix="run-") as folder:
        work = Path(folder)
        expectations.write(work / "expected", [specs[name] for name in names or specs])
        checks = ROOT / "integration" / "label_studio" / "main.py"
        schemac = Path(sysconfig.get_path("scripts")) / "schemac"
        return _run([python, checks, work, PICTURES, browser, schemac])


def _run(command: list[str | Path]) -> int:
    """The exit code; what takes too long is asked to stop its server, then stopped."""
    process = subprocess.Popen(list(map(str, command)))
    try:
        return process.wait(LONGEST)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        print(f"stopped, at the latest after {LONGEST} s", file=sys.stderr)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
