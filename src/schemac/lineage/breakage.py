"""Who is broken by a change: one table, kinds of change by audience.

A cell says which step of the version a change asks for on behalf of an audience:

    X  breaks it: a major step                 m  new for it, the old stays true: a minor step
    x  breaks it if it is asked for by name    p  nothing to do: a patch
       (`--use`), else as m                    .  does not concern it
    !  no step of the version helps: it has to be declared, or taken back

The audiences are stored data, trained models, evaluation numbers, tool settings, annotators and
history. `old` tells whether the new version reads old data (backward), `new` whether a reader of
the old version reads new data (forward).

Two rules that one may look for are not here. That a point has to be called deprecated in a version
before it goes: its going asks for a major step and a tombstone anyway, and who has nobody to warn
ahead would have to release twice for nothing; `deprecated` is there for those who have somebody.
That a target is no longer built: that is a line of the project file, or another compiler, and no
version of a spec; `schemac build --check` names the files that would go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Literal

from msgspec import Struct

from schemac.lineage import change as c
from schemac.lineage.change import Change, name_of
from schemac.model.project import Use

Mode = Literal["backward", "forward", "full"]

AUDIENCES: Mapping[Use, str] = {
    "D": "data",
    "M": "models",
    "E": "evaluation",
    "T": "tools",
    "A": "annotators",
    "H": "history",
}


class Bump(IntEnum):
    """A step of the version, the greater one the worse. No step mends a `GATE`."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3
    GATE = 4


class Row(Struct, frozen=True):
    """One line of the table: a cell for each audience, and whether old and new data are read."""

    kind: type[Change]
    cells: str
    backward: bool
    forward: bool

    @property
    def name(self) -> str:
        return name_of(self.kind)

    def cell(self, audience: Use) -> str:
        return self.cells["DMETAH".index(audience)]


def _row(kind: type[Change], cells: str, old: str, new: str) -> Row:
    return Row(kind, cells.replace(" ", ""), old == "ok", new == "ok")


# fmt: off
TABLE: tuple[Row, ...] = (
    #                                   D M E T A H    old   new
    _row(c.KeypointRetired,            "X X X X X .", "no", "no"),
    _row(c.KeypointDropped,            "X X X X X !", "no", "no"),
    _row(c.KeypointReused,             "X X X X X !", "no", "no"),
    _row(c.TombstoneRemoved,           ". . . . . !", "ok", "ok"),
    _row(c.FormerNameRemoved,          "X . . X . !", "no", "ok"),
    _row(c.KeypointRenamed,            "m . . x m .", "ok", "no"),
    _row(c.KeypointRenamedSilently,    "X . . X m !", "no", "no"),
    _row(c.RenameSuspected,            "X X X X X !", "no", "no"),
    _row(c.KeypointsReordered,         "X X X X . .", "no", "no"),
    _row(c.KeypointsReorderedSilently, "X X X X . !", "no", "no"),
    _row(c.SidesSwapped,               "X X X X X .", "no", "no"),
    _row(c.KeypointInserted,           "X X X X X .", "no", "no"),
    _row(c.KeypointAppended,           "m m m m m .", "ok", "no"),
    _row(c.RequiredKeypointAdded,      "X X X X X .", "no", "no"),
    _row(c.KeypointMadeRequired,       "X . X X X .", "no", "ok"),
    _row(c.KeypointMadeOptional,       "m . m m m .", "ok", "no"),
    _row(c.KeypointSplit,              "X X X X X .", "no", "no"),
    _row(c.KeypointsMerged,            "X X X X X .", "no", "no"),
    _row(c.KeypointReplaced,           "X X X X X .", "no", "no"),
    _row(c.KeypointDeprecated,         ". . . m m .", "ok", "ok"),

    _row(c.MeaningUndeclared,          "X X X . X !", "no", "no"),
    _row(c.Redefined,                  "X X X . X .", "no", "no"),
    _row(c.Reworded,                   ". . . . p .", "ok", "ok"),
    _row(c.KindChanged,                "X X X . X .", "no", "no"),
    _row(c.LandmarkChanged,            "X X X . X .", "no", "no"),
    _row(c.DerivationChanged,          "X X X . . .", "no", "no"),
    _row(c.CurveChanged,               "X X X . X .", "no", "no"),
    _row(c.SideConventionChanged,      "X X X . X .", "no", "no"),
    _row(c.CoordinateConventionChanged, "X X X X . .", "no", "no"),
    _row(c.OcclusionPolicyChanged,     "X X X . X .", "no", "no"),
    _row(c.InstanceScopeChanged,       "X . X . X .", "no", "no"),
    _row(c.AdviceChanged,              ". . . . p .", "ok", "ok"),
    _row(c.ExamplesChanged,            ". . . . p .", "ok", "ok"),
    _row(c.LandmarkAdded,              "m . . . m .", "ok", "no"),
    _row(c.LandmarkRetired,            "X . . . X .", "no", "ok"),
    _row(c.LandmarkDropped,            "X . . . X !", "no", "ok"),
    _row(c.UnitChanged,                ". . . . m .", "ok", "ok"),

    _row(c.SigmaChanged,               ". x X . . .", "ok", "ok"),
    _row(c.SigmaRemoved,               ". x X . . .", "ok", "ok"),
    _row(c.SigmaAdded,                 ". m m . . .", "ok", "ok"),
    _row(c.SigmaScaleChanged,          ". x X . . .", "ok", "ok"),
    _row(c.SigmaSourceChanged,         ". . . . . p", "ok", "ok"),
    _row(c.ProfileChanged,             ". . X . . .", "ok", "ok"),
    _row(c.ProfileRemoved,             ". . X . . .", "ok", "ok"),
    _row(c.ProfileAdded,               ". . m . . .", "ok", "ok"),
    _row(c.MainProfileChanged,         ". x X m . .", "ok", "ok"),
    _row(c.ToleranceChanged,           ". . m m m .", "ok", "ok"),
    _row(c.QaPlanChanged,              ". . m m m .", "ok", "ok"),
    _row(c.MeasureRemoved,             ". . X . . .", "ok", "ok"),
    _row(c.MeasureChanged,             ". . X . . .", "ok", "ok"),
    _row(c.MeasureAdded,               ". . m . . .", "ok", "ok"),
    _row(c.TrainingHintChanged,        ". m . . . .", "ok", "ok"),

    _row(c.EdgeRemoved,                ". x . m . .", "ok", "ok"),
    _row(c.EdgeAdded,                  ". x . m . .", "ok", "ok"),
    _row(c.EdgeReversed,               ". x . p . .", "ok", "ok"),
    _row(c.EdgesReordered,             ". x . p . .", "ok", "ok"),
    _row(c.ParentChanged,              "X X X . . .", "no", "no"),
    _row(c.MirrorChanged,              ". X X m . .", "ok", "ok"),
    _row(c.ContourChanged,             ". . . m p .", "ok", "ok"),
    _row(c.RegionChanged,              ". . . m m .", "ok", "ok"),

    _row(c.TierSetChanged,             "X X X X X .", "no", "no"),
    _row(c.TiersUndeclared,            "X X X X X !", "no", "no"),
    _row(c.TierRetired,                "X X . X X .", "no", "ok"),
    _row(c.TierDropped,                "X X . X X !", "no", "ok"),
    _row(c.TierAdded,                  "m . m m m .", "ok", "no"),
    _row(c.TierSplit,                  "X X X X X .", "no", "no"),
    _row(c.TierCodeChanged,            "X X X X . .", "no", "no"),
    _row(c.TierFoldChanged,            "X X X X . .", "no", "no"),
    _row(c.TierEvaluationChanged,      ". X X . . .", "ok", "ok"),
    _row(c.TierCoordinatesChanged,     "X . X X X .", "no", "no"),
    _row(c.TierLimitChanged,           "X X X . X .", "no", "no"),
    _row(c.TierSituationsChanged,      "X X X . X .", "no", "no"),
    _row(c.DecisionChanged,            ". . . . m .", "ok", "ok"),
    _row(c.DefaultTierChanged,         "X . . X X .", "no", "ok"),
    _row(c.AllowedTiersNarrowed,       "X . . X X .", "no", "ok"),
    _row(c.AllowedTiersWidened,        "m . . m m .", "ok", "no"),

    _row(c.IdChanged,                  "X X . X . .", "no", "no"),
    _row(c.CategoryChanged,            "X X . X . .", "no", "no"),
    _row(c.AttributeRemoved,           "X . . X X .", "no", "ok"),
    _row(c.AttributeAdded,             "m . . m m .", "ok", "no"),
    _row(c.AttributeChanged,           "m . . m m .", "ok", "ok"),
    _row(c.DisplayChanged,             ". . . p p .", "ok", "ok"),
    _row(c.HeaderChanged,              ". . . . . p", "ok", "ok"),
    _row(c.PinMoved,                   ". . . . . p", "ok", "ok"),
    _row(c.MapChanged,                 "X . . . . .", "no", "ok"),
    _row(c.DocumentAdded,              "m . . . . .", "ok", "ok"),
    _row(c.DocumentRemoved,            "X X X X X !", "no", "no"),

    _row(c.VersionNotBumped,           ". . . . . !", "ok", "ok"),
    _row(c.VersionDecreased,           ". . . . . !", "ok", "ok"),
    _row(c.BumpTooSmall,               ". . . . . !", "ok", "ok"),
    _row(c.ReleasedVersionEdited,      ". . . . . !", "ok", "ok"),
)
# fmt: on

ROWS: Mapping[type[Change], Row] = {row.kind: row for row in TABLE}


class Verdict(Struct, frozen=True):
    """What one change asks for, and of whom: the audiences it breaks, and those it concerns."""

    bump: Bump
    breaks: tuple[Use, ...]
    concerns: tuple[Use, ...]
    backward: bool
    forward: bool

    def refused(self, mode: Mode | None) -> bool:
        """Whether a mode of compatibility forbids it."""
        return (mode in ("backward", "full") and not self.backward) or (
            mode in ("forward", "full") and not self.forward
        )


def judge(change: Change, use: Iterable[Use] = ()) -> Verdict:
    """What a change means for the audiences named; for all when none is. History always counts.

    A change that breaks none of them is read in both directions, as far as they care.
    """
    named = tuple(use)
    cells = _cells(change, named)
    steps = {audience: _STEPS[cell] for audience, cell in cells.items() if cell != "."}
    row = ROWS[type(change)]
    return Verdict(
        bump=max(steps.values(), default=Bump.PATCH),
        breaks=tuple(a for a, step in steps.items() if step >= Bump.MAJOR),
        concerns=tuple(a for a, step in steps.items() if step < Bump.MAJOR),
        backward=row.backward or not steps,
        forward=row.forward or not steps,
    )


def required(changes: Iterable[Change], use: Iterable[Use] = ()) -> Bump:
    """The step of the version that changes ask for together; a gate asks for what its other
    cells ask for."""
    named = tuple(use)
    return max((_step(change, named) for change in changes), default=Bump.NONE)


def _step(change: Change, named: tuple[Use, ...]) -> Bump:
    cells = _cells(change, named).values()
    steps = [_STEPS[cell] for cell in cells if cell not in ".!"]
    return max(steps, default=Bump.NONE if "!" in cells else Bump.PATCH)


def _cells(change: Change, named: tuple[Use, ...]) -> dict[Use, str]:
    """The cells of the audiences that count, an `x` as what it means for who is named."""
    row = ROWS[type(change)]
    counted = [a for a in AUDIENCES if not named or a in named or a == "H"]
    return {a: row.cell(a).replace("x", "X" if a in named else "m") for a in counted}


_STEPS = {"X": Bump.MAJOR, "m": Bump.MINOR, "p": Bump.PATCH, "!": Bump.GATE}
