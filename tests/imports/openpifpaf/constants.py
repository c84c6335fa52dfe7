# ruff: noqa
# fmt: off
import numpy as np

HEN_SKELETON = [
    (1, 2), (1, 3),  # wings
    (1, 4),
]
KINEMATIC_TREE_SKELETON = [(1, 4)]
DENSER_HEN_SKELETON = [(1, 2), (1, 3), (2, 3), (1, 4)]

HEN_KEYPOINTS = [
    'beak',        # 1
    'left_wing',   # 2
    'right_wing',  # 3
    'tail',        # 4
]

HEN_UPRIGHT_POSE = np.array([
    [0.0, 9.0, 2.0],  # 'beak'
    [-3.0, 5.0, 2.0],
    [3.0, 5.0, 2.0],
    [0.0, 0.0, 2.0],
])

HFLIP = {
    'left_wing': 'right_wing',
    'right_wing': 'left_wing',
}

HEN_SIGMAS = [
    0.05,  # beak
] + [0.05] * 3
HEN_SCORE_WEIGHTS = [3.0] + [1.0] * 3

HEN_KEYPOINTS_2 = ['beak', 'tail']
HEN_SKELETON_2 = [(1, 2)]
HEN_SIGMAS_2 = [0.05] * 2
HFLIP_2 = {}
