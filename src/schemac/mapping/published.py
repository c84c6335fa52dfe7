"""The pairs of skeletons whose maps are part of every build that has both."""

from __future__ import annotations

SUMMARY = "How labels get from one version to the next, and from one skeleton to another."

_BODIES = ("body/coco-17", "body/openpose-25", "body/halpe-26", "body/mpii-16", "body/crowdpose-14")

PAIRS: tuple[tuple[str, str], ...] = (
    # whole bodies, whose points the small ones share
    *((big, small) for big in _BODIES for small in _BODIES if big != small),
    ("body/blazepose-33", "body/coco-17"),
    ("body/coco-17", "body/h36m-17"),
    ("body/h36m-17", "body/coco-17"),
    ("body/mpii-16", "body/h36m-17"),
    ("body/coco-wholebody-133", "body/halpe-136"),
    ("body/halpe-136", "body/coco-wholebody-133"),
    ("body/coco-wholebody-133", "body/coco-17"),
    ("body/coco-17", "body/coco-wholebody-133"),
    ("body/coco-wholebody-133", "body/openpose-25"),
    ("body/coco-wholebody-133", "face/ibug-68"),
    ("body/halpe-136", "body/halpe-26"),
    ("body/halpe-136", "face/ibug-68"),
    # faces, from the dense to the sparse
    ("face/dense-200", "face/wflw-98"),
    ("face/wflw-98", "face/ibug-68"),
    ("face/wflw-98", "face/cofw-29"),
    ("face/wflw-98", "face/lapa-106"),
    ("face/lapa-106", "face/wflw-98"),
    ("face/lapa-106", "face/ibug-68"),
    ("face/lapa-106", "face/five-point"),
    ("face/ibug-68", "face/cofw-29"),
    ("face/ibug-68", "face/aflw-19"),
    ("face/ibug-68", "face/mobile-27"),
    # hands, which differ in order only
    ("hand/hand-21", "hand/rhd-21"),
    ("hand/rhd-21", "hand/hand-21"),
    ("hand/hand-21", "hand/interhand-21"),
    ("hand/interhand-21", "hand/hand-21"),
    # animals
    ("animal/hoofed-42", "animal/quadruped-28"),
    ("animal/dog-38", "animal/quadruped-28"),
    ("animal/cattle-42", "animal/quadruped-28"),
    ("animal/cattle-42", "animal/hoofed-42"),
)
