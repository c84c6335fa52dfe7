"""The findings of the target `cvat`. Ids and names are never used again."""

from __future__ import annotations

from schemac.diagnostic import Code

NAME = Code(
    id="C201",
    name="cvat-name",
    doc="""A keypoint's name cannot be a sublabel in CVAT.

CVAT finds a point in the skeleton's picture by searching for its name as plain text, cuts spaces
at both ends, and reads the picture as XML when it exports. So a name may have 64 characters of
letters, digits, `_`, `.`, `-` and spaces between them. CVAT takes other names without a word, and
fails at the first export.

Give the keypoint a plain `name`, and put what people should read into `title`.

    name: knee & shin      # no
    name: knee_shin        # yes
""",
)
LABEL = Code(
    id="C203",
    name="cvat-label-name",
    doc="""The subject's category cannot be the name of a label in CVAT.

CVAT refuses a name longer than 64 characters, cuts spaces at both ends, and writes the name into
its exports.

Choose a short category of plain characters.

    subject: {category: cricket bowler, laterality: subject}
""",
)
ATTRIBUTE = Code(
    id="C204",
    name="cvat-attribute-name",
    doc="""An instance attribute cannot have this name in CVAT.

A label's attributes need different names of at most 64 characters, and `schema_version` is the
attribute in which the version of the schema travels with every annotation.

Give the attribute another id.

    attributes:
      schema_version: {values: [a, b]}    # no
      protocol: {values: [a, b]}          # yes
""",
)
VALUE = Code(
    id="C205",
    name="cvat-attribute-value",
    doc="""The values of an attribute do not fit into CVAT.

CVAT keeps the values of an attribute as the lines of one text of 4096 characters. A value may have
200 characters (128 where it is preselected), on one line, with no spaces at its ends, and no two
may be equal; there has to be one at least.

Shorten the values; put explanations into the definition or the guide.

    values: [left, right]
""",
)
CODES = (NAME, LABEL, ATTRIBUTE, VALUE)
