"""Canvases in pages: a figure with its caption, and the stage that all figures of a guide share."""

from __future__ import annotations

from collections.abc import Iterable

from schemac.figures.ink import Canvas
from schemac.figures.plates.stage import Stage
from schemac.figures.silhouette import Silhouette
from schemac.guide.context import Context


def stage(context: Context) -> Stage:
    """The skeleton of a guide, drawn once for all its figures."""
    kept = context.__dict__
    if "stage" not in kept:
        kept["stage"] = Stage(context.skeleton, context.titles, context.speech.say)
    made: Stage = kept["stage"]
    return made


def figure(canvas: Canvas | None, kind: str, *lines: str, more: str = "") -> str:
    """A canvas as a `<figure>` with its caption: plain sentences, the first of them ours. `more`
    is markup of ours. Search passes it by, because numbers in a picture are noise to it."""
    from markupsafe import escape

    if canvas is None:
        return ""
    said = "".join(f"<span>{escape(line)}</span> " for line in lines if line).rstrip()
    caption = f"<figcaption>{said}{more}</figcaption>" if said or more else ""
    return (
        f'<figure class="sk-figure sk-figure--{kind}" data-search-exclude>'
        f"{canvas.inline()}{caption}</figure>"
    )


def figures(every: Iterable[str]) -> str:
    """Several figures side by side, as far as there is room."""
    found = [one for one in every if one]
    return f'<div class="sk-figures">{"".join(found)}</div>' if len(found) > 1 else "".join(found)


def seen_from(context: Context, shown: Silhouette) -> str:
    """In words where a figure is seen from, when that is not where the main one is."""
    main = context.skeleton.main_view
    if main is not None and shown.sees == main.sees:
        return ""
    say = context.speech.say
    if shown.sees in ("left", "right"):
        return say("Seen from the side.")
    return say("Seen from behind.") if shown.sees == "back" else ""
