"""Background entry points of the cases: pictures that other systems only named by an address."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from huiying.accounts.actors import system
from huiying.cases.actions.files import attach
from huiying.cases.actions.words import note
from huiying.files.fetching import fetch
from huiying.files.places import most_bytes
from huiying.lib.errors import Refused


@task()
def fetch_media(case_id: int, url: str, sender: str) -> None:
    """Bring in a picture and put it on its case; why it could not be had is noted there.

    Delivered twice, the second finds the same content on the case and adds nothing.
    """
    name = urlsplit(url).path.rsplit("/", 1)[-1] or "media"
    at, actor = timezone.now(), system(sender)
    try:
        data = fetch(url, most=most_bytes())
        attach(case_id=case_id, actor=actor, at=at, uploads=[(name, data)], to_person=True)
    except Refused as refused:
        words = {"url": url[:200], "why": str(refused)}
        text = _("没有取得图片 %(url)s：%(why)s") % words
        note(case_id=case_id, actor=actor, at=at, text=text)
