"""Skeletons by strangers for pages that people open: markup, odd addresses, odd shapes."""

from __future__ import annotations

from typing import Any

from msgspec import structs

from schemac.artifact import Artifact
from schemac.format import Feature, Loss, losses_of
from schemac.formats import FORMATS, load
from schemac.model import (
    Position,
    Region,
    SigmaSet,
    Skeleton,
    SourceRef,
    TierSet,
    View,
)
from schemac.output import Part
from small_skeletons import AREA, VISIBLE, bird, keypoint, sigmas

PAYLOADS = (
    "<script>hit = 1</script>",
    "\"><img src=x onerror='hit = 2'>",
    "'><svg/onload=hit=3>",
    "]]><iframe srcdoc='<script>parent.hit=4</script>'></iframe>",
    "</title></style></script></svg></desc><b onmouseover=hit=5>",
    "{{7*7}}{% for x in [1] %}{{ x }}{% endfor %}{# gone #}",
    "\u202etfel si thgir\u202c \u2066isolated",
    "<!--<script>-->&lt;&#60;&amp;lt;",
    "`code` ``` javascript:hit=6",
    "<style>*{display:none}</style><base href=https://example.org/><meta http-equiv=refresh>",
)
ADDRESSES = (
    "javascript:hit=7",
    "JaVaScRiPt:hit=7",
    "java\nscript:hit=7",
    " javascript:hit=7",
    "data:text/html,<script>hit=7</script>",
    "https:hit",
    "//example.org/no-scheme",
    "file:///etc/passwd",
    'https://example.org/" onclick="hit=7',
    "https://example.org/<script>",
)


def parts(skeleton: Skeleton, assumed: tuple[str, ...] = ()) -> list[Part]:
    """What every target made of a skeleton, with a made-up file for each that it writes."""
    return [
        Part(
            target=name,
            artifacts=tuple(Artifact(file, b"{}\n") for file in load(name).files),
            spec=skeleton.id,
            version=skeleton.version,
            losses=losses_of(load(name), skeleton),
            assumed=assumed,
        )
        for name in FORMATS
    ]


def hostile(text: str, url: str = ADDRESSES[0]) -> tuple[Skeleton, list[Part]]:
    """A skeleton in which every free text is `text`, and what the targets say of it."""
    source = SourceRef(key="coop", title=text, url=url, note=text)
    made = bird(
        title=text, summary=text, licence=text, language=text, authors=(text,),
        sources=(source,),
        sigma_sets=(SigmaSet(id="own", basis="measured", scale=AREA, source=source, note=text),),
        visibility=TierSet(
            id="visibility/four", version="2.1.0", title=text,
            tiers=(structs.replace(VISIBLE, title=text),),
        ),
        views=(View(id="front", sees="other", title=text, main=True),),
        regions=(Region(id="all", title=text),),
        keypoints=tuple(
            keypoint(
                i, id, name=text, region="all", sigmas=sigmas(own=0.1),
                positions=(Position(view="front", x=x, y=50.0),),
            )
            for i, (id, x) in enumerate({"beak": 0, "left_wing": 50, "right_wing": 50.5}.items())
        ),
        edges=(), evaluation=(),
    )  # fmt: skip
    losses = (Loss(Feature.CUES, text), Loss(Feature.TIERS, f"{text} `x`"))
    return made, [structs.replace(part, losses=losses) for part in parts(made, (text,))]


def placed(places: dict[str, tuple[float, float]], **fields: Any) -> Skeleton:
    """A skeleton of keypoints at these places of its main view."""
    view = fields.pop("view", View(id="front", sees="front", main=True))
    region = fields.pop("region", None)
    points = tuple(
        keypoint(i, id, region=region, positions=(Position(view=view.id, x=x, y=y),))
        for i, (id, (x, y)) in enumerate(places.items())
    )
    given = {"views": (view,), "edges": (), "evaluation": (), "sigma_sets": ()} | fields
    return bird(keypoints=points, **given)
