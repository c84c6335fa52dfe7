"""CVAT's own annotation files, "CVAT for images 1.1" and "CVAT for video 1.1": `annotations.xml`,
alone or in the zip that CVAT exports (https://docs.cvat.ai/docs/manual/advanced/formats/).

A skeleton's sublabels go by name. The attribute `visibility` of a sublabel holds its tier, where
CVAT's flags `outside` and `occluded` cannot; the attribute `schema_version` of a skeleton holds
the spec. Both are what the target `cvat` emits.
"""
