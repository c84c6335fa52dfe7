"""What tests of importers share: reading as the command does, and facts to hold against a spec."""

from typing import Any

from given_files import shown
from schemac.draft import Absorbed, Draft, Given
from schemac.format import Format, Settings
from schemac.model import Skeleton


def files(format: Format, skeleton: Skeleton, **options: str) -> dict[str, bytes]:
    """What a target writes, by path."""
    assert format.emit is not None
    emission = format.emit(skeleton, Settings(options=options))
    return {artifact.path: artifact.content for artifact in emission.artifacts}


def absorbed(format: Format, one: Given) -> Absorbed:
    """A file that the format recognises, read."""
    assert format.recognises is not None
    assert format.absorb is not None
    assert format.recognises(one)
    return format.absorb(one)


def only(found: Absorbed) -> Draft:
    """The one draft of a file that is in order."""
    assert found.problems == ()
    (draft,) = found.drafts
    return draft


def one_fault(found: Absorbed, rule: str, message: str, place: str) -> None:
    """One finding, at the text of the file that it is about, and a draft all the same."""
    (problem,) = found.problems
    assert problem.rule == rule
    assert message in problem.message
    assert shown(problem, found.sources) == place
    assert len(found.drafts) == 1


def no_draft(found: Absorbed, rule: str) -> None:
    """A file of which nothing is made, and why."""
    assert found.drafts == ()
    assert found.problems[-1].rule == rule


def said(found: Absorbed) -> list[tuple[str, str, tuple[int, int]]]:
    """Of each finding the code, the message and the place."""
    assert all(each.span for each in found.problems)
    return [
        (each.code, each.message, (each.span.line, each.span.column))
        for each in found.problems
        if each.span
    ]


def mirror(draft: Draft) -> tuple[int, ...]:
    """Where each index goes, as stated."""
    told = {each.index: each.partner for each in draft.mirror or ()}
    return tuple(told.get(at, at) for at in range(len(draft.points)))


def facts(draft: Draft) -> dict[str, Any]:
    """Names, edges and partners."""
    edges = tuple((edge.start, edge.end) for edge in draft.edges or ())
    return {"names": [p.name for p in draft.points], "edges": edges, "mirror": mirror(draft)}


def facts_of(skeleton: Skeleton) -> dict[str, Any]:
    """The same of a spec."""
    names = [point.name for point in skeleton.keypoints]
    return {"names": names, "edges": skeleton.edge_indices, "mirror": skeleton.mirror}


def sigmas(draft: Draft) -> list[float | None]:
    """In index order."""
    return [point.sigma for point in draft.points]


def sigmas_of(skeleton: Skeleton) -> list[float | None]:
    """Those of the main set."""
    main = skeleton.main_sigmas or ""
    return [point.sigma(main) for point in skeleton.keypoints]
