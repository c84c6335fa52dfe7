"""Where the standard library, the templates and the site theme lie: the one place that knows.

In a wheel they are inside the package, under `_shipped`; in a checkout beside `src`.
"""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def shipped(name: str) -> str:
    """The folder `specs`, `templates` or `site` that came with schemac."""
    inside = os.path.join(_PACKAGE, "_shipped", name)
    if os.path.isdir(inside):
        return inside
    return os.path.join(os.path.dirname(os.path.dirname(_PACKAGE)), name)
