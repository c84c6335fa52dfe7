"""A project with one small spec, and a server of it on a port of its own."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPMessage
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

import schemac
from schemac.serving import Server

GOOD = """schemac: 1
spec: demo/arm-3
version: 0.1.0
title: Arm
subject: {category: arm, category_id: 1, laterality: subject}
visibility: visibility/coco-3@1.0.0
uses: [landmarks/body@1.0.0, landmarks/face@1.0.0]
keypoints:
  nose:     {index: 0, landmark: face.nose_tip, at: [50, 10]}
  shoulder: {index: {left: 1, right: 2}, landmark: body.shoulder, at: [60, 30]}
edges:
  - [nose, left_shoulder]
  - [nose, right_shoulder]
"""
BAD = GOOD.replace("left_shoulder", "left_sholder")


class Got(NamedTuple):
    status: int
    text: str
    headers: HTTPMessage


Get = Callable[..., Got]


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """The file of the spec."""
    (tmp_path / "schemac.yaml").write_text("schemac: 1\nproject: demo\n", "utf-8")
    path = tmp_path / "specs" / "demo" / "arm-3.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(GOOD, "utf-8")
    return path


@pytest.fixture
def served(spec: Path, tmp_path: Path) -> Iterator[Server]:
    server = schemac.serve(port=0, cwd=tmp_path)
    thread = Thread(target=server.run)
    thread.start()
    yield server
    server.close()
    thread.join(10)
    assert not thread.is_alive()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


@pytest.fixture
def get(served: Server) -> Get:
    opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))

    def call(path: str, method: str = "GET", **headers: str) -> Got:
        url = served.address + path
        request = urllib.request.Request(url, method=method, headers=headers)
        try:
            with opener.open(request, timeout=30) as answer:
                return Got(answer.status, answer.read().decode("utf-8", "replace"), answer.headers)
        except urllib.error.HTTPError as error:
            return Got(error.code, error.read().decode(), error.headers)

    return call
