"""A release as an in-toto statement, for other people's tools to sign and to check.

https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md. The statements are not
signed: whoever signs them, with cosign or another tool, vouches for them.
"""

from __future__ import annotations

from typing import Any

import msgspec

from schemac.ledger.entry import Entry, form_file, text_file

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "urn:schemac:release:1"


def statement(entry: Entry, mark: str) -> dict[str, Any]:
    """The frozen files of a release as subjects, its line as the predicate. `mark` is the SHA-256
    of the line."""
    subjects = [_resource(text_file(entry.id, entry.version), entry.files.text)]
    if entry.files.form:
        subjects.append(_resource(form_file(entry.id, entry.version), entry.files.form))
    return {
        "_type": STATEMENT,
        "subject": subjects,
        "predicateType": PREDICATE,
        "predicate": {
            "release": msgspec.to_builtins(entry),
            "ledgerLine": {"sha256": _hex(mark)},
            "resolvedDependencies": [
                {**_resource(each.document, each.source), "annotations": {"state": each.state}}
                for each in entry.dependencies
            ],
        },
    }


def _resource(name: str, digest: str) -> dict[str, Any]:
    return {"name": name, "digest": {"sha256": _hex(digest)}}


def _hex(digest: str) -> str:
    return digest.removeprefix("sha256:")
