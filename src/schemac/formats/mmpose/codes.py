"""What can be wrong with a `dataset_info`, in MMPose's own terms."""

from __future__ import annotations

from schemac.diagnostic import Code, Severity

SHAPE = Code(
    id="I120",
    name="mmpose-malformed",
    doc="""A `dataset_info` of MMPose lacks something, or holds something else than MMPose expects.

    `keypoint_info` is a dict by number, each entry with a `name`; a link is two names; weights and
    sigmas are lists of numbers. What is computed when the file runs cannot be known: nothing of the
    file is run. What does not fit is left out.

    Write the value out as MMPose's own files do.

        keypoint_info={0: dict(name='nose', id=0, color=[0, 0, 255], type='upper', swap='')}
    """,
)
IDS = Code(
    id="I121",
    name="mmpose-ids",
    doc="""The numbers of keypoints in a `dataset_info` disagree with each other.

    MMPose takes the key as the number and never reads the `id` inside of an entry. It lists flip
    partners in the order of the file. So the keys must be 0, 1, 2 and so on in that order, or
    partners are shifted although nothing fails. The draft goes by the keys.

    Sort the entries, number them from 0, and make each `id` say the same as its key.

        keypoint_info={0: dict(name='nose', id=1, ...), 2: dict(name='eye', id=2, ...)}
    """,
)
LENGTHS = Code(
    id="I122",
    name="mmpose-lengths",
    doc="""A list of a `dataset_info` has another length than it has keypoints.

    MMPose does not compare them, and stops in the middle of training or scores with numbers of
    other keypoints. Nobody can tell to which keypoint each number belongs, so the draft has none
    of them.

    Write one number for each keypoint, in the order of `keypoint_info`, or an empty list.

        keypoint_info={0: ..., 1: ..., 2: ...}, sigmas=[0.026, 0.025]
    """,
)
UNKNOWN = Code(
    id="I123",
    name="mmpose-unknown-link",
    doc="""A link of a `dataset_info` goes to a name that is not among its keypoints.

    MMPose stops with a KeyError when it reads the file. The draft leaves the link out.

    Write the name as it stands in `keypoint_info`.

        skeleton_info={0: dict(link=('nose', 'left_eyes'), id=0)}
    """,
)
MISSING = Code(
    id="I124",
    name="mmpose-file-not-there",
    doc="""A config of MMPose names a file that describes the keypoints, and it is not there.

    It is looked for beside the config and in the folders above, as far as they were given. MMPose
    itself looks below the folder that it is started in, then among the files that it ships.

    Give that file instead, or the folder that holds both.

        metainfo=dict(from_file='configs/_base_/datasets/coco.py')
    """,
)
UNLIKE_ITSELF = Code(
    id="I125",
    name="mmpose-key-twice",
    severity=Severity.WARNING,
    doc="""A key stands twice in a dict of a `dataset_info`.

    Python keeps the last one without a word, so a keypoint or link is lost. The draft does the
    same.

    Number the entries anew.

        keypoint_info={0: dict(name='nose', ...), 0: dict(name='eye', ...)}
    """,
)
CODES = (SHAPE, IDS, LENGTHS, UNKNOWN, MISSING, UNLIKE_ITSELF)
