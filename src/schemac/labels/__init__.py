"""Label data as values: what people placed, in arrays, whatever file it came from.

`Labels` is a batch of instances of one skeleton. A `LabelFormat` reads such batches from the files
of some tool and writes them; `Reading`, `Writing` and `Moving` are what it is told for that.
Nothing here opens a file.
"""

from schemac.labels.account import Account
from schemac.labels.faults import Fault, Faults, LabelError
from schemac.labels.form import Carry, Checkpoint, Holds, LabelFormat, Moving, Reading, Writing
from schemac.labels.ladder import Ladder, LadderError
from schemac.labels.naming import Naming, NamingError, naming
from schemac.labels.record import Annotation, Image, Labels, Place
from schemac.labels.stamp import Stamp, StampError

__all__ = [
    "Account", "Annotation", "Carry", "Checkpoint", "Fault", "Faults", "Holds", "Image",
    "LabelError", "LabelFormat", "Labels", "Ladder", "LadderError", "Moving", "Naming",
    "naming", "NamingError", "Place", "Reading", "Stamp", "StampError", "Writing",
]  # fmt: skip
