"""The illustrated guide of a spec: what an annotator with a doubt about one point opens.

`pages` are plain data, `render` makes Markdown of them, `pictures` draws what they ask for, and
`site` hands all of it to Material for MkDocs.
"""

from schemac.guide.context import Context
from schemac.guide.index import index_page
from schemac.guide.site import SiteError, site
from schemac.guide.speech import LOCALES, Speech, speech

__all__ = ["LOCALES", "Context", "SiteError", "Speech", "index_page", "site", "speech"]
