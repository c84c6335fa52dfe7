"""The checks on one version of a document: rules, each a generator beside its code.

A rule sees one linked document and nothing else. To add one, write it in the module of its
subject and name it in the list below.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from schemac.checks import (
    chirality,
    contours,
    dictionary,
    evaluation,
    history,
    indices,
    kinematics,
    meaning,
    missing,
    names,
    positions,
    ranges,
    sigmas,
    symmetry,
    tolerances,
    topology,
    visibility,
    waivers,
    wording,
)
from schemac.checks.rule import Rule
from schemac.checks.waivers import apply_levels, apply_waivers, check_levels
from schemac.diagnostic import Code, Diagnostic
from schemac.model import Dictionary, PointMap, Skeleton, TierSet

# Some rules serve several kinds of document, hence Any.
Rules = tuple[Rule[Any], ...]

SKELETON_RULES: Rules = (
    names.duplicate_name,
    names.differs_in_case,
    names.former_name_in_use,
    names.retired_id_in_use,
    names.retired_name_in_use,
    names.side_name_mismatch,
    names.side_name_without_side,
    names.hotkey_wished_twice,
    names.successor_unknown,
    indices.no_keypoints,
    indices.index_not_a_run,
    symmetry.mirror_not_involution,
    symmetry.partner_missing,
    symmetry.side_in_one_of_pair,
    symmetry.edges_not_mirrored,
    symmetry.contours_not_mirrored,
    symmetry.sigma_asymmetric_pair,
    symmetry.pair_differs,
    topology.edge_to_itself,
    topology.duplicate_edge,
    topology.in_pieces,
    kinematics.out_of_reach,
    kinematics.ring_without_parent,
    kinematics.parent_without_edge,
    contours.too_short,
    contours.repeats_point,
    sigmas.not_positive,
    sigmas.too_large,
    sigmas.is_kappa,
    sigmas.missing,
    evaluation.metric_incomplete,
    evaluation.oks_without_sigma,
    evaluation.threshold_out_of_range,
    evaluation.main_profile_unclear,
    evaluation.oks_target_without_oks,
    tolerances.not_positive,
    tolerances.px_without_image,
    tolerances.without_sigma,
    tolerances.in_tolerances,
    ranges.rate_out_of_range,
    ranges.target_out_of_range,
    ranges.hue_out_of_range,
    ranges.weight_negative,
    ranges.more_asked_than_there_are,
    missing.definition,
    missing.cue,
    missing.mistake,
    wording.too_short,
    wording.too_long,
    wording.in_sentences,
    wording.vague_word,
    wording.wrong_side_word,
    wording.duplicate_definition,
    meaning.same_place_twice,
    meaning.confused_with_itself,
    meaning.alias_collision,
    dictionary.without_unit,
    dictionary.out_of_range,
    dictionary.aimed_twice,
    positions.missing,
    positions.outside_frame,
    positions.twins_not_mirrored,
    positions.on_wrong_side,
    positions.off_midline,
    positions.same_position,
    positions.inset_outside_frame,
    chirality.drawn_as_right,
    contours.crosses_itself,
    tolerances.missing,
    visibility.never_evaluated,
    history.change_incomplete,
    history.change_of_unknown,
    history.version_not_above_parent,
    history.retired_too_late,
    history.retired_index_in_use,
    history.renumber_without_major,
    history.date_impossible,
)

TIER_SET_RULES: Rules = (
    visibility.code_repeated,
    visibility.hotkey_repeated,
    visibility.not_decided,
    visibility.decision_open,
    visibility.fold_missing,
    visibility.fold_contradicts,
    visibility.situation_undecided,
    visibility.evaluated_without_coordinates,
    visibility.fold_cvat,
    visibility.blur_limits_fall,
    history.change_incomplete,
    history.change_of_unknown,
    history.version_not_above_parent,
    history.retired_too_late,
    history.retired_entry_in_use,
    history.date_impossible,
)

DICTIONARY_RULES: Rules = (
    dictionary.incomplete,
    dictionary.without_unit,
    dictionary.out_of_range,
    dictionary.aimed_twice,
    dictionary.offset_in_dictionary,
    dictionary.curve_named_as_landmark,
    wording.too_short,
    wording.too_long,
    wording.in_sentences,
    wording.vague_word,
    wording.duplicate_definition,
    meaning.confused_with_itself,
    meaning.alias_collision,
    history.change_incomplete,
    history.change_of_unknown,
    history.version_not_above_parent,
    history.retired_too_late,
    history.retired_entry_in_use,
    history.date_impossible,
)

# What a map says is settled while it is linked; only its dates are left.
MAP_RULES: Rules = (history.date_impossible,)

RULES: Rules = tuple(
    dict.fromkeys((*SKELETON_RULES, *TIER_SET_RULES, *DICTIONARY_RULES, *MAP_RULES))
)
RULE_NAMES = frozenset(rule.code.name for rule in RULES)
CODES: tuple[Code, ...] = (*(rule.code for rule in RULES), *waivers.CODES)


def check_skeleton(skeleton: Skeleton, whole: bool = True) -> tuple[Diagnostic, ...]:
    """All findings on a spec or part. With `whole` false, keypoints were lost to errors, and rules
    that count on having all of them are left out."""
    return run_rules(SKELETON_RULES, skeleton, whole)


def check_tier_set(tiers: TierSet, whole: bool = True) -> tuple[Diagnostic, ...]:
    """All findings on a tier set."""
    return run_rules(TIER_SET_RULES, tiers, whole)


def check_dictionary(dictionary: Dictionary, whole: bool = True) -> tuple[Diagnostic, ...]:
    """All findings on a dictionary."""
    return run_rules(DICTIONARY_RULES, dictionary, whole)


def check_map(map: PointMap, whole: bool = True) -> tuple[Diagnostic, ...]:
    """All findings on a map."""
    return run_rules(MAP_RULES, map, whole)


def run_rules(rules: Iterable[Rule[Any]], subject: object, whole: bool) -> tuple[Diagnostic, ...]:
    """What rules find in a subject, without those that need a whole one where it is not."""
    return tuple(found for rule in rules if whole or not rule.whole for found in rule(subject))


__all__ = [
    "CODES", "DICTIONARY_RULES", "MAP_RULES", "RULES", "RULE_NAMES", "SKELETON_RULES",
    "TIER_SET_RULES", "apply_levels", "apply_waivers", "check_dictionary", "check_levels",
    "check_map", "check_skeleton", "check_tier_set", "run_rules",
]  # fmt: skip
