"""What people read: sides in words, and text from strangers made safe for where it stands.

Label Studio puts task data in for `$word` in the attribute `value` and in Markdown, turns an
attribute that says just `true` or `false` into a boolean (and then stops with an error), and
shows the HTML in Markdown as it is.
"""

from __future__ import annotations

import re
from html import escape

from schemac.formats.label_studio.xml import clean
from schemac.model import Keypoint, Skeleton

# Written as what is not plain: a set of all other characters takes 5 ms to compile.
_PLAIN = re.compile("[\x00-\x1f!-'*+\\-/<-@\\[-`{-\x7f]")


def attribute(text: str) -> str:
    """Free text for an attribute. A word joiner, which nobody sees, parts a dollar sign from the
    word behind it, so that it is not taken for a variable."""
    line = " ".join(clean(text).split()).replace("$", "$\u2060")
    return f"{line}." if line in ("true", "false") else line


def markdown(text: str) -> str:
    """Free text for a Markdown tag: every character that means something in HTML, in Markdown or
    to Label Studio becomes a numeric entity, which none of them takes for markup."""
    line = " ".join(clean(text).split())
    return _PLAIN.sub(lambda found: f"&#{ord(found[0])};", line)


def label_html(point: Keypoint) -> str | None:
    """A shorter face for a label, `R elbow` for `right_elbow`; None where the name has no side."""
    prefix, _, rest = point.name.partition("_")
    if point.side is None or prefix != point.side or not rest:
        return None
    return f"<b>{letter(point)}</b> {escape(rest)}"


def letter(point: Keypoint) -> str:
    """`L`, `R`, or nothing for the midline."""
    return {"left": "L", "right": "R"}.get(point.side or "", "")


def key(hotkey: str) -> str:
    """A key as short as it can be shown: `Q`, and with Shift an arrow before it."""
    return hotkey.upper().replace("SHIFT+", "\u21e7")


def side(skeleton: Skeleton, point: Keypoint) -> str:
    """Whose left or right, in words; empty for the midline."""
    if point.side is None:
        return ""
    if skeleton.subject.laterality == "viewer":
        return f"{point.side.capitalize()} in the picture"
    return f"Subject's {point.side}"


def hint(skeleton: Skeleton, point: Keypoint) -> str:
    """What the tooltip of a keypoint says: its side, then its definition (or its title)."""
    meaning = point.words.definition or point.words.title
    return ". ".join(part for part in (side(skeleton, point), meaning) if part)
