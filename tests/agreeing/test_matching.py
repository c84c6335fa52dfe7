"""Labels of one instance come together, those of two do not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from msgspec import Struct
from people import Person, annotation, label, truth

from schemac.agreeing.matching import Matcher
from schemac.labels import Annotation
from schemac.model import Skeleton

Load = Callable[[str], Skeleton]


class Made(Struct, frozen=True):
    person: int
    keypoints: np.ndarray
    subject: int
    about: Annotation


@pytest.fixture(name="coco")
def _coco(skeleton: Load) -> Skeleton:
    return skeleton("body/coco-17")


def crowd(coco: Skeleton, people: int, subjects: int, *, ids: bool) -> list[Made]:
    """Subjects beside each other in one image; each person names them in an order of their own."""
    gold = truth(coco, subjects)
    rng = np.random.default_rng(1)
    made = []
    for person in range(people):
        keypoints = label(coco, gold, Person(str(person), 0.03), rng)
        keypoints[..., 0] += 150 * np.arange(subjects)[:, None]
        for subject in rng.permutation(subjects):
            id = str(subject if ids else rng.integers(10**6))
            made.append(Made(person, keypoints[subject], int(subject), annotation("a.jpg", id)))
    return made


def grouped(labels: list[Made], by: str = "auto") -> tuple[list[list[Made]], int]:
    matcher = Matcher(np.full(17, np.nan), by)  # type: ignore[arg-type]
    groups = list(matcher.groups(labels))
    return groups, matcher.unmatched


@pytest.mark.parametrize("by", ["auto", "id", "oks"])
@pytest.mark.parametrize("people", [2, 4])
def test_subjects_are_told_apart(coco: Skeleton, by: str, people: int) -> None:
    groups, unmatched = grouped(crowd(coco, people, 6, ids=True), by)
    assert sorted(len(group) for group in groups) == [people] * 6
    assert all(len({each.subject for each in group}) == 1 for group in groups)
    assert all(len({each.person for each in group}) == people for group in groups)
    assert unmatched == 0


def test_ids_of_their_own_are_no_reason_to_match(coco: Skeleton) -> None:
    groups, unmatched = grouped(crowd(coco, 3, 5, ids=False))
    assert all(len({each.subject for each in group}) == 1 for group in groups)
    assert (len(groups), unmatched) == (5, 0)


def test_who_is_missing_is_left_alone(coco: Skeleton) -> None:
    labels = crowd(coco, 2, 4, ids=False)
    labels = [each for each in labels if not (each.person == 1 and each.subject == 2)]
    groups, unmatched = grouped(labels)
    assert sorted(group[0].subject for group in groups) == [0, 1, 3]
    assert unmatched == 1


def test_the_gold_set_begins(coco: Skeleton) -> None:
    labels = [
        Made(each.person - 1, each.keypoints, each.subject, each.about)
        for each in crowd(coco, 3, 3, ids=False)
    ]
    groups, _ = grouped(labels)
    assert all(group[0].person == -1 for group in groups)


def test_one_person_alone(coco: Skeleton) -> None:
    assert grouped(crowd(coco, 1, 3, ids=True)) == ([], 3)
