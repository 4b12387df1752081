"""What makes a code of an area, a unit or a class well-formed."""

from __future__ import annotations

# GB 32100-2015: letters that look like digits (I, O, Z, S, V) do not occur.
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))

# GB/T 2260 (6), GB/T 10114 (9, 12), grids of DB11 and GB/T 30428.1 (15)
AREA_LENGTHS = (6, 9, 12, 15)


def is_credit_code(code: str) -> bool:
    """Whether a 统一社会信用代码 has 18 allowed signs and the right check sign (GB 32100-2015)."""
    if len(code) != 18 or not set(code) <= set(SIGNS):
        return False
    total = sum(SIGNS.index(sign) * weight for sign, weight in zip(code[:17], WEIGHTS, strict=True))
    return SIGNS[(31 - total % 31) % 31] == code[17]


def is_area_code(code: str) -> bool:
    """Whether a code of an area has 6, 9, 12 or 15 digits."""
    return code.isascii() and code.isdigit() and len(code) in AREA_LENGTHS


def trimmed_area_code(code: str) -> str:
    """A 12-digit statistical code without the zeros that stand for "all of it".

    ``110116000000`` → ``110116``; ``110116001000`` → ``110116001``; other codes stay.
    """
    if len(code) != 12 or not code.isdigit():
        return code
    if code.endswith("000000"):
        return code[:6]
    return code[:9] if code.endswith("000") else code
