"""Every rule on label data: one visible list."""

from __future__ import annotations

from schemac.diagnostic import Code
from schemac.validating import bodies, counts, facing, lines, places, video
from schemac.validating.rule import DataRule

RULES: tuple[DataRule, ...] = (
    *places.RULES, *counts.RULES, *facing.RULES, *bodies.RULES, *lines.RULES, *video.RULES,
)  # fmt: skip

UNREADABLE = Code(
    id="Q910",
    name="unreadable-instance",
    doc="""An instance of a label file cannot be read.

    It has the wrong number of coordinates, a visibility that the spec does not know, text where a
    number belongs, or the like. What is read of such an instance would be guesswork; it is left
    out of everything else that is said of the file.
    """,
)

CODES: tuple[Code, ...] = (*(rule.code for rule in RULES), UNREADABLE)
