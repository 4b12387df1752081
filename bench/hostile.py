"""Hostile input for every door: values, files, documents and headers that software has broken on.

The same seed makes the same sendings. No text here is anybody's; files are made in memory.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote, urlencode

LONE = "\ud800"  # half a character: no UTF-8 has it
VALUES = (
    "", " ", "\x00", "\x00路灯", "\ufffd\ufffe", LONE, "\u202e凤凰", "e\u0301" * 40, "😀" * 60, "１２３",
    "<script>alert(1)</script>", "<a>&\"'", "]]>", "<!--", "{{ 7*7 }}", "{% debug %}", "${7*7}",
    "' OR 1=1 --", "\"; DROP TABLE cases_case; --", "%s %(x)s {0} {x!r}", "%", "%00", "\\", "\\u0000",
    "../../etc/passwd", "..\\..\\x", "file:///etc/passwd", "http://127.0.0.1:22/", "http://[::1]/",
    "javascript:alert(1)", "data:text/html,x", "\r\nX-Bad: y", "\n", "\t", "=1+1", "@SUM(A1)", "+cmd|x",
    "0", "-1", "1e999", "-1e999", "nan", "inf", "0x10", "1_000", "１e3", "9" * 400, "2147483648",
    "9223372036854775808", "-9223372036854775809", "0.1" * 30, "١٢٣", "½", "true", "null", "[]", "{}",
    "2026-02-30", "2026-13-01", "0000-00-00", "9999-12-31T23:59:59+14:00", "2026-02-30T00:00:00Z",
    "10000-01-01", "2026-11-23T24:00:00Z", "2026-11-23T00:00:00+99:99", "1969-12-31", "２０２６年１月",
    "90,180", "91", "-181", "116.4,39.9", "39.9;116.4", "a" * 5000, "路" * 5000, "(" * 2000, "a," * 3000,
)  # fmt: skip
NAMES = (
    "q", "page", "sort", "state", "unit", "area", "category", "channel", "since", "until", "month",
    "tab", "format", "cursor", "limit", "lat", "long", "lon", "radius", "status", "start_date",
    "end_date", "service_request_id", "service_code", "jurisdiction_id", "extensions", "api_key",
    "updated_after", "updated_before", "page_size", "number", "phone", "code", "next", "kind", "days",
    "key", "text", "title", "body", "address", "area_id", "category_id", "step", "go", "photos",
    "version", "once", "level", "outcome", "email", "name", "description", "media_url", "attribute[x]",
    "first_name", "last_name", "address_string", "address_id", "solved", "satisfied", "why_not",
    "grant", "until_date", "master", "assisting", "basis", "proposed", "csrfmiddlewaretoken", "_method",
)  # fmt: skip
PAGES = (
    "/", "/report/", "/track/", "/public/", "/map/", "/column/", "/data/", "/results/", "/subscribe/",
    "/column/feed.atom", "/tiles/areas.json", "/robots.txt", "/open311/discovery.xml",
    "/open311/v2/services.json", "/open311/v2/requests.xml", "/open311/v2/requests.json",
    "/open311/v2/servicerequestupdates.xml", "/open311/test/v2/requests.json", "/account/login/",
    "/desk/", "/desk/operator/", "/desk/dispatch/", "/desk/unit/", "/desk/cases/", "/desk/rates/",
    "/desk/supervision/", "/desk/problems/", "/desk/import/", "/desk/calls/", "/desk/checks/",
    "/desk/rules/", "/api/v1/cases", "/api/v1/units", "/api/v1/journal", "/api/v1/rates",
)  # fmt: skip
IN_PATHS = (
    "/track/{}/", "/public/{}/", "/q/{}/", "/follow/{}/", "/follow/{}/feed.atom", "/area/{}/",
    "/results/{}/", "/column/{}/", "/data/{}.csv", "/unsubscribe/{}/", "/subscribe/confirm/{}/",
    "/open311/v2/requests/{}.xml", "/open311/v2/services/{}.json", "/open311/v2/tokens/{}.json",
    "/tiles/cases/{0}/{0}/{0}.mvt", "/map/at/{0}/{0}/", "/desk/case/{}/", "/desk/case/{}/report/",
    "/desk/problems/{}/", "/desk/import/{}/", "/api/v1/cases/{}", "/static/{}", "/{}",
)  # fmt: skip
FORMS = (
    "/report/", "/track/", "/subscribe/", "/language/", "/open311/v2/requests.xml",
    "/open311/v2/requests.json", "/open311/v2/servicerequestupdates.json", "/account/login/",
    "/desk/operator/", "/desk/case/{number}/note/", "/desk/case/{number}/dispatch/",
    "/desk/case/{number}/report/", "/desk/case/{number}/classify/", "/desk/case/{number}/merge/",
    "/desk/case/{number}/message/", "/desk/case/{number}/call_back/", "/desk/case/{number}/reveal/",
    "/track/{code}/rate/", "/track/{code}/again/", "/follow/{code}/",
)  # fmt: skip
UPLOADS = (
    ("/report/", "photos"), ("/track/{code}/photos/", "photos"), ("/open311/v2/requests.json", "media"),
    ("/desk/case/{number}/report/", "photos"), ("/desk/import/", "file"),
)  # fmt: skip
HEADERS = (
    "Accept", "Accept-Language", "Accept-Encoding", "Content-Type", "Cookie", "Host", "If-Match",
    "If-None-Match", "If-Modified-Since", "Idempotency-Key", "Authorization", "Range", "Referer",
    "Origin", "X-Forwarded-For", "X-Forwarded-Proto", "X-CSRFToken", "HX-Request", "HX-Target",
    "HX-Current-URL", "X-HTTP-Method-Override", "User-Agent", "Sec-Fetch-Site",
)  # fmt: skip
KINDS_OF_BODY = (
    "application/json", "application/x-www-form-urlencoded", "text/xml", "application/xml",
    "multipart/form-data", "multipart/form-data; boundary=", "text/plain; charset=nonsense", "x", "",
)  # fmt: skip
BOMB_XML = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {name} "{10 * entity}">'
        for name, entity in zip(
            "bcdefgh", ("&a;", "&b;", "&c;", "&d;", "&e;", "&f;", "&g;"), strict=True
        )
    )
    + "]><x>&h;</x>"
)
OUTSIDE_XML = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
)


@dataclass(frozen=True)
class Sending:
    """One request. ``who``: a person of the benchmark whose session goes with it, or nobody."""

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    who: str = ""


@dataclass(frozen=True)
class Known:
    """What a hostile stranger has found out: a case's number and tracking code, a service, a key that
    may do everything, the operations of the API."""

    number: str
    code: str
    service: str
    key: str
    operations: Sequence[tuple[str, str]]  # method, path with {names}


def sending(rng: Random, known: Known) -> Sending:
    """The next request."""
    kinds: tuple[Callable[[Random, Known], Sending], ...] = (
        looked_at, looked_into, filled_in, filled_in, uploaded, uploaded, told_in_json, told_in_json,
        told_in_xml, with_headers,
    )  # fmt: skip
    return rng.choice(kinds)(rng, known)


def value(rng: Random) -> str:
    """Something that is known to hurt, or characters at random from the whole of Unicode."""
    if rng.random() < 0.7:
        return rng.choice(VALUES)
    return "".join(chr(rng.randrange(0x110000)) for _ in range(rng.randrange(1, 40)))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _quoted(text: str) -> str:
    return quote(_bytes(text), safe="")


def _who(rng: Random, path: str) -> str:
    staff = path.startswith("/desk/") and rng.random() < 0.9
    return rng.choice(("bench-operator", "bench-dispatcher", "bench-handler")) if staff else ""


def _fields(rng: Random, most: int) -> dict[str, str]:
    return {rng.choice(NAMES): value(rng) for _ in range(rng.randrange(most))}


def _encoded(fields: Mapping[str, str]) -> str:
    return urlencode({name: _bytes(text) for name, text in fields.items()})


def looked_at(rng: Random, _known: Known) -> Sending:
    path = rng.choice(PAGES)
    query = _encoded(_fields(rng, 6))
    return Sending("GET", f"{path}?{query}"[:7000], who=_who(rng, path))


def looked_into(rng: Random, _known: Known) -> Sending:
    path = rng.choice(IN_PATHS).format(_quoted(value(rng)[:300]))
    return Sending(rng.choice(("GET", "GET", "POST", "DELETE")), path[:7000], who=_who(rng, path))


def _place(path: str, known: Known) -> str:
    return path.format(number=known.number, code=known.code)


def _right(rng: Random, path: str, known: Known) -> dict[str, str]:
    """Fields as they should be, so that what is hostile gets past the first check."""
    if rng.random() < 0.3:
        return {}
    if path.startswith("/open311/"):
        return {
            "api_key": known.key, "service_code": known.service, "lat": "40.32", "long": "116.63",
            "description": "路灯不亮", "service_request_id": known.number, "status": "open",
            "update_id": "1", "updated_datetime": "2026-11-23T10:00:00+08:00",
        }  # fmt: skip
    return {
        "key": f"{rng.getrandbits(128):032x}", "once": f"{rng.getrandbits(128):032x}", "version": "5",
        "text": "路灯不亮", "title": "路灯不亮", "body": "三盏路灯一周没亮", "address": "幸福里小区东门",
        "channel": "hotline", "kind": "complaint", "level": "general", "outcome": "file",
        "phone": "19900001111", "step": rng.choice(("what", "where", "send")), "go": "send",
    }  # fmt: skip


def filled_in(rng: Random, known: Known) -> Sending:
    path = _place(rng.choice(FORMS), known)
    fields = _right(rng, path, known)
    for name in rng.sample(sorted(fields), k=min(len(fields), rng.randrange(4))):
        fields[name] = value(rng)
    fields |= _fields(rng, 3)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return Sending("POST", path, _encoded(fields).encode(), kind, _who(rng, path))


def uploaded(rng: Random, known: Known) -> Sending:
    where, name = rng.choice(UPLOADS)
    path = _place(where, known)
    edge = "edge" + "x" * rng.randrange(40)
    out = io.BytesIO()
    for field_name, text in _right(rng, path, known).items():
        out.write(_part(edge, f'name="{field_name}"', _bytes(text)))
    for _ in range(rng.randrange(1, 4)):
        called = rng.choice(
            ("x.jpg", "x.png", "x.xlsx", "x.csv", "../../x", "x\x00.jpg", "路" * 200, "")
        )
        kind = rng.choice(("image/jpeg", "image/png", "text/csv", "application/pdf", "x/y", ""))
        head = f'name="{name}"; filename="{called}"\r\nContent-Type: {kind}'
        out.write(_part(edge, head, file(rng)))
    body = out.getvalue() + f"--{edge}--\r\n".encode()
    if rng.random() < 0.15:
        body = body[: rng.randrange(len(body))]  # the line broke
    return Sending(
        "POST",
        path,
        body,
        {"Content-Type": f"multipart/form-data; boundary={edge}"},
        _who(rng, path),
    )


def _part(edge: str, head: str, content: bytes) -> bytes:
    return (
        f"--{edge}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"
    )


def file(rng: Random) -> bytes:
    """A file that is not what it says, or says more than it is."""
    makers: tuple[Callable[[Random], bytes], ...] = (
        lambda r: r.randbytes(r.randrange(3000)),
        lambda _r: b"",
        lambda _r: b"\xff\xd8\xff\xe0" + bytes(500),
        lambda _r: _png(30_000, 30_000),
        lambda r: _png(8, 8)[: r.randrange(60)],
        lambda _r: b"GIF89a" + b"\xff" * 200,
        lambda _r: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        lambda _r: (
            b"%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript /JS (x) >> >> endobj\n%%EOF"
        ),
        lambda _r: b"MZ" + bytes(300),
        lambda _r: OUTSIDE_XML.encode(),
        lambda _r: _book({"xl/worksheets/sheet1.xml": b"0" * 3_000_000}),
        lambda _r: _book({"xl/workbook.xml": OUTSIDE_XML.encode()}),
        lambda _r: _book({"xl/sharedStrings.xml": BOMB_XML.encode()}),
        lambda _r: _book({"../../../tmp/x": b"x"}),
        lambda r: "".join(value(r) + "," for _ in range(30)).encode("utf-8", "surrogatepass"),
        lambda r: (
            "留言编号,留言主题,留言时间,留言详情\n".encode()
            + _bytes(",".join(value(r).replace("\n", " ") for _ in range(4)))
        ),
        lambda _r: "留言编号,留言主题\n".encode("gb18030") + b"\xff\xff,\x80\n",
        lambda _r: b"\xff\xfe" + "编号,标题".encode("utf-16-le"),
    )
    return rng.choice(makers)(rng)


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rows + chunk(b"IEND", b"")


def _book(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def told_in_json(rng: Random, known: Known) -> Sending:
    method, path = rng.choice(known.operations)
    for name in ("number", "id", "code", "period", "kind"):
        right = known.number if name == "number" else "1"
        path = path.replace(
            f"{{{name}}}", right if rng.random() < 0.7 else _quoted(value(rng)[:200])
        )
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        path = path[:start] + _quoted(value(rng)[:100]) + path[end + 1 :]
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {known.key}"}
    if rng.random() < 0.5:
        headers["If-Match"] = rng.choice(('"5"', "*", "5", 'W/"x"', '"' + "9" * 40 + '"'))
    return Sending(method, path, _document(rng), headers)


def _document(rng: Random) -> bytes:
    if rng.random() < 0.3:
        return rng.choice(
            (b"", b"{", b"[" * 50_000, b'{"a":' * 5000, b"\xff\xfe{}", b"NaN", b"1e999", b'"\\ud800"',
             b'{"text": "\\u0000"}', b'{"a": 1, "a": 2}', b"\xef\xbb\xbf{}", b"null", b"0" * 5000)
        )  # fmt: skip
    return json.dumps(_thing(rng, 3)).encode("utf-8", "surrogatepass")


def _thing(rng: Random, depth: int) -> object:
    """A document at random: objects with the names that are asked for, and values that hurt."""
    roll = rng.random()
    if depth and roll < 0.6:
        return {rng.choice(NAMES): _thing(rng, depth - 1) for _ in range(rng.randrange(8))}
    if depth and roll < 0.7:
        return [_thing(rng, depth - 1) for _ in range(rng.randrange(5))]
    plain: tuple[object, ...] = (None, True, -1, 10**30, 1e308, float("nan"), [], {})
    return rng.choice(plain) if roll < 0.8 else value(rng)


def told_in_xml(rng: Random, known: Known) -> Sending:
    path = _place(rng.choice((*FORMS, "/api/v1/cases")), known)
    body = rng.choice(
        (BOMB_XML, OUTSIDE_XML, "<", "<a>" * 20_000, "<?xml version='9'?>", "\x00<x/>")
    )
    kind = {"Content-Type": rng.choice(KINDS_OF_BODY)}
    return Sending("POST", path, body.encode(), kind, _who(rng, path))


def with_headers(rng: Random, known: Known) -> Sending:
    path = rng.choice((*PAGES, *(_place(form, known) for form in FORMS)))
    headers = {}
    for _ in range(rng.randrange(1, 4)):
        text = value(rng).translate({0: None, 10: None, 13: None})[:3000]
        headers[rng.choice(HEADERS)] = _bytes(text).decode("latin-1")
    method = rng.choice(("GET", "GET", "HEAD", "POST", "PUT", "OPTIONS", "PATCH", "TRACE", "X"))
    return Sending(method, path, b"", headers, _who(rng, path))
