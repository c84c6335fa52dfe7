"""Draw docs/overview.png, the README's picture, from a real spec and its real build.

    python3 dev.py build
    .venv/bin/python docs/overview.py      needs Chromium on the PATH

Every excerpt is found in its file by a pattern; one that is not found any more is an error. What is
left out is shown as `…`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
SPEC = ROOT / "specs" / "body" / "coco-17.yaml"
BUILT = ROOT / "build" / "body" / "coco-17" / "1.0.0"
WIDTH, HEIGHT = 1000, 832
FOLLOWED = "elbow"

STYLE = """
* { box-sizing: border-box; margin: 0 }
body { background: #fff; color: #1d2430; font: 12px/1.4 "DejaVu Sans", sans-serif }
main { position: absolute; inset: 0; border: 2px solid #c3c9d4; background: #eef1f5;
       padding: 16px; display: grid; grid-template: minmax(0, 1fr) / 376px 34px minmax(0, 1fr) }
.card { background: #fff; border: 1px solid #d3d8e1; border-radius: 7px; overflow: hidden;
        display: flex; flex-direction: column; min-width: 0 }
h2 { font-size: 12px; padding: 6px 10px; border-bottom: 1px solid #e4e7ec; background: #fafbfc;
     display: flex; justify-content: space-between; gap: 8px; white-space: nowrap }
h2 span { color: #667085; font-weight: 400 }
pre { font: 10.6px/1.5 "DejaVu Sans Mono", monospace; padding: 7px 10px; overflow: hidden }
pre div { white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1.5em }
b { font-weight: 400; color: #0b5cad } i { font-style: normal; color: #7a8494 }
mark { background: #ffe7a3; color: inherit; border-radius: 2px; padding: 1px 0 }
.out { display: grid; gap: 9px;
       grid-template: 300px 92px 222px minmax(0, 1fr) / 212px minmax(0, 1fr) }
.wide { grid-column: span 2 }
svg { display: block; margin: auto }
.figure { flex: 1; display: flex }
.arrow { align-self: center }
"""


def main() -> int:
    """Write the picture; say what is missing when it cannot be made."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        sys.exit("no Chromium on the PATH")
    if not BUILT.is_dir():
        sys.exit("nothing built yet: python3 dev.py build")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "overview.html"
        page.write_text(_page(), encoding="utf-8")
        picture = f"--screenshot={DOCS / 'overview.png'}"
        size = (f"--window-size={WIDTH},{HEIGHT}", "--force-device-scale-factor=2")
        quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
        command = [browser, *quiet, *size, picture, page.as_uri()]
        return subprocess.run(command, capture_output=True).returncode  # noqa: S603


def _page() -> str:
    arrow = (
        '<svg class="arrow" width="24" height="24" viewBox="0 0 24 24"><path fill="none"'
        ' d="M2 12h18M12 4l8 8-8 8" stroke="#667085" stroke-width="2.6"/></svg>'
    )
    spec = _card("One spec", SPEC.relative_to(ROOT).as_posix(), _rows(_spec(), _yaml))
    cards = "".join(_cards())
    return (
        f"<!doctype html><meta charset=utf-8><title>schemac</title><style>{STYLE}</style>"
        f'<main>{spec}{arrow}<div class="out">{cards}</div></main>'
    )


def _spec() -> str:
    return _excerpt(
        SPEC.read_text(encoding="utf-8"),
        r"schemac: .*?\ntitle: [^\n]*",
        r"subject: [^#\n]*\w}",
        r"visibility: .*?\nuses: [^\n]*",
        r"keypoints:",
        r"  shoulder: [^\n]*\n  elbow: [^\n]*\n  wrist: [^\n]*",
        r"edges: .*?\n  - \[left_hip, right_hip\]",
        r"  - \[shoulder, elbow\]\n  - \[elbow, wrist\]",
        r"sigmas:.*?source: \w+",
        r"    values: {.*?}",
        r"evaluation:\n[^\n]*",
        r"qa:\n  tolerance: [^\n]*\n  oks: [^\n]*",
    )


def _cards() -> Iterator[str]:
    labels = _read("cvat/labels.json")
    figure = f'<div class="figure">{_drawing(json.loads(labels)[0])}</div>'
    yield _card("Skeleton", "from the template", figure)
    node = r'<circle [^>]*data-label-name=\\"left_elbow\\"></circle>'
    pieces = (
        r'    "name": "person",\n    "type": "skeleton",',
        r'    "sublabels": \[',
        r'      {\n        "name": "left_elbow",[^}]*?"color": [^\n]*',
        r'    "svg": ',
        node,
    )
    marked = _excerpt(labels, *pieces).replace("…\n<circle", "      …\n      <circle")
    yield _card("CVAT", "labels.json", _rows(marked, _code))
    config = _read("label-studio/config.xml")
    pieces = (r' *<Label value="left_elbow".*?/>',)
    yield _card("Label Studio", "config.xml", _rows(_excerpt(config, *pieces), _markup), "wide")
    category = _excerpt(
        _read("coco/categories.json"),
        r'      "keypoints": \[',
        r'        "left_elbow",\n        "right_elbow",',
        r'      "skeleton": \[',
        r"        \[6, 8\],",
        r"        \[8, 10\],",
    )
    yield _card("COCO", "categories.json", _rows(category, _code))
    beside = _excerpt(
        _read("coco/schemac.json"),
        r'  "mirror": [^\n]*',
        r'  "sigmas": {\n    "coco": {\n      "basis": [^\n]*',
        r'      "values": \[',
        r"        0\.072,\n        0\.072,",
    )
    yield _card("Beside it", "schemac.json", _rows(beside, _code))
    schema = _read("json-schema/instance.schema.json")
    point = r'    "left_elbow": {\n      "title".*?}'
    yield _card(
        "JSON Schema", "instance.schema.json", _rows(_excerpt(schema, point), _code), "wide"
    )


def _card(title: str, file: str, body: str, kind: str = "") -> str:
    return f'<section class="card {kind}"><h2>{title}<span>{file}</span></h2>{body}</section>'


def _drawing(label: dict[str, Any]) -> str:
    """CVAT's template in the colours of its sublabels; what is followed has a ring."""
    colour = {sublabel["name"]: sublabel["color"] for sublabel in label["sublabels"]}

    def node(found: re.Match[str]) -> str:
        ring = "#f0b400" if FOLLOWED in found[2] else "#fff"
        return f'{found[1]}fill="{colour[found[2]]}" stroke="{ring}" stroke-width="0.9"'

    svg = re.sub(r'(<circle )r="[^"]*"', r'\1r="1.7"', label["svg"])
    svg = re.sub(r'(<circle [^>]*)data-label-name="([^"]*)"', node, svg)
    svg = svg.replace("<line ", '<line stroke="#9aa3b2" stroke-width="0.9" ')
    return f'<svg width="186" height="258" viewBox="20 1 60 98">{svg}</svg>'


def _excerpt(text: str, *patterns: str) -> str:
    """The first match of each pattern, in order; a line of `…` stands for what lies between."""
    shown: list[str] = []
    end = 0
    for pattern in patterns:
        found = re.compile(pattern, re.DOTALL).search(text, end)
        if found is None:
            sys.exit(f"the picture shows what is no longer written: {pattern}")
        between = re.sub(r"#[^\n]*", "", text[end : found.start()])
        if shown and between.strip(",\n "):
            shown.append(" " * _indent(found[0]) + "…")
        shown.append(found[0])
        end = found.end()
    return "\n".join(shown)


def _rows(text: str, coloured: Any) -> str:
    """Lines without their common indent, hanging where they are too long."""
    lines = text.splitlines()
    shared = min(_indent(line) for line in lines)
    return f"<pre>{''.join(_row(line, shared, coloured) for line in lines)}</pre>"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _row(line: str, shared: int, coloured: Any) -> str:
    bare = re.sub(r"(?<=\S) {2,}", " ", line).strip()
    indent = max(_indent(line) - shared, 0) + 2
    if bare == "…":
        return f'<div style="padding-left:{indent - 2}ch"><i>…</i></div>'
    body = coloured(escape(bare, quote=False))
    body = re.sub(rf"\w*{FOLLOWED}\w*(?![^<]*>)", r"<mark>\g<0></mark>", body)
    return f'<div style="padding-left:{indent}ch;text-indent:-2ch">{body}</div>'


def _yaml(line: str) -> str:
    words, mark, comment = line.partition(" #")
    words = re.sub(r"([\w-]+):(?= |$)", r"<b>\1</b>:", words)
    return f"{words}<i>{mark}{comment}</i>"


def _code(line: str) -> str:
    return re.sub(r'("[^"]*"):', r"<b>\1</b>:", line)


def _markup(line: str) -> str:
    return re.sub(r"(&lt;\w+|/?&gt;)", r"<b>\1</b>", line)


def _read(file: str) -> str:
    return (BUILT / file).read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
