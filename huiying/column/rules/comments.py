"""Comments of the public: held until a moderator decides, and decided again when need be. Pure."""

from __future__ import annotations

from enum import StrEnum

from huiying.lib.machine import Machine, Transition


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class Standing(StrEnum):
    HELD = "held"
    SHOWN = "shown"
    REFUSED = "refused"


STANDING_LABELS: dict[Standing, str] = {
    Standing.HELD: _("待审核"),
    Standing.SHOWN: _("已公开"),
    Standing.REFUSED: _("不予公开"),
}


class Reason(StrEnum):
    """Why a comment is not shown: a closed list, so that nobody is silenced without a ground."""

    PERSONAL = "personal"
    ABUSE = "abuse"
    OFF_TOPIC = "off_topic"
    ADVERT = "advert"
    UNLAWFUL = "unlawful"


REASON_LABELS: dict[Reason, str] = {
    Reason.PERSONAL: _("含有个人信息"),
    Reason.ABUSE: _("辱骂或人身攻击"),
    Reason.OFF_TOPIC: _("与本期无关"),
    Reason.ADVERT: _("广告"),
    Reason.UNLAWFUL: _("违反法律法规"),
}

H = Standing.HELD
MACHINE: Machine[Standing] = Machine(
    states=tuple(Standing),
    initial=H,
    terminal=frozenset(),
    transitions=(
        Transition("show", frozenset({H, Standing.REFUSED}), Standing.SHOWN),
        Transition("refuse", frozenset({H, Standing.SHOWN}), Standing.REFUSED),
    ),
)
