"""A canvas as the bytes of a file.

PNG is drawn in this process, with the bundled font, so that it looks the same on every machine.
PDF is printed by Chromium or Chrome, where there is one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from base64 import b64encode
from pathlib import Path

from schemac.figures import Canvas, Theme
from schemac.figures.labels.advances import Weight, advances, font_file
from schemac.figures.paths import number
from schemac.workspace import UsageError

FORMS = ("svg", "png", "pdf")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""Programs that print a PDF, as they are called on the PATH."""

_WEIGHTS: tuple[Weight, ...] = (400, 700)
_SIZE = re.compile(rb' width="[^"]*" height="[^"]*"')
_DATE = re.compile(rb"\(D:\d{14}")
_WIDEST = 20_000
_PATIENCE = 60  # seconds


def rendered(canvas: Canvas, form: str, theme: Theme = "light", width: int | None = None) -> bytes:
    """The canvas as an SVG, PNG or PDF file, `width` px wide (its own width when None).

    Raises UsageError for another form or a width that no picture has, and for PDF when there is no
    browser.
    """
    if form not in FORMS:
        raise UsageError(f"a figure cannot be written as `{form}`", "but as svg, png or pdf")
    if width is not None and not 1 <= width <= _WIDEST:
        raise UsageError(f"no figure is {width} px wide", f"widths go from 1 to {_WIDEST}")
    across = float(width or canvas.width)
    svg = _sized(canvas, theme, across)
    if form == "svg":
        return svg
    return _png(svg) if form == "png" else _pdf(svg, across, across * canvas.height / canvas.width)


def _sized(canvas: Canvas, theme: Theme, width: float) -> bytes:
    """The canvas as SVG on paper. The view box stays, so all of it grows or shrinks."""
    height = width * canvas.height / canvas.width
    size = f' width="{number(width)}" height="{number(height)}"'.encode()
    return _SIZE.sub(size, canvas.file(theme, paper=True), count=1)


def _png(svg: bytes) -> bytes:
    from resvg_py import svg_to_bytes

    text = svg.decode()
    made = svg_to_bytes(
        svg_string=text,
        font_files=[str(font_file(weight)) for weight in _WEIGHTS],
        # Fonts of this machine only for scripts that the bundled one does not have.
        skip_system_fonts=all(ord(c) in advances(400) for c in _words(text)),
        font_family="Inter",
        sans_serif_family="Inter",
    )
    return bytes(made)


def _words(svg: str) -> set[str]:
    """Every character that is drawn."""
    from xml.etree import ElementTree

    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    drawn = root.iter("{http://www.w3.org/2000/svg}text")
    return {c for element in drawn for text in element.itertext() for c in text if not c.isspace()}


def _pdf(svg: bytes, width: float, height: float) -> bytes:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise UsageError(
            "a PDF is printed by Chromium or Chrome, and neither is on the PATH",
            "write an `.svg` or a `.png`, which need no browser",
        )
    with tempfile.TemporaryDirectory(prefix="schemac-", ignore_cleanup_errors=True) as folder:
        page, made = Path(folder, "figure.html"), Path(folder, "figure.pdf")
        page.write_bytes(_page(svg, width, height))
        words = [
            program, "--headless=new", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}",
            *_unboxed(), page.as_uri(),
        ]  # fmt: skip
        try:
            subprocess.run(words, capture_output=True, timeout=_PATIENCE, check=True)  # noqa: S603
            found = made.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            name = Path(program).name
            raise UsageError(f"{name} could not print the figure: {error}") from error
    # The time of printing stands in it: same input, same bytes.
    return _DATE.sub(b"(D:19700101000000", found)


def _unboxed() -> list[str]:
    """For the superuser, as in most containers, Chromium starts only without its sandbox. What it
    prints is our own drawing, which can run and load nothing."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _page(svg: bytes, width: float, height: float) -> bytes:
    """A page of the size of the figure, with the bundled font in it."""
    faces = "".join(
        f'@font-face{{font-family:"Inter";font-weight:{weight};src:url(data:font/ttf;base64,'
        f"{b64encode(font_file(weight).read_bytes()).decode()})}}"
        for weight in _WEIGHTS
    )
    policy = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"
    size = f"{number(width)}px {number(height)}px"
    return (
        (
            f'<!doctype html><html><head><meta charset="utf-8"><title></title>'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            f"<style>@page{{size:{size};margin:0}}html,body{{margin:0}}svg{{display:block}}{faces}"
            "</style></head><body>"
        ).encode()
        + svg
        + b"</body></html>"
    )
