"""Label data: maps, carried and converted files, judged labels, people compared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from schemac.api.found import as_text, labelled, one_spec
from schemac.workspace import UsageError, Workspace

if TYPE_CHECKING:
    from schemac.agreeing import Agreement, Sample, Study
    from schemac.agreeing.periods import Window
    from schemac.agreeing.sampling import How
    from schemac.converting import Converted
    from schemac.labelfiles import Found
    from schemac.maps import Mapped
    from schemac.migrating import Migrated, Outcome, Work
    from schemac.validating import Finding, Report, Trial


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
    ends = [one_spec(workspace, word) for word in (source, target)]
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

    found, mapped = labelled(data, data_format, cwd), map_between(source, target, via=via, cwd=cwd)
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

    found, mapped = labelled(data, data_format, cwd), map_between(source, target, via=via, cwd=cwd)
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
    jobs: int | None = 1,
    force: bool = False,
    on_fault: Literal["stop", "aside"] = "stop",
    advance: Callable[[int], None] = lambda done: None,
    cwd: str | Path | None = None,
) -> Converted:
    """Write the labels of a file or folder in another format, `to` or the one that the name of
    `out` shows; what is lost or folded is counted in `account`.

    With several `jobs` (None: one a core) other processes read ahead of the one that writes; a
    script guards its start then, as for `migrate`. Raises what `migrate` raises.
    """
    from schemac.converting import Way
    from schemac.converting import convert as run
    from schemac.labelfiles import format_for, format_named

    place = Path(cwd or "", out)
    chosen = format_named(to) if to else format_for(place)
    skeleton = one_spec(Workspace(as_text(cwd)), spec)
    found = labelled(data, data_format, cwd)
    return run(
        found, skeleton,
        Way(
            out=place, format=chosen, jobs=jobs, force=force, on_fault=on_fault, advance=advance
        ),
    )  # fmt: skip


def validate(
    data: str | Path,
    spec: str,
    *,
    data_format: str | None = None,
    ignore: Collection[str] = (),
    most: int = 20,
    jobs: int | None = 1,
    sink: Callable[[Finding], None] | None = None,
    advance: Callable[[int], None] = lambda done: None,
    cwd: str | Path | None = None,
) -> Report:
    """Judge a label file, or a folder of them, by a spec. Instances that cannot be read are
    findings as well.

    `ignore` are ids or names of rules to leave out. The report keeps the `most` worst findings of
    each rule; `sink` is told all of them. `advance` hears of bytes as they are done.
    With several `jobs` (None: one a core) other processes read ahead of the one that judges; a
    script guards its start then, as for `migrate`. Raises
    LabelError (of `schemac.labels`) for a file that cannot be read on, UsageError for labels in
    another spec.
    """
    from schemac.validating import validate as run

    skeleton = one_spec(Workspace(as_text(cwd)), spec)
    found = labelled(data, data_format, cwd)
    return run(found, skeleton, ignore=ignore, most=most, sink=sink, advance=advance, jobs=jobs)


def agree(
    *data: str | Path,
    spec: str,
    gold: str | Path | None = None,
    data_format: str | None = None,
    attribute: str | None = None,
    window: Window | Literal["plan"] | None = None,
    match: Literal["auto", "id", "oks"] = "auto",
    scale: str | None = None,
    on_fault: Literal["stop", "aside"] = "stop",
    advance: Callable[[int], None] = lambda done: None,
    cwd: str | Path | None = None,
) -> Agreement:
    """How annotators agree on the keypoints of a spec: label files of several people, or of any
    number and a gold set.

    `attribute` tells instances apart by one of the spec's, `window` labels by when they were made
    (`plan`: as the spec's plan counts, else by week).
    `scale` names what errors are relative to: the spec's own when left out. An instance that cannot
    be used stops the run, or is left `aside` and counted in the notes. Raises LabelError (of
    `schemac.labels`) for a file that cannot be read, UsageError when there is nothing to compare.
    """
    from schemac.agreeing import agree as run
    from schemac.labels import Faults

    skeleton = one_spec(Workspace(as_text(cwd)), spec)
    return run(
        [labelled(each, data_format, cwd) for each in data], skeleton,
        gold=None if gold is None else labelled(gold, data_format, cwd), attribute=attribute,
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

    workspace = Workspace(as_text(cwd))
    return run(workspace, one_spec(workspace, spec), found, name=name, robust=robust)


def sample(
    *data: str | Path,
    spec: str,
    number: int | None = None,
    attribute: str | None = None,
    worst: Sequence[str | Path] = (),
    seed: int = 0,
    data_format: str | None = None,
    on_fault: Literal["stop", "aside"] = "stop",
    advance: Callable[[int], None] = lambda done: None,
    cwd: str | Path | None = None,
) -> Sample:
    """Choose images to label twice: at random, with each value of an `attribute` its share, or by
    the errors that people make in the label files `worst`.

    `number` is what the spec's plan says for calibration when left out. An instance that cannot be
    used stops the run, or is left `aside`. Raises UsageError for more images than there are, and
    what `agree` raises.
    """
    from msgspec import structs

    from schemac.agreeing import agree as compared
    from schemac.agreeing import candidates, choose
    from schemac.labels import Faults

    faults = Faults(on_fault)
    skeleton = one_spec(Workspace(as_text(cwd)), spec)
    planned = skeleton.qa.calibration.frames if skeleton.qa and skeleton.qa.calibration else None
    if (wanted := number or planned) is None:
        raise UsageError("nothing says how many images", "the spec's plan does not; give a number")
    several = [labelled(each, data_format, cwd) for each in worst]
    images = candidates(
        [labelled(each, data_format, cwd) for each in data], skeleton, attribute=attribute,
        worst=(
            compared(several, skeleton, faults=Faults(on_fault), advance=advance)
            if several else None
        ),
        faults=faults, advance=advance,
    )  # fmt: skip
    how: How = "worst" if worst else "attribute" if attribute else "random"
    return structs.replace(choose(images, wanted, how, seed), left_out=faults.count)


def study(
    first: tuple[str, Sequence[str | Path]],
    second: tuple[str, Sequence[str | Path]],
    *,
    gold: str | Path,
    spec: str,
    data_format: str | None = None,
    scale: str | None = None,
    on_fault: Literal["stop", "aside"] = "stop",
    advance: Callable[[int], None] = lambda done: None,
    cwd: str | Path | None = None,
) -> Study:
    """Compare two groups of people who labelled the same images against one gold set. A group is
    its name and its label files. `scale` names what errors are relative to. An instance that
    cannot be used stops the run, or is left `aside` and counted in the notes. Raises UsageError
    when somebody is in both."""
    from schemac.agreeing import study as run
    from schemac.labels import Faults

    def found(files: Sequence[str | Path]) -> list[Found]:
        return [labelled(file, data_format, cwd) for file in files]

    return run(
        (first[0], found(first[1])), (second[0], found(second[1])),
        labelled(gold, data_format, cwd), one_spec(Workspace(as_text(cwd)), spec),
        scale=scale, faults=Faults(on_fault), advance=advance,
    )  # fmt: skip


def validation_trial(spec: str, *, cwd: str | Path | None = None) -> tuple[Trial, ...]:
    """How many planted faults the rules of geometry find on posed figures of a spec, and how many
    they see where there are none. Same spec, same numbers."""
    from schemac.validating import try_rules

    return try_rules(one_spec(Workspace(as_text(cwd)), spec))
