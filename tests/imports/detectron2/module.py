# ruff: noqa
# fmt: off
HEN_KEYPOINT_NAMES = (
    "beak",
    "left_wing", "right_wing",
)
HEN_KEYPOINT_FLIP_MAP = (
    ("left_wing", "right_wing"),
)
KEYPOINT_CONNECTION_RULES = [
    # wings
    ("beak", "left_wing", (102, 204, 255)),
    ("beak", "right_wing", (51, 153, 255)),
]
