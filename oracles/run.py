"""Hold what schemac emits against the frameworks it is for: `python3 dev.py oracles [NAME ...]`.

Each oracle is a program that nobody here wrote. It gets an environment of its own under
`.oracles/`, installed when it is missing or its pins change, and a script beside this file that
runs in it and writes down what it saw. They are too heavy for the tests: PyTorch alone is
hundreds of megabytes. A run of all of them rewrites `RESULTS.md`.
"""

# ruff: noqa: S603

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from folders import spark_folder, ultralytics_folder

import schemac
from schemac.flips import top_bottom
from schemac.mapping import MigrationMap
from schemac.mapping.emit.mmpose import mapping_of
from schemac.metrics import oks
from schemac.model import Skeleton
from schemac.one_sigma_set import one_set

HERE = Path(__file__).resolve().parent
ENVIRONMENTS = HERE.parent / ".oracles"
RESULTS = HERE / "RESULTS.md"
FACTS = HERE.parent / "tests" / "facts" / "skeletons.json"

# The specs that are looked at, each with the name of its published facts.
SPECS = {
    "body/coco-17": "coco",
    "body/coco-wholebody-133": "coco_wholebody",
    "face/ibug-68": "300w",
    "hand/hand-21": "coco_wholebody_hand",
    "demo/strange-4": None,
    "demo/corners-4": None,
}


# The maps that are looked at, each with its document where several lead the same way.
MAPS = (
    ("body/coco-17", "body/h36m-17", None),
    ("body/coco-17", "body/mpii-16", None),
    ("body/coco-wholebody-133", "body/coco-17", None),
    ("body/coco-wholebody-133", "face/ibug-68", None),
    ("face/wflw-98", "face/ibug-68", "wflw-98-to-ibug-68-mmpose"),
    ("face/wflw-98", "face/ibug-68", "wflw-98-to-ibug-68-pipnet"),
    ("face/ibug-68", "face/five-point", None),
    ("sport/cricket-bowling-54@1.0.0", "sport/cricket-bowling-54", None),
)


class Oracle(NamedTuple):
    """A program to ask: `alone` is installed without what it says it needs, because it needs less
    for what it is asked here. Several may share the environment `home`; without it, each has one of
    its own name."""

    name: str
    version: str
    needs: tuple[str, ...]
    alone: tuple[str, ...]
    home: str = ""


PYTORCH = (
    "albumentationsx==2.5.1", "faster-coco-eval==1.8.0", "opencv-python-headless==5.0.0.93",
    "pycocotools==2.0.11", "rfdetr==1.11.2", "supervision==0.31.2", "torch==2.13.0",
    "torchvision==0.28.0", "transformers==5.23.0",
)  # fmt: skip


ORACLES = (
    Oracle(
        "mmpose",
        "MMPose 1.3.2, MMEngine 0.10.7",
        (
            "addict==2.4.0", "matplotlib==3.11.2", "numpy==2.4.6",
            "opencv-python-headless==5.0.0.93", "pyyaml==6.0.3", "rich==15.0.0",
            "termcolor==3.3.0", "yapf==0.43.0",
        ),
        ("mmengine==0.10.7", "mmpose==1.3.2"),
    ),
    Oracle(
        "ultralytics",
        "Ultralytics 8.4.190",
        (
            "matplotlib==3.11.2", "numpy==2.4.6", "opencv-python-headless==5.0.0.93",
            "pillow==13.0.0", "psutil==7.2.2", "pyyaml==6.0.3", "requests==2.34.2",
            "torch==2.13.0",
        ),
        ("ultralytics==8.4.190",),
    ),
    Oracle(
        "spark",
        "PySpark 4.0.1",
        (
            "msgspec==0.22.0", "numpy==2.4.6", "pandas==2.3.3", "pyarrow==22.0.0",
            "pyspark==4.0.1", "pyyaml==6.0.3",
        ),
        (),
    ),
    Oracle("albumentationsx", "AlbumentationsX 2.5.1", PYTORCH, (), "pytorch"),
    Oracle("huggingface", "Transformers 5.23.0", PYTORCH, (), "pytorch"),
    Oracle("rfdetr", "RF-DETR 1.11.2", PYTORCH, (), "pytorch"),
    Oracle("supervision", "supervision 0.31.2", PYTORCH, (), "pytorch"),
    Oracle("fiftyone", "FiftyOne 1.22.1", ("fiftyone==1.22.1",), ()),
    Oracle(
        "xtcocotools",
        "xtcocotools 1.14.3",
        ("matplotlib==3.9.4", "numpy==1.26.4", "xtcocotools==1.14.3"),
        (),
    ),
    Oracle(
        "lightning_pose",
        "Lightning Pose 2.4.3",
        (
            "h5py==3.16.0", "hydra-core==1.3.8", "imaug==0.4.3", "jaxtyping==0.3.11",
            "kornia==0.9.0", "lightning==2.5.5", "moviepy==2.2.1", "numba==0.68.1",
            "opencv-python-headless==4.12.0.88", "pandas==2.3.3", "scikit-learn==1.9.1",
            "tabulate==0.10.0", "tensorboard==2.21.0", "toml==0.10.2", "torch==2.13.0",
            "torchvision==0.28.0", "transformers==5.23.0",
        ),
        ("aniposelib==0.8.0", "lightning-pose==2.4.3"),
    ),
    Oracle("supervisely", "Supervisely 6.74.51", ("supervisely==6.74.51",), ()),
    Oracle("encord", "Encord 0.1.211", ("encord==0.1.211",), ()),
    Oracle("labelbox", "Labelbox 7.17.0", ("labelbox==7.17.0",), ()),
    Oracle("datumaro", "Datumaro 1.13.12", ("datumaro==1.13.12",), ()),
    Oracle(
        "deeplabcut",
        "DeepLabCut 3.0.2",
        (
            "albumentations==1.4.3", "numpy==2.4.6", "opencv-python-headless==5.0.0.93",
            "pydantic==2.14.3", "pyyaml==6.0.3", "ruamel.yaml==0.19.1", "scipy==1.17.1",
        ),
        ("deeplabcut==3.0.2",),
    ),
    Oracle(
        "sleap",
        "sleap-io 0.9.5",
        (
            "attrs==26.1.0", "h5py==3.16.0", "imageio==2.38.1", "lazy-loader==0.6",
            "numpy==2.4.6", "pyyaml==6.0.3", "simplejson==4.3.0",
        ),
        ("sleap-io==0.9.5",),
    ),
    Oracle("opensim", "OpenSim 4.6", ("numpy==2.4.6", "opensim==4.6"), ()),
)  # fmt: skip


class Row(NamedTuple):
    """What one check of one oracle saw, over all specs."""

    oracle: str
    check: str
    specs: int
    failures: tuple[str, ...]

    @property
    def verdict(self) -> str:
        return f"FAILED: {'; '.join(self.failures)}" if self.failures else "ok"


def main(names: list[str]) -> int:
    """Ask the oracles named, or all; 1 when one of them disagrees."""
    unknown = sorted(set(names) - {oracle.name for oracle in ORACLES})
    if unknown:
        known = ", ".join(oracle.name for oracle in ORACLES)
        print(f"no oracle '{unknown[0]}'; there are: {known}", file=sys.stderr)
        return 2
    asked = [oracle for oracle in ORACLES if not names or oracle.name in names]
    with tempfile.TemporaryDirectory() as folder:
        emit(Path(folder))
        rows = [row for oracle in asked for row in ask(oracle, Path(folder))]
    table = "\n".join(lines(rows))
    print(table)
    if not names:
        RESULTS.write_text(f"{TITLE}\n{table}\n", encoding="utf-8", newline="\n")
    return 1 if any(row.failures for row in rows) else 0


def emit(folder: Path) -> None:
    """Build every spec with this folder's options, and write down what is to be found in it."""
    built = schemac.build(*SPECS, out=folder / "build", cwd=HERE)
    if built.written is None:
        raise SystemExit("\n".join(found.message for found in built.checked.diagnostics))
    expected = [expectation(schemac.load(spec, cwd=HERE)) for spec in SPECS]
    (folder / "expected.json").write_text(json.dumps(expected), encoding="utf-8")
    folders = [
        ultralytics_folder(folder / f"labels-{at}", schemac.load(spec, cwd=HERE))
        for at, spec in enumerate(SPECS)
    ]
    (folder / "folders.json").write_text(json.dumps(folders), encoding="utf-8")
    spark_folder(folder, schemac.map_between("body/coco-17", "body/openpose-25", cwd=HERE))
    maps = [carried(folder, *ends) for ends in MAPS]
    (folder / "maps.json").write_text(json.dumps(maps), encoding="utf-8")


def expectation(skeleton: Skeleton) -> dict[str, Any]:
    """Published facts where there are some, else what the skeleton says."""
    name = SPECS[skeleton.id]
    published = json.loads(FACTS.read_text("utf-8"))["skeletons"][name] if name else {}
    own = [p.sigma(skeleton.main_sigmas) for p in skeleton.keypoints if skeleton.main_sigmas]
    alone = len(skeleton.sources) == 1
    return {
        "spec": skeleton.id,
        "folder": f"build/{skeleton.id}/{skeleton.version}",
        "published": name,
        "category": skeleton.category,
        "names": [point.name for point in skeleton.keypoints],
        "mirror": published.get("mirror") or list(skeleton.mirror),
        "links": published.get("links") or skeleton.edge_indices,
        "sigmas": published.get("sigmas") or own,
        "template": template(skeleton),
        **conventions(skeleton),
        "paper": next(((s.title, s.url) for s in skeleton.sources if alone), None),
    }


def conventions(skeleton: Skeleton) -> dict[str, Any]:
    """What tools differ in, as the skeleton says it: edges from 0 in its order, sigmas of its own
    where every keypoint has one, what a flip upside down exchanges, names that tell sides."""
    upside_down = list(range(len(skeleton.keypoints)))
    for i, j in top_bottom(skeleton):
        upside_down[i], upside_down[j] = j, i
    own = list(one_set(skeleton).values) or None
    suffixes = all(
        point.name.endswith(f"_{point.side}") if point.side else True
        for point in skeleton.keypoints
    )
    return {
        "laterality": skeleton.subject.laterality,
        "upside_down": upside_down,
        "edges": [list(pair) for pair in skeleton.edge_indices],
        "suffixes": suffixes,
        "parents": [
            skeleton.by_id[point.parent].index if point.parent else None
            for point in skeleton.keypoints
        ],
        "own": own,
        "oks": similarity(len(skeleton.keypoints), own),
    }


def similarity(total: int, sigmas: list[float] | None) -> dict[str, Any]:
    """Two poses, the area of an object, and their OKS by the sigmas against three areas."""
    random = np.random.default_rng(17)
    truth = random.uniform(200, 700, (total, 2)).round(3)
    found = (truth + random.normal(0, 5, truth.shape)).round(3)
    extent = float(np.prod(truth.max(axis=0) - truth.min(axis=0)))
    areas = {"segment": extent / 3, "reduced_box": 0.53 * extent, "extent": extent}
    seen = np.ones((1, total))
    values = {
        name: float(oks(truth[None], found[None], seen, [area], sigmas)[0])
        for name, area in areas.items()
        if sigmas
    }
    return {"truth": truth.tolist(), "found": found.tolist(), "area": extent / 3, **values}


def carried(folder: Path, source: str, target: str, via: str | None) -> dict[str, Any]:
    """A map as the file for MMPose, with labels at random and what they become by it."""
    made = schemac.map_between(source, target, via=via, cwd=HERE)
    name = "-".join(f"{source} {target} {via or ''}".replace("/", " ").replace("@", " ").split())
    file = folder / f"{name.replace('.', '-')}.py"
    file.write_bytes(made.written("mmpose"))
    random = np.random.default_rng(17)
    codes = [rung.code for rung in made.map.source.tiers]
    labels = random.uniform(0, 640, (50, len(made.map.source.points), 3))
    labels[..., 2] = random.choice(codes, labels.shape[:2])
    pairs, _ = mapping_of(made.map)
    return {
        "spec": f"{source} to {target}" + (f" by {via}" if via else ""),
        "file": file.name,
        "labels": labels.tolist(),
        "placed": placed(made.map, labels).tolist(),
        "carried": np.nan_to_num(made.carry(labels)).tolist(),
        "found": np.isfinite(made.carry(labels)).all(axis=-1).tolist(),
        "left_out": sorted(set(range(len(made.map.target.points))) - {at for _, at, _ in pairs}),
        "mirror": list(made.map.source.mirror),
        "target_mirror": list(made.map.target.mirror),
    }


def placed(map: MigrationMap, labels: Any) -> Any:
    """Which labels have a tier with a place, one that the target's tier keeps: MMPose knows no
    tiers, so it is told only whether there is a label."""
    kept = [rung.code for rung in map.source.tiers if map.tier_of[rung.id].keeps]
    return np.isin(labels[..., 2], kept)


def template(skeleton: Skeleton) -> list[tuple[float, float]]:
    """Where each keypoint lies in the main view, from 0 to 1, with the mirror line at x = 0.5.

    A picture of it is its own mirror image, so a flip has to give the same keypoints again. Empty
    for a skeleton without a mirror line, or with a point that has no place.
    """
    view, places = skeleton.main_view, skeleton.positions()
    if view is None or view.mirror is None or len(places) < len(skeleton.keypoints):
        return []
    found = [places[point.id] for point in skeleton.keypoints]
    size = 1.25 * max(*view.frame, max(abs(c) for place in found for c in place))
    return [(0.5 + (x - view.mirror) / size, 0.05 + y / size) for x, y in found]


def ask(oracle: Oracle, folder: Path) -> Iterator[Row]:
    """Run an oracle's script in its environment; what it saw, check by check."""
    python = environment(oracle)
    seen = folder / f"{oracle.name}.json"
    command = [python, HERE / f"ask_{oracle.name}.py", folder, seen]
    settings = {"YOLO_CONFIG_DIR": str(folder / "yolo"), "YOLO_OFFLINE": "1"}
    done = subprocess.run(
        command, env={**os.environ, **settings}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        print(done.stdout.decode(errors="replace"), file=sys.stderr)
        yield Row(oracle.version, "the script of this oracle runs", 0, ("see above",))
        return
    found = json.loads(seen.read_text("utf-8"))
    for check in dict.fromkeys(each["check"] for each in found):
        these = [each for each in found if each["check"] == check]
        failures = tuple(f"{each['spec']}: {each['wrong']}" for each in these if each["wrong"])
        yield Row(oracle.version, check, len(these), failures)


def environment(oracle: Oracle) -> Path:
    """The Python of an oracle's environment, which is made when it is not there as pinned."""
    place = ENVIRONMENTS / (oracle.home or oracle.name)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp, pins = place / "pins.json", json.dumps([oracle.needs, oracle.alone])
    if stamp.is_file() and stamp.read_text("utf-8") == pins:
        return python
    print(f"Installing {oracle.version} ...", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, *oracle.needs], check=True)
    if oracle.alone:
        subprocess.run([*pip, "--no-deps", *oracle.alone], check=True)
    stamp.write_text(pins, encoding="utf-8")
    return python


TITLE = """# What the oracles said

Written by `python3 dev.py oracles`, see `run.py`. Each oracle ran in an environment of its own, on
what schemac emits for the skeletons of the library, for `specs/demo/strange-4.yaml`, whose names
mean something to Python, YAML and MMEngine, and for `specs/demo/corners-4.yaml`, whose sides are
those of the viewer and whose top and bottom change places. Expected values are the published ones
in `tests/facts/skeletons.json`.

MMPose's own modules were loaded one by one, without PyTorch and MMCV; where `KeypointConverter`
asks for MMCV's base class, which only calls `transform`, it got one that does the same. Ultralytics
ran with PyTorch and without TorchVision, which it needs only to sort boxes; it also loaded data
sets that schemac wrote. Spark ran `examples/spark_migrate.py` with two workers, on a folder of
Parquet that schemac wrote.

AlbumentationsX, Transformers, RF-DETR and supervision share an environment with PyTorch. RF-DETR
and Lightning Pose import TorchVision, whose compiled part has no place there; its operators were
declared and never called. Nothing was trained: models had weights at random. FiftyOne had no
database, and Lightning Pose no NVIDIA DALI. Similarities (OKS) were compared with those of
`schemac.metrics`.

DeepLabCut's own modules were loaded one by one, without PyTorch. The libraries of Supervisely,
Encord and Labelbox asked no server.
"""


def lines(rows: list[Row]) -> Iterator[str]:
    """The table, as Markdown."""
    yield "| oracle | checked | specs | verdict |"
    yield "|---|---|--:|---|"
    for row in rows:
        yield f"| {row.oracle} | {row.check} | {row.specs} | {plain(row.verdict)} |"


def plain(text: str) -> str:
    """A cell of the table: one line, without what would end it, not too long."""
    return " ".join(text.replace("|", " ").split())[:300]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
