"""From one version of documents to another: where both are found, what the step breaks, how the
next one begins."""

from schemac.revision.breaking import Finding, Judged, Policy, judge_steps
from schemac.revision.ends import Comparison, compare
from schemac.revision.step import Step

__all__ = ["Comparison", "Finding", "Judged", "Policy", "Step", "compare", "judge_steps"]
