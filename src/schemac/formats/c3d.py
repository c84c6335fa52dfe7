"""C3D: the binary file of motion capture, with labels, descriptions and one empty frame.

It is a pattern, as a TRC file is: `POINT:LABELS` in index order, and one frame in which every point
is marked as not seen (residual -1). Written as Intel's floating point form of https://www.c3d.org:
blocks of 512 bytes, the header in the first, parameters from the second, data behind them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import pack

from schemac.artifact import Artifact
from schemac.format import Emission, Format, Group, Option, Settings, Use
from schemac.model import Skeleton

_BLOCK = 512
_ROOM = 255 * _BLOCK  # the number of parameter blocks is a byte
_MANY = 255  # so is the length of a dimension; what is more goes to LABELS2, LABELS3, ...
_WIDTH = 64  # of a description
_SPARE = 1024  # for all parameters but labels and descriptions
_RATE = 1.0
_POINT, _ANALOG, _FORCES = 1, 2, 3


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`markers.c3d`: labels are the names in index order, descriptions the titles."""
    units = settings.options.get("units", "mm")
    labels = [_ascii(point.name) or "?" for point in skeleton.keypoints]
    titles = [_ascii(point.words.title) for point in skeleton.keypoints]
    named = _texts("LABELS", labels, _ROOM - _SPARE)
    told = _texts("DESCRIPTIONS", titles, _ROOM - _SPARE - sum(map(len, named)))
    content = _file(len(labels), units, [*named, *told])
    assumed = tuple(_assumed(units, labels, titles, len(named), len(told)))
    return Emission((Artifact("markers.c3d", content),), assumed=assumed)


def use(skeleton: Skeleton) -> Use:
    """As a pattern, and how its labels are read."""
    return Use(
        "Take it as the pattern of your recordings, or read the labels from it:",
        'labels = ezc3d.c3d("c3d/markers.c3d")["parameters"]["POINT"]["LABELS"]["value"]',
    )


def _assumed(
    units: str, labels: Sequence[str], titles: Sequence[str], named: int, told: int
) -> Iterator[str]:
    yield (
        f"frame 1 has no point that is seen, POINT:RATE is 1, POINT:UNITS is {units}: a spec knows"
        " no recording"
    )
    for key, given, parts in (("LABELS", labels, named), ("DESCRIPTIONS", titles, told)):
        if parts * _MANY < len(given):
            yield (
                f"POINT:{key} ends with keypoint {parts * _MANY - 1}, as the parameters of C3D"
                " hold 130 kB"
            )
    foreign = sum(1 for title in titles if not title)
    if foreign:
        yield f"the description of {foreign} keypoints is empty: C3D holds ASCII alone"


def _file(points: int, units: str, texts: Sequence[bytes]) -> bytes:
    blocks = -(-len(_parameters(points, units, texts, 0)) // _BLOCK)
    start = 2 + blocks
    parameters = _parameters(points, units, texts, start)
    head = pack("<BBHHHHHfHHf", 2, 80, points, 0, 1, 1, 0, -1.0, start, 0, _RATE)
    unseen = pack("<4f", 0.0, 0.0, 0.0, -1.0)
    body = pack("<BBBB", 1, 80, blocks, 84) + parameters[4:]
    return b"".join(map(_filled, (head, body, unseen * points)))


def _filled(data: bytes) -> bytes:
    return data + bytes(-len(data) % _BLOCK)


def _parameters(points: int, units: str, texts: Sequence[bytes], start: int) -> bytes:
    """The section of parameters with room for its own head, ended by an empty entry."""
    return b"".join(
        (
            bytes(4),
            _group("POINT", _POINT),
            _number("USED", _POINT, points),
            _real("SCALE", _POINT, -1.0),
            _real("RATE", _POINT, _RATE),
            _number("DATA_START", _POINT, start),
            _number("FRAMES", _POINT, 1),
            _text("UNITS", [units]),
            *texts,
            _group("ANALOG", _ANALOG),
            _number("USED", _ANALOG, 0),
            _real("RATE", _ANALOG, 0.0),
            _group("FORCE_PLATFORM", _FORCES),
            _number("USED", _FORCES, 0),
            bytes(2),
        )
    )


def _texts(name: str, values: Sequence[str], room: int) -> list[bytes]:
    """The parameters that hold a list of any length, as far as there is room."""
    made: list[bytes] = []
    for first in range(0, len(values), _MANY):
        key = f"{name}{len(made) + 1}" if made else name
        part = _text(key, values[first : first + _MANY])
        if sum(map(len, made)) + len(part) > room:
            break
        made.append(part)
    return made


def _group(name: str, id: int) -> bytes:
    """An entry of a group: its number is below 0, and three bytes follow the name."""
    return pack("<bb", len(name), -id) + name.encode("ascii") + pack("<hB", 3, 0)


def _number(name: str, group: int, value: int) -> bytes:
    return _entry(name, group, 2, (), pack("<H", value))


def _real(name: str, group: int, value: float) -> bytes:
    return _entry(name, group, 4, (), pack("<f", value))


def _text(name: str, values: Sequence[str]) -> bytes:
    """Texts of one width, filled up with blanks."""
    width = max(1, *map(len, values))
    data = "".join(value.ljust(width) for value in values).encode("ascii")
    return _entry(name, _POINT, -1, (width, len(values)), data)


def _entry(name: str, group: int, type: int, shape: tuple[int, ...], data: bytes) -> bytes:
    """A parameter. Its length counts from the place where it stands itself."""
    content = pack("<bB", type, len(shape)) + bytes(shape) + data + b"\0"
    head = pack("<bb", len(name), group) + name.encode("ascii")
    return head + pack("<H", len(content) + 2) + content


def _ascii(text: str) -> str:
    """The text, as far as it goes, or nothing when it is of another script."""
    return text[:_WIDTH] if text.isascii() and text.isprintable() else ""


FORMAT = Format(
    name="c3d",
    title="C3D labels",
    summary="A marker file with labels, descriptions and one empty frame, as a pattern.",
    group=Group.MOTION,
    files={"markers.c3d": "POINT:LABELS and POINT:DESCRIPTIONS, and a frame where none is seen"},
    emit=emit,
    use=use,
    options=(Option(name="units", summary="The unit of the frames to come.", values=("mm", "m")),),
    proven="ezc3d 1.7 and c3d 0.6 read the same labels",
)
