"""What the start page says of one spec: facts, numbers with their source, files by target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from msgspec import Struct

from schemac.format import Format, Group, Use
from schemac.model import Skeleton, SourceRef
from schemac.output import Part
from schemac.startpage.drawing import Drawing, drawing

_WEB = re.compile(r"https?://[^\s\x00-\x1f\"'<>\\^`{|}]+", re.ASCII | re.IGNORECASE)


class File(Struct, frozen=True):
    """One file: its name, the sentence about it, its size, and the way to it."""

    name: str
    about: str
    size: str
    href: str


class Target(Struct, frozen=True, kw_only=True):
    """A target's row. `unplaced` is what it has no place for; `partly` are sentences on the rest
    that was lost, `assumed` on what was taken for granted."""

    title: str
    summary: str
    files: tuple[File, ...]
    use: Use | None
    unplaced: tuple[str, ...]
    partly: tuple[str, ...]
    assumed: tuple[str, ...]

    @property
    def remarks(self) -> str:
        """The counts, for the line that opens the account."""
        lost = len(self.unplaced) + len(self.partly)
        said = [f"Not carried: {lost}" if lost else "Carries everything"]
        if self.assumed:
            said.append(f"assumed: {len(self.assumed)}")
        return ", ".join(said)


class Purpose(Struct, frozen=True):
    """What people use some targets for, and these targets."""

    title: str
    targets: tuple[Target, ...]


class Source(Struct, frozen=True):
    """A work that is cited; `url` only when it leads to the web."""

    title: str
    url: str | None
    year: int | None = None


class Sigmas(Struct, frozen=True, kw_only=True):
    """One set of sigmas: what it rests on, and its range (sigma form, a share of √scale)."""

    id: str
    basis: str
    scale: str
    source: Source | None
    note: str | None
    range: str
    main: bool


class Card(Struct, frozen=True, kw_only=True):
    """A spec on the page."""

    skeleton: Skeleton
    reference: str
    folder: str
    drawing: Drawing | None
    points: str
    lines: str
    sides: tuple[str, ...]
    sigmas: tuple[Sigmas, ...]
    sources: tuple[Source, ...]
    purposes: tuple[Purpose, ...]
    guide: str | None

    @property
    def targets(self) -> tuple[Target, ...]:
        """All of them, in the order shown."""
        return tuple(target for purpose in self.purposes for target in purpose.targets)


def card(skeleton: Skeleton, formats: Sequence[Format], parts: Sequence[Part]) -> Card:
    """Everything the page says of one spec, with those of the parts that belong to it."""
    known = {format.name: format for format in formats}
    mine = [p for p in parts if (p.spec, p.version) == (skeleton.id, skeleton.version)]
    return Card(
        skeleton=skeleton,
        reference=str(skeleton.reference),
        folder=f"{skeleton.id}/{skeleton.version}/",
        drawing=drawing(skeleton),
        points=_points(skeleton),
        lines=_lines(skeleton),
        sides=tuple(_sides(skeleton)),
        sigmas=tuple(_sigmas(skeleton)),
        sources=tuple(_source(each) for each in skeleton.sources),
        purposes=tuple(
            _purposes(skeleton, [(known[p.target], p) for p in mine if p.target in known])
        ),
        guide=next((quote(f"{p.folder}index.html") for p in mine if p.target == "guide"), None),
    )


def _purposes(skeleton: Skeleton, made: Sequence[tuple[Format, Part]]) -> Iterator[Purpose]:
    for group in Group:
        targets = [
            _target(skeleton, format, part) for format, part in made if format.group == group
        ]
        if targets:
            yield Purpose(_capital(group), tuple(targets))


def _points(skeleton: Skeleton) -> str:
    """`17: 8 pairs and 1 without a side`; the number alone when no keypoint has a side."""
    total = len(skeleton.keypoints)
    pairs = sum(1 for id, other in skeleton.partners.items() if id < other)
    alone = sum(1 for p in skeleton.keypoints if p.side and skeleton.partners[p.id] == p.id)
    middle = sum(1 for p in skeleton.keypoints if p.side is None)
    if not pairs and not alone:
        return str(total)
    counts = ((pairs, "pair", "pairs"), (alone, "on one side only", "on one side only"),
              (middle, "in the midline", "in the midline"))  # fmt: skip
    said = ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)
    return f"{total} ({said})"


def _lines(skeleton: Skeleton) -> str:
    edges, contours = len(skeleton.edges), len(skeleton.contours)
    said = [f"{edges} edge{'s' * (edges != 1)}"] if edges else ["no edges"]
    if contours:
        said.append(f"{contours} contour{'s' * (contours != 1)}")
    return ", ".join(said)


def _sides(skeleton: Skeleton) -> Iterator[str]:
    """Whose left is left, in sentences."""
    subject = skeleton.subject
    if subject.one_of_pair:
        yield "One of a pair, written and drawn as a left one."
    if subject.laterality == "subject":
        yield "The subject’s own left."
    else:
        yield "The viewer’s: left is the left of the picture."


def _sigmas(skeleton: Skeleton) -> Iterator[Sigmas]:
    for each in skeleton.sigma_sets:
        values = [v for p in skeleton.keypoints if (v := p.sigma(each.id)) is not None]
        yield Sigmas(
            id=each.id,
            basis=each.basis,
            scale=each.scale.text,
            source=_source(each.source) if each.source else None,
            note=each.note,
            range=_range(values, len(skeleton.keypoints)),
            main=each.id == skeleton.main_sigmas,
        )


def _range(values: Sequence[float], total: int) -> str:
    if not values:
        return "no values"
    low, high = min(values), max(values)
    said = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return said if len(values) == total else f"{said}, for {len(values)} of {total} keypoints"


def _source(source: SourceRef) -> Source:
    web = source.url is not None and _WEB.fullmatch(source.url) is not None
    return Source(source.title, source.url if web else None, source.year)


def _target(skeleton: Skeleton, format: Format, part: Part) -> Target:
    prefix = f"{format.title} has no place for "
    said = [loss.message for loss in part.losses]
    return Target(
        title=format.title,
        summary=format.summary,
        files=tuple(_files(part, format.files)),
        use=format.use(skeleton) if format.use else None,
        unplaced=tuple(m.removeprefix(prefix) for m in said if m.startswith(prefix)),
        partly=tuple(_sentence(m) for m in said if not m.startswith(prefix)),
        assumed=tuple(_sentence(message) for message in part.assumed),
    )


def _files(part: Part, about: Mapping[str, str]) -> Iterator[File]:
    for artifact, (path, content) in zip(part.artifacts, part.files(), strict=True):
        said = _sentence(about.get(artifact.path, ""))
        yield File(artifact.path, said, _size(len(content)), quote(path))


def _sentence(text: str) -> str:
    """A phrase as a sentence: a capital and a full stop."""
    text = text.strip()
    return f"{_capital(text)}{'' if text[-1:] in '.!?' else '.'}" if text else ""


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _size(bytes: int) -> str:
    if bytes < 1000:
        return f"{bytes} bytes"
    for unit in ("kB", "MB"):
        bytes /= 1000  # type: ignore[assignment]
        if bytes < 1000 or unit == "MB":
            break
    return f"{bytes:.1f} {unit}" if bytes < 10 else f"{bytes:.0f} {unit}"
