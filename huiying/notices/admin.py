"""The words of notices, with what they would look like."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from huiying.cases.administration import Journalled
from huiying.notices.models import Wording
from huiying.notices.rules.words import Words, filled

EXAMPLE = {
    "number": "HY20260310-00001-2",
    "code": "8K2M-7QXR",
    "link": "https://12345.example.cn/track/8K2M7QXR/",
    "due": "2026-03-17 17:00",
    "unit": "泉河街道办事处",
    "words": "请问路灯是从哪一天开始不亮的？",
}


@admin.register(Wording)
class WordingAdmin(Journalled[Wording]):
    list_display = ("step", "language", "subject")
    list_filter = ("step", "language")
    readonly_fields = ("preview",)

    @admin.display(description=_("预览（邮件）"))
    def preview(self, row: Wording) -> str:
        """The letter with an example in its blanks; saved words only."""
        if not row.pk:
            return str(_("保存后可见。"))
        words = filled(Words(row.subject, row.text), EXAMPLE, short=False)
        return f"{words.subject}\n\n{words.text}"
