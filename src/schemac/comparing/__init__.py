"""Two definitions of a skeleton held against each other, whatever format each came from."""

from schemac.comparing.both import Difference, Place
from schemac.comparing.compare import Comparison, compare
from schemac.comparing.drafted import draft_of

__all__ = ["Comparison", "Difference", "Place", "compare", "draft_of"]
