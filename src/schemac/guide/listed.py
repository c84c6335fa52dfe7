"""What the page over all guides knows of one guide. It lies beside the guide as `listed.json`, so
that a build of some specs can list the guides of earlier builds as well."""

from __future__ import annotations

from msgspec import DecodeError, Struct, json

from schemac.artifact import Artifact, json_bytes
from schemac.guide.context import Context, title
from schemac.guide.editions import successor

NAME = "listed.json"


class Named(Struct, frozen=True):
    """What a spec calls something; `language` where that is not the reader's."""

    text: str
    language: str | None = None


class Entry(Struct, frozen=True):
    """A point as the search finds it: `words` is everything it is known by."""

    id: str
    title: Named
    words: str


class Listed(Struct, frozen=True, kw_only=True):
    """One guide, in its first language. `newer` is the version that replaced that of the guide."""

    spec: str
    version: str
    title: Named
    points: tuple[Entry, ...]
    newer: str | None = None


def listed(context: Context) -> Listed:
    """What there is to list of a guide."""
    skeleton = context.skeleton
    newer = successor(context.editions, skeleton.version)
    return Listed(
        spec=skeleton.id,
        version=skeleton.version,
        title=_named(context, skeleton.title),
        newer=newer.version if newer else None,
        points=tuple(
            Entry(
                point.id,
                Named(context.titles[point.id], _language(context, title(point))),
                _words(context, (title(point), point.name, *point.words.aliases)),
            )
            for point in skeleton.keypoints
        ),
    )


def listed_file(context: Context) -> Artifact:
    """The same as a file of the guide."""
    from msgspec import to_builtins

    return Artifact(NAME, json_bytes(to_builtins(listed(context))))


def read_listed(data: bytes) -> Listed | None:
    """What a file says; None for one that this program did not write."""
    try:
        return json.decode(data, type=Listed)
    except (DecodeError, UnicodeDecodeError):
        return None


def _named(context: Context, text: str) -> Named:
    return Named(context.speech.plain(text), _language(context, text))


def _language(context: Context, text: str) -> str | None:
    speech = context.speech
    return None if speech.knows(text) else speech.fallback


def _words(context: Context, texts: tuple[str, ...]) -> str:
    """A point is found by what it is called in the reader's language and in that of the spec."""
    both = (called.lower() for text in texts for called in (context.speech.plain(text), text))
    return " ".join(dict.fromkeys(both))
