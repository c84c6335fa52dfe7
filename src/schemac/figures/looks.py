"""What the classes of the plates look like, beside those of `figures.style`.

The same notation: `{ink}` is a colour of `figures.tokens`. The plain colours are light itself: a
dark scene stays dark in every theme.
"""

from __future__ import annotations

from collections.abc import Mapping

from schemac.figures.tokens import FONT

WHERE: Mapping[str, str] = {
    "letter": "font:bold 16px " + FONT,
    "pane": "fill:{paper};stroke:{leader};stroke-width:1.2",
    "pane-edge": "fill:none;stroke:{leader};stroke-width:1.2",
    "frame": "fill:none;stroke:{ink};stroke-width:1.3;stroke-dasharray:5 3.5",
    "halo-ring": "fill:none;stroke:{ink};stroke-width:1.8",
    "halo-under": "fill:none;stroke:{paper};stroke-width:5;stroke-opacity:.85",
    "mirror": "fill:none;stroke:{ink};stroke-width:1.6;stroke-dasharray:8 6",
    "tie": "fill:none;stroke:{leader};stroke-width:1;stroke-dasharray:2 3",
    "patch": "fill:{good};fill-opacity:.3;stroke:{good};stroke-width:1.6",
    "speck": "stroke-width:1;stroke-dasharray:1.6 1",
    "hit": "fill:{ink};fill-opacity:0;stroke:none",
}
"""Figures that say where points are."""

POINTS: Mapping[str, str] = {
    "aim": "fill:none;stroke:{good};stroke-width:2.4;stroke-linecap:round",
    "aim-wrong": "fill:none;stroke:{bad};stroke-width:3.6;stroke-linecap:round",
    "glow": "fill:none;stroke:{paper};stroke-width:6;stroke-linecap:round;stroke-opacity:.9",
    "tolerance": "fill:{good};fill-opacity:.12;stroke:{good};stroke-width:2",
    "sigma": "fill:none;stroke:{mid};stroke-width:1.7;stroke-dasharray:6 4",
    "way": "fill:none;stroke:{bad};stroke-width:2.4;stroke-linecap:round;stroke-dasharray:.1 5.5",
    "shift": "fill:none;stroke:{ink};stroke-width:2;stroke-linecap:round",
    "tip": "fill:{ink};stroke:{paper};stroke-width:1",
    "tip-bad": "fill:{bad};stroke:{paper};stroke-width:1",
    "near-point": "fill:{paper};stroke:{mid};stroke-width:1.7",
    "near-number": "fill:{mid};font:600 14px " + FONT,
    "label": "fill:{ink};font:600 14px " + FONT,
    "label-good": "fill:{good};font:600 14px " + FONT,
    "word": "fill:{ink};font:14px " + FONT,
    "chip": "fill:{ink}",
    "chip-text": "fill:{paper};font:700 14px " + FONT,
    "plate": "fill:{paper};stroke:{leader};stroke-width:1.2",
    "tick": "fill:none;stroke:{paper};stroke-width:3;stroke-linecap:round;stroke-linejoin:round",
    "photo": "fill:none;stroke:{ink};stroke-width:2.4",
    "off": "fill:{far};fill-opacity:.55",
    "screen": "fill:{thing};stroke:{line};stroke-width:1.6;stroke-linejoin:round",
    "hatch": "fill:none;stroke:{line};stroke-width:1.1;stroke-opacity:.55",
    "ghost-under": "fill:{paper}",
    "ghost": "fill:{brow}",
    "ghost-dark": "fill:{hint}",
    "ghost-light": "fill:{sclera}",
    "covered": "fill:{paper};stroke-width:1.8;stroke-dasharray:2.6 2",
    "covered-left": "stroke:{left}",
    "covered-right": "stroke:{right}",
    "covered-mid": "stroke:{mid}",
    "judged": "fill:none;stroke:{good};stroke-width:2;stroke-dasharray:5 4",
    "forbid": "fill:none;stroke:{bad};stroke-width:3;stroke-linecap:round",
    "night": "fill:#0b1016;fill-opacity:.58",
    "glare": "fill:#fffaf0;fill-opacity:.4",
    "veil": "fill:#fff6df;fill-opacity:.22",
    "sky": "fill:#ffeec2",
    "backlit": "fill:#3f362d;stroke:#fff6df;stroke-width:3;stroke-linejoin:round",
    "backlit-dark": "fill:#2b241d",
    "backlit-light": "fill:#5e5347",
    "backlit-line": "fill:none;stroke:#2b241d;stroke-width:1.6;stroke-linecap:round",
    "dimmed": "fill:{far};stroke:{far-line};stroke-width:1.2;stroke-linejoin:round",
    "frame-box": "fill:none;stroke:{good};stroke-width:2.2;stroke-dasharray:9 5",
    "span": "fill:none;stroke:{ink};stroke-width:2.6;stroke-linecap:round",
    "span-under": "fill:none;stroke:{paper};stroke-width:6;stroke-linecap:round",
    "wedge": "fill:{good};fill-opacity:.18;stroke:{good};stroke-width:2",
    "help": "fill:none;stroke:{mid};stroke-width:1.5;stroke-dasharray:4 4",
    "old-place": "fill:none;stroke:{mid};stroke-width:2.4;stroke-dasharray:4 3.2",
    "sigma-soft": "fill:{mid};fill-opacity:.07;stroke:{mid};stroke-width:1.3;stroke-dasharray:4 3",
    "bar": "fill:{mid}",
    "axis": "fill:none;stroke:{leader};stroke-width:1",
}
"""Class -> declarations."""
