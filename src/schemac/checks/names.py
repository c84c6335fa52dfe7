"""Names: what tools and label files call a keypoint."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemac.checks.entries import by_origin, called, entries, ids, listed
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Note, Severity
from schemac.model import Keypoint, Retired, Skeleton

WORD = re.compile(r"[A-Z](?=[A-Z][a-z])|[A-Z]?[a-z]+\d*|[A-Z]+\d*|\d+")


@rule("N010", "duplicate-name")
def duplicate_name(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """Two keypoints share a name.

    Tools and label files find a keypoint by its name. Labels of two keypoints with one name can
    no longer be told apart, and most tools keep only one of them.

    Give one of them another `name`, or delete it if it was pasted by mistake.

        wrist: {index: 9, name: wrist}
        hand_root: {index: 10, name: wrist}     # write `name: hand_root`
    """
    first: dict[str, Keypoint] = {}
    for point in skeleton.keypoints:
        earlier = first.setdefault(point.name, point)
        if earlier is not point:
            yield code.at(
                point.where("name"),
                f"`{point.id}` has the name `{point.name}`, which `{earlier.id}` has too",
                Note(f"the name of `{earlier.id}`", earlier.where("name")),
                help=f"write another `name` on `{point.stem}`",
                points=(earlier.id, point.id),
            )


@rule("N020", "name-differs-in-case", Severity.WARNING)
def differs_in_case(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """Two names differ only in upper and lower case.

    People who read a name aloud, search for it or sort a table cannot tell them apart, and some
    file systems and data bases cannot either.

    Choose names that differ in more than case.

        toe_a: {index: 0, name: Toe}
        toe_b: {index: 1, name: toe}            # write `name: second_toe`
    """
    first: dict[str, Keypoint] = {}
    for point in skeleton.keypoints:
        earlier = first.setdefault(point.name.casefold(), point)
        if earlier.name != point.name:
            yield code.at(
                point.where("name"),
                f"the names `{earlier.name}` and `{point.name}` differ only in case",
                Note(f"the name of `{earlier.id}`", earlier.where("name")),
                points=(earlier.id, point.id),
            )


@rule("N030", "former-name-in-use")
def former_name_in_use(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A keypoint has a name that another keypoint had before.

    Importers read old label files by former names. A name that means one keypoint in old files
    and another one in new files puts labels on the wrong place, and nothing can notice.

    Give the keypoint a name that was never used.

        talus: {index: 4, name: talus_head, former_names: [ankle]}
        ankle: {index: 5, name: ankle}          # write `name: ankle_joint`
    """
    owner: dict[str, Keypoint] = {point.name: point for point in skeleton.keypoints}
    for point in skeleton.keypoints:
        for name in point.former_names:
            other = owner.setdefault(name, point)
            if other is not point:
                yield code.at(
                    point.where("former_names"),
                    f"`{name}`, a former name of `{point.id}`, also belongs to `{other.id}`",
                    Note(f"`{other.id}` stands here", other.where("name")),
                    points=(other.id, point.id),
                )


@rule("N040", "retired-id-in-use")
def retired_id_in_use(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A keypoint has the id of a retired one.

    Ids are permanent: maps, ledgers and stored labels go by them. The same id for another place
    would give old labels a new meaning.

    Choose a new id. If the keypoint is the old one come back, it is still a new point, because
    labels made in between lack it.

        retired:
          t2: {last: 1.0.0, index: 3}
        keypoints:
          t2: {index: 0}                        # write `t2_tip:`, or another new id
    """
    retired = {entry.id: entry for entry in skeleton.retired}
    told: set[str] = set()
    for point in skeleton.keypoints:
        entry = retired.get(point.id) or retired.get(point.stem)
        if entry and entry.id not in told:
            told.add(entry.id)
            yield code.at(
                point.origin,
                f"the id `{entry.id}` was retired after version {entry.last}",
                Note("retired here", entry.origin),
                help="choose an id that was never used",
                points=(point.id,),
            )


@rule("N050", "retired-name-in-use")
def retired_name_in_use(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A keypoint has, or had, a name that belongs to a retired one.

    Old label files hold the name of the retired keypoint. If another keypoint takes the name,
    those labels are read as if they were its own.

    Choose a name that was never used.

        retired:
          wrist: {last: 1.0.0, index: 3, names: [wrist]}
        keypoints:
          carpus: {index: 3, name: wrist}       # write `name: carpus`
    """
    reserved = {name: entry for entry in skeleton.retired for name in _names(entry)}
    if not reserved:
        return
    for point in skeleton.keypoints:
        for name in (point.name, *point.former_names):
            entry = reserved.get(name)
            if entry and entry.id not in (point.id, point.stem):
                yield code.at(
                    point.where("name" if name == point.name else "former_names"),
                    f"the name `{name}` of `{point.id}` belongs to the retired `{entry.id}`",
                    Note("retired here", entry.origin),
                    help="choose a name that was never used",
                    points=(point.id,),
                )


@rule("N060", "side-name-mismatch")
def side_name_mismatch(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The name of a keypoint says the other side.

    People trust names. A right elbow called `left_elbow` is labelled on the left, and every
    training run that flips pictures then learns the sides mixed up.

    Let the side follow from the entry: leave `name` out, or use `<side>` or `<S>` in it.

        elbow:
          index: {left: 7, right: 8}
          name: {left: RElbow, right: LElbow}   # write `name: <S>Elbow`
    """
    wrong = (
        point
        for point in skeleton.keypoints
        if point.side and (said := _sides(point.name)) and point.side not in said
    )
    for origin, alike in by_origin(wrong, lambda point: point.where("name")):
        point, others = alike[0], ids(alike[1:])
        yield code.at(
            origin,
            f"`{point.id}` is on the {point.side}, but its name is `{point.name}`"
            + (f"; likewise {listed(others)}" if others else ""),
            help="write `<side>` or `<S>` in the name instead of a side word",
            points=ids(alike),
        )


@rule("N070", "side-name-without-side", Severity.WARNING)
def side_name_without_side(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The name of a keypoint says a side, but the keypoint has none.

    Sides and mirror partners come from a sided `index`, never from names. This keypoint stays
    where it is when a picture is flipped, although its name says that it has a twin.

    Write the pair once, with an index for each side.

        eye_a: {index: 1, name: left_eye}       # write `eye: {index: {left: 1, right: 2}}`
        eye_b: {index: 2, name: right_eye}
    """
    for point in skeleton.keypoints:
        if not point.side and {"left", "right"} & {word.lower() for word in _words(point.name)}:
            yield code.at(
                point.where("name"),
                f"the name `{point.name}` says a side, but `{point.id}` has none",
                help="a pair has a sided index: `index: {left: …, right: …}`",
                points=(point.id,),
            )


@rule("N080", "hotkey-wished-twice", Severity.WARNING)
def hotkey_wished_twice(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """Two keypoints wish for the same hotkey.

    A key can set one keypoint only. The first keypoint gets it, and the other a key that nobody
    chose. One key for a pair is wished for by both sides.

    Give each keypoint, and each side of a pair, a key of its own, or leave `hotkey` out.

        elbow: {index: {left: 7, right: 8}, hotkey: e}    # write `hotkey: {left: e, right: d}`
    """
    wishes: dict[str, list[Keypoint]] = {}
    for point in skeleton.keypoints:
        if point.hotkey and point.kind != "constructed":  # these are never set by hand
            wishes.setdefault(point.hotkey.lower(), []).append(point)
    for key, points in wishes.items():
        first, *others = dict.fromkeys(point.where("hotkey") for point in points)
        if len(points) < 2 or (not others and first.file != skeleton.origin.file):
            continue  # a part wished once, and is included for both sides
        yield code.at(
            others[0] if others else first,
            f"{listed(ids(points))} wish for the same hotkey, `{key}`",
            *((Note("the first wish", first),) if others else ()),
            help="give each side its own: `hotkey: {left: …, right: …}`" if not others else None,
            points=ids(points),
        )


@rule("N090", "successor-unknown", whole=True)
def successor_unknown(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A deprecated keypoint names a successor that does not exist.

    Tools and pages tell people to use the other keypoint instead. Nobody can use one that is not
    there.

    Name a keypoint of this skeleton under `use`, or leave `use` out.

        eye_centre:
          deprecated: {since: 1.1.0, use: pupill}         # write `use: pupil`
    """
    known = {word for point in skeleton.keypoints for word in (point.id, point.stem)}
    for entry in entries(skeleton):
        point, origin = entry[0], entry[0].where("deprecated")
        gone = point.deprecated
        if gone and gone.use and gone.use not in known and origin.file == skeleton.origin.file:
            yield code.at(
                origin / "use",
                f"{called(entry)} is to be replaced by `{gone.use}`, which does not exist",
                help=_nearest(gone.use, known),
                points=ids(entry),
            )


def _nearest(name: str, known: set[str]) -> str | None:
    from difflib import get_close_matches

    close = get_close_matches(name, sorted(known), 1)
    return f"is `{close[0]}` meant?" if close else None


def _names(entry: Retired) -> tuple[str, ...]:
    if entry.names:
        return entry.names
    if len(entry.indices) == 2:  # a pair with the names that come by themselves
        return (f"left_{entry.id}", f"right_{entry.id}")
    return (entry.id,)


def _words(name: str) -> list[str]:
    return [word for part in re.split(r"[_. -]+", name) for word in WORD.findall(part)]


def _sides(name: str) -> set[str]:
    """The sides a name speaks of: full words anywhere, `L` and `R` at either end."""
    words = [word.lower() for word in _words(name)]
    if len(words) < 2:
        return {"left", "right"} & set(words)
    ends = {"l": "left", "r": "right"}
    said = {ends[word] for word in (words[0], words[-1]) if word in ends}
    return said | ({"left", "right"} & set(words))
