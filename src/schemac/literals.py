"""How a string or a number is written in Python, YAML and TypeScript, whatever it holds.

Everything is ASCII, so that no reader can take it for something else.
"""

from __future__ import annotations

_WIDTH = 88  # of Python's formatters


def python_text(value: str) -> str:
    """A Python string literal in double quotes, without a brace or a quote inside: programs such as
    MMEngine replace what stands in braces, also inside of strings."""
    plain = _escaped(value)
    return '"' + plain.replace('"', r"\x22").replace("{", r"\x7b").replace("}", r"\x7d") + '"'


def python_value(value: object, indent: int = 0, before: int = 0, after: int = 0) -> str:
    """Text, numbers, lists, tuples and dicts as Python that a formatter leaves as it is: on one
    line of 88 characters, else an item a line.

    `indent` is that of the line, `before` and `after` how much else stands on it.
    """
    line, opened, closed, items = _python_parts(value)
    if not items or indent + before + len(line) + after <= _WIDTH:
        return line
    inner = indent + 4
    rows = [f"{' ' * inner}{key}{python_value(item, inner, len(key), 1)},\n" for key, item in items]
    return f"{opened}\n{''.join(rows)}{' ' * indent}{closed}"


def yaml_text(value: str) -> str:
    r"""A YAML string in double quotes. Python's escapes for what is not ASCII, such as `\xe9` and
    `\u2028`, are YAML's too."""
    return '"' + _escaped(value).replace('"', r"\"") + '"'


def yaml_number(value: float) -> str:
    """YAML 1.1 reads `1e-05` as text; `1.0e-05` is a number."""
    text = repr(value)
    return text if "." in text else text.replace("e", ".0e")


def json_text(value: str) -> str:
    """A string of JSON, which is one of JavaScript and TypeScript too."""
    import json

    return json.dumps(value)


def comment(value: str) -> str:
    """What any comment may hold: ids and versions as they are, `?` for anything else."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "/._@+-") else "?" for c in value)


def words_of(value: str) -> tuple[str, ...]:
    """The runs of ASCII letters and digits in a text, without accents and in lower case, for names
    in a program: `L. Bären-Tatze` gives `l`, `baren`, `tatze`."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    return tuple("".join(c if c.isalnum() else " " for c in plain).split())


def _python_parts(value: object) -> tuple[str, str, str, list[tuple[str, object]]]:
    """A value on one line; its brackets; and what stands in them, with the keys of a dict."""
    opened, closed, items = "[", "]", list[tuple[str, object]]()
    if isinstance(value, dict):
        opened, closed = "{", "}"
        items = [(f"{_python_parts(key)[0]}: ", item) for key, item in value.items()]
    elif isinstance(value, (list, tuple)):
        opened, closed = "[]" if isinstance(value, list) else "()"
        items = [("", item) for item in value]
    else:
        return python_text(value) if isinstance(value, str) else repr(value), "", "", []
    inside = ", ".join(key + _python_parts(item)[0] for key, item in items)
    comma = "," if opened == "(" and len(items) == 1 else ""
    return f"{opened}{inside}{comma}{closed}", opened, closed, items


def _escaped(value: str) -> str:
    return value.encode("unicode_escape").decode("ascii")
