"""Ask MMPose what it reads in `dataset_info.py`. Runs in the environment of that oracle.

`import mmpose` wants MMCV and PyTorch; the two modules that are asked here do not.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
from mmengine import Config

Expected = dict[str, Any]

FOUND = importlib.util.find_spec("mmpose")
PACKAGE = Path(str(FOUND.origin)).parent if FOUND else Path()
SHIPPED = PACKAGE / ".mim" / "configs" / "_base_" / "datasets"


def module(path: str) -> Any:
    """A module of MMPose without its package."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, PACKAGE / path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


parse = module("datasets/datasets/utils.py").parse_pose_metainfo
flip_keypoints = module("structures/keypoint/transforms.py").flip_keypoints


def converter() -> Any:
    """The class `KeypointConverter`. It asks for a base class of MMCV, which only calls
    `transform`, and for a registry, which gives it back as it is."""
    base, registry = ModuleType("mmcv.transforms"), ModuleType("mmpose.registry")
    base.BaseTransform = type("BaseTransform", (), {})  # type: ignore[attr-defined]
    kept = SimpleNamespace(register_module=lambda: lambda made: made)
    registry.TRANSFORMS = kept  # type: ignore[attr-defined]
    sys.modules |= {"mmcv": ModuleType("mmcv"), "mmcv.transforms": base}
    sys.modules |= {"mmpose": ModuleType("mmpose"), "mmpose.registry": registry}
    return module("datasets/transforms/converting.py").KeypointConverter


def names(read: Expected, want: Expected) -> bool:
    """Ids are 0 to K - 1, in order."""
    return bool(
        read["keypoint_id2name"] == dict(enumerate(want["names"]))
        and read["dataset_name"] == want["spec"]
        and read["keypoint_colors"].shape == (len(want["names"]), 3)
    )


def partners(read: Expected, want: Expected) -> bool:
    """Pairs stand in `flip_pairs` in both directions, as MMPose leaves them."""
    pairs = {(i, j) for i, j in enumerate(want["mirror"]) if i != j}
    return read["flip_indices"] == want["mirror"] and set(read["flip_pairs"]) == pairs


def links(read: Expected, want: Expected) -> bool:
    """The published links, in order; skeletons of the library may draw more."""
    published = [tuple(link) for link in want["links"]]
    return [link for link in read["skeleton_links"] if link in published] == published


def sigmas(read: Expected, want: Expected) -> bool:
    """All of them, or none where none are published."""
    return bool(np.array_equal(read["sigmas"], np.array(want["sigmas"] or [], np.float32)))


def paper(read: Expected, want: Expected) -> bool:
    """MMEngine filled nothing into the words of the spec, such as an environment variable."""
    found = (read["paper"].get("title"), read["paper"].get("homepage"))
    return found == tuple(want["paper"])


def flipped(read: Expected, want: Expected) -> bool:
    """MMPose's flip of a symmetric figure gives the same figure, keypoint by keypoint."""
    places = np.array(want["template"])[None] * 1000
    visible = np.ones(places.shape[:2])
    again, _ = flip_keypoints(places.copy(), visible, (1001, 1001), read["flip_indices"])
    return bool(np.abs(again - places).max() < 10)


def own(read: Expected, want: Expected) -> bool:
    """As in the file that MMPose ships for that data set."""
    theirs = parse({"from_file": str(SHIPPED / f"{want['published']}.py")})
    known = [link for link in read["skeleton_links"] if link in theirs["skeleton_links"]]
    numbered = theirs["keypoint_id2name"][0] == "kpt-0"
    return bool(
        read["flip_indices"] == theirs["flip_indices"]
        and known == theirs["skeleton_links"]
        and np.array_equal(read["sigmas"], theirs["sigmas"])
        and (numbered or read["keypoint_id2name"] == theirs["keypoint_id2name"])
    )


def halves(read: Expected, want: Expected) -> bool:
    """Upper and lower body as in the file that MMPose ships."""
    theirs = parse({"from_file": str(SHIPPED / f"{want['published']}.py")})
    return all(read[key] == theirs[key] for key in ("upper_body_ids", "lower_body_ids"))


# Each check, and the specs that it concerns.
CHECKS: dict[str, tuple[Callable[[Expected, Expected], bool], Callable[[Expected], bool]]] = {
    "parse_pose_metainfo: names, ids, colours": (names, lambda want: True),
    "parse_pose_metainfo: flip_indices, flip_pairs": (partners, lambda want: True),
    "parse_pose_metainfo: skeleton_links": (links, lambda want: True),
    "parse_pose_metainfo: sigmas": (sigmas, lambda want: True),
    "Config.fromfile leaves the words of the spec as they are": (
        paper,
        lambda want: bool(want["paper"]),
    ),
    "names, flips, links and sigmas as in the file that MMPose ships": (
        own,
        lambda want: bool(want["published"]),
    ),
    "body halves as in the file that MMPose ships": (
        halves,
        lambda want: want["spec"] == "body/coco-17",
    ),
    "flip_keypoints gives a symmetric figure back": (flipped, lambda want: bool(want["template"])),
}


def seen(folder: Path) -> Iterator[dict[str, str]]:
    """Each check of each spec; `wrong` is empty where MMPose agrees."""
    for want in json.loads((folder / "expected.json").read_text("utf-8")):
        said = {"spec": want["spec"], "check": "the file is read", "wrong": ""}
        try:
            read = load(str(folder / want["folder"] / "mmpose" / "dataset_info.py"))
        except Exception as error:
            yield said | {"wrong": f"{type(error).__name__} {error}"}
            continue
        for check, (holds, concerns) in CHECKS.items():
            if concerns(want):
                yield said | {"check": check, "wrong": "" if holds(read, want) else "differs"}


def converted(want: Expected, folder: Path) -> tuple[Expected, Any, Any]:
    """What `KeypointConverter` makes of labels by the file of a map: its results, coordinates and
    visibilities."""
    settings = dict(Config.fromfile(str(folder / want["file"])).converter)
    if settings.pop("type") != "KeypointConverter":
        raise ValueError("the file is for another class")
    labels = np.array(want["labels"])
    results = converter()(**settings).transform(
        {
            "keypoints": labels[..., :2],
            "keypoints_visible": np.array(want["placed"], float),
            "flip_indices": list(want["mirror"]),
        }
    )
    return results, results["keypoints"], results["keypoints_visible"][..., 0]


def led(folder: Path) -> Iterator[dict[str, str]]:
    """Each map through MMPose's own class, held against what schemac's `carry` makes."""
    for want in json.loads((folder / "maps.json").read_text("utf-8")):
        results, places, visible = converted(want, folder)
        ours, found = np.array(want["carried"])[..., :2], np.array(want["found"])
        out = np.zeros(found.shape, bool)
        out[:, want["left_out"]] = True
        flips = results["flip_indices"]
        holds = {
            "visible where carry places": np.array_equal(visible > 0, found & ~out),
            "at the same coordinates": bool(np.allclose(places[visible > 0], ours[visible > 0])),
            "what the file leaves out stays invisible at weight 0": not (
                visible[out].any() or results["keypoints_visible"][..., 1][out].any()
            ),
        }
        if want["mirror"] != want["target_mirror"]:
            left = flips == want["target_mirror"]
            holds["as our file says, flip_indices are not the target's after it"] = not left
        for check, right in holds.items():
            said = {"spec": want["spec"], "check": f"KeypointConverter: {check}"}
            yield said | {"wrong": "" if right else "differs"}


def load(file: str) -> Expected:
    """What MMPose reads in a file, and beside it what MMEngine does and MMPose passes over."""
    paper = Config.fromfile(file).dataset_info.paper_info
    return {**parse({"from_file": file}), "paper": paper}


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(
        json.dumps([*seen(Path(sys.argv[1])), *led(Path(sys.argv[1]))]), encoding="utf-8"
    )
