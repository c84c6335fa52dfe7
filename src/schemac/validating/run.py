"""Ask every rule about every batch, and keep what people can look at: counts and the worst."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator

from msgspec import Struct, structs

from schemac.diagnostic import Code, Severity
from schemac.labels import Account, Annotation, Fault, Faults, Labels
from schemac.model import Skeleton
from schemac.reading.types import nearest
from schemac.validating.finding import Drawn, Finding, Tally
from schemac.validating.missing import Missing, Rate
from schemac.validating.rule import Hits, Late, Test, Watch
from schemac.validating.rules import CODES, RULES, UNREADABLE
from schemac.validating.scene import Scene
from schemac.validating.steadiness import Interpolated, Jitter, Shake, Span
from schemac.workspace import UsageError

Sink = Callable[[Finding], None]
_PIECE = 1024  # instances that are judged at a time


class Report(Struct, frozen=True, kw_only=True):
    """What was found in label data of a spec. `tallies` are the rules that found something, errors
    first, then by how often."""

    spec: str
    files: tuple[str, ...]
    instances: int
    keypoints: int
    tallies: tuple[Tally, ...]
    rates: tuple[Rate, ...]
    interpolated: int = 0
    spans: tuple[Span, ...] = ()
    shakes: tuple[Shake, ...] = ()
    passed_over: tuple[tuple[str, int], ...] = ()
    assumed: tuple[tuple[str, int], ...] = ()
    rules: int = 0

    @property
    def errors(self) -> int:
        return sum(t.instances for t in self.tallies if t.code.severity is Severity.ERROR)

    @property
    def warnings(self) -> int:
        return sum(t.instances for t in self.tallies if t.code.severity is Severity.WARNING)


class Worst:
    """The worst findings of one rule, and how many there were; equals in the order found."""

    def __init__(self, code: Code, most: int) -> None:
        self.code = code
        self.count = 0
        self._most = most
        self._heap: list[tuple[float, int, Finding]] = []

    def wants(self, score: float) -> bool:
        return len(self._heap) < self._most or bool(self._heap and score > self._heap[0][0])

    def add(self, finding: Finding) -> None:
        item = (finding.score, -self.count, finding)
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, item)
        elif self._heap and item[:2] > self._heap[0][:2]:
            heapq.heapreplace(self._heap, item)

    def tally(self) -> Tally:
        worst = sorted(self._heap, key=lambda item: (-item[0], -item[1]))
        return Tally(code=self.code, instances=self.count, worst=tuple(each[2] for each in worst))


class Validation:
    """One run over the data of one spec. Give it batches with `look`, then ask for the `report`.

    `ignore` are names or ids of rules to leave out. `sink` is told every finding; without one only
    the worst of each rule become records, up to `most`. Raises UsageError for an unknown rule.
    """

    def __init__(
        self,
        skeleton: Skeleton,
        *,
        ignore: Collection[str] = (),
        most: int = 20,
        sink: Sink | None = None,
    ) -> None:
        self.skeleton = skeleton
        self.account = Account()
        self.instances = self.keypoints = 0
        _demand_rules(ignore)
        self._ignored = frozenset(ignore)
        self._most, self._sink = most, sink
        self._tests = list(_compiled(skeleton, ignore))
        self._worst = {code.id: Worst(code, most) for code, _ in self._tests}
        self._worst[UNREADABLE.id] = Worst(UNREADABLE, most)
        self._missing = Missing(skeleton)
        self._interpolated, self._jitter = Interpolated(), Jitter(skeleton)
        self.faults = Faults("aside", self._unreadable)

    def look(self, labels: Labels) -> None:
        """Judge a batch: in pieces, so that what is in between stays in the processor's cache."""
        for at in range(0, len(labels), _PIECE):
            self._look(Scene(_part(labels, slice(at, at + _PIECE)), self.skeleton))

    def _look(self, scene: Scene) -> None:
        labels = scene.labels
        self.instances += len(labels)
        self.keypoints += int(scene.placed.sum())
        for code, test in self._tests:
            for hits in test(scene):
                self._take(code, scene, hits)
        self._missing.look(scene)
        if any(about.track is not None for about in labels.about):
            self._interpolated.look(scene)
            self._jitter.look(scene)

    def report(self, files: Iterable[str] = ()) -> Report:
        """What was found; the rules that had to wait for the end are asked now."""
        for code, test in self._tests:
            if isinstance(test, Watch):
                for late in test.finish():
                    self._add(code, _late(code, late, self.skeleton))
        tallies = [worst.tally() for worst in self._worst.values() if worst.count]
        tallies.sort(key=lambda t: (t.code.severity is not Severity.ERROR, -t.instances, t.code.id))
        return Report(
            spec=str(self.skeleton.reference),
            files=tuple(files),
            instances=self.instances,
            keypoints=self.keypoints,
            tallies=tuple(tallies),
            rates=self._missing.rates(),
            interpolated=self._interpolated.labels,
            spans=self._interpolated.finish(),
            shakes=self._jitter.finish(),
            passed_over=tuple(sorted(self.account.passed_over.items())),
            assumed=tuple(sorted(self.account.assumed.items())),
            rules=len(self._tests),
        )

    def _take(self, code: Code, scene: Scene, hits: Hits) -> None:
        worst = self._worst[code.id]
        for i in range(len(hits.rows)):
            if self._sink or worst.wants(float(hits.scores[i])):
                self._add(code, _finding(code, scene, hits, i))
            else:
                worst.count += 1

    def _add(self, code: Code, finding: Finding) -> None:
        worst = self._worst[code.id]
        worst.count += 1
        worst.add(finding)
        if self._sink:
            self._sink(finding)

    def _unreadable(self, fault: Fault) -> None:
        if self._ignored & {UNREADABLE.id, UNREADABLE.name}:
            return
        finding = Finding(
            code=UNREADABLE.id, rule=UNREADABLE.name, severity=UNREADABLE.severity,
            message=fault.message, image=fault.image or "", instance=fault.instance,
            place=fault.place,
        )  # fmt: skip
        self._add(UNREADABLE, finding)


def _part(labels: Labels, part: slice) -> Labels:
    if len(labels) <= _PIECE:
        return labels
    return structs.replace(
        labels, keypoints=labels.keypoints[part], boxes=labels.boxes[part],
        areas=labels.areas[part], about=labels.about[part],
    )  # fmt: skip


def _demand_rules(names: Collection[str]) -> None:
    known = tuple(name for code in CODES for name in (code.id, code.name))
    for name in names:
        if name not in known:
            raise UsageError(
                f"there is no rule on labels `{name}`",
                nearest(name, known) or "`schemac rules` lists those that there are, from Q010 on",
            )


def _compiled(skeleton: Skeleton, ignore: Collection[str]) -> Iterator[tuple[Code, Test]]:
    for rule in RULES:
        if rule.code.id not in ignore and rule.code.name not in ignore:
            test = rule.compile(skeleton)
            if test is not None:
                yield rule.code, test


def _finding(code: Code, scene: Scene, hits: Hits, i: int) -> Finding:
    row = int(hits.rows[i])
    about: Annotation = hits.earlier or scene.labels.about[row]
    first = int(hits.points[i])
    named = ((first,) if first >= 0 else ()) + hits.also(i)
    points = tuple(scene.skeleton.keypoints[k].id for k in named)
    return Finding(
        code=code.id, rule=code.name, severity=code.severity, message=hits.say(i),
        image=about.image.name, instance=about.id, frame=about.image.frame, place=about.place,
        points=points, score=round(float(hits.scores[i]), 3),
        drawn=None if hits.earlier else _drawn(scene, row),
    )  # fmt: skip


def _drawn(scene: Scene, row: int) -> Drawn:
    keypoints = scene.labels.keypoints[row].tolist()
    left, top, wide, high = scene.labels.boxes[row].tolist()
    width, height = scene.image_sizes[row].tolist()
    return Drawn(
        tuple((x, y, c) for x, y, c in keypoints), (left, top, wide, high), (width, height)
    )


def _late(code: Code, late: Late, skeleton: Skeleton) -> Finding:
    return Finding(
        code=code.id, rule=code.name, severity=code.severity, message=late.message,
        image=late.image, instance=late.instance or None, place=late.place, score=late.score,
        points=tuple(skeleton.keypoints[k].id for k in late.points),
    )  # fmt: skip
