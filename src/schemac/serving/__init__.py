"""Guides shown live while their specs are edited: a server for this machine's browser only.

`previews` check a spec again when a document changed that it was made of, `pages` puts what was
found into the pages, and `server` answers the browser.
"""

from schemac.serving.preview import Preview, Settings, Told
from schemac.serving.previews import Previews
from schemac.serving.server import PortTaken, Server

__all__ = ["PortTaken", "Preview", "Previews", "Server", "Settings", "Told"]
