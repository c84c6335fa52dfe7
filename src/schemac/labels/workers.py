"""Other processes that work on label files: they end when the one that started them does."""

from __future__ import annotations

_PAUSE = 0.2  # seconds between two looks


def end_with(parent: int) -> None:
    """For the start of a worker: Ctrl-C is for the process `parent`, which started this one. When
    that is killed, this one ends too, and with it the files and locks that it holds."""
    import os
    import signal
    from threading import Thread
    from time import sleep

    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            sleep(_PAUSE)
        os._exit(1)

    Thread(target=watch, daemon=True).start()
