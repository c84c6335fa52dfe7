"""Guides written to disk, and what is asked of their pages by several tests."""

from __future__ import annotations

import json

from schemac import guide
from schemac.canonical import digest
from schemac.guide.editions import Edition
from small_skeletons import bird

SPECS = ("body/coco-17", "face/ibug-68", "hand/hand-21")


def write(folder, skeleton, locale="en", **more):
    words = guide.speech(locale, written=skeleton.language)
    context = guide.Context(skeleton=skeleton, speech=words, digest=digest(skeleton), **more)
    for artifact in guide.site(context):
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    return folder


def quiet(chromium, site):
    """Nothing was said on the console, and nothing was asked for but files of the guide."""
    ours = (site.as_uri(), "data:", "blob:")
    foreign = [url for url in chromium.requests if not url.startswith(ours)]
    return chromium.console == [] and foreign == []


def violations(chromium, axe):
    """What axe has against the page."""
    chromium.run(f"{axe}; 0")
    found = chromium.run("""axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',
        'wcag21aa', 'wcag22aa']}).then(r => JSON.stringify(r.violations.map(v => [v.id,
        v.nodes.slice(0, 3).map(n => n.html.slice(0, 300) + ' ' + n.failureSummary)])))""")
    return json.loads(found)


def fork(folder):
    """The guide of a version with a fork and a merge above it, in two languages."""
    every = tuple(
        Edition(version=version, state="released", parents=parents, since="2024-01-01")
        for version, parents in (("4.0.0", ("3.0.0", "2.0.0")), ("3.0.0", ("1.2.0",)),
                                 ("2.0.0", ("1.2.0",)), ("1.2.0", ()))
    )  # fmt: skip
    write(folder, bird(), editions=every, locales=("en", "ar"))
    write(folder / "ar", bird(), "ar", editions=every, locales=("en", "ar"))
    return folder
