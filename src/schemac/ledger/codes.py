"""Findings about what was released: nothing released may change, and nobody may waive that."""

from __future__ import annotations

from schemac.diagnostic import Code, Severity

LEDGER_BROKEN = Code(
    id="R010",
    name="ledger-broken",
    doc="""The ledger was not only added to.

    Each line of `ledger.jsonl` holds the digest of the line before it, and its last line that of
    the whole. A line that was changed, removed, doubled or moved breaks this chain, and nothing
    the ledger says can be relied on until it is whole again. It cannot be waived.

    Bring the ledger back from version control. Where two branches released at once, keep the
    ledger of one side and release again what the other side had released.

        git checkout -- specs/ledger.jsonl
    """,
)

RELEASED_FILE_CHANGED = Code(
    id="R020",
    name="released-file-changed",
    doc="""A frozen file of a released version is not the one that was released.

    Data, models and papers refer to a version by its number. If what the number stands for could
    change, none of them would mean anything. It cannot be waived.

    Bring the file back from version control, and make the change in a new version.

        git checkout -- specs/body/mine-20@1.0.0.yaml
    """,
)

RELEASED_VERSION_EDITED = Code(
    id="R030",
    name="released-version-edited",
    doc="""A document was edited but still has the version of a released one.

    The version is released, and its text lies frozen beside this file. Two documents that say
    different things would go by the same name. Comments, spacing and the order of lines may change;
    what the document says may not. It cannot be waived.

    Raise the version, and name the released one as its parent.

        version: 1.0.0                          # write `version: 1.1.0`
        lineage:
          parent: body/mine-20@1.0.0
    """,
)

FROZEN_WITHOUT_LINE = Code(
    id="R040",
    name="frozen-without-line",
    doc="""A frozen file has no line in the ledger beside it.

    Files called `id@version.yaml` are written by `schemac release`, which adds a line for each. One
    without a line was put there by hand, is left over from a release that was interrupted, or its
    line was cut off the end of the ledger. It cannot be waived.

    If lines were cut off, bring the ledger back from version control. Else release the version, or
    take an old file in as it is, with nobody vouching for it.

        schemac release body/mine-20@0.9.0 --unattested
    """,
)

BASIS_CHANGED = Code(
    id="R050",
    name="basis-changed",
    severity=Severity.NOTE,
    doc="""A document that a released version rests on says something else than it did then.

    The released version keeps its meaning: it is taken from the linked form that `release` wrote
    beside it. Its next version will be linked with the new words, and `schemac diff` shows what
    that changes.

    Nothing needs to be done. Documents of a project have to be released before others that cite
    them, so this happens when the standard library moves on.

        specs/body/mine-20@1.0.0.json           # what 1.0.0 means, whatever the library says now
    """,
)

FORM_LOST = Code(
    id="R060",
    name="form-lost",
    doc="""A released version rests on a document that has changed, and its linked form cannot be read.

    The form `id@version.json` holds what the version meant when it was released. Without it only
    the text is left, which now means something else. It cannot be waived.

    Bring the file back from version control.

        git checkout -- specs/body/mine-20@1.0.0.json
    """,  # noqa: E501 - the first line is a sentence
)

CODES = (
    LEDGER_BROKEN, RELEASED_FILE_CHANGED, RELEASED_VERSION_EDITED, FROZEN_WITHOUT_LINE,
    BASIS_CHANGED, FORM_LOST,
)  # fmt: skip
