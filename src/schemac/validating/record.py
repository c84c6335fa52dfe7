"""A report and single findings as plain data, for JSON."""

from __future__ import annotations

from typing import Any

from schemac.validating.finding import Finding, Tally
from schemac.validating.missing import Rate
from schemac.validating.run import Report

EDITION = 1


def record(report: Report) -> dict[str, Any]:
    """The whole report; keys without anything to say are left out of findings only."""
    return {
        "schemac_validation": EDITION,
        "spec": report.spec,
        "files": list(report.files),
        "instances": report.instances,
        "keypoints": report.keypoints,
        "rules_asked": report.rules,
        "errors": report.errors,
        "warnings": report.warnings,
        "rules": [_tally(tally) for tally in report.tallies],
        "rates": [_rate(rate) for rate in report.rates],
        "video": {
            "interpolated_labels": report.interpolated,
            "interpolated": [
                {
                    "file": s.file or None,
                    "track": s.track,
                    "first": s.first,
                    "last": s.last,
                    "frames": s.frames,
                }
                for s in report.spans
            ],
            "shake": [
                {"keypoint": s.point, "share_of_scale": s.share, "frames": s.frames}
                for s in report.shakes
            ],
        },
        "passed_over": dict(report.passed_over),
        "assumed": dict(report.assumed),
    }


def finding_record(finding: Finding) -> dict[str, Any]:
    """One finding: a line of `--findings`."""
    place = finding.place
    said = {
        "code": finding.code,
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "byte": place.byte if place else None,
        "image": finding.image or None,
        "frame": finding.frame,
        "instance": finding.instance,
        "keypoints": list(finding.points) or None,
        "score": finding.score,
    }
    return {key: value for key, value in said.items() if value is not None}


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "code": tally.code.id,
        "rule": tally.code.name,
        "severity": str(tally.code.severity),
        "instances": tally.instances,
        "worst": [finding_record(finding) for finding in tally.worst],
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "attribute": rate.attribute,
        "value": rate.value if rate.attribute else None,
        "instances": rate.instances,
        "placed": list(rate.placed),
        "seen": list(rate.seen),
    }
