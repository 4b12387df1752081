"""What the message with a code says. No word in it comes from whoever asked."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from huiying.notices.rules.words import Words
from huiying.proof.rules.codes import HOLDS


def words_of(code: str, language: str) -> Words:
    """Subject and text, in the language of the page on which the code was asked for."""
    with translation.override(language):
        text = _(
            "验证码 %(code)s，%(minutes)s 分钟内有效，用来确认这是您的联系方式。"
            "不是您本人要的，请不要理会，也不要告诉任何人。"
        )
        minutes = HOLDS.seconds // 60
        return Words(_("您的验证码"), text % {"code": code, "minutes": minutes})
