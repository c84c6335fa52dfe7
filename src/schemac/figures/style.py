"""What the classes of a figure look like: one style sheet for pages, one inside a file.

Lengths are px of a canvas about 900 px wide. Elements carry class names only, so a page that
switches to its dark scheme changes the figures along.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from schemac.figures import looks
from schemac.figures.tokens import FONT, TOKENS, Theme, colour

PREFIX = "kp"
"""Of class names and of the names of colours in a style sheet."""

_SUBJECT: Mapping[str, str] = {
    "paper": "fill:{paper}",
    "body": "fill:{skin};stroke:{line};stroke-width:1.8;stroke-linejoin:round",
    "near": "fill:{skin};stroke:{line};stroke-width:1.7;stroke-linejoin:round",
    "far": "fill:{far};stroke:{far-line};stroke-width:1.2;stroke-linejoin:round",
    "thing": "fill:{thing};stroke:{line};stroke-width:1.6;stroke-linejoin:round",
    "hint": "fill:none;stroke:{hint};stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round",
    "feature": "fill:none;stroke:{line};stroke-width:1.4;stroke-linecap:round",
    "brow": "fill:{brow}",
    "sclera": "fill:{sclera};stroke:{line};stroke-width:1.5;stroke-linejoin:round",
    "iris": "fill:{iris}",
    "pupil": "fill:{pupil}",
    "lip": "fill:{lip};stroke:{line};stroke-width:1.3;stroke-linejoin:round",
    "mouth": "fill:{mouth};stroke:{line};stroke-width:1;stroke-linejoin:round",
    "bone": "fill:none;stroke:{mid};stroke-width:2.4;stroke-opacity:.55;stroke-linecap:round",
    "bone-left": "stroke:{left}",
    "bone-right": "stroke:{right}",
    "contour": "fill:none;stroke:{mid};stroke-width:1.3;stroke-opacity:.8;stroke-linecap:round",
    "mark": "stroke-width:2.6;stroke-linejoin:round",
    "mark-left": "fill:{left};stroke:{paper};stroke-width:1.2",
    "mark-right": "fill:{paper};stroke:{right}",
    "mark-mid": "fill:{mid};stroke:{paper};stroke-width:1.2",
    "hidden": "fill:{paper};stroke-width:1.8;stroke-dasharray:2.8 1.9",
    "hidden-left": "stroke:{left}",
    "hidden-right": "stroke:{right}",
    "hidden-mid": "stroke:{mid}",
    "leader": "fill:none;stroke:{leader};stroke-width:1.1",
    "name": "fill:{ink};font:15px " + FONT,
    "note": "fill:{ink};font:13px " + FONT,
    "number": "fill:{ink};font:bold 11.5px " + FONT,
    "left": "fill:{left}",
    "right": "fill:{right}",
    "mid": "fill:{mid}",
    "good": "fill:{good}",
    "bad": "fill:{bad}",
    "fine": "stroke-width:.8",
    "halo": "paint-order:stroke;stroke:{paper};stroke-width:3.2;stroke-linejoin:round",
}

RULES: Mapping[str, str] = {**_SUBJECT, **looks.WHERE, **looks.POINTS}
"""Class -> declarations; `{ink}` is a colour of `tokens`."""

_HOLE = re.compile(r"\{([a-z-]+)\}")


def page_style(dark: str = '[data-md-color-scheme="slate"]') -> str:
    """The style sheet for pages with inline figures. `dark` selects what holds the dark scheme."""
    sheets = (
        f":root{{{_variables('light')}}}",
        f"{dark}{{{_variables('dark')}}}",
        *(
            f".{PREFIX}-figure .{PREFIX}-{name}{{{_HOLE.sub(_variable, rule)}}}"
            for name, rule in RULES.items()
        ),
    )
    return "\n".join(sheets) + "\n"


def file_style(theme: Theme) -> str:
    """The style sheet inside an SVG file, every colour written out."""
    return "".join(
        f".{PREFIX}-{name}{{{_HOLE.sub(lambda hole: colour(hole[1], theme), rule)}}}"
        for name, rule in RULES.items()
    )


def _variables(theme: Theme) -> str:
    return ";".join(f"--{PREFIX}-{token}:{colour(token, theme)}" for token in TOKENS)


def _variable(hole: re.Match[str]) -> str:
    return f"var(--{PREFIX}-{hole[1]},{colour(hole[1], 'light')})"
