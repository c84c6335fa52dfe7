"""Which skeleton of a file with several is meant: the one that is named, never just any."""

from __future__ import annotations

from msgspec import Struct

from schemac.comparing.both import few
from schemac.comparing.drafted import SPEC
from schemac.draft import Draft
from schemac.workspace import UsageError


class Choice(Struct, frozen=True):
    """What a word on the command line means: its skeletons."""

    word: str
    drafts: tuple[Draft, ...]

    @property
    def is_spec(self) -> bool:
        """Whether it is a spec, which is one skeleton by itself."""
        return all(draft.format == SPEC for draft in self.drafts)


def choose(one: Choice, other: Choice, wanted: str | None) -> tuple[Draft, Draft, tuple[str, ...]]:
    """A skeleton of each side, and phrases for those that nobody looks at.

    `wanted` is a skeleton's name; without one, the name of the other side decides. Raises
    UsageError when several are left, and when no file has the one that is wanted.
    """
    if wanted is not None:
        _known(one, other, wanted)
        chosen = _wanted(one, wanted), _wanted(other, wanted)
    else:
        shared = {d.name for d in one.drafts} & {d.name for d in other.drafts} - {None}
        chosen = _called(one, shared), _called(other, shared)
    mine, theirs = (each for each in chosen)
    return mine, theirs, (*_rest(one, mine), *_rest(other, theirs))


def _known(one: Choice, other: Choice, wanted: str) -> None:
    """Raises UsageError when no file has a skeleton of that name."""
    files = [each for each in (one, other) if not each.is_spec]
    for each in files:
        lone = len(each.drafts) == 1 and any(d.name == wanted for f in files for d in f.drafts)
        if not lone and not any(draft.name == wanted for draft in each.drafts):
            message = f"there is no skeleton `{wanted}` in `{each.word}`"
            raise UsageError(message, f"it has {_listed(each)}")
    if not files:
        raise UsageError("a spec is one skeleton", "leave --skeleton out")


def _wanted(choice: Choice, wanted: str) -> Draft:
    named = [draft for draft in choice.drafts if draft.name == wanted]
    found = named or list(choice.drafts)
    if len(found) == 1:
        return found[0]
    raise _several(choice, found, "name one of these files")


def _called(choice: Choice, shared: set[str | None]) -> Draft:
    named = [draft for draft in choice.drafts if draft.name in shared]
    if len(choice.drafts) == 1:
        return choice.drafts[0]
    if len(named) == 1:
        return named[0]
    names = {draft.name for draft in choice.drafts}
    told = len(names) == len(choice.drafts) and None not in names
    say = "say which: `--skeleton NAME`" if told else "name one of these files"
    raise _several(choice, choice.drafts, say)


def _several(choice: Choice, drafts: tuple[Draft, ...] | list[Draft], say: str) -> UsageError:
    listed = few([_called_in(choice, draft) for draft in drafts])
    return UsageError(f"there are {len(drafts)} skeletons in `{choice.word}`: {listed}", say)


def _rest(choice: Choice, chosen: Draft) -> tuple[str, ...]:
    rest = [draft for draft in choice.drafts if draft is not chosen]
    return tuple(f"{_name(draft)} of `{draft.file}`" for draft in rest)


def _listed(choice: Choice) -> str:
    return few([_called_in(choice, draft) for draft in choice.drafts])


def _called_in(choice: Choice, draft: Draft) -> str:
    """A skeleton by its name, and its file where that is another than the word says."""
    return _name(draft) if draft.file == choice.word else f"{_name(draft)} of `{draft.file}`"


def _name(draft: Draft) -> str:
    return f"`{draft.name}`" if draft.name is not None else "one without a name"
