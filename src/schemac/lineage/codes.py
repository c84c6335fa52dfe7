"""What can be left unsaid of a step from one version to the next."""

from __future__ import annotations

from schemac.diagnostic import Code, Severity

MEANING_UNDECLARED = Code(
    id="H110",
    name="meaning-undeclared",
    doc="""What a place means differs from the parent version, and the lineage does not say how.

    The words are the schema: whoever labels by the new sentence may click elsewhere, and nobody
    who uses the labels would learn of it. A comparison cannot tell a better wording from another
    place. Only a person can.

    Say `editorial` when it is the same place in other words. Say `redefine` when it is another
    place, and what becomes of stored labels.

        lineage:
          changes:
            - editorial: [elbow]
            - redefine: [c7]
              labels: redo
    """,
)
DROPPED = Code(
    id="H120",
    name="dropped-undeclared",
    doc="""Something of the parent version is gone, and `retired` does not list it.

    Labels of it are still stored. Without an entry its id, names and index may be given to
    something else, and old labels would be read as that.

    List it under `retired`, with the last version that had it.

        retired:
          t10: {last: 1.0.0, index: 24, why: Cannot be told from its neighbours.}
    """,
)
RENAME_SUSPECTED = Code(
    id="H130",
    name="rename-suspected",
    doc="""A keypoint is gone, and a new one looks just like it.

    An id is permanent: under another id it is another point, and all labels of the old one are
    lost. Most likely only its name was to change. schemac does not guess which of the two is
    meant.

    To rename it, keep its id, and write the new `name` and the old one under `former_names`. If it
    is another point, list the old one under `retired`.

        keypoints:
          ankle:                                # not `talus:`
            name: <side>_talus
            former_names: [<side>_ankle]
    """,
)
RENAMED = Code(
    id="H140",
    name="rename-undeclared",
    doc="""A keypoint has another name than in the parent version, and its old one is not listed.

    Files, tools and data sets know keypoints by their names. An old file that says the old name
    finds nothing, or later another keypoint that was given it.

    List the old name under `former_names`. Importers accept it for ever, and no other keypoint
    can take it.

        keypoints:
          elbow: {index: 7, name: elbow_joint, former_names: [elbow]}
    """,
)
REORDERED = Code(
    id="H150",
    name="indices-undeclared",
    doc="""Keypoints stand at other indices than in the parent version, and no `renumber` says why.

    Arrays and trained models go by index. Labels that are read by the new order without being
    moved are all wrong, and nothing tells.

    Leave indices as they were and append new keypoints. If they have to move, declare it, in a new
    major version.

        lineage:
          changes:
            - renumber: The feet come after the hands now.
    """,
)
TIERS_UNDECLARED = Code(
    id="H160",
    name="tiers-undeclared",
    doc="""Visibility is stated in other tiers than in the parent version, and `retier` does not say
    what became of each old one.

    Stored labels hold the old tiers. Nobody can know which of the new ones they are.

    Name a new tier for each old one.

        lineage:
          changes:
            - retier: {visible: sharp, occluded: inferred, not_labelled: absent}
              review: [region.hand]
    """,
)
DECLARED_IN_VAIN = Code(
    id="H170",
    name="declared-in-vain",
    doc="""The lineage declares a change that did not happen.

    Most likely it names the wrong keypoint, and the change that was meant is not declared. Old
    labels would be thrown away, or carried over, for nothing.

    Correct the name, or delete the line.

        lineage:
          changes:
            - editorial: [knee]                 # but the words for the knee are the same
    """,
)
EDITORIAL_REFUSED = Code(
    id="H180",
    name="editorial-refused",
    doc="""A change is called editorial, but the place is another one whatever its words.

    A keypoint that cites another landmark, is of another kind or is computed in another way does
    not lie where it lay. Labels of the two cannot be mixed.

    Declare `redefine`, and say what becomes of stored labels.

        lineage:
          changes:
            - redefine: [sternal_notch]
              labels: review
    """,
)
FORGOTTEN = Code(
    id="H190",
    name="history-forgotten",
    doc="""An entry of `retired` or `former_names` is gone that the parent version has.

    Both lists only grow. They keep ids and names from being used again, and let old files be read.

    Put the entry back.

        retired:
          t2: {last: 1.0.0, index: 3}           # stays for ever
    """,
)
PARENT_MISSING = Code(
    id="H200",
    name="parent-missing",
    doc="""The parent version cannot be found, or cannot be read.

    Without it nothing can be compared, so no change since then would be noticed.

    Put the parent's file beside the working file, named with its version. Every version that was
    released lies there.

        lineage:
          parent: body/mine-20@1.0.0            # specs/body/mine-20@1.0.0.yaml
    """,
)
RATIONALE_UNWRITTEN = Code(
    id="H210",
    name="rationale-unwritten",
    severity=Severity.WARNING,
    doc="""The rationale of a version is still what `schemac bump` left there.

    Whoever has to move their labels to this version wants to know why it exists. So does an
    auditor, years later, when nobody else remembers.

    Say in a sentence or two what was wrong with the parent version, or what is new.

        lineage:
          parent: body/mine-20@1.0.0
          rationale: To be written.             # say why
    """,
)
CODES = (
    MEANING_UNDECLARED, DROPPED, RENAME_SUSPECTED, RENAMED, REORDERED, TIERS_UNDECLARED,
    DECLARED_IN_VAIN, EDITORIAL_REFUSED, FORGOTTEN, PARENT_MISSING,
    RATIONALE_UNWRITTEN,
)  # fmt: skip
