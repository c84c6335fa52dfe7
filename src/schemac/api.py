"""The package's functions: all that the command line does, for programs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from schemac.assemble import MAPS, Built, Guides, accounts, out_folder, plan
from schemac.compile import Checked, Chosen, choose_targets
from schemac.compile import check as _check
from schemac.diagnostic import Code, Diagnostic
from schemac.format import Format
from schemac.guides import FOLDER as GUIDE
from schemac.model import PointMap, Skeleton
from schemac.output import Difference, compare_build, write_build
from schemac.workspace import UsageError, Workspace

if TYPE_CHECKING:
    from schemac.agreeing import Agreement, Sample, Study
    from schemac.agreeing.periods import Window
    from schemac.agreeing.sampling import How
    from schemac.auditing import Account, Chain, History
    from schemac.converting import Converted
    from schemac.covered import Covered
    from schemac.figures import Theme
    from schemac.labelfiles import Found
    from schemac.lineage.breakage import Mode
    from schemac.maps import Mapped
    from schemac.migrating import Migrated, Outcome, Work
    from schemac.model.project import Use
    from schemac.output import Manifest
    from schemac.releasing import Released
    from schemac.remote import Pulled, Pushed, Wanted
    from schemac.report import Locate
    from schemac.revision import Judged
    from schemac.revision.bump import Bumped, Size
    from schemac.revision.pin import Pinned
    from schemac.rewrite import Rewritten
    from schemac.serving import Server, Told
    from schemac.translations import Catalogue
    from schemac.validating import Finding, Report, Trial

__all__ = [
    "SpecError", "UsageError", "agree", "audit", "audit_verify", "breaking", "build", "bump",
    "check", "compare", "convert", "coverage", "diff", "explain", "figure", "fix", "fmt",
    "format_text", "init", "load", "log", "map_between", "migrate", "migration_plan", "pin", "pull",
    "push", "release", "rules", "sample", "schema", "serve", "strings", "study", "targets",
    "validate", "validation_trial", "write_sigmas",
]  # fmt: skip


MIGRATION = "migration"
"""What `schema` calls the files of maps."""


class SpecError(Exception):
    """A spec has errors. `diagnostics` are all findings; `str()` shows them as `check` does."""

    def __init__(
        self, diagnostics: tuple[Diagnostic, ...], locate: Locate, cwd: str | None = None
    ) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics
        self._locate, self._cwd = locate, cwd

    def __str__(self) -> str:
        from schemac.report import render_text

        return render_text(self.diagnostics, self._locate, cwd=self._cwd)


def load(spec: str, cwd: str | Path | None = None) -> Skeleton:
    """The linked skeleton of a spec or part: a path, an id, or `id@version`.

    Looked for in the project of `cwd` (the working folder when left out), then in the standard
    library. Raises SpecError when it has errors, UsageError when there is no such spec.
    """
    workspace = Workspace(str(cwd) if cwd is not None else None)
    checked = _check(workspace, workspace.select((spec,)))
    skeletons = [d for d in checked.documents if isinstance(d, Skeleton)]
    if checked.failed:
        raise SpecError(checked.diagnostics, workspace.locate, workspace.cwd)
    if not skeletons:
        raise UsageError(f"`{spec}` is no spec or part")
    return skeletons[0]


def check(*specs: str, cwd: str | Path | None = None, today: str | None = None) -> Checked:
    """All findings on documents: paths, folders, ids, `id@version`; without any, all of a project.

    `today` is an ISO date that lets waivers expire. Raises UsageError for an unknown spec.
    """
    from schemac.rewrite import with_fixes

    workspace = Workspace(str(cwd) if cwd is not None else None)
    checked = _check(workspace, workspace.select(specs), today=today)
    return Checked(with_fixes(checked.diagnostics, workspace, specs), checked.documents)


def fix(
    *specs: str,
    unsafe: bool = False,
    write: bool = True,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> tuple[Rewritten, ...]:
    """Mend what a machine can mend; the files that changed (without `write`: that would change).

    Fixes that could mean something else are applied only when `unsafe`. A file is written whole
    or not at all. Raises UsageError for a spec that is unknown or not ours, OutputError when a
    file cannot be written.
    """
    from schemac.rewrite import mend_files, own_files

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    files = own_files(workspace, specs)
    return tuple(mend_files(workspace, files, unsafe=unsafe, write=write))


def fmt(
    *specs: str,
    write: bool = True,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> tuple[Rewritten, ...]:
    """Format documents, all of the project without names; every file looked at, changed or not.

    Raises UsageError for a spec that is unknown or not ours, OutputError when a file cannot be
    written. One with errors is left as it is and carries its `problems`.
    """
    from schemac.rewrite import format_files, own_files

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    return tuple(format_files(workspace, own_files(workspace, specs), write=write))


def format_text(text: str, file: str = "<text>") -> str:
    """The text of a document in the one way to write it. Raises SpecError when it has errors."""
    from schemac.formatting import format_document
    from schemac.source import Source

    done = format_document(file, text.encode())
    if done.problems:
        raise SpecError(done.problems, lambda origin: (Source(file, text), None))
    return done.data.decode()


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
    or `targets` are named that `guide` is not among; `locales` are their languages, else those of
    the project.
    Raises UsageError for an unknown spec, target or language, OutputError when it cannot be
    written. A `workspace` that is given keeps the texts in which the diagnostics lie.
    """
    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    chosen = _chosen(workspace, targets)
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
    chosen = _chosen(workspace, targets)
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


def push(
    tool: str,
    spec: str,
    *,
    url: str,
    project: int | None = None,
    title: str | None = None,
    layout: str | None = None,
    template: bool = False,
    dry_run: bool = False,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> Pushed:
    """Make or update a project of an annotation server (`cvat`, `label-studio`) from a spec.

    The project is `project`, else the one called `title`, else the one called after the spec's
    title, id and version. Label Studio has two layouts, `keypoints` and `vector`, and with
    `template` gets a task to start from. When `plan.refused` nothing was written. Secrets come
    from the environment. Raises SpecError for a spec with errors, RemoteError (a UsageError) when
    the server cannot be asked.
    """
    from schemac import remote

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    wanted = _wanted(workspace, tool, spec, title=title, layout=layout, template=template)
    return remote.push(tool, wanted, url, project=project, dry_run=dry_run)


def pull(
    tool: str,
    spec: str | None = None,
    *,
    url: str,
    project: int,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> Pulled:
    """The config of a project of an annotation server, and how it differs from a spec.

    Raises what `push` raises.
    """
    from schemac import remote

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    wanted = None if spec is None else _wanted(workspace, tool, spec)
    return remote.pull(tool, url, project=project, wanted=wanted)


def map_between(
    source: str,
    target: str,
    *,
    via: str | None = None,
    cwd: str | Path | None = None,
) -> Mapped:
    """The migration map from labels of one spec to labels of another, as `schemac map` prints it.

    `via` names a map document where several lead the same way, is `landmarks` for none, or is a
    file that `schemac map` wrote (its name ends in `.json`). Raises SpecError when a spec has
    errors, UsageError for an unknown one, when several maps fit, or for a file that does not.
    """
    from schemac.maps import Mapped, Maps, map_of_file

    workspace = Workspace(str(cwd) if cwd is not None else None)
    ends = [_one_spec(workspace, word) for word in (source, target)]
    if via is not None and via.endswith(".json"):
        return map_of_file(Path(workspace.cwd, via), ends[0], ends[1])
    made = Maps(workspace, ends).between(ends[0], ends[1], via)
    return Mapped(made, ends[0], ends[1])


def migrate(
    data: str | Path,
    source: str,
    target: str,
    *,
    out: str | Path,
    via: str | None = None,
    data_format: str | None = None,
    jobs: int | None = None,
    resume: bool = False,
    force: bool = False,
    engine: str | None = None,
    scheduler: str | None = None,
    on_fault: Literal["stop", "aside"] = "stop",
    advance: Callable[[int], None] = lambda done: None,
    cwd: str | Path | None = None,
) -> Migrated:
    """Carry a label file, or a folder of them, from one spec to another; what became of each
    keypoint is counted in `outcome`.

    All else in the files stays as it is. `out` appears whole, or not at all; `resume` goes on with
    what a run before left beside it. `on_fault` is `aside` to go on without instances that cannot
    be used. `advance` hears of bytes as they are done. A script that wants several `jobs` (None:
    one a core) guards its start by `if __name__ == "__main__"`. Raises LabelError (of
    `schemac.labels`) for labels that cannot be read, what `map_between` raises, UsageError for
    labels that are in another spec, OutputError when `out` must not or cannot be written.
    """
    from schemac.migrating import Way
    from schemac.migrating import migrate as run

    found, mapped = _labelled(data, data_format, cwd), map_between(source, target, via=via, cwd=cwd)
    way = Way(
        out=Path(cwd or "", out), jobs=jobs, resume=resume, force=force, engine=engine,
        scheduler=scheduler, on_fault=on_fault, advance=advance,
    )  # fmt: skip
    return run(found, mapped, way)


def migration_plan(
    data: str | Path,
    source: str,
    target: str,
    *,
    via: str | None = None,
    data_format: str | None = None,
    worklist: str | Path | None = None,
    redo: tuple[str, ...] = ("new", "look", "relabel"),
    on_fault: Literal["stop", "aside"] = "stop",
    advance: Callable[[int], None] = lambda done: None,
    cwd: str | Path | None = None,
) -> tuple[Outcome, Work | None]:
    """What `migrate` would make of every keypoint of these labels, counted; nothing is written.

    With `worklist`, a folder that does not exist yet, what people would have to do is written
    there: a list, and files that CVAT and Label Studio import. `redo` says which of it: points that
    are `new`, need a `look`, or must be placed again (`relabel`). Raises what `migrate` raises.
    """
    from schemac.migrating import plan as run

    found, mapped = _labelled(data, data_format, cwd), map_between(source, target, via=via, cwd=cwd)
    return run(
        found, mapped, worklist=None if worklist is None else Path(cwd or "", worklist),
        redo=redo, on_fault=on_fault, advance=advance,
    )  # fmt: skip


def convert(
    data: str | Path,
    spec: str,
    *,
    out: str | Path,
    to: str | None = None,
    data_format: str | None = None,
    force: bool = False,
    on_fault: Literal["stop", "aside"] = "stop",
    advance: Callable[[int], None] = lambda done: None,
    cwd: str | Path | None = None,
) -> Converted:
    """Write the labels of a file or folder in another format, `to` or the one that the name of
    `out` shows; what is lost or folded is counted in `account`. Raises what `migrate` raises."""
    from schemac.converting import Way
    from schemac.converting import convert as run
    from schemac.labelfiles import format_for, format_named

    place = Path(cwd or "", out)
    chosen = format_named(to) if to else format_for(place)
    skeleton = _one_spec(Workspace(_text(cwd)), spec)
    found = _labelled(data, data_format, cwd)
    return run(
        found, skeleton,
        Way(out=place, format=chosen, force=force, on_fault=on_fault, advance=advance),
    )  # fmt: skip


def validate(
    data: str | Path,
    spec: str,
    *,
    data_format: str | None = None,
    ignore: Collection[str] = (),
    most: int = 20,
    sink: Callable[[Finding], None] | None = None,
    advance: Callable[[int], None] = lambda done: None,
    cwd: str | Path | None = None,
) -> Report:
    """Judge a label file, or a folder of them, by a spec. Instances that cannot be read are
    findings as well.

    `ignore` are ids or names of rules to leave out. The report keeps the `most` worst findings of
    each rule; `sink` is told all of them. `advance` hears of bytes as they are done. Raises
    LabelError (of `schemac.labels`) for a file that cannot be read on, UsageError for labels in
    another spec.
    """
    from schemac.validating import validate as run

    skeleton = _one_spec(Workspace(_text(cwd)), spec)
    found = _labelled(data, data_format, cwd)
    return run(found, skeleton, ignore=ignore, most=most, sink=sink, advance=advance)


def agree(
    *data: str | Path,
    spec: str,
    gold: str | Path | None = None,
    data_format: str | None = None,
    attribute: str | None = None,
    window: Window | None = None,
    match: Literal["auto", "id", "oks"] = "auto",
    scale: str | None = None,
    on_fault: Literal["stop", "aside"] = "stop",
    advance: Callable[[int], None] = lambda done: None,
    cwd: str | Path | None = None,
) -> Agreement:
    """How annotators agree on the keypoints of a spec: label files of several people, or of any
    number and a gold set.

    `attribute` tells instances apart by one of the spec's, `window` labels by when they were made.
    `scale` names what errors are relative to: the spec's own when left out. An instance that cannot
    be used stops the run, or is left `aside` and counted in the notes. Raises LabelError (of
    `schemac.labels`) for a file that cannot be read, UsageError when there is nothing to compare.
    """
    from schemac.agreeing import agree as run
    from schemac.labels import Faults

    skeleton = _one_spec(Workspace(_text(cwd)), spec)
    return run(
        [_labelled(each, data_format, cwd) for each in data], skeleton,
        gold=None if gold is None else _labelled(gold, data_format, cwd), attribute=attribute,
        window=window, match=match, scale=scale, faults=Faults(on_fault), advance=advance,
    )  # fmt: skip


def write_sigmas(
    spec: str,
    found: Agreement,
    *,
    name: str = "measured",
    robust: bool = False,
    cwd: str | Path | None = None,
) -> str:
    """Write the sigmas that `agree` found into the file of a draft; the file. Comments stay.

    Raises UsageError for a released version, and when there is a set of that name.
    """
    from schemac.agreeing.writing import write_sigmas as run

    workspace = Workspace(_text(cwd))
    return run(workspace, _one_spec(workspace, spec), found, name=name, robust=robust)


def sample(
    *data: str | Path,
    spec: str,
    number: int | None = None,
    attribute: str | None = None,
    worst: Sequence[str | Path] = (),
    seed: int = 0,
    data_format: str | None = None,
    cwd: str | Path | None = None,
) -> Sample:
    """Choose images to label twice: at random, with each value of an `attribute` its share, or by
    the errors that people make in the label files `worst`.

    `number` is what the spec's plan says for calibration when left out. Raises UsageError for more
    images than there are, and what `agree` raises.
    """
    from schemac.agreeing import agree as compared
    from schemac.agreeing import candidates, choose

    skeleton = _one_spec(Workspace(_text(cwd)), spec)
    planned = skeleton.qa.calibration.frames if skeleton.qa and skeleton.qa.calibration else None
    if (wanted := number or planned) is None:
        raise UsageError("nothing says how many images", "the spec's plan does not; give a number")
    several = [_labelled(each, data_format, cwd) for each in worst]
    images = candidates(
        [_labelled(each, data_format, cwd) for each in data], skeleton, attribute=attribute,
        worst=compared(several, skeleton) if several else None,
    )  # fmt: skip
    how: How = "worst" if worst else "attribute" if attribute else "random"
    return choose(images, wanted, how, seed)


def study(
    first: tuple[str, Sequence[str | Path]],
    second: tuple[str, Sequence[str | Path]],
    *,
    gold: str | Path,
    spec: str,
    data_format: str | None = None,
    cwd: str | Path | None = None,
) -> Study:
    """Compare two groups of people who labelled the same images against one gold set. A group is
    its name and its label files. Raises UsageError when somebody is in both."""
    from schemac.agreeing import study as run

    def found(files: Sequence[str | Path]) -> list[Found]:
        return [_labelled(file, data_format, cwd) for file in files]

    return run(
        (first[0], found(first[1])), (second[0], found(second[1])),
        _labelled(gold, data_format, cwd), _one_spec(Workspace(_text(cwd)), spec),
    )  # fmt: skip


def validation_trial(spec: str, *, cwd: str | Path | None = None) -> tuple[Trial, ...]:
    """How many planted faults the rules of geometry find on posed figures of a spec, and how many
    they see where there are none. Same spec, same numbers."""
    from schemac.validating import try_rules

    return try_rules(_one_spec(Workspace(_text(cwd)), spec))


def _labelled(data: str | Path, format: str | None, cwd: str | Path | None) -> Found:
    from schemac.labelfiles import find, format_named

    return find(Path(cwd or "", data), format_named(format) if format else None)


def _one_spec(workspace: Workspace, word: str) -> Skeleton:
    """The linked spec that a word means."""
    checked = _check(workspace, workspace.select((word,)))
    if checked.failed:
        raise SpecError(checked.diagnostics, workspace.locate, workspace.cwd)
    if len(checked.skeletons) != 1:
        raise UsageError(f"`{word}` is not one spec", "a map leads from one spec to another")
    return checked.skeletons[0]


def diff(
    *ends: str,
    against: str | None = None,
    today: str | None = None,
    cwd: str | Path | None = None,
) -> tuple[Judged, ...]:
    """What changed between two ends, or between documents and what they were at `against` (a
    commit of git, a folder, a version), or without that in the versions they name as parents.

    An end is a path, an id, `id@version`, a commit or `commit:path`; without any all documents of
    the project are compared. Raises SpecError when one has errors, UsageError for what there is
    not.
    """
    pair = len(ends) == 2 and against is None
    return _judged_steps(ends, against, Workspace(_text(cwd)), pair=pair, today=today)


def breaking(
    *specs: str,
    against: str | None = None,
    use: tuple[Use, ...] = (),
    mode: Mode | None = None,
    transitive: bool = False,
    today: str | None = None,
    cwd: str | Path | None = None,
) -> tuple[Judged, ...]:
    """Whether the steps of versions fit what changed; those that `failed` do not.

    `use` are the audiences that count (`D`, `M`, `E`, `T`, `A`; history always does), all when left
    out. `mode` is `backward`, `forward` or `full`; with `transitive` all earlier versions count.
    Without `against` and `use`, what the project says. Raises what `diff` raises.
    """
    workspace = Workspace(_text(cwd))
    policy = workspace.project.breaking if workspace.project else None
    if policy is not None:
        against = against or (None if transitive else policy.against)
        use = use or policy.use
    return _judged_steps(
        specs, against, workspace, transitive=transitive, use=use, mode=mode, today=today
    )


def bump(
    spec: str,
    size: Size,
    *,
    rationale: str | None = None,
    write: bool = True,
    cwd: str | Path | None = None,
) -> Bumped:
    """Start the next version of a document: its number, and a lineage that names the released one.

    Raises UsageError for a document that is unknown or not ours, OutputError when it cannot be
    written.
    """
    from schemac.revision.bump import bump as start
    from schemac.rewrite import own_files

    workspace = Workspace(_text(cwd))
    files = own_files(workspace, (spec,))
    if len(files) != 1:
        raise UsageError(f"`{spec}` is not one document")
    return start(workspace, files[0], size, rationale=rationale, write=write)


def pin(
    reference: str, *specs: str, write: bool = True, cwd: str | Path | None = None
) -> tuple[Pinned, ...]:
    """Name a document at this version (`id@version`) wherever working files of the project, or of
    those named, name it at another. Raises what `bump` raises."""
    from schemac.model.place import Reference
    from schemac.revision.pin import pin as move
    from schemac.rewrite import own_files

    id, _, version = reference.partition("@")
    if not version:
        raise UsageError(f"`{id}` names no version", f"write `{id}@1.0.0`")
    workspace = Workspace(_text(cwd))
    files = [file for file in own_files(workspace, specs) if "@" not in Path(file).name]
    return move(workspace, Reference(id=id, version=version), files, write=write)


def _judged_steps(
    words: tuple[str, ...],
    against: str | None,
    workspace: Workspace,
    *,
    pair: bool = False,
    transitive: bool = False,
    use: tuple[Use, ...] = (),
    mode: Mode | None = None,
    today: str | None = None,
) -> tuple[Judged, ...]:
    from schemac.revision import Policy, judge_steps
    from schemac.revision import compare as steps

    found = steps(workspace, words, against, pair=pair, transitive=transitive)
    for broken in found.broken:
        raise SpecError(broken.problems, broken.snapshot.place, workspace.cwd)
    for id, parent in found.missing:
        raise UsageError(f"`{id}` names the parent `{parent}`, which is not there")
    return judge_steps(found.steps, Policy(use=use, mode=mode, today=today))


def _text(folder: str | Path | None) -> str | None:
    return None if folder is None else str(folder)


def coverage(
    *specs: str, cwd: str | Path | None = None, workspace: Workspace | None = None
) -> Covered:
    """How many keypoints of each spec have a definition, a cue, a sigma ..., and which lack it.

    Without specs, all of the project. Parts are counted in the specs that include them, on their
    own only when no spec was asked for; frozen versions only when named. Raises UsageError for
    what is no spec or part.
    """
    from schemac.covered import Covered, coverage_of

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    named = any("@" in spec for spec in specs)
    files = [f for f in workspace.select(specs) if named or "@" not in Path(f).name]
    skeletons, failed = _linked(workspace, files)
    found = [s for s in skeletons if s.kind == "spec"] or skeletons
    if specs and not found and not failed:
        listed = ", ".join(f"`{spec}`" for spec in specs)
        raise UsageError(f"there is no spec or part in {listed}")
    return Covered(tuple(map(coverage_of, found)), failed)


def _linked(workspace: Workspace, files: list[str]) -> tuple[list[Skeleton], bool]:
    """The skeletons among files, unchecked, and whether reading or linking found an error."""
    from schemac.diagnostic import Severity
    from schemac.linking import link

    read = [found for file in files if (found := workspace.read(file).declaration)]
    linked = [link(found, workspace.resolve) for found in read if found.kind != "project"]
    problems = [problem for found in workspace.read_files() for problem in found.problems]
    problems += [problem for each in linked for problem in each.diagnostics]
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    return [e.document for e in linked if isinstance(e.document, Skeleton)], failed


def catalogue(*specs: str, cwd: str | Path | None = None) -> str:
    """A page of documents as Markdown, all of the project without names; see `specs/README.md`.

    Raises SpecError when one has errors, UsageError for an unknown one.
    """
    from schemac.catalogue import catalogue as page

    workspace = Workspace(str(cwd) if cwd is not None else None)
    checked = _check(workspace, workspace.select(specs))
    if checked.failed:
        raise SpecError(checked.diagnostics, workspace.locate, workspace.cwd)
    return page(checked.documents, workspace.project.title if workspace.project else None)


def strings(
    locale: str,
    *specs: str,
    out: str | Path | None = None,
    write: bool = True,
    cwd: str | Path | None = None,
) -> Catalogue:
    """The sentences of specs as a gettext catalogue, into `locales/<locale>.po` of the project.

    Without specs, all of the project. What is translated already is kept. Raises SpecError when a
    spec has errors, UsageError for an unknown language, spec or a broken catalogue.
    """
    from schemac.translations import catalogue, catalogue_path, store

    workspace = Workspace(str(cwd) if cwd is not None else None)
    file = Path(workspace.cwd, out) if out else catalogue_path(workspace, locale)
    checked = _check(workspace, workspace.select(specs))
    if checked.failed:
        raise SpecError(checked.diagnostics, workspace.locate, workspace.cwd)
    made = catalogue(checked.skeletons, locale, file)
    if write:
        store(made)
    return made


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


def release(
    *specs: str,
    approved_by: tuple[str, ...] = (),
    meaning: str = "approval",
    rationale: str | None = None,
    author: str | None = None,
    effective: str | None = None,
    ticket: str | None = None,
    recorded: str | None = None,
    attested: bool = True,
    cwd: str | Path | None = None,
    today: str | None = None,
) -> Released:
    """Freeze versions, with a line each in the ledger; all of them or none, in one step.

    `approved_by` are names, with a role in brackets: `Dr A. Rao (medical lead)`. The other words
    count where a document's `lineage` does not say them. `recorded` is a time in UTC, now when
    left out. Without `attested`, old frozen files are taken in as they are. Findings forbid a
    release, warnings too; then it has no `lines`. Raises UsageError for what cannot be released
    or lacks something, OutputError when it cannot be written.
    """
    import time

    from schemac.releasing import Asked, approval
    from schemac.releasing import release as _release

    asked = Asked(
        approvals=tuple(approval(name, meaning) for name in approved_by),
        rationale=rationale,
        author=author,
        effective=effective,
        ticket=ticket,
    )
    moment = recorded or time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    folder = str(cwd) if cwd is not None else None
    return _release(specs, asked, recorded=moment, today=today, attested=attested, cwd=folder)


def log(
    spec: str, *, on: str, cwd: str | Path | None = None, workspace: Workspace | None = None
) -> History:
    """The versions of one document, as they stand on a day (an ISO date): those released, those
    that lie frozen, and the draft. Raises UsageError for a document that the project does not have.
    """
    from schemac.auditing import account

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    (id,) = _ids_of(workspace, (spec,))
    found = account(workspace, on=on, specs=(id,)).documents
    if not found:
        raise UsageError(
            f"`{spec}` is not in a spec folder of this project", "only those have a ledger"
        )
    return found[0]


def audit(
    *specs: str,
    on: str,
    anchor: str | None = None,
    out: str | Path | None = None,
    rebuild: bool = False,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> Account:
    """The account of all releases of a project, as of a day (an ISO date); nothing is written.

    `anchor` is a signed git tag. `out` is the build to hold against it, that of the project when
    left out; with `rebuild` it is made again and compared byte for byte. Raises UsageError for an
    unknown spec.
    """
    from schemac.auditing import account
    from schemac.auditing.builds import made_from
    from schemac.output import read_manifest

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    folder = out_folder(workspace, str(out) if out is not None else None)
    manifest = read_manifest(folder)
    made = None
    if manifest is not None:
        again = _again(workspace, folder, manifest) if rebuild else None
        shown = str(out) if out is not None else workspace.relative(str(folder))
        made = (shown, made_from(folder, manifest, workspace.ledgers, again))
    ids = _ids_of(workspace, specs)
    return account(workspace, on=on, specs=ids, anchor=anchor, build=made)


def audit_verify(
    anchor: str | None = None,
    *,
    cwd: str | Path | None = None,
    workspace: Workspace | None = None,
) -> tuple[Chain, ...]:
    """Every ledger of a project held against its frozen files, its git history, and an anchor."""
    from schemac.auditing import chain

    workspace = workspace or Workspace(str(cwd) if cwd is not None else None)
    return tuple(chain(workspace, folder, anchor) for folder in workspace.own_folders())


def _again(workspace: Workspace, folder: Path, manifest: Manifest) -> Difference | None:
    """How a build differs from one that is made now, of the same specs and targets."""
    targets = {entry.target for entry in manifest.artifacts}
    full = "start" in targets
    specs = {f"{e.spec}@{e.version}" for e in manifest.artifacts if e.spec and e.version}
    return compare(
        *(() if full else sorted(specs)), out=folder, guide=GUIDE in targets, workspace=workspace
    )[1]


def _ids_of(workspace: Workspace, specs: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of documents, named by path, id or version."""
    known = {entry.id for ledger in workspace.ledgers.values() for entry in ledger.entries}
    ids: list[str] = []
    for spec in specs:
        if spec.partition("@")[0] in known:
            ids.append(spec.partition("@")[0])
            continue
        read = (workspace.read(file).declaration for file in workspace.select((spec,)))
        ids += [found.reference.id for found in read if found is not None]
    if specs and not ids:
        raise UsageError(f"there is no document in {', '.join(f'`{spec}`' for spec in specs)}")
    return tuple(dict.fromkeys(ids))


def targets() -> tuple[Format, ...]:
    """Every target: what it writes, what it carries, its options."""
    from schemac.formats import FORMATS
    from schemac.formats import load as load_format

    return tuple(load_format(name) for name in FORMATS)


def chosen_targets(names: tuple[str, ...]) -> tuple[Format, ...]:
    """The targets of these names; all without names. Raises UsageError for an unknown one."""
    _known_targets(names)
    return tuple(format for format in targets() if not names or format.name in names)


def rules() -> tuple[Code, ...]:
    """Every kind of finding, by code."""
    from schemac.codes import every_code

    return tuple(sorted(every_code(), key=lambda code: code.id))


def explain(code: str) -> str:
    """What a code (`N010`) or rule (`duplicate-name`) means, why it matters, what to do; or what a
    kind of change (`keypoint-retired`) is, and whom it concerns.

    Raises UsageError for one that does not exist.
    """
    from inspect import cleandoc

    from schemac.codes import every_code, find_code

    found = find_code(code)
    if found is None:
        from schemac.lineage.explain import change_names, explain_change
        from schemac.reading.types import nearest

        if (change := explain_change(code)) is not None:
            return change
        known = [word for each in every_code() for word in (each.id, each.name)]
        known += change_names()
        raise UsageError(
            f"there is no rule `{code}`",
            nearest(code, tuple(known)) or "`schemac rules` lists them",
        )
    title = f"{found.id} {found.name} ({found.severity})"
    return f"{title}\n{'=' * len(title)}\n\n{cleandoc(found.doc)}\n"


def schema(kind: str | None = None) -> dict[str, Any]:
    """The JSON Schema of the spec language for editors; of one kind of document, or of all. For
    `migration` that of the files that `schemac map` writes."""
    from schemac.reading.editor import editor_schema

    if kind == MIGRATION:
        from schemac.mapping import map_schema

        return map_schema()

    _known_kind(kind)
    return editor_schema(kind)


def reference(word: str | None = None) -> str:
    """The reference of the language as Markdown; or the tables of one kind of document (`tier_set`)
    or of one record (`keypoint`). Raises UsageError for what is neither."""
    from schemac.reading.reference import page, tables, words

    if word is None:
        from schemac.linking.linker import MAX_NESTED
        from schemac.shipped import shipped

        template = Path(shipped("templates"), "language.md.j2")
        return page(template, Path(shipped("specs")), {"code": _code, "nested": MAX_NESTED})
    if word not in words():
        from schemac.reading.types import nearest

        help = nearest(word, words()) or f"there are {', '.join(f'`{w}`' for w in words())}"
        raise UsageError(f"the language has no `{word}`", help)
    return tables(word)


def _code(id: str) -> str:
    """A code as the reference shows it: `Y003` anchor."""
    from schemac.codes import find_code

    found = find_code(id)
    if found is None:
        raise LookupError(f"the reference names a code that does not exist: {id}")
    return f"`{found.id}` {found.name}"


def _known_kind(kind: str | None) -> None:
    from schemac.reading.grammar import KINDS

    if kind is not None and kind not in KINDS:
        from schemac.reading.types import nearest

        listed = ", ".join(f"`{k}`" for k in KINDS)
        raise UsageError(
            f"there is no kind of document `{kind}`",
            nearest(kind, tuple(KINDS)) or f"there are {listed}",
        )


def init(folder: str | Path = ".") -> tuple[Path, ...]:
    """Write a project that builds, with a commented example; the files it made.

    Raises UsageError when one of them exists already; then nothing is written.
    """
    from schemac.starter import start_project

    return start_project(Path(folder))


def _chosen(workspace: Workspace, names: tuple[str, ...]) -> Chosen:
    """The targets of a run. Guide and maps are none of the formats: alone, they leave none."""
    formats = tuple(name for name in names if name not in (GUIDE, MAPS))
    _known_targets(formats)
    if names and not formats:
        return Chosen((), {})
    return choose_targets(workspace, formats)


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


def _wanted(
    workspace: Workspace,
    tool: str,
    spec: str,
    *,
    title: str | None = None,
    layout: str | None = None,
    template: bool = False,
) -> Wanted:
    """What one spec wants a tool to have."""
    from schemac.canonical import digest
    from schemac.compile import emit
    from schemac.contexts import context_of
    from schemac.remote import tool_named, wanted_of

    module = tool_named(tool)
    chosen = _chosen(workspace, (module.TARGET,))
    checked = _check(workspace, workspace.select((spec,)), targets=chosen)
    if checked.failed:
        raise SpecError(checked.diagnostics, workspace.locate, workspace.cwd)
    if len(checked.skeletons) != 1:
        raise UsageError(f"`{spec}` is not one spec", "a project holds one")
    (skeleton,) = checked.skeletons
    emission = emit(skeleton, chosen.formats[0], chosen, workspace, digest(skeleton))
    return wanted_of(
        module, skeleton, emission, title=title, layout=layout, template=template,
        context=context_of(workspace, skeleton),
    )  # fmt: skip


def _known_targets(names: tuple[str, ...]) -> None:
    from schemac.formats import FORMATS
    from schemac.reading.types import nearest

    for name in names:
        if name not in FORMATS:
            known = (*FORMATS, GUIDE, MAPS)
            listed = ", ".join(f"`{n}`" for n in known)
            raise UsageError(
                f"there is no target `{name}`",
                nearest(name, known) or f"there are {listed}",
            )
