"""What can be wrong with a skeleton label of CVAT that somebody made."""

from __future__ import annotations

from schemac.diagnostic import Code, Severity

TEMPLATE = Code(
    id="I160",
    name="cvat-template-disagrees",
    doc="""The template of a CVAT skeleton and its list of sublabels do not fit together.

    CVAT stores both and checks neither against the other. Where a circle has no sublabel, or an
    edge ends at a node that is not there, its canvas fails as soon as such a skeleton is shown,
    and exports break off or leave keypoints out.

    Give each sublabel one circle with its exact name in `data-label-name`. CVAT cannot change a
    skeleton that exists: make a new label from the draft that is written here.

        "sublabels": [{"name": "nose"}], "svg": "<circle … data-label-name=\\"Nose\\">"
    """,
)
ORDER = Code(
    id="I161",
    name="cvat-order-differs",
    severity=Severity.WARNING,
    doc="""The sublabels of a CVAT skeleton are in another order than the circles of its template.

    The list of labels shows the first order, and arrays in COCO, Ultralytics and Datumaro exports
    have the second. Whoever reads the names off the label list exchanges keypoints.

    The draft takes the order of the template, as exports do. Check it against your labels.

        "sublabels": [{"name": "left_eye"}, {"name": "nose"}],
        "svg": "<circle … data-label-name=\\"nose\\"><circle … data-label-name=\\"left_eye\\">"
    """,
)
CODES = (TEMPLATE, ORDER)
