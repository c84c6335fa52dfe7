"""Skeletons as they are read: their points by name, their attributes, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from schemac.datasets.cvat.points import VISIBILITY, PointError, Points
from schemac.labels import Account
from schemac.labels.gathering import Point
from schemac.labels.naming import index_of
from schemac.model import Skeleton

SCHEMA_VERSION = "schema_version"
MOST_ATTRIBUTES = 1000

_NAN = float("nan")
_UNSAID: Point = (_NAN, _NAN, _NAN)
_NONE: Mapping[str, str] = {}


class Seen(Struct):
    """A skeleton that has been read. `gone` says that CVAT shows nothing of it any more, which in
    a video ends a track. `wrong` is the first thing that is wrong."""

    given: Mapping[str, str]
    points: list[Point]
    attributes: dict[str, str]
    schema: str = ""
    gone: bool = False
    wrong: PointError | None = None


class Skeletons:
    """Is told of the elements within a skeleton, one skeleton after another."""

    def __init__(self, skeleton: Skeleton, account: Account) -> None:
        self._index = index_of(skeleton)
        self._count = len(skeleton.keypoints)
        self._points = Points(skeleton, account)
        tiers = skeleton.visibility.tiers if skeleton.visibility else ()
        self._placeless = {tier.id for tier in tiers if tier.coordinates != "required"}
        self._schema = ""
        self.begin(_NONE)

    def begin(self, given: Mapping[str, str]) -> None:
        """A skeleton begins, with these XML attributes."""
        self._seen = Seen(given, [_UNSAID] * self._count, {})
        self._told: set[int] = set()
        self._hidden = True
        self._point: Mapping[str, str] | None = None
        self._said: str | None = None
        self._name: str | None = None

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "points" and self._point is None:
            self._point, self._said = given, None
        elif tag == "attribute":
            self._name = given.get("name")

    def end(self, tag: str, text: str) -> None:
        if tag == "points" and self._point is not None:
            self._end_point(self._point)
            self._point = None
        elif tag == "attribute" and self._name is not None:
            self._end_attribute(self._name, text)
            self._name = None

    def done(self) -> Seen:
        """The skeleton, at its end."""
        seen = self._seen
        seen.gone = bool(self._told) and self._hidden
        seen.schema = schema = seen.attributes.pop(SCHEMA_VERSION, "").strip()
        if schema and self._schema and schema != self._schema and not seen.wrong:
            seen.wrong = PointError(f"it is in `{schema[:90]}`, others before in `{self._schema}`")
        self._schema = self._schema or schema[:90]
        return seen

    def _end_attribute(self, name: str, text: str) -> None:
        if self._point is not None:
            self._said = text.strip() if name == VISIBILITY else self._said
        elif len(self._seen.attributes) < MOST_ATTRIBUTES:
            self._seen.attributes[name] = text
        else:
            self._blame(PointError(f"it has more than {MOST_ATTRIBUTES} attributes"))

    def _end_point(self, given: Mapping[str, str]) -> None:
        label = given.get("label", "")
        try:
            at = self._at(label)
            self._seen.points[at] = self._points.read(given, self._said)
        except PointError as error:
            self._blame(PointError(f"keypoint `{label[:60]}`: {error}", error.help))
            return
        self._told.add(at)
        if given["outside"] == "0" or self._said in self._placeless:
            self._hidden = False

    def _at(self, label: str) -> int:
        at = self._index.get(label)
        if at is None:
            raise PointError("the spec has no such keypoint", _meant(label, self._index))
        if at in self._told:
            raise PointError("it is there twice")
        return at

    def _blame(self, error: PointError) -> None:
        self._seen.wrong = self._seen.wrong or error


def _meant(label: str, index: Mapping[str, int]) -> str | None:
    from difflib import get_close_matches

    near = get_close_matches(label[:60], list(index), n=1)
    return f"did you mean `{near[0]}`?" if near else None
