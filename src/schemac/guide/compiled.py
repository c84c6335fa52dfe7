"""Templates as Jinja compiled them, kept from run to run: compiling those of the theme takes as
long as making a small guide.

They are code, so they lie in the cache folder that nobody else may write, and one is used only for
the same template, by the same program.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.cache import fingerprint, room

if TYPE_CHECKING:
    from jinja2 import BytecodeCache


@cache
def compiled(name: str) -> BytecodeCache:
    """The cache of the environment of this name, whose templates all have names of their own."""
    from jinja2 import BytecodeCache
    from jinja2.bccache import Bucket

    program = fingerprint()

    class Kept(BytecodeCache):
        def load_bytecode(self, bucket: Bucket) -> None:
            folder = room("templates")
            with suppress(OSError):
                if folder is not None:
                    bucket.bytecode_from_string(Path(folder, bucket.key).read_bytes())

        def dump_bytecode(self, bucket: Bucket) -> None:
            folder = room("templates", make=True)
            with suppress(OSError):  # a cache that cannot be written is no fault
                if folder is not None:
                    aside = Path(folder, f"{bucket.key}.{os.getpid()}")
                    aside.write_bytes(bucket.bytecode_to_string())
                    aside.replace(Path(folder, bucket.key))

        def get_cache_key(self, template: str, filename: str | None = None) -> str:
            return sha256(f"{name}\0{template}\0{filename}".encode()).hexdigest()[:40]

        def get_source_checksum(self, source: str) -> str:
            return sha256(f"{program}\0{source}".encode()).hexdigest()

    return Kept()
