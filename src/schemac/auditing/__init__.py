"""An account for an auditor: every version, what changed, who stands for it, what is not known.

Offline and read-only. It is plain data (`account`); text, JSON, CSV and HTML show the same.
"""

from schemac.auditing.account import NOT_PROVEN, Account, Chain, History, Version
from schemac.auditing.gather import account, chain

__all__ = ["NOT_PROVEN", "Account", "Chain", "History", "Version", "account", "chain"]
