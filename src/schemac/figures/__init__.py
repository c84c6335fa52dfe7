"""Figures: silhouettes of subjects, made from their skeletons, and the canvas they are drawn on.

    from schemac.figures import Box, Canvas, draw_bones, draw_mark, draw_silhouette, fitted
    from schemac.figures import silhouette

    shape = silhouette(skeleton)                      # or a view of it, or a pose
    canvas = Canvas("coco-17-front", 600, 900, title="COCO person from the front")
    at = fitted(shape.box, Box(20, 20, 580, 880))     # figure units to px
    draw_silhouette(canvas, shape, at)
    draw_bones(canvas, skeleton, shape, at)
    for id, place in shape.places.items():
        draw_mark(canvas, at(place), skeleton.by_id[id].side)
    canvas.inline()                                   # for a page with `page_style()`
    canvas.file("dark")                               # or a file of its own

Nothing here is drawn by hand and kept: every figure comes from positions, edges and cited places
of a skeleton, so it follows when they change.
"""

from schemac.figures.draw import draw_bones, draw_mark, draw_silhouette
from schemac.figures.geometry import Box, Point, Projection, fitted
from schemac.figures.ink import Canvas
from schemac.figures.silhouette import POSES, Layer, Pose, Silhouette, poses, silhouette, views
from schemac.figures.style import page_style
from schemac.figures.tokens import LETTERS, SHAPES, Theme

__all__ = [
    "Box", "Canvas", "LETTERS", "Layer", "POSES", "Point", "Pose", "Projection", "SHAPES",
    "Silhouette", "Theme", "draw_bones", "draw_mark", "draw_silhouette", "fitted", "page_style",
    "poses", "silhouette", "views",
]  # fmt: skip
