"""What a guide says, in the language of its reader.

Sentences of our own are looked up in the catalogues under `templates/guide/locales`, those of a
spec in the translations that came with it. A sentence of a spec that has no translation is shown
as it was written, and marked as such: a guess would be worse than a foreign word.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.shipped import shipped

if TYPE_CHECKING:
    from markupsafe import Markup

LOCALES: Mapping[str, str] = {"en": "English", "es": "Español", "hi": "हिन्दी", "ar": "العربية"}
"""The languages that a guide's own sentences can be had in, by their own names."""

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class Speech(Struct, frozen=True, kw_only=True):
    """The words of one guide. `own` are sentences of ours, `spec` those of the spec, English (or
    the spec's language) -> translation; `written` is the language of the spec."""

    locale: str = "en"
    written: str = "en"
    own: Mapping[str, str] = {}
    spec: Mapping[str, str] = {}
    reviewed: bool = True

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as HTML has it."""
        return "rtl" if self.locale.split("-")[0] in RIGHT_TO_LEFT else "ltr"

    def say(self, sentence: str, **values: object) -> str:
        """A sentence of ours; `{name}` in it is filled with a value."""
        said = self.own.get(sentence, sentence)
        return said.format_map(values) if values else said

    def count(self, one: str, many: str, number: int) -> str:
        """`1 point`, `5 points`; `{n}` stands for the number."""
        return self.say(one if number == 1 else many, n=number)

    def plain(self, text: str) -> str:
        """A sentence of the spec, where no markup can stand: a title, an attribute."""
        return self.spec.get(text, text)

    def quote(self, text: str) -> Markup | str:
        """A sentence of the spec, marked where it is not in the reader's language."""
        from markupsafe import Markup

        if self.locale.split("-")[0] == self.written.split("-")[0]:
            return text
        if text in self.spec:
            return self.spec[text]
        from schemac.guide.render import safe

        # `safe` escapes for HTML and Markdown alike.
        return Markup(f'<span lang="{safe(self.written)}" dir="auto">{safe(text)}</span>')  # noqa: S704


def speech(locale: str, *, written: str = "en", spec: Mapping[str, str] | None = None) -> Speech:
    """The words for a locale; English needs no catalogue. Raises KeyError for an unknown one."""
    if locale not in LOCALES:
        raise KeyError(locale)
    if locale == "en":
        return Speech(locale=locale, written=written, spec=spec or {})
    from msgspec.json import decode

    file = Path(shipped("templates"), "guide", "locales", f"{locale}.json")
    own = decode(file.read_bytes(), type=dict[str, str])
    return Speech(locale=locale, written=written, own=own, spec=spec or {}, reviewed=False)
