"""Label files on disk: found and recognised, held against a spec by their stamp, and written so
that they are there whole or not at all. What `convert`, `migrate` and `validate` have in common."""

from schemac.labelfiles.aside import Aside
from schemac.labelfiles.found import Found, find, format_for, format_named
from schemac.labelfiles.piece import Piece
from schemac.labelfiles.reading import read_all
from schemac.labelfiles.room import Room, room
from schemac.labelfiles.spool import arranged
from schemac.labelfiles.stamps import demand_stamp, put_sidecar, sidecar_of, stamp_of

__all__ = [
    "Aside", "Found", "Piece", "Room", "arranged", "demand_stamp", "find", "format_for",
    "format_named", "put_sidecar", "read_all", "room", "sidecar_of", "stamp_of",
]  # fmt: skip
