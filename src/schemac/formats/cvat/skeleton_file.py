"""The file that the constructor's upload button takes: the template, and what each circle is.

CVAT reads it with a browser's HTML parser, keeps lines and circles, and takes names, colours and
attributes from the description (`skeleton-configurator.tsx` in https://github.com/cvat-ai/cvat).
Anything that it does not expect ends in "Wrong skeleton structure".
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from schemac.formats.cvat.layout import Layout
from schemac.formats.cvat.svg import elements
from schemac.model import Skeleton

_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'


def skeleton_svg(
    skeleton: Skeleton, layout: Layout, sublabels: Sequence[Mapping[str, Any]]
) -> bytes:
    """The layout and the sublabels of `labels.json`, as one picture.

    The description comes last: CVAT removes it while it walks the elements, and would skip the
    one behind it.
    """
    colours = {
        point.id: sublabel["color"]
        for point, sublabel in zip(skeleton.keypoints, sublabels, strict=True)
    }
    drawn = elements(skeleton, layout, colours)
    return "\n".join([_HEAD, *drawn, _description(sublabels), "</svg>\n"]).encode(
        "ascii", "xmlcharrefreplace"
    )


def _description(sublabels: Sequence[Mapping[str, Any]]) -> str:
    """Sublabels by element id. JSON in ASCII, so that no character is one that XML forbids."""
    by_element = {str(node): sublabel for node, sublabel in enumerate(sublabels, start=1)}
    text = escape(json.dumps(by_element), quote=False)
    return f'<desc data-description-type="labels-specification">{text}</desc>'
