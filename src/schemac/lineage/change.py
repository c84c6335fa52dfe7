"""What can change between two versions of a document: one record for each kind of change.

A change is a fact. It knows nothing of how bad it is: that stands in `breakage`, in one table.
The docstring of a kind is what `schemac explain` prints of it.
"""

from __future__ import annotations

from schemac.model.record import Record
from schemac.source import NOWHERE, Origin


def _name(kind: str) -> str:
    """`KeypointRenamed` -> `keypoint-renamed`."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in kind).removeprefix("-")


class Change(Record, frozen=True, kw_only=True, tag_field="change", tag=_name):
    """Something that is not what it was.

    `message` says it in words, `before` and `after` are the two values as people read them.
    `points` are the ids of keypoints, landmarks or tiers concerned. `old` and `new` are its two
    places; one of them is nowhere for what was added or is gone. `parts` are the changes that one
    edit by a person consists of. `why` is the reason that the document gives.
    """

    message: str
    points: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None
    why: str | None = None
    old: Origin = NOWHERE
    new: Origin = NOWHERE
    parts: tuple[Change, ...] = ()

    @property
    def name(self) -> str:
        """The name of its kind, such as `keypoint-renamed`."""
        return name_of(type(self))


def name_of(kind: type[Change]) -> str:
    """The name of a kind of change, as people write it in a waiver."""
    return str(kind.__struct_config__.tag)


# ---- identity and order -----------------------------------------------------------------------


class KeypointRetired(Change, frozen=True):
    """A keypoint is gone, and listed under `retired`."""


class KeypointDropped(Change, frozen=True):
    """A keypoint is gone without a word: it is not listed under `retired`."""


class KeypointReused(Change, frozen=True):
    """An id that was retired belongs to a keypoint again."""


class TombstoneRemoved(Change, frozen=True):
    """An entry of `retired` is gone. The list only grows: it keeps ids and names from being
    used again."""


class FormerNameRemoved(Change, frozen=True):
    """A name is no longer listed under `former_names`. The list only grows."""


class KeypointRenamed(Change, frozen=True):
    """A keypoint has another name in files and tools; the old one is under `former_names`."""


class KeypointRenamedSilently(Change, frozen=True):
    """A keypoint has another name, and the old one is not listed under `former_names`."""


class RenameSuspected(Change, frozen=True):
    """A keypoint is gone and one like it is new: most likely the same one under another id."""


class KeypointsReordered(Change, frozen=True):
    """Keypoints that both versions have stand at other indices."""


class KeypointsReorderedSilently(Change, frozen=True):
    """Keypoints stand at other indices, and no `renumber` says why."""


class SidesSwapped(Change, frozen=True):
    """The indices of left and right keypoints have changed places."""


class KeypointInserted(Change, frozen=True):
    """A new keypoint has an index among those of the old version."""


class KeypointAppended(Change, frozen=True):
    """A new keypoint follows after all indices of the old version."""


class RequiredKeypointAdded(Change, frozen=True):
    """A new keypoint must be labelled for an instance to count."""


class KeypointMadeRequired(Change, frozen=True):
    """A keypoint must now be labelled for an instance to count."""


class KeypointMadeOptional(Change, frozen=True):
    """A keypoint need no longer be labelled for an instance to count."""


class KeypointSplit(Change, frozen=True):
    """One keypoint gave way to several, as the lineage declares."""


class KeypointsMerged(Change, frozen=True):
    """Several keypoints gave way to one, as the lineage declares."""


class KeypointReplaced(Change, frozen=True):
    """Another keypoint took over the role of one, as the lineage declares."""


class KeypointDeprecated(Change, frozen=True):
    """A keypoint is marked as on its way out, or the mark says something else."""


# ---- meaning ----------------------------------------------------------------------------------


class MeaningUndeclared(Change, frozen=True):
    """What a keypoint or landmark means differs, and the lineage calls it neither `redefine` nor
    `editorial`."""


class Redefined(Change, frozen=True):
    """A keypoint or landmark now means another place, as the lineage declares."""


class Reworded(Change, frozen=True):
    """The words for a place changed, and the lineage says that the place did not."""


class KindChanged(Change, frozen=True):
    """A place is of another kind: surface, contour, bone, joint or constructed."""


class LandmarkChanged(Change, frozen=True):
    """A keypoint cites another place of the dictionary."""


class DerivationChanged(Change, frozen=True):
    """A constructed keypoint is computed in another way."""


class CurveChanged(Change, frozen=True):
    """A curve of the dictionary begins or ends at another landmark."""


class SideConventionChanged(Change, frozen=True):
    """Left and right mean something else: the subject's own or the viewer's, one of a pair."""


class CoordinateConventionChanged(Change, frozen=True):
    """Coordinates are counted from another corner of the pixel."""


class OcclusionPolicyChanged(Change, frozen=True):
    """Hidden keypoints are to be estimated now, or no longer."""


class InstanceScopeChanged(Change, frozen=True):
    """What counts as one instance differs: its description, crowds, least points, the box."""


class AdviceChanged(Change, frozen=True):
    """Cues, mistakes, notes or checks of a place differ; its definition does not."""


class ExamplesChanged(Change, frozen=True):
    """The example pictures of a place differ."""


class LandmarkAdded(Change, frozen=True):
    """A dictionary has a new landmark or curve."""


class LandmarkRetired(Change, frozen=True):
    """A landmark or curve is gone from a dictionary, and listed under `retired`."""


class LandmarkDropped(Change, frozen=True):
    """A landmark or curve is gone from a dictionary without a word."""


class UnitChanged(Change, frozen=True):
    """The reference length of a dictionary differs, so the distances of mistakes do."""


# ---- evaluation -------------------------------------------------------------------------------


class SigmaChanged(Change, frozen=True):
    """Sigmas of a set have other values."""


class SigmaRemoved(Change, frozen=True):
    """Keypoints have no sigma in a set any more, or the set is gone."""


class SigmaAdded(Change, frozen=True):
    """Keypoints have a sigma that had none in a set, or a set is new."""


class SigmaScaleChanged(Change, frozen=True):
    """The sigmas of a set refer to another size of the object."""


class SigmaSourceChanged(Change, frozen=True):
    """A set of sigmas states another source or basis; its values are the same."""


class ProfileChanged(Change, frozen=True):
    """A way to evaluate differs: metric, sigmas, keypoints, threshold or scale."""


class ProfileRemoved(Change, frozen=True):
    """A way to evaluate is gone."""


class ProfileAdded(Change, frozen=True):
    """There is a new way to evaluate."""


class MainProfileChanged(Change, frozen=True):
    """Another way to evaluate is the main one."""


class ToleranceChanged(Change, frozen=True):
    """What QA accepts at keypoints differs."""


class QaPlanChanged(Change, frozen=True):
    """The plan for QA differs: sampling, targets, limits."""


class MeasureRemoved(Change, frozen=True):
    """A measure over the keypoints is gone."""


class MeasureChanged(Change, frozen=True):
    """A measure over the keypoints is computed in another way."""


class MeasureAdded(Change, frozen=True):
    """There is a new measure over the keypoints."""


class TrainingHintChanged(Change, frozen=True):
    """Loss weights or the halves of the body differ."""


# ---- topology ---------------------------------------------------------------------------------


class EdgeRemoved(Change, frozen=True):
    """An edge between keypoints that stay is gone."""


class EdgeAdded(Change, frozen=True):
    """There is a new edge between keypoints that were there before."""


class EdgeReversed(Change, frozen=True):
    """An edge runs in the other direction."""


class EdgesReordered(Change, frozen=True):
    """The edges stand in another order."""


class ParentChanged(Change, frozen=True):
    """The root of the kinematic tree, or the parent of a keypoint in it, is another one."""


class MirrorChanged(Change, frozen=True):
    """Mirrored pictures exchange other keypoints."""


class ContourChanged(Change, frozen=True):
    """A contour is new, is gone or traces other keypoints."""


class RegionChanged(Change, frozen=True):
    """A region is new or gone, or keypoints belong to another one."""


# ---- visibility -------------------------------------------------------------------------------


class TierSetChanged(Change, frozen=True):
    """Visibility is stated by another set of tiers; `retier` says what became of each."""


class TiersUndeclared(Change, frozen=True):
    """The tiers differ and the lineage says nothing of it, or leaves an old tier out."""


class TierRetired(Change, frozen=True):
    """A tier is gone, and listed under `retired`."""


class TierDropped(Change, frozen=True):
    """A tier is gone without a word."""


class TierAdded(Change, frozen=True):
    """There is a new tier."""


class TierSplit(Change, frozen=True):
    """A tier's cases are shared out among several, or several became one."""


class TierCodeChanged(Change, frozen=True):
    """A tier is stored as another number."""


class TierFoldChanged(Change, frozen=True):
    """A tier becomes another value in COCO or CVAT."""


class TierEvaluationChanged(Change, frozen=True):
    """A tier counts in evaluation now, or no longer."""


class TierCoordinatesChanged(Change, frozen=True):
    """Whether a tier has coordinates differs."""


class TierLimitChanged(Change, frozen=True):
    """How far a point may be smeared at a tier differs."""


class TierSituationsChanged(Change, frozen=True):
    """A tier stands for other situations."""


class DecisionChanged(Change, frozen=True):
    """The questions that lead to a tier differ."""


class DefaultTierChanged(Change, frozen=True):
    """Another tier, or none, is the one that tools begin with."""


class AllowedTiersNarrowed(Change, frozen=True):
    """A keypoint may no longer have some tiers."""


class AllowedTiersWidened(Change, frozen=True):
    """A keypoint may have more tiers."""


# ---- packaging and looks ----------------------------------------------------------------------


class IdChanged(Change, frozen=True):
    """The documents are not of one id."""


class CategoryChanged(Change, frozen=True):
    """The category of instances has another name, number or supercategory."""


class AttributeRemoved(Change, frozen=True):
    """An attribute of instances is gone, or a value of it."""


class AttributeAdded(Change, frozen=True):
    """There is a new attribute of instances, or a new value of one."""


class AttributeChanged(Change, frozen=True):
    """An attribute of instances is required, has another default or holds for another span."""


class DisplayChanged(Change, frozen=True):
    """Pictures, positions, titles, colours or keys differ."""


class HeaderChanged(Change, frozen=True):
    """Title, summary, authors, licence or sources of the document differ."""


class PinMoved(Change, frozen=True):
    """The document names another version of a dictionary, part, parent or tier set."""


class MapChanged(Change, frozen=True):
    """A map takes a point from another place, or leads to or from another version."""


class DocumentAdded(Change, frozen=True):
    """There is a new document."""


class DocumentRemoved(Change, frozen=True):
    """A document is gone."""


# ---- history ----------------------------------------------------------------------------------


class VersionNotBumped(Change, frozen=True):
    """Something changed, and the version is the same."""


class VersionDecreased(Change, frozen=True):
    """The version is lower than the one it is compared with."""


class BumpTooSmall(Change, frozen=True):
    """The step of the version is smaller than the changes ask for."""


class ReleasedVersionEdited(Change, frozen=True):
    """A frozen version says something else than before."""


def kinds() -> tuple[type[Change], ...]:
    """Every kind of change, in the order of this module."""
    return tuple(Change.__subclasses__())
