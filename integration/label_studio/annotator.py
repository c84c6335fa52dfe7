"""More people on a server: they join by its invitation, and label as themselves."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from typing import Any

from label_studio_sdk import LabelStudio

from server import TOKEN

_PATIENCE = 60  # seconds


class Annotator:
    """Somebody with an account in the organisation of the server's owner. `id` is what exports call
    this person."""

    def __init__(self, url: str, email: str) -> None:
        self._api = LabelStudio(base_url=url, api_key=_join(url, email))
        self.id = int(self._api.users.whoami().id)

    def annotate(self, task: int, result: list[dict[str, Any]], *, skipped: bool = False) -> None:
        """Submit an annotation of a task, or skip it. Whose it is, the server tells by itself."""
        self._api.annotations.create(id=task, result=result, was_cancelled=skipped)


def _join(url: str, email: str) -> str:
    """Sign up by the form that the invitation leads to; the token of the new account."""
    asked = urllib.request.Request(f"{url}/api/invite", headers={"Authorization": f"Token {TOKEN}"})
    with urllib.request.urlopen(asked, timeout=_PATIENCE) as answer:
        form = f"{url}/user/signup/?{urllib.parse.urlencode({'token': json.load(answer)['token']})}"
    cookies = CookieJar()
    visit = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies)).open
    visit(form, timeout=_PATIENCE).close()
    secret = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
    said = {"email": email, "password": "not-a-secret-2", "csrfmiddlewaretoken": secret}
    sent = urllib.request.Request(
        form, data=urllib.parse.urlencode(said).encode(), headers={"Referer": form}
    )
    visit(sent, timeout=_PATIENCE).close()
    with visit(f"{url}/api/current-user/token", timeout=_PATIENCE) as answer:
        return str(json.load(answer)["token"])
