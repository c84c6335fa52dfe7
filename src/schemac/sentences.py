"""Every sentence of a skeleton that people read, for translators and for guides."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.model import Keypoint, Skeleton, TierSet, Words


def sentences(skeleton: Skeleton) -> Iterator[tuple[str, str]]:
    """Each sentence with the place where it is used, `keypoints/left_elbow/title`, in a fixed
    order. Sides are filled in; the same sentence may come more than once."""
    for field in ("title", "summary"):
        yield from _one(getattr(skeleton, field), field)
    if skeleton.instance:
        yield from _one(skeleton.instance.one, "instance/one")
        yield from _one(skeleton.instance.crowd, "instance/crowd")
        for attribute in skeleton.instance.attributes:
            yield from _one(attribute.title, f"instance/attributes/{attribute.id}")
    for region in skeleton.regions:
        yield from _one(region.title, f"regions/{region.id}/title")
        yield from _one(region.gate, f"regions/{region.id}/gate")
    for view in skeleton.views:
        yield from _one(view.title, f"views/{view.id}/title")
    if skeleton.visibility:
        yield from _tiers(skeleton.visibility)
    for point in skeleton.keypoints:
        yield from _point(point)
    for measure in skeleton.measures:
        yield from _one(measure.title, f"measures/{measure.id}/title")
        yield from _one(measure.summary, f"measures/{measure.id}/summary")
    for each in skeleton.sigma_sets:
        yield from _one(each.note, f"sigmas/{each.id}/note")
    if skeleton.lineage:
        yield from _one(skeleton.lineage.rationale, "lineage/rationale")
        for change in skeleton.lineage.changes:
            yield from _one(change.why, "lineage/changes/why")


def _one(text: str | None, place: str) -> Iterator[tuple[str, str]]:
    if text:
        yield text, place


def _tiers(tiers: TierSet) -> Iterator[tuple[str, str]]:
    yield from _one(tiers.summary, "visibility/summary")
    for step in tiers.decision:
        yield from _one(step.ask, "visibility/decision")
    for tier in tiers.tiers:
        yield from _one(tier.title, f"visibility/{tier.id}/title")
        yield from _one(tier.definition, f"visibility/{tier.id}/definition")
    if tiers.blur:
        yield from _one(tiers.blur.measure, "visibility/blur/measure")
        yield from _one(tiers.blur.click, "visibility/blur/click")


def _point(point: Keypoint) -> Iterator[tuple[str, str]]:
    for text, place in _words(point.words):
        yield text, f"keypoints/{point.id}/{place}"


def _words(words: Words) -> Iterator[tuple[str, str]]:
    yield from _one(words.title, "title")
    yield from _one(words.definition, "definition")
    for way in ("see", "feel", "construct"):
        for text in getattr(words.find, way):
            yield text, f"find/{way}"
    for mistake in words.mistakes:
        yield mistake.text, "mistakes"
    for confusion in words.confuse_with:
        yield confusion.title, "confuse_with"
        yield confusion.text, "confuse_with"
    for advice in words.when:
        yield advice.text, f"when/{advice.situation}"
    for note in words.notes:
        yield note.subject, "notes"
        yield note.text, "notes"
    for check in words.self_check:
        yield check, "self_check"
    for alias in words.aliases:
        yield alias, "aliases"
