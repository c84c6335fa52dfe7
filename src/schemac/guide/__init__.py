"""The illustrated guide of a spec: what an annotator with a doubt about one point opens.

`pages` are plain data, `render` makes Markdown of them, `pictures` draws what they ask for, and
`site` hands all of it to Material for MkDocs; `press` makes one page at a time.
"""

from schemac.guide.context import Context
from schemac.guide.index import index_page
from schemac.guide.listed import Listed, listed
from schemac.guide.material import SiteError
from schemac.guide.press import Press
from schemac.guide.site import site
from schemac.guide.speech import LOCALES, Speech, speech

__all__ = [
    "LOCALES",
    "Context",
    "Listed",
    "Press",
    "SiteError",
    "Speech",
    "index_page",
    "listed",
    "site",
    "speech",
]
