"""What the columns of a table are about, by the words of its heading or by what they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemac.formats.names.cells import Cell

_WORDS = {
    "name": "name keypoint keypoints keypoint_name landmark landmark_name bodypart body_part joint"
    " joint_name label point node marker part",
    "index": "index idx number no nr keypoint_index position order",
    "id": "id keypoint_id",
    "side": "side laterality",
    "partner": "partner mirror mirror_partner swap flip symmetric symmetry opposite mirror_index"
    " flip_index flip_idx swap_index partner_index",
    "parent": "parent parent_name parent_index",
    "edges": "edge edges link links connects connected_to connections neighbours neighbors",
    "x": "x x_position pos_x",
    "y": "y y_position pos_y",
    "sigma": "sigma oks_sigma kpt_oks_sigma",
    "weight": "weight joint_weight",
    "half": "half",
    "definition": "definition description meaning",
    "colour": "colour color",
    "aliases": "alias aliases synonyms",
}
_KNOWN = {word: column for column, words in _WORDS.items() for word in words.split()}
NAMING = frozenset({"name", "id", "index"})


def columns(first: Sequence[Cell]) -> Mapping[str, int] | None:
    """Which column is where, from the first row; None when it is no heading.

    `id` is the name where there is none, and the index where it holds numbers and nothing else
    does: that is told from the rows.
    """
    found: dict[str, int] = {}
    for at, cell in enumerate(first):
        word = cell.text.lower().replace(" ", "_").replace("-", "_")
        column = _KNOWN.get(word)
        if column is None and word.startswith("sigma_"):
            column = "sigma"
        if column is not None:
            found.setdefault(column, at)
    if "name" in found or ("id" in found and len(found) > 1):
        return found
    return None


def guessed(rows: Sequence[Sequence[Cell]]) -> Mapping[str, int] | None:
    """Columns of a table without a heading: names, or numbers and names; None for any other."""
    width = max(len(row) for row in rows)
    if width == 1:
        return {"name": 0}
    if width == 2 and all(len(row) == 2 for row in rows):
        if all(row[0].text.isdecimal() for row in rows):
            return {"index": 0, "name": 1}
        if all(row[1].text.isdecimal() for row in rows):
            return {"name": 0, "index": 1}
    return None
