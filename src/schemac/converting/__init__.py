"""Label files from one format into another."""

from schemac.converting.run import Converted, Way, convert
from schemac.converting.text import record, render_text

__all__ = ["Converted", "Way", "convert", "record", "render_text"]
