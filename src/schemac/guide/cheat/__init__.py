"""The cheat sheet: one sheet of paper beside the keyboard.

Its layout is worked out before any browser sees it, in mm of A4, so that it fits on one sheet
wherever it is printed; on A3 all of it is larger by the square root of two. Texts are as large as
the sheet allows and never smaller than `LEAST` pt, which may need A3.
"""

from schemac.guide.cheat.layout import LEAST, Layout, layout

__all__ = ["LEAST", "Layout", "layout"]
