"""What a sheet says beside figures and table: sides, tiers, mistakes. Lengths are mm."""

from __future__ import annotations

from msgspec import Struct

from schemac.figures.labels.widths import wrapped
from schemac.guide.cheat.table import LINE, OWN_FONT, short_key
from schemac.guide.context import Context
from schemac.guide.sides import LEFT, MIDDLE, RIGHT, Badge, has_sides
from schemac.model import Keypoint

_MISTAKES, _NUMBERS = 3, 4
_PAD = 3.0  # above and below, or left and right, of a text
_HEAD = 1.35  # lines of a heading
_TALLEST = 9  # lines of a text; more is cut off


class Mark(Struct, frozen=True):
    """A badge and its word."""

    badge: Badge
    word: str


class Warned(Struct, frozen=True):
    """A mistake and the keypoints at which the spec warns of it."""

    points: tuple[Keypoint, ...]
    text: str

    @property
    def numbers(self) -> str:
        rest = " …" if len(self.points) > _NUMBERS else ""
        return " ".join(str(point.index) for point in self.points[:_NUMBERS]) + rest


class Told(Struct, frozen=True):
    """A tier: its title, definition and key."""

    title: str
    text: str
    key: str


class Notes(Struct, frozen=True):
    """`rules` and `tiers` heights, `side` the width of the left one of the two boxes."""

    marks: tuple[Mark, ...]
    whose: str
    mistakes: tuple[Warned, ...]
    tiers: tuple[Told, ...]
    side: float
    rules: float
    judged: float


def notes(context: Context, width: float, size: float) -> Notes:
    """Their texts and the room that they need in a text `size`."""
    marks, whose = _sides(context)
    mistakes, tiers = _mistakes(context), _tiers(context)
    side = width * (0.36 if mistakes else 1.0) if whose else 0.0
    left = _HEAD + len(_lines(whose, size, side)) + (1.2 if marks else 0) if whose else 0.0
    room = width - side - (4.0 if side else 0.0)
    right = sum(len(_lines(f"✗ {w.numbers} {w.text}", size, room)) for w in mistakes)
    rules = max(left, right + _HEAD if mistakes else 0.0)
    share = (width - 2.0 * (len(tiers) - 1)) / len(tiers) if tiers else width
    judged = max((_height(tier, size, share) for tier in tiers), default=0.0)
    return Notes(
        marks=marks, whose=whose, mistakes=mistakes, tiers=tiers, side=side,
        rules=rules * LINE * size + 1.0 if rules else 0.0,
        judged=judged * LINE * size + 1.0 if tiers else 0.0,
    )  # fmt: skip


def _height(tier: Told, size: float, width: float) -> float:
    """Of a tier, in lines."""
    title = f"{tier.title} [{tier.key}]" if tier.key else tier.title
    head = wrapped(title, size, (width - _PAD) * OWN_FONT, _TALLEST, 700)
    return _HEAD * len(head) + len(_lines(tier.text, size, width))


def _lines(text: str, size: float, width: float) -> list[str]:
    return wrapped(text, size, (width - _PAD) * OWN_FONT, _TALLEST)


def _sides(context: Context) -> tuple[tuple[Mark, ...], str]:
    subject, say = context.skeleton.subject, context.speech.say
    if subject.one_of_pair:
        return (), say(
            "The subject is one of a pair, such as a hand. All figures here show a left one; "
            "a right one is its mirror image."
        )
    if not has_sides(context.skeleton):
        return (), ""
    marks = tuple(Mark(badge, say(badge.word)) for badge in (LEFT, RIGHT, MIDDLE))
    if subject.laterality == "viewer":
        return marks, say("Left is the left side of the picture, as you see it.")
    main = context.skeleton.main_view
    front = main is not None and main.sees == "front"
    seen = say("In a picture from the front it lies on your right.") if front else ""
    own = say("Left is the subject's own left.")
    return marks, f"{own} {seen}".rstrip()


def _mistakes(context: Context) -> tuple[Warned, ...]:
    """Those that the spec warns of at most keypoints, of each region the first before any other."""
    found: dict[str, list[Keypoint]] = {}
    for point in context.skeleton.keypoints:
        for mistake in point.words.mistakes:
            found.setdefault(mistake.text, []).append(point)
    order = sorted(found.items(), key=lambda item: -len(item[1]))  # stable: then by index
    firsts: list[Warned] = []
    later: list[Warned] = []
    seen: set[str | None] = set()
    for text, points in order:
        warned = Warned(tuple(points), context.speech.plain(text))
        (later if points[0].region in seen else firsts).append(warned)
        seen.add(points[0].region)
    return tuple([*firsts, *later][:_MISTAKES])


def _tiers(context: Context) -> tuple[Told, ...]:
    tiers, keys = context.skeleton.visibility, context.hotkeys.tiers
    plain = context.speech.plain
    return tuple(
        Told(plain(tier.title), plain(tier.definition), short_key(keys.get(tier.id, "")))
        for tier in (tiers.tiers if tiers else ())
    )
