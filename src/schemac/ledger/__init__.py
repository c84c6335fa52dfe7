"""The ledger of releases: `ledger.jsonl` at the top of a spec folder, added to and never changed.

Here are values only: lines, the chain they make, digests, and what they say of files that others
read. Releases are made by `schemac.releasing`, the account for an auditor by `schemac.auditing`.
"""

from schemac.ledger.chain import Fault, Ledger, appended, digest_of, read_ledger
from schemac.ledger.entry import (
    NAME,
    Approval,
    Dependency,
    Entry,
    Files,
    Policy,
    form_file,
    text_file,
)  # fmt: skip

__all__ = [
    "NAME",
    "Approval",
    "Dependency",
    "Entry",
    "Fault",
    "Files",
    "Ledger",
    "Policy",
    "appended",
    "digest_of",
    "form_file",
    "read_ledger",
    "text_file",
]
