"""`schemac breaking`: may this version follow that one?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from schemac.cli.diff import FORMATS, changed_first, show, show_broken
from schemac.cli.parser import Parser, complain, today

if TYPE_CHECKING:
    from schemac.model.project import Use
    from schemac.revision import Judged

_ABOUT = """Judge whether the step of the version fits what changed; exit 1 when it does not.

Each change asks for a major, minor or patch step on behalf of those it concerns; --table shows
which change asks what for whom. Some no step can mend (STOP): they have to be declared or taken
back. A mode asks for more, whatever the version: that new readers read old data (backward), that
old readers read new data (forward), or both (full); --transitive compares with all earlier
versions.

Compared is as in `schemac diff`: with the parent version, or with --against. Where the place
compared with has a ledger of releases, a version that is not in it is a draft: what changed in it
is told, and nothing is forbidden. Without a ledger every version there counts as given to others.

A finding is accepted
by a waiver in the document that names its fingerprint, with a reason; one that meets nothing, or
whose day has passed, is an error."""
_EXAMPLES = """  schemac breaking                            every document, with its parent version
  schemac breaking body/mine --against main   with the branch main
  schemac breaking --use D,T                  only stored data and tools count (and history)
  schemac breaking --mode backward            old labels must be readable as they are
  schemac breaking --table                    which change breaks whom"""
_LETTERS = "D,M,E,T,A,H"


def run(words: list[str]) -> int:
    """0 when every step fits, 1 when one does not."""
    asked = _parser().parse_args(words)
    if asked.table:
        return _table()
    use = _use(asked.use)
    if use is None:
        return complain(f"`{asked.use}` is no list of audiences", f"some of {_LETTERS}")
    from schemac.revision import Policy, compare, judge_steps
    from schemac.workspace import Workspace

    workspace = Workspace()
    policy = workspace.project.breaking if workspace.project else None
    against = asked.against or (policy.against if policy and not asked.transitive else None)
    if asked.transitive and asked.against:
        return complain("--transitive compares with all parents", "leave out --against")
    comparison = compare(workspace, tuple(asked.spec), against, transitive=asked.transitive)
    broken = show_broken(comparison)
    used = use or (tuple(policy.use) if policy else ())
    judged = judge_steps(comparison.steps, Policy(use=used, mode=asked.mode, today=today()))
    show(changed_first(judged), asked.format, fingerprints=True, broken=bool(broken))
    if asked.format == "text":
        _verdict(judged, asked.mode)
    return 1 if broken or any(each.failed for each in judged) else 0


def _parser() -> Parser:
    parser = Parser("breaking", _ABOUT, _EXAMPLES)
    parser.add_argument("spec", nargs="*", metavar="SPEC", help="what to judge")
    parser.add_argument("--against", metavar="REF", help="compare with a commit, folder, version")
    parser.add_argument("--use", metavar="LETTERS", default="", help=f"who counts: {_LETTERS}")
    parser.add_argument("--mode", choices=("backward", "forward", "full"), help="ask for more")
    parser.add_argument("--transitive", action="store_true", help="all earlier versions count")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print")
    parser.add_argument("--table", action="store_true", help="print the table of changes")
    return parser


def _use(written: str) -> tuple[Use, ...] | None:
    letters = [letter.strip().upper() for letter in written.split(",") if letter.strip()]
    if any(letter not in _LETTERS.split(",") for letter in letters):
        return None
    return cast("tuple[Use, ...]", tuple(dict.fromkeys(letters)))


def _verdict(judged: tuple[Judged, ...], mode: str | None) -> None:
    """What stands in the way, problem by problem, and in one line what came out."""
    from schemac.report import visible

    for each in judged:
        problems: list[Any] = list(each.problems)
        for problem in problems:
            print(visible(f"error[{problem.code}]: {problem.message} ({problem.rule})"))
        if each.step.drafted and each.step.changes and not each.failed:
            print(f"\n{visible(each.step.title)}: was a draft, which may change as it likes: fits")
        if each.step.taken is None or not each.step.changes:
            continue
        errors = sum(finding.level == "error" for finding in each.findings) + len(problems)
        taken = each.step.taken.name.lower()
        took = "the version is the same" if taken == "none" else f"it takes a {taken} one"
        asked = f", {mode} compatible" if mode else ""
        needs = f"{visible(each.step.title)}: needs a {each.required.name.lower()} step{asked}"
        print(f"\n{needs}; {took}: {_outcome(each, errors)}")


def _outcome(judged: Judged, errors: int) -> str:
    """Whether the step fits; if only what no step mends stands in the way, so much."""
    if not errors:
        return "fits"
    many = "1 error" if errors == 1 else f"{errors} errors"
    if judged.step.taken is not None and judged.required <= judged.step.taken:
        stands = "stands" if errors == 1 else "stand"
        return f"the step would do, but {many} {stands} in the way"
    return f"does not fit ({many})"


def _table() -> int:
    """The table of changes by audience, as it stands in the code."""
    from schemac.lineage.breakage import AUDIENCES, TABLE

    names = ", ".join(f"{letter} {name}" for letter, name in AUDIENCES.items())
    room = max(len(row.name) for row in TABLE)
    print(f"{'change':<{room}}  D M E T A H  old  new")
    for row in TABLE:
        old, new = ("ok" if flag else "no" for flag in (row.backward, row.forward))
        print(f"{row.name:<{room}}  {' '.join(row.cells)}  {old:<3}  {new}")
    print(f"\n{names}")
    print("old: the new version reads old data; new: an old reader reads new data")
    print("X major step · m minor · p patch · . no concern")
    print("x major step when named with --use, else minor")
    print("! no step helps: declare it, or take it back")
    return 0
