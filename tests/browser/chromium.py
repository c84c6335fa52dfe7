"""A headless Chromium, driven over its own protocol (https://chromedevtools.github.io).

Commands go through a pipe, as JSON ended by a zero byte; nothing is installed for it. Every
request that a page makes and everything it writes to the console is kept.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-extensions",
    "--remote-debugging-pipe",
)  # fmt: skip


class Browser:
    """One page of a running browser."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers, self._left, self._number = commands, answers, b"", 0
        self.requests: list[str] = []
        self.console: list[str] = []
        target = self._send("Target.createTarget", {"url": "about:blank"}, None)["targetId"]
        attach = {"targetId": target, "flatten": True}
        self._session = self._send("Target.attachToTarget", attach, None)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.send(f"{domain}.enable")

    def open(
        self, page: Path, *, width: int = 1440, height: int = 900, scheme: str = "light"
    ) -> None:
        """Load a file and wait for it. Requests and console start anew, once the page before is
        gone: it may still have been asking for something."""
        self._go("about:blank")
        self.requests.clear()
        self.console.clear()
        media = [{"name": "prefers-color-scheme", "value": scheme}]
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.send("Emulation.setEmulatedMedia", {"features": media})
        self.send("Emulation.setDeviceMetricsOverride", size)
        self._go(page.as_uri())

    def _go(self, url: str) -> None:
        self._loaded = False
        self.send("Page.navigate", {"url": url})
        while not self._loaded:
            self._note(self._receive())

    def run(self, script: str) -> Any:
        """The value of an expression (or of what it promises) in the page."""
        asked = {"expression": script, "returnByValue": True, "awaitPromise": True}
        answer = self.send("Runtime.evaluate", asked)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def picture(self) -> bytes:
        """The whole page as PNG."""
        asked = {"format": "png", "captureBeyondViewport": True}
        size = self.send("Page.getLayoutMetrics")["cssContentSize"]
        asked["clip"] = {**size, "scale": 1}
        return base64.b64decode(self.send("Page.captureScreenshot", asked)["data"])

    def pdf(self) -> bytes:
        """The page as it is printed on A4."""
        asked = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True}
        return base64.b64decode(self.send("Page.printToPDF", asked)["data"])

    def send(self, method: str, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
        """One command to the page, and its answer."""
        return self._send(method, parameters or {}, self._session)

    def _send(self, method: str, parameters: Any, session: str | None) -> dict[str, Any]:
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters}
        if session:
            command["sessionId"] = session
        os.write(self._commands, json.dumps(command).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                return answer["result"]
            self._note(answer)

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            read = os.read(self._answers, 1 << 16)
            assert read, "the browser is gone"
            self._left += read
        message, self._left = self._left.split(b"\0", 1)
        return json.loads(message)

    def _note(self, event: dict[str, Any]) -> None:
        method, said = event.get("method"), event.get("params", {})
        if method == "Page.loadEventFired":
            self._loaded = True
        elif method == "Network.requestWillBeSent":
            self.requests.append(said["request"]["url"])
        elif method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
            self.console.append(json.dumps(said))


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser with an empty profile. Fails when none is installed."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, f"no browser found: one of {', '.join(NAMES)} must be on the PATH"
    (read, commands), (answers, write) = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        ends = f"exec 3<&{read} 4>&{write}"
        line = ["bash", "-c", f'{ends}; exec "$0" "$@"', program, *FLAGS]
        process = subprocess.Popen(
            [*line, f"--user-data-dir={profile}"],
            pass_fds=(read, write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read)
        os.close(write)
        try:
            yield Browser(commands, answers)
        finally:
            os.close(commands)
            process.terminate()
            process.wait(20)
            os.close(answers)
