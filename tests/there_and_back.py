"""What a format writes, read by the same format, and held against the spec."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from given_files import given, shown
from schemac.comparing import compare, draft_of
from schemac.draft import Absorbed, Draft
from schemac.format import Emission, Format, Settings, losses_of
from schemac.model import Skeleton
from small_skeletons import bird, keypoint


def emission(format: Format, skeleton: Skeleton, **options: str) -> Emission:
    assert format.emit is not None
    known = {o.name: o.values[0] if o.values else o.default or "" for o in format.options}
    made = format.emit(skeleton, Settings(options=known | options))
    assert {each.path for each in made.artifacts} <= set(format.files)
    return made


def files(format: Format, skeleton: Skeleton, **options: str) -> dict[str, bytes]:
    return {each.path: each.content for each in emission(format, skeleton, **options).artifacts}


def read(format: Format, name: str, data: bytes | str, beside: Any = None) -> Absorbed:
    """A file that has to be recognised."""
    assert format.recognises is not None
    assert format.absorb is not None
    one = given(name, data, beside)
    assert format.recognises(one)
    return format.absorb(one)


def back(format: Format, skeleton: Skeleton, file: str, **options: str) -> Draft:
    """The one draft of what was written, without a finding."""
    made = files(format, skeleton, **options)
    found = read(format, file, made[file], made)
    assert found.problems == ()
    (draft,) = found.drafts
    return draft


def differences(format: Format, skeleton: Skeleton, file: str, **options: str) -> list[str]:
    found = compare(draft_of(skeleton), back(format, skeleton, file, **options))
    return [each.message for each in found.differences]


def problems(found: Absorbed) -> list[tuple[str, str, str]]:
    """Code, message and the text that is shown, for each finding."""
    return [(each.code, each.message, shown(each, found.sources)) for each in found.problems]


def links(draft: Draft) -> list[tuple[str, str]]:
    """Edges by name."""
    names = [point.name for point in draft.points]
    return [(names[each.start], names[each.end]) for each in draft.edges or ()]


def partners(draft: Draft) -> dict[str, str]:
    """Stated partners by name."""
    names = [point.name for point in draft.points]
    return {names[each.index]: names[each.partner] for each in draft.mirror or ()}


def named(name: str, other: str = "b") -> Skeleton:
    """Two keypoints and an edge, one of them with that name."""
    from schemac.model import Edge

    points = (keypoint(0, "a", name=name), keypoint(1, "b", name=other))
    return bird(keypoints=points, edges=(Edge(source="a", target="b"),), evaluation=())


def lost(format: Format, skeleton: Skeleton, **options: str) -> Iterator[str]:
    """Every loss, those that follow from `carries` too."""
    for each in (*losses_of(format, skeleton), *emission(format, skeleton, **options).losses):
        yield each.message
