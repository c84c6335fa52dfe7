"""The calibration quiz: points to click on drawn figures whose true places are known.

The figures are silhouettes of the skeleton with its positions moved a little, in poses, mirrored,
turned, cut off and covered. All chance comes from a generator seeded with the spec's id and
version, so everybody who is asked about a version is asked the same.

A click is measured in px of the picture (a square of 1200 px holds the whole figure), and judged

- against the tolerance of the spec where that has a length in a figure: one stated in sigmas, or in
  percent of the square root of the scale. A tier's slack widens it for a covered place. Where a
  tolerance differs across and along a line, the wider of the two counts.
- else not at all: its distance is told as a share of a stated length, and no verdict is given.

The rule: the median is at most one tolerance, the 90th percentile (nearest rank) at most two, no
point was set on the other side's, and at least nine tiers in ten were judged as drawn.

The result file is JSON, UTF-8, written by the page on request and sent nowhere:

    {
      "format": "schemac-calibration/1",
      "spec": "body/coco-17@1.0.0",      reference of the spec
      "digest": "sha256:…",              of the linked skeleton, as in the manifest of a build
      "schemac": "0.1.0",                version of the program that made the questions
      "name": "…",                       only when one was typed in
      "unit": "px of the picture",
      "scale": "…",                      what shares of a length are relative to
      "answers": [{
        "question": "q1",                the same in every quiz of this spec and version
        "point": "left_elbow",           id of the keypoint
        "shown": "seen",                 or "covered", "outside"
        "clicked": [310.5, 240.0],       null: said not to be in the picture
        "true": [312.0, 251.5],          null: it lies outside of the picture
        "distance": 11.6,                null unless both are known
        "share": 0.0129,                 distance / scale
        "tolerance": 18.2,               null: none that could be drawn
        "swapped": false,                nearer to the other side's place than to its own
        "tier": "occluded",              id of the tier chosen; null: not asked
        "true_tiers": ["occluded"]       ids of the tiers that fit what was drawn
      }],
      "summary": {
        "answered": 17, "missed": 0,     missed: in the picture, but said not to be
        "judged": 15,                    answers that have a tolerance
        "median": 0.61, "ninety": 1.4,   in tolerances; null without any
        "median_share": 0.008, "ninety_share": 0.02,
        "swapped": 0, "tiers_asked": 4, "tiers_right": 4,
        "passed": true                   null: no verdict, because nothing could be judged
      }
    }

A place said not to be in the picture although it is counts as farther off than any other.
"""
