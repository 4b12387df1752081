"""Texts that a spreadsheet might run as a formula, and the apostrophe that keeps them texts."""

from __future__ import annotations

# Spreadsheets in Chinese and Japanese run the wide signs too; some drop leading spaces first.
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BREAKS = ("\t", "\r", "\n", "'")


def dangerous(text: str) -> bool:
    return text.startswith(BREAKS) or text.lstrip().startswith(SIGNS)


def guard(text: str) -> str:
    """The text with an apostrophe in front where a program might run it."""
    return f"'{text}" if dangerous(text) else text


def unguard(text: str) -> str:
    """What `guard` was given."""
    return text[1:] if text.startswith("'") and dangerous(text[1:]) else text
