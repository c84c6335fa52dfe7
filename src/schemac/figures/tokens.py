"""The colours of figures, by name, in a light and a dark form, and what must be told apart.

Left and right are a pair that people with red-green blindness tell apart, and each has its own
shape and letter too, because the two are one grey on paper without colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from schemac.model import Side

Theme = Literal["light", "dark"]
Shape = Literal["diamond", "ring", "square"]

TEXT = 4.5
"""The least contrast of text (WCAG 2.2, success criterion 1.4.3)."""
GRAPHIC = 3.0
"""The least contrast of what carries meaning in a picture (1.4.11)."""

FONT = 'Inter, "DejaVu Sans", Verdana, "Noto Sans", sans-serif'


class Token(Struct, frozen=True):
    """One colour in both themes, `#rrggbb`."""

    light: str
    dark: str


TOKENS: Mapping[str, Token] = {
    "paper": Token("#ffffff", "#15181d"),
    "ink": Token("#1f2933", "#e6eaee"),
    "skin": Token("#f3ede4", "#343b45"),
    "line": Token("#837869", "#97a0ae"),
    "far": Token("#d9cebd", "#22272f"),
    "far-line": Token("#8b8070", "#7c8593"),
    "hint": Token("#b3a797", "#5a6472"),
    "brow": Token("#cbbfae", "#525c69"),
    "sclera": Token("#ffffff", "#d5dade"),
    "iris": Token("#b5c0c8", "#8a97a3"),
    "pupil": Token("#5d6a73", "#2b333b"),
    "lip": Token("#e3cfc2", "#4b4340"),
    "mouth": Token("#c9aca0", "#2a2322"),
    "thing": Token("#e2e8ed", "#39434f"),
    "left": Token("#b84e00", "#ff9d5c"),
    "right": Token("#0072b2", "#56b4e9"),
    "mid": Token("#5b6670", "#b4bdc7"),
    "good": Token("#00795a", "#3ecf9a"),
    "bad": Token("#c1121f", "#ff6b6b"),
    "leader": Token("#6b7682", "#8f9aa6"),
}

PAIRS: tuple[tuple[str, str, float], ...] = (
    *((text, "paper", TEXT) for text in ("ink", "left", "right", "mid", "good", "bad")),
    ("ink", "skin", TEXT),
    ("ink", "thing", TEXT),
    *((mark, "skin", GRAPHIC) for mark in ("left", "right", "mid", "good", "bad", "line")),
    *((mark, "far", GRAPHIC) for mark in ("left", "right", "mid")),
    *((mark, "thing", GRAPHIC) for mark in ("left", "right", "mid", "line")),
    *((mark, "sclera", GRAPHIC) for mark in ("pupil",)),
    *((line, "paper", GRAPHIC) for line in ("line", "far-line", "leader")),
    ("leader", "skin", GRAPHIC),
    ("paper", "left", TEXT),
    ("paper", "right", TEXT),
    ("paper", "mid", TEXT),
    ("paper", "good", TEXT),
    ("paper", "bad", TEXT),
)  # fmt: skip
"""(what is seen, on what, least contrast). Hint lines and the tints inside a face carry no meaning
of their own, so they are not in the list."""

SHAPES: Mapping[Side | None, Shape] = {"left": "diamond", "right": "ring", None: "square"}
LETTERS: Mapping[Side | None, str] = {"left": "L", "right": "R", None: ""}


def colour(token: str, theme: Theme) -> str:
    """The `#rrggbb` of a token in a theme."""
    return TOKENS[token].light if theme == "light" else TOKENS[token].dark


def side_token(side: Side | None) -> str:
    """The token, and the end of the class, of a side."""
    return side or "mid"
