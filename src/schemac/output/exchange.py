"""Exchange two folders in one step, where the system can."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

_RENAME_EXCHANGE = 2  # linux/fs.h; macOS has RENAME_SWAP with the same value
_AT_FDCWD = -100
_UNABLE = frozenset(
    getattr(errno, name)
    for name in ("EINVAL", "ENOSYS", "EBUSY", "EXDEV", "ENOTSUP", "EOPNOTSUPP", "EPERM")
    if hasattr(errno, name)
)


def exchange(first: Path, second: Path) -> bool:
    """Swap two folders atomically: nobody ever sees one of them missing.

    False, with nothing done, where system or file system cannot (old kernels, some network disks,
    a mount point). Other faults are raised as OSError.
    """
    code = _swap(os.fsencode(first), os.fsencode(second))
    if code and code not in _UNABLE:
        raise OSError(code, os.strerror(code), str(second))
    return code == 0


def can_exchange(folder: Path) -> bool:
    """Whether folders on this file system can be exchanged; tries it on two of its own."""
    first, second = folder / "one", folder / "two"
    first.mkdir()
    second.mkdir()
    try:
        return exchange(first, second)
    finally:
        first.rmdir()
        second.rmdir()


def _swap(first: bytes, second: bytes) -> int:
    """Error number, 0 for success."""
    import ctypes

    if sys.platform == "win32":
        return errno.ENOSYS
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "renameat2"):
        at = ctypes.c_int(_AT_FDCWD)
        failed = libc.renameat2(at, first, at, second, ctypes.c_uint(_RENAME_EXCHANGE))
    elif hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(first, second, ctypes.c_uint(_RENAME_EXCHANGE))
    else:
        return errno.ENOSYS
    return ctypes.get_errno() if failed else 0
