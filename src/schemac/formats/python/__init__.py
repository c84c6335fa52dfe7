"""Python: a typed module of constants that needs nothing but the standard library."""

from __future__ import annotations

from schemac.constants import CARRIED
from schemac.format import Format, Group
from schemac.formats.python.absorbing import CODES, absorb, recognises
from schemac.formats.python.emitting import emit, use

__all__ = ["CODES", "FORMAT"]

FORMAT = Format(
    name="python",
    title="Python module",
    summary="Typed constants for programs: enumerations, names, edges, mirror, sigmas.",
    group=Group.CODE,
    files={"keypoints.py": "to be copied into a package, or imported as it is"},
    carries=CARRIED,
    emit=emit,
    recognises=recognises,
    absorb=absorb,
    use=use,
    sigmas="sigma, every set with its scale",
    proven="mypy in strict mode; imported and compared",
)
