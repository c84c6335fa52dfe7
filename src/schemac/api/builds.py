"""Builds, and what people see of them while they edit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.api.errors import SpecError
from schemac.api.found import chosen_for
from schemac.assemble import MAPS, Built, Guides, accounts, out_folder, plan
from schemac.choosing import ALL
from schemac.compile import Checked
from schemac.compile import check as _check
from schemac.guides import FOLDER as GUIDE
from schemac.model import PointMap
from schemac.output import Difference, compare_build, write_build
from schemac.workspace import UsageError, Workspace

if TYPE_CHECKING:
    from schemac.figures import Theme
    from schemac.serving import Server, Told


def build(
    *specs: str,
    out: str | Path | None = None,
    targets: tuple[str, ...] = (),
    guide: bool = True,
    locales: tuple[str, ...] = (),
    jobs: int | None = 1,
    cwd: str | Path | None = None,
    today: str | None = None,
    advance: Callable[[str], None] = lambda name: None,
    workspace: Workspace | None = None,
) -> Built:
    """Check specs, emit the targets and write them in one step; nothing is written on errors.

    Without specs and targets it is a full build, which removes stale files of the last one. With
    several `jobs` (processes; None: one a core where that pays) the bytes are the same; a script
    that asks for them guards its own start by `if __name__ == "__main__"`, as `multiprocessing`
    wants it. The guides are made unless `guide` is false
    or `targets` are named that `guide` is not among; the target `all` stands for everything, as in
    a full build. `locales` are their languages, else those of
    the project.
    Raises UsageError for an unknown spec, target or language, OutputError when it cannot be
    written. A `workspace` that is given keeps the texts in which the diagnostics lie.
    """
    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    chosen = chosen_for(workspace, targets)
    targets = () if ALL in targets else targets
    folder = out_folder(workspace, str(out) if out is not None else None)
    wanted = _guides(workspace, folder, targets, locales) if guide else None
    checked = _check(workspace, workspace.select(specs), targets=chosen, today=today)
    if checked.failed or (specs and not checked.skeletons):
        return Built(checked)
    full = not specs and not targets
    made = plan(
        workspace, checked.skeletons, chosen,
        full=full, guides=wanted, maps=_maps(checked, specs, targets), jobs=jobs, advance=advance,
    )  # fmt: skip
    written = write_build(folder, made, sources=[Path(f) for f in workspace.folders])
    return Built(checked, accounts(made), written)


def compare(
    *specs: str,
    out: str | Path | None = None,
    targets: tuple[str, ...] = (),
    guide: bool = True,
    locales: tuple[str, ...] = (),
    jobs: int | None = 1,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> tuple[Checked, Difference | None]:
    """What `build` would change in its folder, without writing; None when the specs have errors."""
    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    chosen = chosen_for(workspace, targets)
    targets = () if ALL in targets else targets
    folder = out_folder(workspace, str(out) if out is not None else None)
    wanted = _guides(workspace, folder, targets, locales) if guide else None
    checked = _check(workspace, workspace.select(specs), targets=chosen)
    if checked.failed:
        return checked, None
    full = not specs and not targets
    made = plan(
        workspace, checked.skeletons, chosen,
        full=full, guides=wanted, maps=_maps(checked, specs, targets), jobs=jobs,
    )  # fmt: skip
    return checked, compare_build(folder, made)


def serve(
    *specs: str,
    port: int | None = None,
    locale: str | None = None,
    cwd: str | Path | None = None,
    today: str | None = None,
    told: Told = lambda preview, seconds: None,
) -> Server:
    """A server of live guides, for browsers of this machine only; `run()` it until it is closed.

    Without specs, all of the project. `port` is 8017 or the next free one when left out; 0 takes
    any. `told` hears of each check. Raises UsageError for an unknown spec or language, PortTaken
    (of `schemac.serving`) when another program has the port.
    """
    from schemac.contexts import locale_of
    from schemac.serving import Previews, Server, Settings

    workspace = Workspace(str(cwd) if cwd is not None else None)
    locale_of(workspace, locale)
    previews = Previews(specs, Settings(workspace.cwd, locale, today), told)
    if not len(previews):
        raise UsageError("there is no spec to serve", "`schemac init` writes one to start from")
    return Server(previews, 8017, tries=20) if port is None else Server(previews, port)


def figure(
    spec: str,
    point: str | None = None,
    *,
    kind: str | None = None,
    form: str = "svg",
    theme: Theme = "light",
    width: int | None = None,
    locale: str | None = None,
    cwd: str | Path | None = None,
) -> bytes:
    """One figure as the bytes of a file: `svg`, `png` or `pdf` (with a browser), `width` px wide.

    The overview of a spec; of a keypoint its target, of a region or a measure its points; or one of
    the kinds that `schemac figure --help` lists. Raises SpecError for a spec with errors,
    UsageError for what there is not.
    """
    from schemac.contexts import context_of
    from schemac.prints import drawn, rendered

    workspace = Workspace(str(cwd) if cwd is not None else None)
    checked = _check(workspace, workspace.select((spec,)))
    if checked.failed:
        raise SpecError(checked.diagnostics, workspace.locate, workspace.cwd)
    if len(checked.skeletons) != 1:
        raise UsageError(f"`{spec}` is not one spec", "a figure is of one")
    context = context_of(workspace, checked.skeletons[0], locale)
    return rendered(drawn(context, point, kind), form, theme, width)


def _maps(
    checked: Checked, specs: tuple[str, ...], targets: tuple[str, ...]
) -> tuple[PointMap, ...] | None:
    """The map documents of a build, or None when no maps are made: they lie between specs, so they
    are never made for some of them only."""
    if specs or (targets and MAPS not in targets):
        return None
    return tuple(document for document in checked.documents if isinstance(document, PointMap))


def _guides(
    workspace: Workspace, last: Path, targets: tuple[str, ...], locales: tuple[str, ...]
) -> Guides | None:
    from schemac.guide.speech import LOCALES

    if targets and GUIDE not in targets:
        return None
    project = workspace.project
    wanted = locales or (project.locales if project else ("en",))
    for locale in wanted:
        if locale not in LOCALES:
            listed = ", ".join(f"`{name}`" for name in LOCALES)
            raise UsageError(f"there is no guide in `{locale}`", f"there is {listed}")
    return Guides(last=last, locales=tuple(dict.fromkeys(wanted)))
