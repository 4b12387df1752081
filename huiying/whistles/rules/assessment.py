"""Double assessment 双考核: facts first, then the opinion, and rates with what stands behind them.

条例 art. 33: the district assesses the street that whistles and the department that reports. A
mark can never be better than the facts allow. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from huiying.lib.stats import Rate

BEST, WORST = 5, 1
CAP_LATE = 4
CAP_ABSENT = 2


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a summons without asking anybody."""

    signed: bool
    signed_in_time: bool
    present: bool
    present_in_time: bool
    result: bool

    @property
    def cap(self) -> int:
        """The best mark these facts allow."""
        if not (self.present and self.result):
            return CAP_ABSENT
        return BEST if self.signed_in_time and self.present_in_time else CAP_LATE


def facts(
    *,
    signed_at: datetime | None,
    sign_due: datetime,
    arrived_at: datetime | None,
    arrive_due: datetime | None,
    contributed_at: datetime | None,
) -> Facts:
    """The facts of a summons; to be there in time is to come by the moment it was due."""
    return Facts(
        signed=signed_at is not None,
        signed_in_time=signed_at is not None and signed_at <= sign_due,
        present=arrived_at is not None,
        present_in_time=arrived_at is not None and (arrive_due is None or arrived_at <= arrive_due),
        result=contributed_at is not None,
    )


def street_cap(*, solved: bool, late: bool) -> int:
    """The best mark of the whistling street: what was not solved, or ended late, is not best."""
    if not solved and late:
        return CAP_ABSENT
    return BEST if solved and not late else CAP_LATE


class Sign(StrEnum):
    """How a street's whistle rate lies to that of the whole district."""

    LOW = "low"
    USUAL = "usual"
    HIGH = "high"
    FEW = "few"


SIGN_LABELS: dict[Sign, str] = {
    Sign.LOW: _("偏低：机制可能没有用起来"),
    Sign.USUAL: _("与全区相当"),
    Sign.HIGH: _("偏高：日常机制可能失灵"),
    Sign.FEW: _("案件太少，不作判断"),
}
LEAST_CASES = 30


def sign_of(street: Rate, whole: Rate) -> Sign:
    """Low or high only when the interval leaves the district's share out; few cases say nothing."""
    if street.total < LEAST_CASES or whole.share is None or street.interval is None:
        return Sign.FEW
    low, high = street.interval
    if high < whole.share:
        return Sign.LOW
    return Sign.HIGH if low > whole.share else Sign.USUAL
