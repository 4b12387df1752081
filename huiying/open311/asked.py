"""What a client sends, read strictly: a parameter that cannot be meant is told, never guessed.

Open311 GeoReport v2, "GET Service Requests" and "POST Service Request"; extensions as other
servers have them: page, page_size, updated_after, updated_before, lat, long, radius.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from huiying.cases.actions.open_door import SentRequest, SentUpdate
from huiying.cases.open_requests import MOST, Wanted
from huiying.cases.people import Contact
from huiying.lib.moments import SHANGHAI

SPAN = timedelta(days=90)  # what one search may span, and what it spans by default
LONGEST = 20_000  # characters of any value
MOST_IDS = 1000
MOST_KEY = 200
LONGEST_NAME, LONGEST_PHONE, LONGEST_EMAIL = 60, 20, 200
FARTHEST = 100_000.0  # metres of a radius
YEARS = range(1900, 2200)

# W3C date and time formats: a year, a month, a day, or a moment with its zone.
_W3C = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,6}\d*)?)?)\s?(Z|[+-]?\d\d:?\d\d)?)?)?)?"
)
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,60})\](?:\[\d{0,4}\])?")


class Bad(Exception):
    """A request that cannot be answered as it is: HTTP code and one sentence per problem."""

    def __init__(self, code: int, *problems: str) -> None:
        super().__init__(*problems)
        self.code = code
        self.problems = problems


def form_of(request: HttpRequest) -> QueryDict:
    """The fields that were sent; files are read as well. Raises Bad."""
    try:
        fields = request.POST
        request.FILES  # noqa: B018 (reads the body to its end)
    except (MultiPartParserError, SuspiciousOperation, ValueError, OSError):
        raise Bad(400, _("请求正文无法读取。")) from None
    check_text(fields)
    return fields


def check_text(fields: QueryDict) -> None:
    """No database takes the null character, and no address needs a novel."""
    for name, values in fields.lists():
        for value in (name, *values):
            if "\x00" in value:
                raise Bad(400, _("参数中有不允许的字符。"))
            if len(value) > LONGEST:
                raise Bad(400, _("参数 %(name)s 太长。") % {"name": name[:60]})


def wanted_of(fields: QueryDict, at: datetime) -> Wanted:
    """The filters of a search of requests. Raises Bad."""
    after, before = moment(fields, "updated_after"), moment(fields, "updated_before")
    start, end = moment(fields, "start_date"), moment(fields, "end_date")
    if start or end or not (after or before):
        start, end = span(start, end, at)
    return Wanted(
        codes=_list(fields, "service_code"),
        closed=_closed(fields),
        start=start,
        end=end,
        updated_after=after,
        updated_before=before,
        near=_near(fields),
        page=_whole(fields, "page", 1, 1_000_000),
        size=_whole(fields, "page_size", MOST, MOST),
    )


def span(start: datetime | None, end: datetime | None, at: datetime) -> tuple[datetime, datetime]:
    """The span of a search: at most 90 days, and 90 days where an end is left open."""
    if start is None:
        end = end or at
        return end - SPAN, end
    if end is None:
        return start, start + SPAN
    if end < start:
        raise Bad(400, _("end_date 早于 start_date。"))
    if end - start > SPAN:
        raise Bad(400, _("start_date 与 end_date 最多相隔 90 天。"))
    return start, end


def ids_of(fields: QueryDict) -> tuple[str, ...]:
    """The requests that are asked by their ids; they override every other filter."""
    idents = _list(fields, "service_request_id")
    if len(idents) > MOST_IDS:
        raise Bad(400, _("一次最多查询 1000 个 service_request_id。"))
    return idents


def page_of(fields: Mapping[str, str]) -> tuple[int, int]:
    return _whole(fields, "page", 1, 1_000_000), _whole(fields, "page_size", MOST, MOST)


def yes(fields: Mapping[str, str], name: str) -> bool:
    return fields.get(name, "").strip().lower() in ("true", "1", "yes")


def moment(fields: Mapping[str, str], name: str) -> datetime | None:
    """A date and time as the W3C writes them, in UTC. Without a zone it is the city's own."""
    text = fields.get(name, "").strip()
    if not text:
        return None
    match = _W3C.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        year, month, day, clock, zone = match.groups()
        if int(year) not in YEARS:
            raise ValueError(text)
        if zone and zone[0].isdigit():
            zone = f"+{zone}"  # the plus of an address that was not escaped reads as a blank
        written = f"{year}-{month or '01'}-{day or '01'}T{clock or '00:00'}{zone or ''}"
        found = datetime.fromisoformat(written)
    except ValueError:
        problem = _("%(name)s 不是 W3C 格式的时间，例如 2026-03-10T09:00:00+08:00。")
        raise Bad(400, problem % {"name": name}) from None
    return (found if found.tzinfo else found.replace(tzinfo=SHANGHAI)).astimezone(UTC)


def number(fields: Mapping[str, str], name: str, most: float) -> float | None:
    """A number from -most to most; None when nothing was sent."""
    text = fields.get(name, "").strip()
    if not text:
        return None
    try:
        value = float(text) if len(text) <= 40 else math.nan
    except ValueError:
        value = math.nan
    if not abs(value) <= most:  # also for what is not a number
        problem = _("%(name)s 应为 -%(most)s 到 %(most)s 之间的数字。")
        raise Bad(400, problem % {"name": name, "most": f"{most:g}"})
    return value


def point(fields: Mapping[str, str]) -> tuple[float, float] | None:
    """Longitude and latitude, WGS-84; both or none."""
    lat, lon = number(fields, "lat", 90), number(fields, "long", 180)
    if (lat is None) != (lon is None):
        raise Bad(400, _("lat 和 long 须同时给出。"))
    return None if lat is None or lon is None else (lon, lat)


def request_of(fields: QueryDict, uploads: tuple[Any, ...]) -> SentRequest:
    """A request to take in. Raises Bad."""
    code = fields.get("service_code", "").strip()
    if not code:
        raise Bad(400, _("缺少 service_code。"))
    place = point(fields)
    lon, lat = place or (None, None)
    answers: dict[str, list[str]] = {}
    for name, values in fields.lists():
        if match := _ATTRIBUTE.fullmatch(name):
            answers.setdefault(match[1], []).extend(values)
    return SentRequest(
        service_code=code,
        description=fields.get("description", "").strip(),
        address=fields.get("address_string", "").strip(),
        area_code=fields.get("address_id", "").strip(),
        lon=lon,
        lat=lat,
        contact=_contact(fields),
        answers=answers,
        media_urls=_media_urls(fields),
        uploads=uploads,
    )


def update_of(fields: QueryDict) -> SentUpdate:
    """An update to take in. Raises Bad."""
    ident = fields.get("service_request_id", "").strip()
    if not ident:
        raise Bad(400, _("缺少 service_request_id。"))
    moment(fields, "updated_datetime")
    status = fields.get("status", "").strip().lower()
    key = fields.get("update_id", "").strip() or fields.get("update_id_ext", "").strip()
    if len(key) > MOST_KEY:
        raise Bad(400, _("参数 %(name)s 太长。") % {"name": "update_id"})
    return SentUpdate(
        number=ident,
        text=fields.get("description", "").strip(),
        closed=status.startswith(("closed", "fixed")) if status else None,
        key=key,
        media_urls=_media_urls(fields),
    )


def _list(fields: QueryDict, name: str) -> tuple[str, ...]:
    """A list as the standard allows it: declared several times, or with commas, or both."""
    parts = (part.strip() for text in fields.getlist(name) for part in text.split(","))
    return tuple(filter(None, parts))


def _closed(fields: QueryDict) -> bool | None:
    words = {word.lower() for word in _list(fields, "status")}
    if not words <= {"open", "closed"}:
        raise Bad(400, _("status 只能是 open 或 closed。"))
    return words == {"closed"} if len(words) == 1 else None


def _near(fields: Mapping[str, str]) -> tuple[float, float, float] | None:
    place, radius = point(fields), number(fields, "radius", FARTHEST)
    if place is None:
        if radius is not None:
            raise Bad(400, _("radius 须与 lat、long 一起给出。"))
        return None
    if radius is not None and radius <= 0:
        raise Bad(400, _("radius 应大于 0，单位是米。"))
    return (*place, radius or 1000.0)


def _whole(fields: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = fields.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9) or int(text) < 1:
        raise Bad(400, _("%(name)s 应为正整数。") % {"name": name})
    return min(int(text), most)


def _media_urls(fields: QueryDict) -> tuple[str, ...]:
    urls = [url.strip() for name in ("media_url", "media_url[]") for url in fields.getlist(name)]
    urls = list(dict.fromkeys(filter(None, urls)))
    if len(urls) > 10:
        raise Bad(400, _("最多 10 个 media_url。"))
    if any(len(url) > 2000 or not url.lower().startswith(("http://", "https://")) for url in urls):
        raise Bad(400, _("media_url 应为 http 或 https 网址。"))
    return tuple(urls)


def _contact(fields: Mapping[str, str]) -> Contact:
    first, last = fields.get("first_name", "").strip(), fields.get("last_name", "").strip()
    latin = (first + last).isascii()
    name = " ".join(filter(None, (first, last))) if latin else last + first
    phone, email = fields.get("phone", "").strip(), fields.get("email", "").strip()
    for field, text, most in (
        ("first_name", name, LONGEST_NAME),
        ("phone", phone, LONGEST_PHONE),
        ("email", email, LONGEST_EMAIL),
    ):
        if len(text) > most:
            raise Bad(400, _("参数 %(name)s 太长。") % {"name": field})
    return Contact(name, phone, email)
