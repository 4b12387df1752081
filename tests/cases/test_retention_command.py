"""``huiying retention`` lists first and acts only when told to."""

from __future__ import annotations

import pytest
from django.utils import timezone

from huiying.cases import actions as cases
from huiying.cases.models import Case, RetentionRule
from huiying.config import cli
from tests.city import City, build, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> City:
    """The city 400 days later, its terminal Chinese."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setattr(timezone, "now", lambda: later(days=400))
    return build()


def ended(city: City) -> Case:
    case = city.receive(kind="consultation")
    return cases.answer(case_id=case.pk, actor=city.actor("wang"), at=later(hours=1), text="已答复")


def said(capsys: pytest.CaptureFixture[str], *options: str, code: int = 0) -> str:
    assert cli.main(["retention", *options]) == code
    shown = capsys.readouterr()
    return shown.out + shown.err


def test_without_options_it_only_lists(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    RetentionRule.objects.create(destroy_days=365, basis="档案办法")
    case = ended(city)
    shown = said(capsys)
    assert "1 件　全部分类（档案办法）：办结 365 天后销毁" in shown
    assert f"{case.number}\t2026-03-10\t销毁\t路灯" in shown
    assert "huiying retention --apply" in shown
    assert said(capsys, "--dry-run") == shown
    assert Case.objects.filter(pk=case.pk).exists()


def test_a_long_list_is_cut_unless_asked_for(
    city: City, capsys: pytest.CaptureFixture[str]
) -> None:
    RetentionRule.objects.create(anonymise_days=30)
    for _number in range(52):
        ended(city)
    assert "另有 2 件" in said(capsys)
    assert said(capsys, "--all").count("\t匿名\t") == 52
    assert said(capsys, "--most", "3").count("\t匿名\t") == 3


def test_told_to_apply_it_says_what_was_done(
    city: City, capsys: pytest.CaptureFixture[str]
) -> None:
    RetentionRule.objects.create(destroy_days=365)
    ended(city)
    assert "已匿名 0 件，已销毁 1 件" in said(capsys, "--apply")
    assert not Case.objects.exists()
    assert "没有到期的案件" in said(capsys)


def test_a_senseless_number_is_refused(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--most" in said(capsys, "--most", "0", code=1)
