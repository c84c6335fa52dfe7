"""Images are chosen fairly, and the same ones again."""

from __future__ import annotations

from collections import Counter

import pytest
from cvat_sdk.api_client.models import JobWriteRequest, ValidationParamsRequest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from people import truth

from schemac.agreeing import candidates, choose
from schemac.agreeing.sampling import Candidate
from schemac.canonical import digest
from schemac.datasets import label_format
from schemac.labelfiles import find
from schemac.labels import Account, Image, Stamp, Writing
from schemac.workspace import UsageError


def images(count: int, values: str = "aab", heavy: int = 0) -> list[Candidate]:
    return [
        Candidate(f"{at:03}.jpg", at, values[at % len(values)], 100.0 if at < heavy else 1.0)
        for at in range(count)
    ]


@given(
    count=st.integers(1, 60), share=st.floats(0, 1), seed=st.integers(0, 99),
    how=st.sampled_from(["random", "attribute", "worst"]),
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_so_many_and_none_twice(count: int, share: float, seed: int, how: str) -> None:
    every = images(count)
    wanted = max(1, round(share * count))
    made = choose(every, wanted, how, seed)  # type: ignore[arg-type]
    assert len({image.name for image in made.images}) == len(made.images) == wanted
    assert made == choose(every, wanted, how, seed)  # type: ignore[arg-type]
    assert list(made.images) == sorted(made.images, key=lambda image: image.name)


def test_each_value_has_its_share() -> None:
    made = choose(images(90), 30, "attribute")
    assert Counter(image.value for image in made.images) == {"a": 20, "b": 10}
    assert made.strata == {"a": (20, 60), "b": (10, 30)}


def test_a_rare_value_is_there_as_well() -> None:
    made = choose(images(100, "a" * 99 + "b"), 5, "attribute")
    assert Counter(image.value for image in made.images) == {"a": 4, "b": 1}


def test_the_worst_come_first_mostly() -> None:
    made = choose(images(200, heavy=20), 20, "worst")
    assert sum(image.weight > 1 for image in made.images) >= 14


def test_every_image_has_the_same_chance() -> None:
    met = Counter(
        image.name for seed in range(400) for image in choose(images(10), 3, "random", seed).images
    )
    assert min(met.values()) > 80
    assert max(met.values()) < 165


@pytest.mark.parametrize("count", [0, 11])
def test_more_than_there_are(count: int) -> None:
    with pytest.raises(UsageError, match="cannot be chosen"):
        choose(images(10), count, "random")


def test_cvat_takes_it() -> None:
    """In the words of CVAT's own SDK, which checks types."""
    made = choose(images(10), 3, "random").cvat()
    ValidationParamsRequest(**made["validation_params"])
    JobWriteRequest(task_id=1, **made["job"])
    unnumbered = [Candidate("a.jpg", None, "", 1.0)]
    assert "job" not in choose(unnumbered, 1, "random").cvat()


def test_an_image_is_a_candidate_once(skeleton, tmp_path):
    """Two people's exports of one CVAT task, numbered in different ways, and a picture with nobody
    on it."""
    coco = skeleton("body/coco-17")
    form = label_format("cvat-images")
    found = []
    for at, who in enumerate(("anna", "ben")):
        labels = truth(coco, 3)
        about = tuple(
            structs.replace(
                each, id=None,
                image=Image(name=f"{n}.jpg", id=str(n + at), width=640, height=640),
            )
            for n, each in enumerate(labels.about)
        )  # fmt: skip
        bare = (Image(name="empty.jpg", id="9", width=640, height=640),)
        path = tmp_path / f"{who}.xml"
        stamp = Stamp(spec=str(coco.reference), digest=digest(coco))
        form.write(
            iter([structs.replace(labels, about=about, bare=bare)]), path,
            Writing(skeleton=coco, stamp=stamp, account=Account()),
        )  # fmt: skip
        found.append(find(path))
    names = [each.name for each in candidates(found, coco)]
    assert sorted(names) == ["0.jpg", "1.jpg", "2.jpg", "empty.jpg"]
