"""统一社会信用代码: 18 characters with two check characters (GB 32100-2015, GB 11714-1997)."""

from __future__ import annotations

from random import Random

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
REGISTERS = {"1": "11", "2": "12", "3": "91"}  # organ, institution (机构编制), company (工商)


def check_character(first17: str) -> str:
    """The 18th character of a credit code (GB 32100-2015, modulus 31)."""
    total = sum(
        ALPHABET.index(sign) * weight for sign, weight in zip(first17, WEIGHTS, strict=True)
    )
    return ALPHABET[(31 - total % 31) % 31]


def body_check(first8: str) -> str:
    """The 9th character of an organisation code (GB 11714-1997, modulus 11)."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(first8, BODY_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def is_valid(code: str) -> bool:
    """Whether a code has 18 allowed characters and both check characters are right."""
    return (
        len(code) == 18
        and set(code) <= set(ALPHABET)
        and body_check(code[8:16]) == code[16]
        and check_character(code[:17]) == code[17]
    )


def invent(rng: Random, nature: str, area_code: str) -> str:
    """A well-formed credit code of nobody: the six area digits are an unassigned prefix."""
    body = "MB" + "".join(rng.choice("0123456789") for _ in range(6))
    first17 = REGISTERS[nature] + area_code[:6] + body + body_check(body)
    return first17 + check_character(first17)
