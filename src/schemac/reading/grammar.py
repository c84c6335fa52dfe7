"""The grammar of edition 1: one table per record.

The reader, the field order of `fmt`, the editor's JSON Schema and the tables of the language
reference are all made from these declarations; there is no second list.
"""

from __future__ import annotations

from schemac.reading.scalars import (
    anchor,
    date,
    document_id,
    family,
    fixed_name,
    formula,
    ident,
    key,
    labels,
    line,
    link,
    locale,
    name,
    number,
    number_or_none,
    part_name,
    path,
    place,
    plain_text,
    point,
    points,
    positive,
    quantity,
    reference,
    selection,
    signed,
    stem,
    text,
    truth,
    uri,
    url,
    version,
    whole,
    word,
)  # fmt: skip
from schemac.reading.types import ByKeys, BySide, Field, ListOf, MapOf, OneOf, RecordOf, Words

MAX_KEYPOINTS = 4096
LEFT_RIGHT = ("left", "right")
DIRECTIONS = ("up", "down", "medial", "lateral", "front", "back", "proximal", "distal")
SITUATIONS = ("seen", "partly_hidden", "hidden", "blurred", "outside")
VERBS = ("redefine", "editorial", "split", "merge", "replace", "add", "retier", "renumber")

_pair = ListOf(number, length=2)
_texts = ListOf(text)
_one_or_more = ListOf(text, single=True)
_lines = ListOf(line)
_points = ListOf(point)
_kind = Words("surface", "contour", "bone", "joint", "constructed")

TOLERANCE = RecordOf(
    "tolerance",
    "What QA accepts, where along a contour more is accepted than across it.",
    Field("across", quantity, "at right angles to the contour", required=True),
    Field("along", quantity, "along the contour", required=True),
)
_tolerance = OneOf(scalar=quantity, map=TOLERANCE)
_position = BySide(_pair)
_positions = OneOf(
    list=_pair,
    map=ByKeys(LEFT_RIGHT, then=_position, otherwise=MapOf(ident, _position)),
    name="`[x, y]`, for all or by side or by view",
)
_index = BySide(whole)

# ---- words ------------------------------------------------------------------------------------

FIND = RecordOf(
    "find",
    "How to get to the place.",
    Field("see", _one_or_more, "by eye"),
    Field("feel", _one_or_more, "by touch"),
    Field("construct", _one_or_more, "by geometry"),
)
MISTAKE = RecordOf(
    "mistake",
    "A wrong click that people make, with its displacement so that it can be drawn.",
    Field("text", text, "what went wrong", required=True),
    Field("toward", ident, f"a direction ({' '.join(DIRECTIONS)}) or a landmark"),
    Field("by", number, "fraction of the dictionary's `reference_length`, or of the way there"),
    Field("offset", _pair, "displacement in figure units, for the left one; own points only"),
)
NOTE = RecordOf(
    "note",
    "A remark for a species, a view or a garment.",
    Field("for", line, "what it is about, a short label", required=True),
    Field("text", text, "the remark", required=True),
)
EXAMPLE = RecordOf(
    "example",
    "A picture of a right or a wrong placement.",
    Field("image", path, "a file beside the document", required=True),
    Field("verdict", Words("right", "wrong"), "what it shows", required=True),
    Field("condition", line, "light, blur, view"),
    Field("caption", text, "a sentence below it"),
    Field("licence", line, "under which it may be shown"),
)
DEPRECATED = RecordOf(
    "deprecated",
    "Still valid, on its way out.",
    Field("since", version, "the version that says so", required=True),
    Field("use", ident, "what to use instead"),
    Field("why", text, "the reason"),
)
_kind_field = Field("kind", _kind, "what kind of place it is")
_advice = (
    Field("find", FIND, "how to get there"),
    Field("mistakes", ListOf(MISTAKE), "wrong clicks that people make"),
    Field("when", MapOf(Words(*SITUATIONS), text), "what to do in a situation"),
    Field("notes", ListOf(NOTE), "remarks for a species, a view, a garment"),
    Field("self_check", _texts, "questions to ask oneself after the click"),
)
_words = (
    *_advice[:2],
    Field("confuse_with", MapOf(family, text), "landmark or keypoint → how to tell them apart"),
    *_advice[2:],
    Field("examples", ListOf(EXAMPLE), "pictures of right and wrong placements"),
    Field("aliases", _lines, "what else it is called; found by search"),
    Field("same_as", _lines, "ontology ids, only where known: `UBERON:0001490`"),
    Field("source", word, "key of the source the wording comes from"),
    Field("deprecated", DEPRECATED, "still valid, on its way out"),
)

# ---- keypoints --------------------------------------------------------------------------------

_meaning = (
    Field("title", BySide(text), "what people read; the landmark's title when left out"),
    Field("region", ident, "its region; required as soon as the spec declares regions"),
    Field("landmark", place, "the place, in a dictionary; brings the words"),
    _kind_field,
    Field("definition", text, "the place in own words, in one sentence"),
    Field("like", family, "a family whose advice it takes, beside an own definition"),
    Field("formula", formula, "how a constructed point follows from others"),
    Field("at", _positions, "where it lies in the figure, for the left one"),
    Field("best_view", ident, "the view that shows its target best; the main view when left out"),
    Field("tolerance", _tolerance, "what QA accepts; `qa.tolerance` when left out"),
    Field("tiers", ListOf(ident, filled=True), "tiers allowed for it; all when left out"),
    Field("blur", MapOf(ident, quantity), "own limits for smear, tier → quantity"),
    *_words,
    Field("former_names", ListOf(name), "every name it ever had"),
    Field("parent", point, "the bone toward the root, where edges leave a choice"),
    Field("hotkey", BySide(key), "a hint for tools"),
    Field("weight", number, "loss weight in training"),
    Field("half", Words("upper", "lower"), "half of the body, for augmentation"),
    Field("required", truth, "must be labelled for the instance to count"),
    Field("width", positive, "thickness of the body here, in figure units"),
)
KEYPOINT = RecordOf(
    "keypoint",
    "A point that annotators set. The key is its identity; a pair is written once, as the left.",
    Field("index", _index, "position in every array, from 0; by side for a pair", required=True),
    Field("name", BySide(name), "what files and tools show"),
    *_meaning,
)
OVERRIDE = RecordOf(
    "override",
    "Fields of an inherited or included keypoint that are different here.",
    Field("name", BySide(part_name), "what files and tools show"),
    *_meaning,
)

# ---- spec and part ----------------------------------------------------------------------------

SUBJECT = RecordOf(
    "subject",
    "What is labelled, and whose left is left.",
    Field("category", line, "COCO category, CVAT label"),
    Field("category_id", whole, "COCO id"),
    Field("supercategory", line, "COCO supercategory"),
    Field("laterality", Words("subject", "viewer"), "whose left is left; may come from `extends`"),
    Field("one_of_pair", truth, "the skeleton is one hand, foot or ear, drawn as a left one"),
    Field("species", _lines, "which animals"),
    Field(
        "pixel_centre",
        Words("0", "0.5", "1", convert=float),
        "coordinate of the first pixel's centre; 0 when left out",
    ),
)
ATTRIBUTE = RecordOf(
    "attribute",
    "A fact about an instance that annotators choose from a list.",
    Field("title", plain_text, "what people read"),
    Field("values", ListOf(line, filled=True), "what can be chosen", required=True),
    Field("required", truth, "must be chosen"),
    Field("default", line, "chosen at first"),
    Field("per", Words("frame", "track"), "may change from frame to frame, or not"),
)
INSTANCE = RecordOf(
    "instance",
    "What counts as one instance.",
    Field("one", plain_text, "what one instance is", required=True),
    Field("at_least", whole, "with fewer labelled points there is no instance"),
    Field("box", Words("required", "optional", "none"), "the box each instance links to"),
    Field("occlusion", Words("visible_only", "estimate"), "policy for hidden points"),
    Field("crowd", plain_text, "what to do with a crowd"),
    Field("attributes", MapOf(ident, ATTRIBUTE), "facts about an instance"),
)
VIEW = RecordOf(
    "view",
    "A picture of the subject. Left out: one view, `front`, 100 × 100.",
    Field("title", plain_text, "what people read"),
    Field(
        "sees",
        Words("front", "back", "left", "right", "above", "below", "palm", "other"),
        "which side of the subject the viewer sees",
    ),
    Field("frame", ListOf(positive, length=2), "size in figure units; 100 × 100 when left out"),
    Field("mirror", number_or_none, "x of the mirror line, or `none`; the middle of a front view"),
    Field("far", _pair, "profile views: shift of the hidden one of a pair"),
    Field("reverse_of", ident, "this view is that one seen from the other side"),
    Field("main", truth, "the layout that goes to tools; exactly one of several"),
)
REGION = RecordOf(
    "region",
    "A group of keypoints that people think of together.",
    Field("title", plain_text, "what people read", required=True),
    Field("hue", whole, "0 to 359; lightness and chroma are picked so that contrast holds"),
    Field("by_side", truth, "a left and a right one of it: own inset, own palette group"),
    Field("gate", plain_text, "when to set no point of the region at all"),
    Field("inset", ListOf(number, length=4), "crop of the main view: x, y, width, height"),
)
_edge_list = ListOf(points)
OMIT = RecordOf(
    "omit",
    "What is left out of what is inherited or included.",
    Field("keypoints", points, "keypoints, with their edges"),
    Field("edges", OneOf(scalar=Words("all"), list=_edge_list), "edges; `all` drops every edge"),
    Field("contours", _points, "contours"),
    Field("regions", _points, "regions"),
    Field("measures", _points, "measures"),
)
PLACEMENT = RecordOf(
    "placement",
    "Puts the part's picture into the host's; written for the left, mirrored for the right.",
    Field("anchor", point, "the part's point that lands on `at`", required=True),
    Field("at", OneOf(scalar=point, list=_pair), "a host point or a position", required=True),
    Field("scale", positive, "size against the part's own picture; 1 when left out"),
    Field("turn", number, "degrees, clockwise"),
)
INCLUDE = RecordOf(
    "include",
    "A spec or part that this skeleton has. The key becomes the prefix of its ids.",
    Field("part", reference, "the document, at exactly this version", required=True),
    Field(
        "index",
        OneOf(
            scalar=whole,
            map=ByKeys(LEFT_RIGHT, then=_index, otherwise=MapOf(ident, _index)),
            name="whole number, for all or by side or by keypoint",
        ),
        "where its point 0 goes (by side for one of a pair), or each point's own index",
        required=True,
    ),
    Field("name", part_name, "name with holes: `<side>_<name>`; `<id>` when left out"),
    Field("region", ident, "one region for all its points"),
    Field("place", PLACEMENT, "where its picture goes"),
    Field("attach", MapOf(point, point), "part's point → host's point: the two are one"),
    Field("omit", OMIT, "what is left out of it"),
)
CONTOUR = RecordOf(
    "contour",
    "A named line that points trace, for drawing and checks.",
    Field("path", points, "the points in order; stems give one contour per side"),
    Field("half", points, "the left half; its mirror image completes it"),
    Field("closed", truth, "joins the last to the first"),
    Field("straight", truth, "corners, not a curve"),
)
MIRROR = RecordOf(
    "mirror",
    "What flips exchange beside sides, for `laterality: viewer`.",
    Field("top_bottom", ListOf(ListOf(point, length=2)), "pairs of a top-bottom flip"),
)
OUTLINE = RecordOf(
    "outline",
    "A skin that moves along with keypoints.",
    Field("points", ListOf(anchor), "`[keypoint, dx, dy]` in order", required=True),
    Field("layer", signed, "outlines of one layer melt into one body; higher lies in front"),
    Field("closed", truth, "joins the last to the first; true when left out"),
)
ART = RecordOf(
    "art",
    "An own drawing.",
    Field("file", path, "an SVG beside the document", required=True),
    Field("licence", line, "under which it may be shown"),
)
FIGURE = RecordOf(
    "figure",
    "Hints for drawing.",
    Field("style", Words("auto", "human", "face", "hand", "foot", "bare"), "what is drawn"),
    Field("outlines", MapOf(ident, OUTLINE), "skins"),
    Field("lines", MapOf(ident, ListOf(anchor)), "hint lines: shoulder blade, flank"),
    Field("fill", ListOf(_points), "areas to fill when there are no outlines"),
    Field("art", ART, "own drawing"),
)
MEASURE = RecordOf(
    "measure",
    "A number that people want from the points.",
    Field("title", plain_text, "what people read", required=True),
    Field("summary", plain_text, "what it tells"),
    Field("formula", formula, "a number formula; over stems, one measure per side", required=True),
    Field("max_error", positive, "the error that may be tolerated in it"),
)
SIGMAS = RecordOf(
    "sigma set",
    "A table of sigmas as it was published or measured.",
    Field(
        "basis", Words("measured", "borrowed", "derived", "assumed"),
        "how far to trust the numbers", required=True,
    ),
    Field("scale", formula, "s² in exp(−d² / (2 s² (2σ)²)): an area", required=True),
    Field("source", word, "key of a source; required unless assumed"),
    Field("note", plain_text, "what was measured, on what, by how many"),
    Field("otherwise", word, "the set where missing values come from"),
    Field(
        "values", MapOf(point, BySide(number)),
        "point → sigma (COCO's σ, not 2σ); a stem serves both sides", required=True,
    ),
)  # fmt: skip
PROFILE = RecordOf(
    "evaluation profile",
    "One way to evaluate.",
    Field("metric", Words("OKS", "PCK", "NME", "EPE"), "what is computed", required=True),
    Field("main", truth, "exactly one of several"),
    Field("sigmas", word, "OKS: the sigma set"),
    Field(
        "points", OneOf(scalar=Words("all", "with_sigma"), list=ListOf(selection, filled=True)),
        "which keypoints count; `all` when left out",
    ),
    Field("threshold", number, "PCK: distance as a fraction of `relative_to`"),
    Field("relative_to", formula, "PCK, NME: a length, `distance(left_eye, right_eye)`"),
)  # fmt: skip
OKS_TARGET = RecordOf(
    "OKS target",
    "The agreement that QA asks for.",
    Field("profile", word, "an evaluation profile", required=True),
    Field("at_least", number, "0 to 1", required=True),
)
ERROR_LIMIT = RecordOf(
    "error limit",
    "A person's mean error per keypoint.",
    Field("limit", quantity, "the largest that is accepted", required=True),
    Field("per", Words("day", "week", "batch"), "the period it is taken over"),
    Field("strikes", whole, "periods over the limit before something happens"),
    Field("then", plain_text, "what happens"),
)
SAMPLING_MORE = RecordOf(
    "sampling rate",
    "A higher rate for some keypoints.",
    Field("points", ListOf(selection), "which", required=True),
    Field("rate", quantity, "in %", required=True),
    Field("why", plain_text, "the reason"),
)
SAMPLING = RecordOf(
    "sampling",
    "How much is looked at again.",
    Field("rate", quantity, "of instances, in %"),
    Field("more", ListOf(SAMPLING_MORE), "points that are looked at more often"),
)
AGREEMENT = RecordOf(
    "agreement target",
    "How far annotators must agree on visibility.",
    Field(
        "measure", Words("fleiss_kappa", "krippendorff_alpha"), "how it is computed", required=True
    ),
    Field("at_least", number, "0 to 1", required=True),
)
CALIBRATION = RecordOf(
    "calibration",
    "The set that annotators are tested on.",
    Field("frames", whole, "how many", required=True),
    Field("reviewed_by", line, "by whom"),
)
QA = RecordOf(
    "QA plan",
    "The plan that leads follow and that tool settings come from.",
    Field("image", ListOf(positive, length=2), "size in px for which `px` limits hold"),
    Field("tolerance", _tolerance, "for points that state none; nothing is assumed"),
    Field("oks", OKS_TARGET, "agreement asked for"),
    Field("mean_error", ERROR_LIMIT, "limit per person and keypoint"),
    Field("sampling", SAMPLING, "how much is looked at again"),
    Field("visibility", AGREEMENT, "agreement on tiers"),
    Field("calibration", CALIBRATION, "the set annotators are tested on"),
)

# ---- history ----------------------------------------------------------------------------------

RETIRED = RecordOf(
    "tombstone",
    "A point, tier or landmark that is gone for ever. Its id and names are never used again.",
    Field("last", version, "the last version that had it", required=True),
    Field("index", _index, "the index it had"),
    Field("names", ListOf(fixed_name), "the names it had"),
    Field("why", plain_text, "the reason"),
)
CHANGE = RecordOf(
    "change",
    "A declared change: one verb, and what goes with it.",
    Field("redefine", _points, "now means another place; needs `labels`"),
    Field("editorial", _points, "the words changed, the place did not"),
    Field("split", point, "one point gave way to several; needs `into`"),
    Field("merge", _points, "several gave way to one; needs `into` and `labels`"),
    Field("replace", point, "another point took its role; needs `by` and `labels`"),
    Field("add", _points, "gives a new point a first position in old data"),
    Field("retier", MapOf(ident, ident), "old tier → new tier"),
    Field("renumber", plain_text, "why indices of surviving points moved"),
    Field("into", OneOf(scalar=point, map=MapOf(point, labels)), "what came of a split or merge"),
    Field("by", point, "what replaced it"),
    Field("labels", labels, "what becomes of stored labels"),
    Field("fidelity", Words("exact", "approximate"), "how true the carried labels are"),
    Field("review", ListOf(selection), "points that a person looks at again"),
    Field("why", plain_text, "the reason"),
)
LINEAGE = RecordOf(
    "lineage",
    "The step from the parent version to this one.",
    Field("parent", reference, "the version this one grew from", required=True),
    Field("merges", ListOf(reference), "other heads that end here"),
    Field("author", line, "who made the change"),
    Field("effective", date, "from when it holds"),
    Field("ticket", url, "where it was discussed"),
    Field("rationale", plain_text, "why the version exists", required=True),
    Field("changes", ListOf(CHANGE), "intent that a comparison cannot see"),
)
WAIVER = RecordOf(
    "waiver",
    "A finding that somebody accepts.",
    Field("rule", word, "the name of a rule", required=True),
    Field("points", ListOf(selection), "where it is accepted; everywhere when left out"),
    Field("because", plain_text, "the reason", required=True),
    Field("by", line, "who accepts it"),
    Field("until", date, "the day it ends"),
    Field("finding", word, "fingerprint of one finding of `schemac breaking`"),
)
SOURCE = RecordOf(
    "source",
    "A work that is cited by its key.",
    Field("title", line, "what it is called", required=True),
    Field("url", url, "where it is found"),
    Field("year", whole, "when it came out"),
    Field("licence", line, "of the work"),
    Field("note", plain_text, "what it says that matters here"),
)

# ---- documents --------------------------------------------------------------------------------


def _header(kind: str, *, versioned: bool = True) -> tuple[Field, ...]:
    start = (
        Field("schemac", Words("1", convert=int), "edition of the language", required=True),
        Field(
            kind, document_id, "the kind, and the id: the path below a spec folder", required=True
        ),
    )
    if not versioned:
        return start
    return (
        *start,
        Field("version", version, "semantic version", required=True),
        Field("title", line, "what people call it", required=True),
        Field("summary", plain_text, "one or two sentences"),
        Field("language", locale, "of the words in this file; `en` when left out"),
        Field("authors", _lines, "who wrote it"),
        Field("licence", line, "of this document"),
        Field("sources", MapOf(word, SOURCE), "works cited by key, in this file only"),
    )


_history = (
    Field("retired", MapOf(ident, RETIRED), "what is gone for ever"),
    Field("lineage", LINEAGE, "the step from the parent version"),
    Field("waivers", ListOf(WAIVER), "findings that are accepted, with reasons"),
)


def _skeleton(kind: str, *, host: bool) -> tuple[Field, ...]:
    """The fields of a spec, or of a part, where the host decides what instances are."""
    only_host = (
        Field("visibility", reference, "the tier set; may come from `extends`"),
        Field("instance", INSTANCE, "what counts as one instance"),
        Field("evaluation", MapOf(word, PROFILE), "ways to evaluate"),
        Field("qa", QA, "the plan that leads follow"),
    )
    visibility, instance, evaluation, qa = ((field,) if host else () for field in only_host)
    return (
        *_header(kind),
        Field("subject", SUBJECT, "what is labelled; may come from `extends`"),
        *visibility,
        Field("uses", ListOf(reference), "dictionaries whose places are cited"),
        *instance,
        Field("views", MapOf(ident, VIEW), "pictures of the subject"),
        Field("regions", MapOf(ident, REGION), "groups of keypoints"),
        Field("extends", reference, "is that skeleton, and more"),
        Field("omit", OMIT, "what is left out of it"),
        Field("include", MapOf(ident, INCLUDE), "has that skeleton as a part"),
        Field("override", MapOf(point, OVERRIDE), "changes inherited or included keypoints"),
        Field("keypoints", MapOf(stem, KEYPOINT, limit=MAX_KEYPOINTS), "the points"),
        Field(
            "edges", _edge_list, "chains: `[shoulder, elbow, wrist]` is two edges, on both sides"
        ),
        Field("contours", MapOf(ident, CONTOUR), "named lines that points trace"),
        Field("root", point, "makes the edges a kinematic tree"),
        Field("mirror", MIRROR, "what flips exchange beside sides"),
        Field("figure", FIGURE, "hints for drawing"),
        Field("measures", MapOf(ident, MEASURE), "numbers that people want from the points"),
        Field("sigmas", MapOf(word, SIGMAS), "observed disagreement, in named sets"),
        *evaluation,
        *qa,
        *_history,
    )


SPEC = RecordOf("spec", "A skeleton people label with.", *_skeleton("spec", host=True))
PART = RecordOf("part", "A piece to include; never built alone.", *_skeleton("part", host=False))

TIER = RecordOf(
    "tier",
    "What an annotator knew about a place.",
    Field("code", whole, "stored value; unique", required=True),
    Field("title", plain_text, "what people read", required=True),
    Field("definition", plain_text, "one sentence", required=True),
    Field(
        "situations",
        ListOf(Words(*SITUATIONS), filled=True),
        "which advice belongs to it",
        required=True,
    ),
    Field(
        "coordinates", Words("required", "optional", "forbidden"), "are stored or not",
        required=True,
    ),
    Field("evaluated", truth, "counts as labelled in metrics", required=True),
    Field("coco", Words("0", "1", "2", convert=int), "how it folds into COCO", required=True),
    Field("cvat", Words("visible", "occluded", "outside"), "how into CVAT; else by `coco`"),
    Field("blur", quantity, "longest smear allowed at this tier"),
    Field("slack", positive, "QA multiplies the tolerance by it; 1 when left out"),
    Field("hotkey", key, "a hint for tools"),
)  # fmt: skip
STEP = RecordOf(
    "step",
    "A yes-question; the first yes decides. The last step is `otherwise`.",
    Field("ask", plain_text, "the question"),
    Field("then", ident, "the tier on yes"),
    Field("otherwise", ident, "the tier when no question was answered yes"),
)
BLUR = RecordOf(
    "blur rule",
    "How smear is measured.",
    Field("measure", plain_text, "what length is meant"),
    Field("click", plain_text, "where in the smear to click"),
)
TIER_SET = RecordOf(
    "tier set",
    "Visibility tiers, and the questions that choose one.",
    *_header("tier_set"),
    Field("ordinal", truth, "a higher code knows more; agreement may be weighted"),
    Field("default", ident, "the tier that a tool preselects"),
    Field("blur", BLUR, "how smear is measured, where to click"),
    Field("decision", ListOf(STEP), "yes-questions in order", required=True),
    Field("tiers", MapOf(ident, TIER), "the tiers", required=True),
    *_history,
)

FAMILY = RecordOf(
    "family", "Advice that several landmarks share; not a place.", _kind_field, *_advice
)
_title = Field("title", plain_text, "a short noun phrase, without a side", required=True)
_definition = Field("definition", text, "one sentence that says where", required=True)
_like = Field("like", ident, "the family whose advice it takes")
_midline = Field("midline", truth, "an unpaired place")
LANDMARK = RecordOf(
    "landmark",
    "A place of the body. It has no side: the keypoint that cites it has.",
    _title, _kind_field, _definition, _midline, _like, *_words,
)  # fmt: skip
CURVE = RecordOf(
    "curve",
    "A line along which points are spaced by arc length; its points are of kind `contour`.",
    _title, _definition, _midline, _like,
    Field("from", ident, "the landmark where it begins", required=True),
    Field("to", ident, "the landmark where it ends", required=True),
    *_words,
)  # fmt: skip
DICTIONARY = RecordOf(
    "dictionary",
    "Landmarks, curves and families of advice.",
    *_header("dictionary"),
    Field("reference_length", ListOf(ident, length=2), "two landmarks: the unit of `by`"),
    Field("source", word, "key of the source of every wording that names none of its own"),
    Field("families", MapOf(ident, FAMILY), "shared advice"),
    Field("landmarks", MapOf(ident, LANDMARK), "the places", required=True),
    Field("curves", MapOf(ident, CURVE), "the lines between them"),
    *_history,
)

TAKE_BY_AXIS = RecordOf(
    "source by axis",
    "Different sources for x and y.",
    Field("x", formula, "point formula whose x is taken", required=True),
    Field("y", formula, "point formula whose y is taken", required=True),
)
TAKE = RecordOf(
    "map entry",
    "Where a target point comes from.",
    Field("take", OneOf(scalar=formula, map=TAKE_BY_AXIS), "over the source's ids", required=True),
    Field("tier", Words("worst", "best"), "which of the sources' tiers; `worst` when left out"),
    Field("fidelity", Words("exact", "approximate"), "how true it is"),
    Field("why", plain_text, "the reason"),
)
MAP = RecordOf(
    "map",
    "What a derived migration map cannot know.",
    *_header("map"),
    Field("from", reference, "the source skeleton", required=True),
    Field("to", reference, "the target skeleton", required=True),
    Field("rationale", plain_text, "whose rule this is, and why"),
    Field(
        "points",
        MapOf(point, TAKE),
        "target point → its source; stems serve both sides",
        required=True,
    ),
    Field("tiers", MapOf(ident, ident), "old tier → new tier, when the sets differ"),
    *_history,
)

BREAKING = RecordOf(
    "breaking policy",
    "What `schemac breaking` compares, and for whom.",
    Field("against", line, "a git ref, version or folder"),
    Field("use", ListOf(Words("D", "M", "E", "T", "A", "H")), "audiences; history is always on"),
)
RELEASE = RecordOf(
    "release policy",
    "What the ledger asks for.",
    Field("approvals", whole, "how many different people must approve; 1 when left out"),
    Field("roles", _lines, "roles that must be among them"),
)
PROJECT = RecordOf(
    "project",
    "`schemac.yaml` at a project's root.",
    *_header("project", versioned=False),
    Field("title", line, "what people call it"),
    Field("specs", ListOf(path), "spec folders; the standard library is always there as well"),
    Field("out", path, "the build folder; `build` when left out"),
    Field("locales", ListOf(locale), "languages of the guides"),
    Field("feedback", link, "address for «tell us» links, with `<id>`"),
    Field("targets", MapOf(word, MapOf(word, line)), "what `build` emits, with options"),
    Field("checks", MapOf(word, Words("error", "warning", "note", "ignore")), "severity per rule"),
    Field("breaking", BREAKING, "policy for changes"),
    Field("base_uri", uri, "base of every `$id`; `urn:schemac:` when left out"),
    Field("release", RELEASE, "policy that the ledger enforces"),
)

KINDS = {
    "spec": SPEC,
    "part": PART,
    "tier_set": TIER_SET,
    "dictionary": DICTIONARY,
    "map": MAP,
    "project": PROJECT,
}
