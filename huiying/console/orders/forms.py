"""The forms of supervision orders. What they mean is checked by the domain, not here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.accounts.actors import Actor
from huiying.console import choices
from huiying.console.whistles.forms import Moment
from huiying.supervision.order_queries import Wanted
from huiying.supervision.orders import NewOrder
from huiying.supervision.rules.orders import ISSUERS, KIND_LABELS, STATE_LABELS, OrderVerb
from huiying.ui.fields import Choose, Select

TEXT = {"rows": 5, "maxlength": 2000}


class ListForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(label=gettext_lazy("事由中的词语或案件编号"), required=False, max_length=60)
    state = Choose(label=gettext_lazy("状态"), required=False)
    kind = Choose(label=gettext_lazy("督办方式"), required=False)
    unit = Choose(label=gettext_lazy("被督办单位（含下级）"), required=False)
    late = forms.BooleanField(label=gettext_lazy("只看超期未回复的"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        found = {
            "state": [(str(one), _(label)) for one, label in STATE_LABELS.items()],
            "kind": [(str(one), _(label)) for one, label in KIND_LABELS.items()],
            "unit": choices.units(),
        }
        for name, options in found.items():
            self.fields[name].choices = [("", _("全部")), *options]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was chosen; a choice that does not exist filters nothing."""
        self.is_valid()
        given = self.cleaned_data
        unit = given.get("unit") or ""
        return Wanted(
            given.get("state", ""), given.get("kind", ""), int(unit) if unit else None,
            given.get("q", "").strip(), late=bool(given.get("late")),
        )  # fmt: skip


class NewForm(forms.Form):
    """An order; the kinds are those that the actor may issue."""

    kind = forms.ChoiceField(label=gettext_lazy("督办方式"), widget=forms.RadioSelect)
    unit_id = Select(label=gettext_lazy("被督办单位"))
    case = forms.CharField(
        label=gettext_lazy("引用的案件编号"), required=False, max_length=32,
        help_text=gettext_lazy("没有可以不填。"),
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("事由"), max_length=80)
    words = forms.CharField(
        label=gettext_lazy("督办要求"), max_length=2000, widget=forms.Textarea(attrs=TEXT),
        help_text=gettext_lazy("什么事、查到什么、要做到什么程度。不写诉求人的姓名、电话。"),
    )  # fmt: skip
    basis = forms.CharField(label=gettext_lazy("依据"), required=False, max_length=200)
    due_at = Moment(label=gettext_lazy("回复时限"))

    def __init__(self, data: Any = None, *, actor: Actor, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        kinds = [
            (str(one), _(label)) for one, label in KIND_LABELS.items() if actor.has(*ISSUERS[one])
        ]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["kind"].initial = kinds[0][0] if kinds else None
        self.fields["unit_id"].choices = [("", ""), *choices.units()]  # type: ignore[attr-defined]

    def new(self) -> NewOrder:
        given = self.cleaned_data
        return NewOrder(
            given["kind"], int(given["unit_id"]), given["title"], given["words"], given["due_at"],
            given["basis"], given["case"].strip(),
        )  # fmt: skip


class VerbForm(forms.Form):
    """The words of a verb, and a new limit where it asks for one."""

    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, data: Any = None, *, verb: OrderVerb, version: int) -> None:
        super().__init__(data, initial={"version": version})
        self.fields["text"] = forms.CharField(
            label=_(verb.text), max_length=2000, widget=forms.Textarea(attrs=TEXT)
        )
        if verb.due:
            self.fields["due_at"] = Moment(label=_("新的回复时限"))
