"""What a guide says, in the language of its reader.

Sentences of our own are looked up in the catalogues under `templates/guide/locales`, those of a
spec in the translations that came with it. A sentence of a spec that has no translation is shown
as it was written, and marked as such: a guess would be worse than a foreign word.

Some things are the same in every language, because annotators see them in tools and figures as
well: the letters L, R and M of sides, which the page on left and right explains in words; digits,
which are those of the tools (0 to 9); keys; names, ids and codes.
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
        return "rtl" if _base(self.locale) in RIGHT_TO_LEFT else "ltr"

    @property
    def onward(self) -> str:
        """The arrow from one thing to the next, as it is read."""
        return "←" if self.direction == "rtl" else "→"

    @property
    def fallback(self) -> str | None:
        """The language of sentences that have no translation; None where every one is at home."""
        return None if _base(self.locale) == _base(self.written) else self.written

    def remarks(self) -> tuple[str, ...]:
        """What readers of any page should know about its translation."""
        found: list[str] = []
        if not self.reviewed:
            found.append(self.say("This translation has not yet been reviewed by a native reader."))
        if self.fallback:
            mark = self.fallback
            found.append(self.say("Sentences marked “{mark}” are not translated yet.", mark=mark))
        return tuple(found)

    def say(self, sentence: str, **values: object) -> str:
        """A sentence of ours; `{name}` in it is filled with a value."""
        said = self.own.get(sentence, sentence)
        return said.format_map(values) if values else said

    def count(self, one: str, many: str, number: int) -> str:
        """`1 point`, `5 points`; `{n}` stands for the number. There are two forms, so languages
        with more of them word the second so that it fits any number: `points: 5`."""
        return self.say(one if number == 1 else many, n=number)

    def plain(self, text: str) -> str:
        """A sentence of the spec, where no markup can stand: a title, an attribute."""
        return self.spec.get(text, text)

    def knows(self, text: str) -> bool:
        """Whether a sentence of the spec can be had in the reader's language."""
        return not text or self.fallback is None or text in self.spec

    def quote(self, text: str) -> Markup | str:
        """A sentence of the spec, marked where it is not in the reader's language."""
        return self.plain(text) if self.knows(text) else self.foreign(text)

    def foreign(self, text: str) -> Markup:
        """Words of the spec's language, marked."""
        from markupsafe import Markup

        from schemac.guide.render import safe

        # `safe` escapes for HTML and Markdown alike.
        return Markup(  # noqa: S704
            f'<span class="sk-foreign" lang="{safe(self.written)}" dir="auto"'
            f' title="{safe(self.say("Not translated yet"))}">{safe(text)}</span>'
        )


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


def _base(locale: str) -> str:
    """`pt` of `pt-BR`."""
    return locale.split("-")[0]
