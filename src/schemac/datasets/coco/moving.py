"""Move a COCO file from one skeleton to another: the annotations' keypoints, what counts and names
them and the stamp are renewed, every other byte stays."""

from __future__ import annotations

import json
from io import FileIO
from pathlib import Path

from msgspec import structs

from schemac.datasets.coco import renewed
from schemac.datasets.coco.carried import Job
from schemac.datasets.coco.document import Document, Elements, Member, pass_by
from schemac.datasets.coco.images import Images, images_of
from schemac.datasets.coco.layout import moved
from schemac.datasets.coco.outline import category_of, checked_stamp, values
from schemac.datasets.coco.team import Alone, Done, Team, write_all
from schemac.datasets.coco.window import CHUNK, Window
from schemac.labels import Checkpoint, Fault, LabelError, Moving

_FEW = 8 << 20  # bytes of a file that is moved before another process has started
BLOCK = 2 << 20  # bytes of annotations that are rewritten at a time, at most
_MANY = 2000  # annotations of a block, if they are as long as the first
_OFTEN = 16 << 20  # bytes of input between two checkpoints
_ONCE = ("info", "images", "annotations", "categories")


def move(source: Path, target: Path, moving: Moving) -> None:
    """Write `target`, or go on with it. Raises LabelError before anything is written when the file
    is in another spec, or has no category of the spec with its keypoints."""
    with Window(source) as window:
        found = values(window, "info", "categories")
        checked_stamp(window, found.get("info"), moving.source)
        category = category_of(window, found.get("categories"), moving.source, moving.account)
        job = Job(
            path=str(source),
            category=category,
            target=moved(category.layout, moving.source, moving.target),
            ends=(moving.source, moving.target),
            carry=moving.carry,
        )
        with target.open("r+b" if moving.since else "xb", buffering=0) as out:
            move = _Move(window, out, target, job, moving)
            try:
                move.run()
            finally:
                move.close()


class _Move:
    """One file on its way. `taken` is how much of the input was dealt with, `made` how much of the
    output there is."""

    def __init__(self, window: Window, out: FileIO, target: Path, job: Job, moving: Moving) -> None:
        self._window, self._out, self._target = window, out, target
        self._job, self._moving = job, moving
        self._seen: list[str] = []
        self._taken = self._made = self._told = self._marked = 0
        self._kept = self._listed = False
        self._images: Images | None = None

    def run(self) -> None:
        window = self._window
        document = Document(window)
        if since := self._moving.since:
            document.went(self._go_on(since))
        while member := document.next():
            if member.key in self._seen:
                raise window.broken(member.at, f"the file has `{member.key}` twice")
            if member.key in _ONCE:
                self._seen.append(member.key)
            document.went(self._member(member))
            self._tell(self._taken)
        if "annotations" not in self._seen:
            raise window.broken(document.end, "the file has no `annotations`")
        if "info" not in self._seen:
            self._copy(document.end)
            self._write(b", " + renewed.new_info(self._moving.stamp))
        self._copy(window.size)
        self._tell(window.size)

    def close(self) -> None:
        """Let go of what was opened on the way."""
        if self._images is not None:
            self._images.close()

    def _member(self, member: Member) -> int:
        """Carry one member over; the offset of its end."""
        window, stamp = self._window, self._moving.stamp
        if member.key == "annotations":
            if not member.is_list:
                raise window.broken(member.value, "`annotations` is no list")
            return self._annotations(Elements(window, member.value))
        passed = pass_by(window, member, CHUNK)
        if member.key == "images":
            self._moving.account.images += passed.count
        if member.key in ("info", "categories"):
            self._copy(member.value)
            data = window.piece(member.value, passed.end)
            self._write(
                renewed.info(data, stamp)
                if member.key == "info"
                else renewed.categories(
                    data, self._job.category.position, self._job.target, self._job.ends
                )
            )
            self._taken = passed.end
        self._copy(passed.end)
        return passed.end

    def _annotations(self, elements: Elements) -> int:
        left = self._window.size - self._taken
        alone = self._moving.jobs <= 1 or left < _FEW
        with (
            Alone(self._job, self._target)
            if alone
            else Team(self._job, self._target, self._moving.jobs)
        ) as team:
            size = min(BLOCK, max(CHUNK // 4, _MANY * elements.length))
            for done in team.run(elements, size):
                self._put(done, team)
                if self._taken - self._marked >= _OFTEN:
                    team.settle()
                    self._mark()
        assert elements.end is not None  # noqa: S101 - they are used up
        self._copy(elements.end)
        return elements.end

    def _put(self, done: Done, team: Alone | Team) -> None:
        """Write what stands before a block, unless all before it was set aside, and the block."""
        between = self._window.piece(self._taken, done.cut.start)
        if not self._listed or (self._kept and done.length):
            self._write(between)
        self._listed = True
        team.put(done, self._made)
        self._made += done.length
        self._kept |= done.length > 0
        self._taken = done.cut.end
        self._moving.account.add(done.account)
        for fault in done.faults:
            self._moving.faults.report(self._named(fault))
        self._tell(self._taken)

    def _named(self, fault: Fault) -> Fault:
        """A fault with the name of the image, where it has its id; images are looked up once
        there is one."""
        try:
            if self._images is None:
                self._images = images_of(self._window.path)
            image = self._images.named(fault.image)
        except LabelError:  # of the images; the fault is what is wrong first
            return fault
        return structs.replace(fault, image=image) if image else fault

    def _mark(self) -> None:
        state = {"seen": self._seen, "kept": self._kept}
        at = Checkpoint(taken=self._taken, made=self._made, state=json.dumps(state))
        self._moving.mark(at)
        self._marked = self._taken

    def _go_on(self, since: Checkpoint) -> int:
        """Take up a list of annotations where a run before left it; the offset of its end."""
        state = json.loads(since.state)
        self._seen, self._kept, self._listed = state["seen"], state["kept"], True
        self._taken = self._told = self._marked = since.taken
        self._made = since.made
        self._out.truncate(since.made)
        return self._annotations(Elements(self._window, since.taken, behind=True))

    def _copy(self, end: int) -> None:
        """The input up to an offset, as it is."""
        while self._taken < end:
            data = self._window.piece(self._taken, min(end, self._taken + CHUNK))
            if not data:
                raise self._window.broken(self._taken, "the file has become shorter meanwhile")
            self._write(data)
            self._taken += len(data)

    def _write(self, data: bytes) -> None:
        self._out.seek(self._made)
        write_all(self._out, data)
        self._made += len(data)

    def _tell(self, done: int) -> None:
        self._moving.advance(done - self._told)
        self._told = done
