"""What people already have, made a draft spec: read, judged, written so that it compiles.

A reader of a format makes drafts (`schemac.draft`); everything here is the same for all formats.
"""

from schemac.importing.gather import Gathered, gather
from schemac.importing.judge import judge
from schemac.importing.run import Import, Imported, import_skeletons

__all__ = ["Gathered", "Import", "Imported", "gather", "import_skeletons", "judge"]
