"""Parts of pages by themselves: what 王芳 sees, and what her screen reader says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from huiying.ui.gallery import Clock, Report

DUE = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def shown(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("tone", "text", "picture"),
    [
        ("calm", "剩 5 工时", "clock"),
        ("overdue", "超期 2 天", "warning"),
        ("paused", "挂账至 2026-06-30", "pause"),
    ],
)
def test_a_clock_says_its_meaning_in_words_and_picture_not_by_colour_alone(
    tone: str, text: str, picture: str
) -> None:
    html = shown("{% due clock %}", clock=Clock(tone, text, DUE))
    assert text in html
    assert f"#{picture}" in html
    assert 'title="2026-03-10 17:00"' in html
    assert 'due="2026-03-10T09:00:00+00:00"' in html


def test_nothing_due_shows_no_clock() -> None:
    assert shown("{% due clock %}", clock=None) == ""


def test_a_hint_and_an_error_are_tied_to_their_field() -> None:
    form = Report({"unit": "99"})
    html = shown("{% field form.unit combobox=True %}", form=form)
    assert 'aria-describedby="id_unit_hint id_unit_error"' in html
    assert 'aria-invalid="true"' in html
    assert "<hy-combobox>" in html


def test_a_choice_of_several_is_searchable_and_a_plain_select_underneath() -> None:
    html = shown("{% field form.assisting %}", form=Report({"assisting": ["2", "4"]}))
    assert '<hy-multibox remove="移除" chosen="已选的协办单位"><select' in html
    assert " multiple" in html
    assert html.count(" selected") == 2


def test_a_group_of_buttons_is_described_once_by_its_fieldset() -> None:
    html = shown("{% field form.kind %}", form=Report({}))
    assert '<fieldset aria-describedby="id_kind_error"' in html
    assert html.count('aria-describedby="id_kind_error"') == 1


def test_every_error_on_top_leads_to_where_it_can_be_mended() -> None:
    html = shown("{% error_summary form %}", form=Report({}))
    assert 'href="#id_title"' in html
    assert 'href="#id_kind_0"' in html
    assert 'id="id_kind_0"' in shown("{% field form.kind %}", form=Report({}))


def test_a_form_not_yet_sent_has_no_errors_on_top() -> None:
    assert shown("{% error_summary form %}", form=Report()) == ""
    assert shown("{% error_summary form %}", form=None) == ""


def test_an_error_of_the_whole_form_is_said_without_a_link() -> None:
    class Dates(forms.Form):
        def clean(self) -> None:
            raise forms.ValidationError("开始日期不能晚于结束日期。")

    html = shown("{% error_summary form %}", form=Dates({}))
    assert "<li>开始日期不能晚于结束日期。</li>" in html


def test_words_of_people_are_never_markup() -> None:
    evil = '<script>alert("x")</script>'
    html = shown("{% state_badge 'filed' evil %}{% stat evil evil url=evil %}", evil=evil)
    assert "<script>" not in html
    field = shown("{% field form.title %}", form=Report({"title": evil}))
    assert "<script>" not in field


def test_an_unknown_state_is_plain_not_broken() -> None:
    assert shown("{% state_badge 'other' '其他' %}") == '<span class="badge ">其他</span>'


def test_the_pager_keeps_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/desk/cases/?state=filed&place=b")
    page = SimpleNamespace(previous="", next="c", total=128, more=False)
    html = shown("{% pager page %}", page=page, request=request)
    assert 'href="/desk/cases/?state=filed&amp;place=c"' in html
    assert 'rel="prev"' not in html
    assert "共 128 件" in html


def test_a_part_of_the_address_is_taken_away() -> None:
    request = RequestFactory().get("/desk/cases/?state=filed")
    assert shown("{% link_with state='' %}", request=request) == "/desk/cases/"


@dataclass
class Tab:
    label: str
    url: str
    current: bool
    count: int = 0


def test_the_open_tab_is_named_and_an_empty_count_is_left_out() -> None:
    html = shown(
        "{% tabs tabs '派单' %}", tabs=[Tab("待派单", "?a", True, 12), Tab("退单", "?b", False)]
    )
    assert '<a href="?a" aria-current="page">待派单<span class="count">12</span></a>' in html
    assert '<a href="?b">退单</a>' in html


def test_a_number_opens_its_records() -> None:
    assert '<a class="stat overdue" href="?due=overdue">' in shown(
        "{% stat 2 '超期' url='?due=overdue' tone='overdue' %}"
    )
    assert "<a" not in shown("{% stat 2 '超期' %}")


@pytest.mark.parametrize(("value", "words"), [(0.9731, "97.3%"), (0.0, "0.0%"), (None, "—")])
def test_a_share_is_a_percentage_and_nothing_counted_a_dash(
    value: float | None, words: str
) -> None:
    assert shown("{{ value|share }}", value=value) == words
