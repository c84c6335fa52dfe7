"""`schemac figure` to PDF, which a browser prints."""

from __future__ import annotations

import re

import pytest

import schemac

pytestmark = pytest.mark.browser


def test_a_pdf_has_the_size_of_the_figure_and_the_bundled_font():
    made = schemac.figure("body/coco-17", "left_elbow", form="pdf", width=960)
    assert made.startswith(b"%PDF-")
    assert re.findall(rb"/Count (\d+)", made) == [b"1"]
    (box,) = re.findall(rb"/MediaBox \[([^\]]*)\]", made)
    width, height = [float(number) for number in box.split()[2:]]
    assert abs(width - 960 * 0.75) < 1  # px of a page are 3/4 of a point
    assert abs(height / width - 400 / 480) < 0.01
    assert re.search(rb"/BaseFont /[A-Z]+\+Inter", made)


def test_it_is_the_same_twice():
    made = {schemac.figure("body/coco-17", form="pdf") for _ in range(2)}
    assert len(made) == 1
