# ruff: noqa
import numpy as np
from detectron2.config import get_cfg
from detectron2.data import DatasetCatalog, MetadataCatalog
from detectron2.data.datasets import register_coco_instances

NAMES = ["beak", "left_wing", "right_wing", "tail"]
FLIP = [("left_wing", "right_wing")]

for split in ["train", "val"]:
    register_coco_instances("hens_" + split, {}, f"{split}.json", split)
    MetadataCatalog.get("hens_" + split).set(keypoint_names=NAMES, keypoint_flip_map=FLIP)
    MetadataCatalog.get("hens_" + split).keypoint_connection_rules = [
        ("beak", "left_wing", (255, 0, 0)),
        ("beak", "right_wing", (255, 0, 0)),
    ]

cows = MetadataCatalog.get("cows")
cows.keypoint_names = ["nose", "rump"]
cows.keypoint_flip_map = []
cows.keypoint_connection_rules = [["nose", "rump", (0, 0, 255)]]

cfg = get_cfg()
cfg.MODEL.ROI_KEYPOINT_HEAD.NUM_KEYPOINTS = 4
