"""What Label Studio stores for a keypoint, and the words it cannot keep."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.diagnostic import Code, Diagnostic, Note
from schemac.format import Settings
from schemac.model import Keypoint, Skeleton
from schemac.source import Origin

UNKEPT_WORD = Code(
    id="C301",
    name="label-studio-word",
    doc="""A word that Label Studio stores holds a character that it does not keep.

Label Studio puts task data in for `$word`, splits conditions at commas, and keeps spaces at the
ends of a label, where nobody sees them. A label with one of these is stored or shown as something
else, and no error is reported.

Write the category, the name or the attribute's value without dollar signs, commas and outer
spaces.

    subject: {category: "pass $5"}     # shown as "pass undefined"
    subject: {category: pass}
""",
)
BOOLEAN_WORD = Code(
    id="C302",
    name="label-studio-boolean",
    doc="""A keypoint is stored as the word `true` or `false`.

Label Studio's editor turns an attribute that says just `true` or `false` into a boolean where it
expects text, and the whole page stops with an error. Its server accepts such a config.

Give the keypoint another id; nothing else in the spec has to change.

    keypoints:
      true: {index: 0}                 # the labelling page does not open
      true_north: {index: 0}
""",
)
AMBIGUOUS_WORD = Code(
    id="C303",
    name="label-studio-ambiguous",
    doc="""Two labels go by the same word.

Label Studio finds a label by what it shows (the name) and by what it stores (the id), and both
kinds of words share one list with the category of the box. When a word stands for two labels,
annotations end up at the wrong one, and no error is reported.

Give one of them another name. The option `stores: name` of this target stores names only, which
helps where a name equals the id of another keypoint.

    keypoints:
      tip:  {index: 0, name: base}     # shown as "base" ...
      base: {index: 1, name: foot}     # ... which is what this one is stored as
""",
)
CODES = (UNKEPT_WORD, BOOLEAN_WORD, AMBIGUOUS_WORD)

STORES = "stores"
NO_CATEGORY = "instance"


def stored(point: Keypoint, settings: Settings) -> str:
    """The word that annotations hold for a keypoint: its id, or its name if so asked."""
    return point.name if settings.options.get(STORES) == "name" else point.id


def category(skeleton: Skeleton) -> str:
    """The label of the box. Without a category in the spec it is named after what it is."""
    return skeleton.subject.category or NO_CATEGORY


def accepts(skeleton: Skeleton, settings: Settings) -> Iterator[Diagnostic]:
    """The words of a skeleton that Label Studio cannot keep apart or cannot keep at all."""
    for word, origin, points in _words(skeleton):
        if problem := _problem(word):
            yield UNKEPT_WORD.at(
                origin, f"Label Studio cannot keep {word!r}: {problem}", points=points
            )
    for point in skeleton.keypoints:
        if (word := stored(point, settings)) in ("true", "false"):
            message = f'Label Studio cannot open a config with a label stored as "{word}"'
            yield BOOLEAN_WORD.at(point.origin, message, points=(point.id,))
    yield from _ambiguous(skeleton, settings)


def _words(skeleton: Skeleton) -> Iterator[tuple[str, Origin, tuple[str, ...]]]:
    yield category(skeleton), skeleton.subject.origin / "category", ()
    for point in skeleton.keypoints:
        yield point.name, point.where("name"), (point.id,)
    for attribute in skeleton.instance.attributes if skeleton.instance else ():
        for value in attribute.values:
            yield value, attribute.origin / "values", ()


def _problem(word: str) -> str:
    if "$" in word:
        return "it puts task data in for what follows a dollar sign"
    if "," in word:
        return "it splits at commas"
    if word != " ".join(word.split()):
        return "it has spaces that nobody sees"
    return "" if word.isprintable() else "it has characters that nobody sees"


def _ambiguous(skeleton: Skeleton, settings: Settings) -> Iterator[Diagnostic]:
    taken = {category(skeleton): (skeleton.subject.origin / "category", "the category of the box")}
    names: set[str] = set()
    for point in skeleton.keypoints:
        twice = {point.name} & names  # `duplicate-name` tells it
        names.add(point.name)
        for word in {point.name: 0, stored(point, settings): 0}:
            if word in taken and word not in twice:
                origin, what = taken[word]
                yield AMBIGUOUS_WORD.at(
                    point.where("name"),
                    f'"{word}" is {what} and a word for keypoint {point.id} in Label Studio',
                    Note("the other one is written here", origin),
                    points=(point.id,),
                )
            taken.setdefault(word, (point.where("name"), f"a word for keypoint {point.id}"))
