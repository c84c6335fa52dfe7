"""Dask as the engine: it starts workers or joins those of a cluster, and minds that they live."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TypeVar

from distributed import Client, LocalCluster, as_completed

from schemac import __version__
from schemac.migrating.engine import EngineError

_ANSWER = 10  # seconds that a scheduler may take

Task = TypeVar("Task")
Result = TypeVar("Result")


def spread(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int, scheduler: str | None
) -> Iterator[Result]:
    """The results of all tasks, as they come. What a task raises is raised here, and no other task
    is begun then. Raises EngineError when the cluster cannot be used or its workers keep dying."""
    from distributed.scheduler import KilledWorker

    with _client(jobs, scheduler) as client:
        _demand_our_version(client)
        futures = [client.submit(work, task, pure=False) for task in tasks]
        try:
            for future in as_completed(futures, loop=client.loop):
                yield future.result()
        except KilledWorker as error:
            raise EngineError(
                f"workers died again and again on the same file: {error}",
                "they may need more memory; see the log of the cluster",
            ) from None
        finally:
            client.cancel(futures, force=True)


@contextmanager
def _client(jobs: int, scheduler: str | None) -> Iterator[Client]:
    if scheduler is not None:
        try:
            with Client(scheduler, timeout=_ANSWER, set_as_default=False) as client:
                yield client
        except OSError as error:
            raise EngineError(f"no scheduler of Dask answers at {scheduler}: {error}") from error
        return
    with (
        TemporaryDirectory() as folder,
        LocalCluster(
            n_workers=jobs, threads_per_worker=1, processes=True, memory_limit=0,
            dashboard_address=None, local_directory=folder, silence_logs=50,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):  # fmt: skip
        yield client


def _demand_our_version(client: Client) -> None:
    """Other versions may carry otherwise."""
    client.wait_for_workers(1, timeout=60)
    for worker, theirs in client.run(_version).items():
        if theirs != __version__:
            raise EngineError(
                f"the worker {worker} has schemac {theirs}, and this is {__version__}",
                "install the same version everywhere",
            )


def _version() -> str:
    return __version__
