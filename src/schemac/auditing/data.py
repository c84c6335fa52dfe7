"""The account for programs: JSON, and statements that others can sign."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from schemac.auditing.account import NOT_PROVEN, Account, Chain, History
from schemac.ledger.statement import statement

VERSION = 1


def render_json(account: Account) -> str:
    """`{"version": 1, ...}` with the keys of `Account`, and `not_proven`; ASCII, so that nothing in
    it can steer a terminal. `version` changes when a key changes its meaning or goes away."""
    plain = {"version": VERSION, **msgspec.to_builtins(account), "not_proven": NOT_PROVEN}
    return json.dumps(plain, indent=2) + "\n"


def render_chains(chains: tuple[Chain, ...]) -> str:
    """What `audit verify` found, as `{"version": 1, "ok": ..., "ledgers": [...]}`."""
    ok = not any(chain.findings for chain in chains)
    plain: dict[str, Any] = {"version": VERSION, "ok": ok, "ledgers": msgspec.to_builtins(chains)}
    return json.dumps(plain, indent=2) + "\n"


def render_in_toto(account: Account) -> str:
    """An in-toto statement a version, one a line. Unattested versions have none: nobody states
    anything of them."""
    return "".join(
        json.dumps(statement(version.entry, version.mark)) + "\n"
        for history in account.documents
        for version in history.versions
        if version.entry.status == "released"
    )


def render_history(history: History) -> str:
    """`{"version": 1, ...}` with the keys of `History`."""
    return json.dumps({"version": VERSION, **msgspec.to_builtins(history)}, indent=2) + "\n"
