"""What annotators really do: errors, bias, sigmas and agreement, from labels of several people.

Labels are matched instance by instance (`gather`, `matching`), held against a gold label or the
mean of the others (`deviations`), and summed up with intervals in bounded memory (`measure`).
`verdict` holds the result against the spec's QA plan.
"""

from schemac.agreeing.result import Agreement, Breach, Group, PointError, SigmaEstimate
from schemac.agreeing.run import agree
from schemac.agreeing.sampling import Sample, candidates, choose
from schemac.agreeing.study import Contrast, Study, study
from schemac.agreeing.sums import Estimate

__all__ = [
    "Agreement", "Breach", "Contrast", "Estimate", "Group", "PointError", "Sample",
    "SigmaEstimate", "Study", "agree", "candidates", "choose", "study",
]  # fmt: skip
