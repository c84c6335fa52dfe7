"""Migration maps: where each keypoint of one skeleton comes from in another.

A map is a value (`MigrationMap`) with an algebra: `identity`, `then`, `inverse`. It follows from
declared lineage between versions, from shared places between skeletons, and from map documents
where neither says enough. `carry` applies it to arrays, `map_json` writes it as JSON,
`read_map` reads that again, `emit` writes it in the forms of other programs.
"""

from schemac.mapping.agreement import disagreements, not_mirrored
from schemac.mapping.algebra import identity, inverse, losses_back, lossless, then
from schemac.mapping.atlas import Atlas
from schemac.mapping.carry import carry
from schemac.mapping.digest import map_digest
from schemac.mapping.documents import corrected
from schemac.mapping.ends import End, Rung, end_of
from schemac.mapping.fidelity import Fidelity
from schemac.mapping.landmarks import from_landmarks
from schemac.mapping.losses import Lost, losses_of_map
from schemac.mapping.migration import Entry, Made, MapError, MigrationMap, TierStep
from schemac.mapping.reading import read_map
from schemac.mapping.record import map_json, map_record
from schemac.mapping.schema import map_schema
from schemac.mapping.versions import from_lineage

__all__ = [
    "Atlas", "End", "Entry", "Fidelity", "Lost", "Made", "MapError", "MigrationMap", "Rung",
    "TierStep", "carry", "corrected", "disagreements", "end_of", "from_landmarks",
    "from_lineage", "identity", "inverse", "losses_back", "losses_of_map", "lossless",
    "map_digest", "map_json", "map_record", "map_schema", "not_mirrored", "read_map", "then",
]  # fmt: skip
