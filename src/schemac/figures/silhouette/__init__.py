"""The silhouette of a subject: which drawing fits is decided from the places that a spec cites.

A spec with outlines of its own is drawn by them. Else cited places of body, face, hand, foot or
quadruped choose a canonical drawing. A skeleton that cites none of these is drawn from its edges.
"""

from schemac.figures.silhouette.compose import poses, silhouette, views
from schemac.figures.silhouette.layers import Layer, Silhouette
from schemac.figures.silhouette.pose import POSES, Pose

__all__ = ["POSES", "Layer", "Pose", "Silhouette", "poses", "silhouette", "views"]
