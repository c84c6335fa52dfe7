"""Reports on label data in a real browser: they fit, ask for nothing, and can be read by all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import schemac
from browser.chromium import browser
from node_packages import installed

HERE = Path(__file__).parent
SPEC = "body/coco-17"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def axe(request):
    folder = installed(request.config, "axe", HERE / "axe")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    return {kind: make(folder) for kind, make in MAKERS.items()}


def figures(folder, seed, shake):
    """A COCO file of posed figures, the third of them with its wrists far away."""
    import numpy as np

    from schemac.validating import posed

    skeleton = schemac.load(SPEC)
    labels = posed(skeleton, 40, 5)
    random = np.random.default_rng(seed)
    labels.keypoints[..., :2] += random.normal(size=labels.keypoints[..., :2].shape) * shake
    labels.keypoints[2, 9, 0] += 2000
    names = [point.name for point in skeleton.keypoints]
    images = [{"id": at, "file_name": f"{at}.jpg", "width": 640, "height": 640} for at in range(40)]
    annotations = [
        {
            "id": at + 1, "image_id": at, "category_id": 1, "iscrowd": 0,
            "keypoints": row.ravel().tolist(), "num_keypoints": 17 - (at == 7),
            "bbox": labels.boxes[at].tolist(), "area": float(labels.areas[at]),
        }
        for at, row in enumerate(labels.keypoints)
    ]  # fmt: skip
    category = {"id": 1, "name": "person", "keypoints": names, "skeleton": []}
    path = folder / f"person-{seed}.json"
    data = {"images": images, "annotations": annotations, "categories": [category]}
    path.write_text(json.dumps(data), "utf-8")
    return path


def validation(folder):
    from schemac.validating.page import render_page

    path = folder / "validation.html"
    report = schemac.validate(figures(folder, 1, 1.0), SPEC)
    assert report.tallies
    path.write_text(render_page(report, schemac.load(SPEC)), "utf-8")
    return path


def agreement(folder):
    from schemac.agreeing.page import render_page

    path = folder / "agreement.html"
    files = [figures(folder, seed, 4.0) for seed in (1, 2, 3)]
    found = schemac.agree(*files, spec=SPEC)
    path.write_text(render_page(found, schemac.load(SPEC)), "utf-8")
    return path


def migration(folder):
    from schemac.cli import main

    path, data = folder / "plan.html", figures(folder, 4, 1.0)
    words = ["--from", SPEC, "--to", "body/halpe-26", "--plan", "--report", str(path)]
    assert main(["migrate", str(data), *words]) in (0, 1)
    return path


MAKERS = {"validation": validation, "agreement": agreement, "migration": migration}


@pytest.mark.parametrize("kind", sorted(MAKERS))
@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 390), ("light", 1200)])
def test_reports_fit_and_break_no_rule_of_accessibility(
    chromium, reports, axe, kind, scheme, width
):
    chromium.open(reports[kind], scheme=scheme, width=width)
    assert chromium.run("document.documentElement.scrollWidth") <= width
    assert not [url for url in chromium.requests if not url.startswith("file:")]
    assert not chromium.console
    chromium.run(f"{axe}; 0")
    found = chromium.run("""axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',
        'wcag21aa', 'wcag22aa']}).then(r => JSON.stringify(r.violations.map(v => [v.id,
        v.nodes.slice(0, 3).map(n => n.html.slice(0, 300) + ' ' + n.failureSummary)])))""")
    assert json.loads(found) == []
