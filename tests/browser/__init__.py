"""Tests in a real browser, which run only when they are asked for: `pytest -m browser`."""
