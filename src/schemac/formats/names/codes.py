"""What can be wrong with a table of keypoints."""

from __future__ import annotations

from schemac.diagnostic import Code

CELL = Code(
    id="I420",
    name="names-cell",
    doc="""A cell of a table of keypoints holds something else than its column is for.

    `x`, `y`, `sigma` and `weight` are numbers; a side is left, right or mid; a colour is `#rrggbb`.
    The draft goes without it.

        name,side,sigma
        elbow,lft,0,072
    """,
)
INDEX = Code(
    id="I421",
    name="names-index",
    doc="""The numbers in a table of keypoints are not 0, 1, 2 and so on, or 1, 2, 3.

    Arrays have no gaps, so a number that is left out or there twice shifts all that follow. The
    draft takes the lines in the order of their numbers.

        index,name
        0,nose
        2,eye
    """,
)
UNKNOWN = Code(
    id="I422",
    name="names-unknown",
    doc="""A table of keypoints joins one to a keypoint that it does not list.

    The draft leaves the edge out. Write the name or number as it stands in the table.

        name,parent
        elbow,sholder
    """,
)
CODES = (CELL, INDEX, UNKNOWN)
