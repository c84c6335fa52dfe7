"""Mirror lists: partners that lead nowhere, do not lead back, or go against the names."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from schemac.diagnostic import Diagnostic
from schemac.draft import Draft
from schemac.importing import codes
from schemac.importing.faults.names import shown
from schemac.importing.known import Known
from schemac.importing.settled import mirror_shift, mutual, named_pairs, stated
from schemac.importing.spots import place_of
from schemac.source import Span

FEW = 3


def faults(draft: Draft, known: Known) -> Iterator[Diagnostic]:
    """What is wrong with the mirror list."""
    if draft.mirror is None:
        return
    if mirror_shift(draft):
        yield _shifted(draft)
        return
    lost = list(_nowhere(draft))
    yield from _told(lost)
    pairs, given = named_pairs(draft), stated(draft)
    told = {index: other for index, other in given.items() if other != index}
    if pairs and not told and not lost:
        yield _nothing(draft, pairs)
        return
    wrong = set()
    for index, meant in sorted(pairs.items()):
        if lost and (index not in given or meant not in given):
            continue  # what the list says of it leads nowhere, and that is said
        partner = _partner(index, given)
        if partner != meant and index not in wrong:
            wrong |= {index, meant}
            yield _against(draft, index, meant, partner)
    yield from _not_back(draft, told, wrong)
    yield from _other_places(draft, known, wrong)


def _partner(index: int, given: dict[int, int]) -> int:
    """What becomes of a keypoint: as stated, or as the other direction implies."""
    return given[index] if index in given else mutual(given).get(index, index)


def _nowhere(draft: Draft) -> Iterator[Diagnostic]:
    total = len(draft.points)
    for each in draft.mirror or ():
        if 0 <= each.index < total and 0 <= each.partner < total:
            continue
        at, span = place_of(draft, each.span)
        if each.named is not None:
            message = f"`{shown(each.named)}` is named as a mirror partner and is not listed"
        else:
            wrong = each.partner if 0 <= each.index < total else each.index
            message = f"the mirror list names keypoint {number(wrong)}; there are 0 to {total - 1}"
        yield codes.MIRROR_NOWHERE.at(at, message, span=span)


def _told(lost: list[Diagnostic]) -> Iterator[Diagnostic]:
    """A few one by one; of many the first stands for all."""
    if len(lost) <= FEW:
        yield from lost
        return
    yield replace(lost[0], message=f"{lost[0].message}; {len(lost) - 1} more lead nowhere")


def number(value: int) -> str:
    """A number as it is written, where that is not endless."""
    return str(value) if abs(value) < 10**64 else "of more than 64 digits"


def _shifted(draft: Draft) -> Diagnostic:
    """A list that counts from 1, as a whole."""
    total = len(draft.points)
    last = next(each for each in draft.mirror or () if each.partner == total)
    at, span = place_of(draft, last.span)
    message = (
        f"the mirror list counts keypoints from 1, but in this format they count from 0:"
        f" {total} is out of range, and the list leads back when moved by one"
    )
    pairs = named_pairs(draft)
    whole = [pairs.get(i, i) for i in range(total)] if pairs else list(stated(draft).values())
    how = "; by names it is" if pairs else ": write"
    listed = f"{how} {whole}" if total <= 40 else ""
    help = f"subtract 1 from every number{listed}"
    return codes.MIRROR_SHIFTED.at(at, message, span=span, help=help)


def _nothing(draft: Draft, pairs: dict[int, int]) -> Diagnostic:
    at, span = place_of(draft, draft.mirror[0].span if draft.mirror else None)
    index, other = min(pairs.items())
    one, two = shown(draft.points[index].name), shown(draft.points[other].name)
    message = (
        f"the mirror list exchanges nothing, but the names have {len(pairs) // 2}"
        f" {'pair' if len(pairs) == 2 else 'pairs'}, such as `{one}` and `{two}`"
    )
    whole = [pairs.get(i, i) for i in range(len(draft.points))]
    listed = f"; by names it is {whole}" if len(whole) <= 40 else ""
    help = f"flipped pictures would keep their lefts and rights{listed}"
    return codes.MIRROR_NAMES.at(at, message, span=span, help=help)


def _against(draft: Draft, index: int, meant: int, partner: int) -> Diagnostic:
    def called(i: int) -> str:
        return shown(draft.points[i].name)

    at, span = place_of(draft, _span(draft, index) or _span(draft, meant))
    if partner == index:
        becomes = f"`{called(index)}` is its own mirror partner"
    else:
        becomes = f"the mirror partner of `{called(index)}` is `{called(partner)}`"
    message = f"{becomes}, although there is `{called(meant)}`"
    help = f"the draft pairs `{called(index)}` with `{called(meant)}`"
    return codes.MIRROR_NAMES.at(at, message, span=span, help=help)


def _other_places(draft: Draft, known: Known, wrong: set[int]) -> Iterator[Diagnostic]:
    """Twins that are two places by their names: a thumb's joint and its tip."""
    pairs = sorted(mutual(stated(draft)).items())
    apart = [(i, j) for i, j in pairs if i < j and i not in wrong and known.apart(i, j)]
    if not apart:
        return
    index, other = apart[0]
    one, two = shown(draft.points[index].name), shown(draft.points[other].name)
    more = f", and {len(apart) - 1} more such pairs" if len(apart) > 1 else ""
    message = f"the mirror partner of `{one}` is `{two}`, which is another place{more}"
    at, span = place_of(draft, _span(draft, index))
    help = "partners are one place on both sides of the body; the draft leaves these without one"
    yield codes.MIRROR_NAMES.at(at, message, span=span, help=help)


def _not_back(draft: Draft, told: dict[int, int], wrong: set[int]) -> Iterator[Diagnostic]:
    good = mutual(stated(draft))
    for index, other in sorted(told.items()):
        if good.get(index) == other or index in wrong or other in wrong:
            continue
        back = told.get(other, other)
        at, span = place_of(draft, _span(draft, index))
        names = [shown(draft.points[i].name) for i in (index, other, back)]
        message = (
            f"the mirror partner of `{names[0]}` is `{names[1]}`,"
            f" but that of `{names[1]}` is `{names[2]}`"
        )
        help = "partners come in twos; the draft leaves these without one"
        yield codes.MIRROR_BROKEN.at(at, message, span=span, help=help)


def _span(draft: Draft, index: int) -> Span | None:
    found = (each.span for each in draft.mirror or () if each.index == index)
    return next(found, None)
