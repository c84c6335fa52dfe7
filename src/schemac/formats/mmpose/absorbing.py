"""A `dataset_info` of MMPose, in a file of its own or in a config, or in a file that one names.

The file is Python. It is parsed and never run.
"""

from __future__ import annotations

import re

from schemac.absorbing import text_of, unreadable, whole, without_skeleton
from schemac.diagnostic import Diagnostic
from schemac.draft import Absorbed, Draft, Given
from schemac.formats.mmpose.codes import CODES, MISSING
from schemac.formats.mmpose.described import Described
from schemac.formats.mmpose.found import Named, beside, described, named, tree
from schemac.located import Node, Unreadable
from schemac.source import Origin, Source

__all__ = ["CODES", "absorb", "recognises"]

MAX_INFOS = 200
_marks = re.compile(rb"\bkeypoint_info\b|\bfrom_file\s*[=:]|['\"]from_file['\"]\s*:").search
_bases = re.compile(rb"^_base_\s*=[^=]*_base_/datasets/", re.M).search


def recognises(given: Given) -> bool:
    """Python that describes keypoints, or names a file that does."""
    return given.name.endswith(".py") and bool(_marks(given.head) or _bases(given.head))


def absorb(given: Given) -> Absorbed:
    """A draft for each `dataset_info`; for a config without one those of the files it names."""
    data = b""
    try:
        data = whole(given)
        root = tree(given, data)
    except Unreadable as error:
        return unreadable(given, error, data)
    infos = described(root)
    if len(infos) > MAX_INFOS:
        message = f"keypoints are described {len(infos):,} times in this file"
        return unreadable(given, Unreadable(message), data)
    if infos:
        return _of(given, infos, text_of(given, data))
    files = named(root)
    if files:
        return _named(given, files, text_of(given, data))
    unknown = next((v for k, v in root.entries() if k in ("dataset_info", "METAINFO")), None)
    if unknown is not None and unknown.kind == "other":
        message = "what describes the keypoints is made when the file runs, and nothing is run"
        return without_skeleton(given, message, data, unknown.span)
    return without_skeleton(given, "there is no `keypoint_info` in this file", data)


def _of(given: Given, infos: tuple[Node, ...], sources: tuple[Source, ...]) -> Absorbed:
    problems: list[Diagnostic] = []
    drafts: list[Draft] = []
    for info in infos:
        reader = Described(given.file, info)
        drafts.append(reader.draft())
        problems += reader.problems
    return Absorbed(drafts=tuple(drafts), problems=tuple(problems), sources=sources)


def _named(given: Given, files: tuple[Named, ...], sources: tuple[Source, ...]) -> Absorbed:
    """What the files say that a config names. They may not name further ones."""
    drafts: list[Draft] = []
    problems: list[Diagnostic] = []
    for each in files:
        other = beside(given, each.path)
        if other is None:
            message = f"the keypoints are described in `{each.path[:200]}`, which is not there"
            help = "give that file instead, or the folder that holds both"
            found = MISSING.at(Origin(given.file), message, span=each.node.span, help=help)
            problems.append(found)
            continue
        data = b""
        try:
            data = whole(other)
            part = _of(other, described(tree(other, data)), text_of(other, data))
        except Unreadable as error:
            part = unreadable(other, error, data)
        drafts += part.drafts
        problems += part.problems
        sources += part.sources
    return Absorbed(drafts=tuple(drafts), problems=tuple(problems), sources=sources)
