"""What can be wrong with a text before it means anything: YAML (Y) and the grammar (G)."""

from __future__ import annotations

from schemac.diagnostic import Code


def _code(id: str, name: str, doc: str) -> Code:
    return Code(id=id, name=name, doc=doc)


NOT_YAML = _code(
    "Y001",
    "not-yaml",
    """The file is not YAML.

    Nothing after the place shown could be read, so other problems of this file may come to light
    only when this one is mended. Most often a bracket or a quote is not closed, a line is
    indented by one space too many, or a text with a colon or comma stands without quotes.

    Instead of `{text: Long, isn't it}` write `{text: "Long, isn't it"}`.
    """,
)
DUPLICATE_KEY = _code(
    "Y002",
    "duplicate-key",
    """The same key is written twice in one mapping.

    Most YAML readers keep the last one in silence, and half of somebody's work is gone. The key
    is the identity of a keypoint, so two entries with one key are never meant.

    Rename one of them, or delete the one that was pasted by mistake.
    """,
)
ANCHOR = _code(
    "Y003",
    "anchor",
    """The document uses a YAML anchor (`&name`) or alias (`*name`).

    Anchors hide where a value comes from, and a chain of aliases can blow a small file up to
    fill a machine's memory. A spec has better ways to reuse: `extends`, `include`, landmarks and
    families.

    Write the value out. A text that begins with `*` or `&` needs quotes.
    """,
)
MERGE_KEY = _code(
    "Y004",
    "merge-key",
    """The document uses the merge key `<<`.

    What a merge brings in cannot be seen at the place where it counts.

    Write the fields out, or use `extends`, `include` or a family.
    """,
)
TAG = _code(
    "Y005",
    "tag",
    """A value carries a YAML tag, such as `!!int` or `!include`.

    In a spec the field decides the type of its value, so a tag can only contradict it. Tags have
    also been used to make YAML readers run code.

    Delete the tag.
    """,
)
TAB = _code(
    "Y006",
    "tab",
    """The file contains a tab.

    YAML forbids tabs in the indentation, and elsewhere they look like spaces but are not.

    Set your editor to indent YAML with spaces, and replace the tabs.
    """,
)
ENCODING = _code(
    "Y007",
    "wrong-encoding",
    """The file is not plain UTF-8.

    Other encodings, and a byte order mark, are read differently by different tools, so the same
    file would not mean the same everywhere.

    Save it as "UTF-8", not "UTF-8 with BOM", "UTF-16" or "Latin-1".
    """,
)
TOO_LARGE = _code(
    "Y009",
    "too-large",
    """The file is larger than any document needs to be.

    A skeleton of 478 points takes some 200 kB; the limit is 4 MiB, so that a hostile file cannot
    fill the memory.

    Check that this is the right file. Data does not belong in a spec.
    """,
)
TOO_DEEP = _code(
    "Y010",
    "too-deep",
    """The document is nested deeper than the language ever is.

    The deepest field of the language lies seven levels down; the limit is 32.

    Look for a bracket that is opened again and again, or for a broken generator.
    """,
)
UNSEEN = _code(
    "Y011",
    "unseen-character",
    """The file contains a character that cannot be seen, such as a zero-width space or a mark
    that reverses the direction of text.

    It can make a line read otherwise than it is, and two words that look the same differ.

    Delete it. Joiners that some scripts need inside words are allowed in texts.
    """,
)
SEVERAL_DOCUMENTS = _code(
    "Y012",
    "several-documents",
    """The file holds more than one YAML document.

    A document's id is the path of its file, so a second one would have no id.

    Move it to a file of its own, and remove the line `---`.
    """,
)
EMPTY = _code(
    "Y013",
    "empty-file",
    """The file holds no document.

    Every `.yaml` file in a spec folder is a document.

    Delete the file, or begin it with `schemac: 1` and a kind: `spec: body/my-skeleton`.
    """,
)
COMPLEX_KEY = _code(
    "Y014",
    "complex-key",
    """A list or a mapping stands where a key is expected.

    Keys are single words. A question mark or a bracket at the start of a line often causes this.

    Put the text in quotes, or check the indentation.
    """,
)

UNKNOWN_FIELD = _code(
    "G001",
    "unknown-field",
    """A field that the language does not have.

    A misspelt field would be left out in silence by a forgiving reader, and the spec would not
    say what its author believes it says.

    Correct the spelling; `schemac schema --reference` lists every field. In one-line entries a
    comma inside a text cuts it in two: put the text in quotes.
    """,
)
MISSING_FIELD = _code(
    "G002",
    "missing-field",
    """A field that must be there is not.

    Nothing is made up for it, because a plausible guess is worse than a gap.

    Add the field; the message says where.
    """,
)
WRONG_SHAPE = _code(
    "G003",
    "wrong-shape",
    """A list, a mapping or a single value stands where another of them is expected.

    Check the indentation, and the brackets: `[…]` is a list, `{…}` a mapping.
    """,
)
BAD_VALUE = _code(
    "G004",
    "bad-value",
    """A value does not have the form that its field asks for.

    The field decides the type: `012` is no number (is it 12, or 10 in octal?), `yes` is no
    `true`, and `1.10` is a version because its field says so.

    Write the value in the form the message shows.
    """,
)
LOOK_ALIKE = _code(
    "G005",
    "look-alike",
    """An id contains a letter from another script that looks like a plain one.

    A Cyrillic "a" and a Latin "a" cannot be told apart by eye, but make two different keypoints.

    Type the id again with plain letters, digits and underscores.
    """,
)
NOT_FINITE = _code(
    "G006",
    "not-finite",
    """A number is not a number, or infinite.

    `.nan` and `.inf` are legal YAML, but no position, sigma or limit can be.

    Leave the field out when the value is not known.
    """,
)
UNKNOWN_WORD = _code(
    "G007",
    "unknown-word",
    """A value is none of the words that its field allows.

    The message lists them.
    """,
)
RESERVED_ID = _code(
    "G008",
    "reserved-id",
    """An id is a word that the language uses itself.

    `left`, `right`, `all`, `region` and `with_sigma` have a meaning where lists of keypoints
    stand, so nothing can be called so.

    Choose another id.
    """,
)
UNKNOWN_HOLE = _code(
    "G009",
    "unknown-hole",
    """A text contains a word in angle brackets that is no hole.

    In texts `<side>`, `<Side>` and `<other>` are filled in; in names also `<S>` and `<id>`, and
    under `include` `<name>` and `<number>`. Everything else in angle brackets is an error, so
    that no reader ever sees one by accident.

    Write the text without angle brackets.
    """,
)
TEXT_LENGTH = _code(
    "G010",
    "text-length",
    """A text is empty, or longer than its field holds.

    A line holds 200 characters, a text 2000. What is longer is not read by anyone.

    Shorten it, or leave the field out.
    """,
)
BAD_FORMULA = _code(
    "G011",
    "bad-formula",
    """A formula cannot be read.

    Formulas are `+ - * / ( )`, numbers, keypoints and the functions of the language reference.
    In a point formula the weights must add up to 1: `(a + b) / 2`, not `a + b`.
    """,
)
WRONG_FILE = _code(
    "G012",
    "wrong-file",
    """A document's id is not the path of its file.

    References find a document by its id, so the id must be the path below a spec folder, without
    `.yaml` (and, for a released version, with `@version`).

    Rename the file, or correct the id.
    """,
)
UNPINNED = _code(
    "G013",
    "unpinned-reference",
    """A reference does not say which version it means.

    Every reference names an exact version, so that nobody's edit changes a released spec.

    Write `hand/hand-21@1.0.0`. There are no ranges and no "latest".
    """,
)
PATH_ESCAPE = _code(
    "G014",
    "path-escape",
    """A reference or file name tries to leave its folder.

    References are ids, not paths: no `..`, no leading `/`, no backslash. A spec from a stranger
    must not be able to read other files.

    Write the id of a document in a spec folder.
    """,
)
NOT_TOGETHER = _code(
    "G015",
    "not-together",
    """Two fields of one entry exclude each other, or one needs the other.

    The message says which to keep.
    """,
)
UNKNOWN_EDITION = _code(
    "G016",
    "unknown-edition",
    """The document is written in an edition of the language that this schemac does not know.

    Edition 1 is the only one so far. A later edition needs a later schemac.
    """,
)
NO_HEADER = _code(
    "G017",
    "no-header",
    """The document does not begin with `schemac: 1` and its kind.

    These two lines tell people and tools what the file is: `schemac: 1`, then one of `spec:`,
    `part:`, `tier_set:`, `dictionary:`, `map:` with the document's id.

    Put them first; only comments may stand above.
    """,
)
SIDE_IN_ID = _code(
    "G018",
    "side-in-id",
    """A keypoint's id begins with `left_` or `right_`.

    A pair is written once, as the left one, with an index by side:
    `elbow: {index: {left: 7, right: 8}}`. The ids `left_elbow` and `right_elbow` follow from it,
    and so do names, mirror partners and positions.
    """,
)
TOO_MANY = _code(
    "G019",
    "too-many",
    """A document has more entries than the language allows.

    A skeleton has at most 4096 keypoints, and all runs such as `jaw_0 .. jaw_7` of a document
    stand for at most 16,384 points together.
    """,
)
BAD_VERSION = _code(
    "G020",
    "bad-version",
    """A version is not of the form 1.2.3.

    Versions are semantic: major, minor, patch, without leading zeros, letters or a `v`.
    """,
)

CODES = tuple(value for value in list(globals().values()) if isinstance(value, Code))
