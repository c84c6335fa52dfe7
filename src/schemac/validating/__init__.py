"""What is wrong in label data: structure, places, bodies that cannot be.

A rule is a function beside its code, compiled for a spec and asked about batch after batch
(`Validation`). `try_rules` measures those of geometry on posed figures of the spec.
"""

from schemac.validating.files import validate
from schemac.validating.finding import Drawn, Finding, Tally
from schemac.validating.posed import Spread, posed
from schemac.validating.record import finding_record, record
from schemac.validating.rules import CODES, RULES
from schemac.validating.run import Report, Validation
from schemac.validating.trial import Trial, try_rules

__all__ = [
    "CODES", "RULES", "Drawn", "Finding", "Report", "Spread", "Tally", "Trial", "Validation",
    "finding_record", "posed", "record", "try_rules", "validate",
]  # fmt: skip
