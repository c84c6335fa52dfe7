"""CVAT's own command line posts our labels.json to a server, unchanged."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import schemac
from conftest import LIBRARY
from remote.stub_servers import FakeCvat, Stub


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("built")
    schemac.build(*LIBRARY, out=out, targets=("cvat",))
    return out


def cvat_cli(stub, *arguments):
    program = Path(sys.executable).with_name("cvat-cli")
    return subprocess.run(
        [program, "--server-host", stub.url, *arguments],
        capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "CVAT_ACCESS_TOKEN": "the-token"},
    )  # fmt: skip


@pytest.mark.parametrize("spec", LIBRARY)
def test_cvat_cli_creates_a_project_from_the_labels(built, spec):
    labels = built / spec / "1.0.0" / "cvat" / "labels.json"
    with Stub(FakeCvat()) as stub:
        done = cvat_cli(stub, "project", "create", "A project", "--labels", str(labels))
        assert done.returncode == 0, done.stderr
        posted = [asked for asked in stub.writes if asked.path == "/api/projects"]
        assert [asked.method for asked in posted] == ["POST"]
        sent = posted[0].json
        assert (sent["name"], sent["labels"]) == ("A project", json.loads(labels.read_text()))
        assert done.stdout.strip() == str(next(iter(stub.reply.projects)))
