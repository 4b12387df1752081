"""Sealing and opening the reporter's name and phone. Nothing else in the house touches the keys."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from django.conf import settings

from huiying.cases.models import Reporter
from huiying.lib import cipher
from huiying.lib.text import mask_name, mask_phone

NAME, PHONE, EMAIL = b"reporter.name", b"reporter.phone", b"reporter.email"
KINDS = {"phone": PHONE, "email": EMAIL}
SERVER_KEY = b"server.key"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who raised a case, in clear: lives only in memory."""

    name: str = ""
    phone: str = ""
    email: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email)

    def __repr__(self) -> str:
        return "Contact(…)"  # never into a log


@lru_cache(maxsize=1)
def _keys() -> cipher.Keyring:
    """The configured keys, newest first; numbered from the oldest, so that numbers stay."""
    raw = [urlsafe_b64decode(key) for key in settings.FIELD_KEYS]
    numbered = dict(enumerate(reversed(raw)))
    # The index key comes from the oldest key: rotation must not break finding people again.
    index_key = sha256(b"huiying.index" + raw[-1]).digest()
    return cipher.Keyring(numbered, len(raw) - 1, index_key)


def _seal(value: str, context: bytes) -> bytes:
    return cipher.seal(value, _keys(), context) if value else b""


def _open(value: bytes | memoryview[int], context: bytes) -> str:
    return cipher.open_sealed(bytes(value), _keys(), context) if value else ""


def index_of(value: str, kind: str) -> str:
    """The blind index by which an exact name or phone is found again ("" for nothing)."""
    return cipher.blind_index(value, _keys(), kind) if value.strip() else ""


def seal(contact: Contact) -> Reporter:
    """An unsaved reporter row."""
    return fill(Reporter(), contact)


def seal_email(email: str) -> bytes:
    """An address of somebody who is no reporter, sealed as a reporter's is."""
    return _seal(email.strip(), EMAIL)


def open_email(sealed: bytes | memoryview[int]) -> str:
    """That address in clear, for sending only."""
    return _open(sealed, EMAIL)


def seal_as(value: str, kind: str) -> bytes:
    """A phone or an e-mail address of somebody who may be no reporter, sealed as a reporter's."""
    return _seal(value.strip(), KINDS[kind])


def open_as(sealed: bytes | memoryview[int], kind: str) -> str:
    """That contact in clear, for sending only."""
    return _open(sealed, KINDS[kind])


def seal_key(key: str) -> bytes:
    """The key another system gave us, sealed with the same keys."""
    return _seal(key.strip(), SERVER_KEY)


def open_key(sealed: bytes | memoryview[int]) -> str:
    """That key in clear, for sending only."""
    return _open(sealed, SERVER_KEY)


def seal_phone(phone: str) -> bytes:
    """A number that belongs to no reporter yet, sealed as a reporter's is."""
    return _seal(phone.strip(), PHONE)


def open_phone(sealed: bytes | memoryview[int]) -> str:
    """That number in clear. Only for actions that journal the access."""
    return _open(sealed, PHONE)


def fill(reporter: Reporter, contact: Contact) -> Reporter:
    """The row with this contact. What was proven of another phone or address is proven no more."""
    name, phone, email = contact.name.strip(), contact.phone.strip(), contact.email.strip()
    reporter.name_sealed = _seal(name, NAME)
    reporter.phone_sealed = _seal(phone, PHONE)
    reporter.email_sealed = _seal(email, EMAIL)
    before = reporter.phone_index, reporter.email_index
    reporter.name_index = index_of(name, "name")
    reporter.phone_index = index_of(phone, "phone")
    reporter.email_index = index_of(email, "email")
    if reporter.phone_index != before[0]:
        reporter.phone_proven_at = None
    if reporter.email_index != before[1]:
        reporter.email_proven_at = None
    reporter.name_masked = mask_name(name)
    reporter.phone_masked = mask_phone(phone)
    return reporter


def open_contact(reporter: Reporter) -> Contact:
    """The contact in clear. Only for actions that journal the access, and for sending messages."""
    return Contact(
        _open(reporter.name_sealed, NAME),
        _open(reporter.phone_sealed, PHONE),
        _open(reporter.email_sealed, EMAIL),
    )


def open_name(sealed: bytes | memoryview[int] | None) -> str:
    """The name alone, in clear, for taking it out of words that are to be published."""
    return _open(sealed, NAME) if sealed else ""
