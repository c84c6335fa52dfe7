# body/coco-17@1.0.0, compiled by schemac. Change the spec, not this.
dataset_info = dict(
    dataset_name="body/coco-17",
    paper_info=dict(
        title="COCO keypoint task",
        year="2017",
        homepage="https://cocodataset.org/#keypoints-eval",
    ),
    keypoint_info={
        0: dict(name="nose", id=0, color=[69, 68, 98], type="upper", swap=""),
        1: dict(
            name="left_eye", id=1, color=[118, 47, 2], type="upper", swap="right_eye"
        ),
        2: dict(
            name="right_eye", id=2, color=[2, 79, 104], type="upper", swap="left_eye"
        ),
        3: dict(
            name="left_ear", id=3, color=[169, 71, 3], type="upper", swap="right_ear"
        ),
        4: dict(
            name="right_ear", id=4, color=[2, 115, 150], type="upper", swap="left_ear"
        ),
        5: dict(
            name="left_shoulder",
            id=5,
            color=[210, 108, 54],
            type="upper",
            swap="right_shoulder",
        ),
        6: dict(
            name="right_shoulder",
            id=6,
            color=[11, 154, 198],
            type="upper",
            swap="left_shoulder",
        ),
        7: dict(
            name="left_elbow",
            id=7,
            color=[143, 59, 1],
            type="upper",
            swap="right_elbow",
        ),
        8: dict(
            name="right_elbow",
            id=8,
            color=[2, 97, 127],
            type="upper",
            swap="left_elbow",
        ),
        9: dict(
            name="left_wrist",
            id=9,
            color=[189, 89, 33],
            type="upper",
            swap="right_wrist",
        ),
        10: dict(
            name="right_wrist",
            id=10,
            color=[1, 134, 175],
            type="upper",
            swap="left_wrist",
        ),
        11: dict(
            name="left_hip", id=11, color=[103, 60, 0], type="lower", swap="right_hip"
        ),
        12: dict(
            name="right_hip", id=12, color=[2, 74, 127], type="lower", swap="left_hip"
        ),
        13: dict(
            name="left_knee", id=13, color=[149, 89, 3], type="lower", swap="right_knee"
        ),
        14: dict(
            name="right_knee",
            id=14,
            color=[33, 108, 173],
            type="lower",
            swap="left_knee",
        ),
        15: dict(
            name="left_ankle",
            id=15,
            color=[197, 120, 7],
            type="lower",
            swap="right_ankle",
        ),
        16: dict(
            name="right_ankle",
            id=16,
            color=[73, 145, 212],
            type="lower",
            swap="left_ankle",
        ),
    },
    skeleton_info={
        0: dict(link=("left_ankle", "left_knee"), id=0, color=[149, 89, 3]),
        1: dict(link=("left_knee", "left_hip"), id=1, color=[103, 60, 0]),
        2: dict(link=("right_ankle", "right_knee"), id=2, color=[33, 108, 173]),
        3: dict(link=("right_knee", "right_hip"), id=3, color=[2, 74, 127]),
        4: dict(link=("left_hip", "right_hip"), id=4, color=[91, 86, 112]),
        5: dict(link=("left_shoulder", "left_hip"), id=5, color=[103, 60, 0]),
        6: dict(link=("right_shoulder", "right_hip"), id=6, color=[2, 74, 127]),
        7: dict(link=("left_shoulder", "right_shoulder"), id=7, color=[91, 86, 112]),
        8: dict(link=("left_shoulder", "left_elbow"), id=8, color=[143, 59, 1]),
        9: dict(link=("right_shoulder", "right_elbow"), id=9, color=[2, 97, 127]),
        10: dict(link=("left_elbow", "left_wrist"), id=10, color=[189, 89, 33]),
        11: dict(link=("right_elbow", "right_wrist"), id=11, color=[1, 134, 175]),
        12: dict(link=("left_eye", "right_eye"), id=12, color=[91, 86, 112]),
        13: dict(link=("nose", "left_eye"), id=13, color=[91, 86, 112]),
        14: dict(link=("nose", "right_eye"), id=14, color=[91, 86, 112]),
        15: dict(link=("left_eye", "left_ear"), id=15, color=[169, 71, 3]),
        16: dict(link=("right_eye", "right_ear"), id=16, color=[2, 115, 150]),
        17: dict(link=("left_ear", "left_shoulder"), id=17, color=[210, 108, 54]),
        18: dict(link=("right_ear", "right_shoulder"), id=18, color=[11, 154, 198]),
    },
    joint_weights=[],
    sigmas=[
        0.026,
        0.025,
        0.025,
        0.035,
        0.035,
        0.079,
        0.079,
        0.072,
        0.072,
        0.062,
        0.062,
        0.107,
        0.107,
        0.087,
        0.087,
        0.089,
        0.089,
    ],
)
