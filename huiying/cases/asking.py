"""The extra questions of a category as fields of a form; their rules are the same for all doors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from huiying.cases.rules.questions import LONGEST, Asked, Datatype, check_answers

BEFORE = "ask_"


def field_of(question: Asked) -> forms.Field:
    """A field that takes anything: `checked` says what is wrong, in the words all clients get."""
    about: dict[str, Any] = {"label": question.description, "required": False}
    about["help_text"] = question.datatype_description
    choices = [*question.values]
    match question.datatype:
        case Datatype.ONE:
            none = [] if question.required else [("", _("不回答"))]
            return forms.ChoiceField(choices=[*none, *choices], widget=forms.RadioSelect, **about)
        case Datatype.MANY:
            return forms.MultipleChoiceField(
                choices=choices, widget=forms.CheckboxSelectMultiple, **about
            )
        case Datatype.TEXT:
            widget: forms.Widget = forms.Textarea(attrs={"rows": 3})
        case Datatype.DATETIME:
            widget = forms.DateTimeInput(attrs={"type": "datetime-local"})
        case Datatype.NUMBER:
            widget = forms.TextInput(attrs={"inputmode": "decimal"})
        case _:
            widget = forms.TextInput()
    return forms.CharField(widget=widget, max_length=LONGEST["text"], **about)


def fields_of(questions: Sequence[Asked]) -> dict[str, forms.Field]:
    """The fields of the questions that a person is to answer, by name and in order."""
    fields = {}
    for question in sorted(questions, key=lambda one: one.order):
        if question.variable and not question.automated:
            field = field_of(question)
            if question.required:
                field.mark = _("（必填）")  # type: ignore[attr-defined]
            fields[f"{BEFORE}{question.code}"] = field
    return fields


def checked(
    questions: Sequence[Asked], given: Mapping[str, Any] | MultiValueDict[str, Any]
) -> tuple[dict[str, str], dict[str, str]]:
    """Answers by the words of their question, and what is wrong by the name of the field."""
    said: dict[str, Sequence[str]] = {}
    for question in questions:
        name = f"{BEFORE}{question.code}"
        if isinstance(given, MultiValueDict):
            said[question.code] = given.getlist(name)
        else:
            value = given.get(name, ())
            said[question.code] = [value] if isinstance(value, str) else list(value)
    answers, problems = check_answers(questions, said)
    return answers, {f"{BEFORE}{one.code}": _(one.why) for one in problems}
