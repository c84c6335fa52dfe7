"""What a build leaves, as values: every target of every spec, and the account of losses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from schemac import __version__
from schemac.artifact import Artifact
from schemac.canonical import digest
from schemac.choosing import Chosen, choose_targets
from schemac.compile import Checked, emit
from schemac.contexts import ancestors
from schemac.editions import editions
from schemac.guides import Order, guides_page, other_versions
from schemac.guides import guides as make_guides
from schemac.jobs import Advance, emit_all
from schemac.model import PointMap, Skeleton
from schemac.output import Part, Plan, Written
from schemac.report import Account
from schemac.sentences import sentences
from schemac.startpage import NAME, start_page
from schemac.translations import translations
from schemac.workspace import Workspace

MAPS = "maps"
"""What `--target` calls the migration maps."""


class Built(Struct, frozen=True):
    """The outcome of a build. `written` is None when errors kept it from being written."""

    checked: Checked
    accounts: tuple[Account, ...] = ()
    written: Written | None = None


class Guides(Struct, frozen=True, kw_only=True):
    """That guides are wanted: in which languages, and the folder of the last build."""

    last: Path
    locales: tuple[str, ...] = ("en",)


def plan(
    workspace: Workspace,
    skeletons: tuple[Skeleton, ...],
    chosen: Chosen,
    *,
    full: bool,
    guides: Guides | None = None,
    maps: Sequence[PointMap] | None = None,
    jobs: int | None = 1,
    advance: Advance = lambda name: None,
) -> Plan:
    """Emit every chosen target of every skeleton, and their guides, in `jobs` processes (None: as
    many as pay). `advance` is told of each piece of work.

    A full build gets a start page too. A partial one does not: it cannot know what else lies in
    the folder, and a page that shows less than there is would mislead. Guides say of themselves
    what a page over them needs, so that one is made in any build.
    """
    parts: list[Part] = []
    marks = tuple(map(digest, skeletons))
    emitted = emit_all(workspace, skeletons, marks, chosen, jobs=jobs, advance=advance)
    for skeleton, mark, emissions in zip(skeletons, marks, emitted, strict=True):
        for format, emission in zip(chosen.formats, emissions, strict=True):
            parts.append(
                Part(
                    target=format.name,
                    artifacts=emission.artifacts,
                    spec=skeleton.id,
                    version=skeleton.version,
                    digest=mark,
                    losses=emission.losses,
                    assumed=emission.assumed,
                )
            )
    if guides is not None:
        orders = [
            _order(workspace, s, mark, guides, _labels(workspace, s, mark, parts))
            for s, mark in _newest(skeletons, marks)
        ]
        parts += make_guides(orders, guides.last, jobs=jobs, advance=advance)
        if not full:
            parts += other_versions(parts, guides.last)
        if orders:
            over_all = guides_page(parts, None if full else guides.last, guides.locales[0])
            parts.append(Part(target="guides", artifacts=(over_all,)))
    if maps is not None:
        advance("maps")
        from schemac.maps import published

        made = published(workspace, skeletons, maps, marks)
        parts.append(Part(target=MAPS, artifacts=tuple(made)))
    if full:
        advance("start page")
        title = workspace.project.title if workspace.project else None
        page = start_page(skeletons, chosen.formats, parts, title=title, version=__version__)
        parts.append(Part(target="start", artifacts=(Artifact(NAME, page),)))
    return Plan(parts=tuple(parts), full=full, tool_version=__version__)


def _newest(
    skeletons: tuple[Skeleton, ...], marks: tuple[str, ...]
) -> Iterator[tuple[Skeleton, str]]:
    """A guide is for the current version of a spec: of several the one in the working file, which
    is the highest."""
    newest: dict[str, tuple[Skeleton, str]] = {}
    for skeleton, mark in zip(skeletons, marks, strict=True):
        known = newest.get(skeleton.id)
        if known is None or _order_of(skeleton.version) > _order_of(known[0].version):
            newest[skeleton.id] = (skeleton, mark)
    yield from newest.values()


def _order_of(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _labels(
    workspace: Workspace, skeleton: Skeleton, mark: str, parts: Sequence[Part]
) -> bytes | None:
    """CVAT's labels as the project has them, whether or not this build was asked for them, so that
    a guide is the same either way; None where the project leaves CVAT out."""
    for part in parts:
        if (part.spec, part.version, part.target) == (skeleton.id, skeleton.version, "cvat"):
            return _file(part.artifacts, "labels.json")
    chosen = choose_targets(workspace)
    format = next((each for each in chosen.formats if each.name == "cvat"), None)
    if format is None:
        return None
    return _file(emit(skeleton, format, chosen, workspace, mark).artifacts, "labels.json")


def _file(artifacts: Sequence[Artifact], path: str) -> bytes | None:
    return next((file.content for file in artifacts if file.path == path), None)


def _order(
    workspace: Workspace, skeleton: Skeleton, mark: str, guides: Guides, labels: bytes | None
) -> Order:
    feedback = workspace.project.feedback if workspace.project else None
    return Order(
        skeleton=skeleton,
        digest=mark,
        locales=guides.locales,
        feedback=feedback,
        labels=labels,
        older=ancestors(workspace, skeleton),
        editions=editions(workspace, skeleton),
        translated={
            locale: _spoken(skeleton, found)
            for locale in guides.locales
            if (found := translations(workspace, locale))
        },
    )


def _spoken(skeleton: Skeleton, translated: Mapping[str, str]) -> Mapping[str, str]:
    """The translations that a skeleton uses, so that those of another one do not count."""
    return {text: translated[text] for text, _ in sentences(skeleton) if text in translated}


def accounts(made: Plan) -> tuple[Account, ...]:
    """What each target could not carry, per spec."""
    return tuple(
        Account(f"{part.spec}@{part.version}", part.target, part.losses, part.assumed)
        for part in made.parts
        if part.spec is not None
    )


def out_folder(workspace: Workspace, out: str | None) -> Path:
    """Where a build goes: as asked for, else as the project says, else `build`."""
    if out is not None:
        return Path(workspace.cwd, out)
    return Path(workspace.root, workspace.project.out if workspace.project else "build")
