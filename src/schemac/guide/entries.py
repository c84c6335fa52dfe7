"""The entries of the navigation, each written once for all pages of a folder.

The theme writes every entry anew on every page, which is most of what its templates do. But an
entry that does not lead to the page, nor to a section around it, reads the same wherever links are
the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATE = "partials/nav-item.html"
_MACRO = "{% macro render(nav_item, path, level, parent) %}"
_OWN = "{% macro render_anew(nav_item, path, level, parent) %}"
_ONCE = (
    "{% macro render(nav_item, path, level, parent) %}"
    "{% set known = known_entry(nav, nav_item, page) %}"
    "{% if known is none %}"
    "{{ keep_entry(nav, nav_item, page, render_anew(nav_item, path, level, parent)) }}"
    "{% else %}{{ known }}{% endif %}"
    "{% endmacro %}"
)

_INNER = "{{ render(item,"
_SOONER = "{{ known_entry(nav, item, page) or render(item,"
"""Within a section, without the way round by the macro."""


def write_once(templates: Environment) -> None:
    """Let the theme's templates write entries once. Nothing is changed when they are not as we
    know them."""
    from jinja2 import BaseLoader, ChoiceLoader, DictLoader

    theme = templates.loader
    assert isinstance(theme, BaseLoader)  # noqa: S101 - MkDocs made it
    source, _, _ = theme.get_source(templates, _TEMPLATE)
    if source.count(_MACRO) != 1:
        return
    own = DictLoader({_TEMPLATE: source.replace(_MACRO, _OWN).replace(_INNER, _SOONER) + _ONCE})
    templates.loader = ChoiceLoader([own, theme])
    templates.globals |= {"known_entry": _known, "keep_entry": _keep}


def _known(navigation: Any, entry: Any, page: Any) -> str | None:
    """What an entry reads in the folder of a page; None when it must be written anew."""
    if entry.active:
        return None
    found: str | None = navigation.__dict__.setdefault("written", {}).get(_key(entry, page))
    return found


def _keep(navigation: Any, entry: Any, page: Any, written: str) -> str:
    if not entry.active:
        navigation.written[_key(entry, page)] = written
    return written


def _key(entry: Any, page: Any) -> tuple[int, str]:
    """The navigation holds its entries, so that none takes the id of another one."""
    return id(entry), page.url.rpartition("/")[0]
