"""The data model: frozen records of plain data. Nothing here reads, writes or decides."""

from schemac.model.dictionary import Curve, Dictionary, Landmark
from schemac.model.figure import Anchor, Art, Figure, HintLine, Outline
from schemac.model.formula import (
    Binary,
    Call,
    Expression,
    Formula,
    Number,
    Point,
    Variable,
    Weight,
)  # fmt: skip
from schemac.model.history import Change, Fate, Lineage, Retired, SourceRef, Waiver
from schemac.model.keypoint import Keypoint, Position, Sigma, TierBlur
from schemac.model.numbers import (
    AgreementTarget,
    Calibration,
    ErrorLimit,
    OksTarget,
    Profile,
    QaPlan,
    Quantity,
    Sampling,
    SamplingRate,
    SigmaSet,
    Tolerance,
)  # fmt: skip
from schemac.model.place import Kind, Place, Reference, Side, Situation
from schemac.model.pointmap import PointMap, Take
from schemac.model.project import Breaking, Project, ReleasePolicy
from schemac.model.skeleton import Attribute, Instance, Measure, Skeleton, Subject
from schemac.model.tiers import BlurRule, Step, Tier, TierSet
from schemac.model.topology import AxisSwap, Contour, Edge, Region, View
from schemac.model.words import (
    Advice,
    Confusion,
    Deprecated,
    Direction,
    Example,
    Find,
    Mistake,
    Note,
    Words,
)  # fmt: skip

__all__ = [
    "Advice", "AgreementTarget", "Anchor", "Art", "Attribute", "AxisSwap", "Binary", "BlurRule",
    "Breaking", "Calibration", "Call", "Change", "Confusion", "Contour", "Curve",
    "Deprecated", "Dictionary", "Direction", "Edge", "ErrorLimit", "Example", "Expression",
    "Fate", "Figure", "Find", "Formula", "HintLine", "Instance", "Keypoint", "Kind", "Landmark",
    "Lineage", "Measure", "Mistake", "Note", "Number", "OksTarget", "Outline", "Place", "Point",
    "PointMap", "Position", "Profile", "Project", "QaPlan", "Quantity", "Reference", "Region",
    "ReleasePolicy", "Retired", "Sampling", "SamplingRate", "Side", "Sigma", "SigmaSet",
    "Situation", "Skeleton", "SourceRef", "Step", "Subject", "Take", "Tier", "TierBlur",
    "TierSet", "Tolerance", "Variable", "View", "Waiver", "Weight", "Words",
]  # fmt: skip
