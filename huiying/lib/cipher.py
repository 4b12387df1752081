"""Sealing single fields with AES-256-GCM, and finding them again by keyed digests."""

from __future__ import annotations

import hmac
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
KEY = 32  # bytes: AES-256


class CannotOpen(ValueError):
    """The key is missing or wrong, or the bytes were changed."""


@dataclass(frozen=True)
class Keyring:
    """256-bit keys by a number from 0 to 255; ``current`` seals, all of them open."""

    keys: Mapping[int, bytes] = field(repr=False)  # a traceback must not show them
    current: int
    index_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Raise ValueError for keys of another length: AESGCM would quietly use AES-128."""
        for number, key in self.keys.items():
            if not 0 <= number <= 255 or len(key) != KEY:
                raise ValueError(f"key {number} must have a number from 0 to 255 and {KEY} bytes")

    def cipher(self, number: int) -> AESGCM:
        try:
            return AESGCM(self.keys[number])
        except KeyError:
            raise CannotOpen(f"key {number} is not in the ring") from None


def seal(value: str, keys: Keyring, context: bytes) -> bytes:
    """Key number, nonce, ciphertext. ``context`` binds it to its place: it opens nowhere else."""
    nonce = os.urandom(NONCE)
    return (
        bytes([keys.current])
        + nonce
        + keys.cipher(keys.current).encrypt(nonce, value.encode(), context)
    )


def open_sealed(sealed: bytes, keys: Keyring, context: bytes) -> str:
    """The value again; raises CannotOpen."""
    if len(sealed) <= NONCE:
        raise CannotOpen("the sealed value is too short")
    nonce, body = sealed[1 : NONCE + 1], sealed[NONCE + 1 :]
    try:
        return keys.cipher(sealed[0]).decrypt(nonce, body, context).decode()
    except InvalidTag:
        raise CannotOpen("wrong key, wrong place, or changed bytes") from None


def blind_index(value: str, keys: Keyring, kind: str) -> str:
    """A keyed digest (128 bits, hex) of a tidied phone or name: equal values, equal digests."""
    tidy = unicodedata.normalize("NFKC", value)
    if kind == "phone":
        tidy = re.sub(r"[^0-9+]", "", tidy)
        tidy = re.sub(r"^(\+86|0086|86(?=1\d{10}$)|\+)", "", tidy)
    else:
        tidy = re.sub(r"\s", "", tidy).casefold()
    digest = hmac.new(keys.index_key, f"{kind}:{tidy}".encode(), sha256)
    return digest.hexdigest()[:32] if tidy else ""
