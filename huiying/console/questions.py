"""The questions of a call-back, the same on the caller's desk and on the case page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.oversight.actions import Answers
from huiying.oversight.queries import SATISFIED, SOLVED

YES_NO = [("yes", gettext_lazy("是")), ("no", gettext_lazy("否"))]
ASKED = ("contacted", "responded", "solved", "satisfied", "why_not")
WHEN_REACHED = gettext_lazy("（接通时必填）")
UNHAPPY = gettext_lazy("（未解决或不满意时必填）")


class Questions(forms.Form):
    """In the order in which they are asked (条例 art. 23).

    Not ``required`` for the browser, because nobody who was not reached can answer them; ``mark``
    says beside the label when they are.
    """

    reached = forms.ChoiceField(
        label=gettext_lazy("接通了吗"),
        choices=[("yes", gettext_lazy("接通")), ("no", gettext_lazy("未接通"))],
        widget=forms.RadioSelect,
    )
    contacted = forms.ChoiceField(
        label=gettext_lazy("承办单位联系过您吗"),
        choices=YES_NO, widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    responded = forms.ChoiceField(
        label=gettext_lazy("承办单位答复您了吗"),
        choices=YES_NO, widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    solved = forms.ChoiceField(
        label=gettext_lazy("问题解决了吗"),
        choices=SOLVED, widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    satisfied = forms.ChoiceField(
        label=gettext_lazy("您满意吗"),
        choices=SATISFIED, widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    why_not = forms.CharField(
        label=gettext_lazy("原因"), max_length=200, required=False,
        help_text=gettext_lazy("会转给承办单位，作为重办依据。"),
    )  # fmt: skip

    solved.mark = satisfied.mark = WHEN_REACHED  # type: ignore[attr-defined]
    why_not.mark = UNHAPPY  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Answers only count when somebody answered; missing ones are named beside the field."""
        given = super().clean() or {}
        if given.get("reached") == "no":
            return given | dict.fromkeys(ASKED, "")
        for name in ("solved", "satisfied"):
            if given.get("reached") and not given.get(name) and name not in self.errors:
                self.add_error(name, _("已接通，请选择。"))
        unhappy = given.get("solved") in ("no", "partly") or given.get("satisfied") == "no"
        if unhappy and not str(given.get("why_not", "")).strip():
            self.add_error("why_not", _("请写明未解决或不满意的原因。"))
        return given

    def answers(self) -> Answers:
        given = self.cleaned_data
        return Answers(
            reached=given["reached"] == "yes",
            contacted=_yes(given["contacted"]),
            responded=_yes(given["responded"]),
            solved=given["solved"],
            satisfied=given["satisfied"],
            why_not=given["why_not"],
            **({"method": given["method"]} if "method" in given else {}),
        )


def _yes(value: str) -> bool | None:
    return value == "yes" if value else None
