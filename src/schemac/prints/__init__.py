"""Single figures as files: SVG, PNG or PDF, for slides, tickets and printed sheets."""

from schemac.prints.forms import FORMS, rendered
from schemac.prints.kinds import KINDS, drawn

__all__ = ["FORMS", "KINDS", "drawn", "rendered"]
"""`drawn` chooses and draws a figure, `rendered` makes a file of it."""
